"""Blocks over pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dispatch.documents.flow import Block, paginate


def a_block(height: float, *, glued: bool = False) -> Block:
    return Block(height, lambda _pen, _top: None, glued)


def test_blocks_fill_a_page_before_the_next_begins():
    blocks = [a_block(40) for _ in range(5)]
    assert [len(page) for page in paginate(blocks, 100, 120)] == [2, 3]


def test_a_heading_goes_with_what_it_heads():
    heading, line = a_block(10, glued=True), a_block(40)
    assert paginate([a_block(60), heading, line], 100, 100)[1] == (heading, line)


def test_the_last_block_goes_with_a_closing_part_that_needs_a_page_of_its_own():
    assert [len(page) for page in paginate([a_block(40), a_block(40)], 100, 100, closing=50)] == [1, 1]
    assert [len(page) for page in paginate([a_block(40), a_block(40)], 100, 100, closing=20)] == [2]


def test_a_closing_part_alone_gets_a_page_where_nothing_can_go_with_it():
    assert [len(page) for page in paginate([a_block(95)], 100, 100, closing=50)] == [1, 0]


def test_glued_blocks_taller_than_a_page_fall_apart_rather_than_off_it():
    blocks = [a_block(60, glued=True), a_block(60, glued=True), a_block(60)]
    assert [len(page) for page in paginate(blocks, 100, 100)] == [1, 1, 1]


def test_no_block_is_one_empty_page():
    assert paginate([], 100, 100, closing=50) == ((),)


@given(
    st.lists(st.tuples(st.integers(1, 100), st.booleans()), max_size=40),
    st.integers(50, 100),
    st.integers(0, 60),
)
def test_every_block_is_drawn_once_in_order_and_no_page_overflows(
    shapes: list[tuple[int, bool]], first_room: int, closing: int
):
    blocks = [a_block(height, glued=glued) for height, glued in shapes]
    pages = paginate(blocks, first_room, 100, closing)
    assert [block for page in pages for block in page] == blocks
    for number, page in enumerate(pages):
        room = first_room if number == 0 else 100
        used = sum(block.height for block in page) + (closing if number == len(pages) - 1 else 0)
        assert used <= room
