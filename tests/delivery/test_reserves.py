"""Which words on a note have no legal value."""

import pytest

from dispatch.delivery.reserves import refuse_void
from dispatch.errors import RefusedError


@pytest.mark.parametrize(
    "words",
    [
        "sous réserve de déballage",
        "SOUS RÉSERVES DE DÉBALLAGE",
        "Reçu sous reserve du contrôle",
        "sous toutes réserves",
        "sous réserve d’un déballage ultérieur",
        "sous réserve de  bon déballage",
        "s/r déballage",
        "accepted subject to unpacking",
        "Subject to inspection",
    ],
)
def test_general_words_are_refused(words: str) -> None:
    with pytest.raises(RefusedError, match="no legal value"):
        refuse_void(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2 cartons écrasés à l'angle",
        "carton ouvert au déballage devant le chauffeur, 3 pièces cassées",
        "box 3 open, 2 bottles missing",
    ],
)
def test_precise_words_stand(words: str) -> None:
    refuse_void(words)
