"""The route sheet of a truck: its trips, stops in the order of driving, breaks between them, totals and what comes back."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.lettering import elide
from dispatch.documents.paper import Foot, Paper, lay_out
from dispatch.documents.pen import LEFT, RIGHT, RULE, SOFT, TINT, WIDTH, Pen
from dispatch.documents.route_stop import route_stop
from dispatch.documents.sheets import Language
from dispatch.documents.truck_head import truck_facts, truck_head, truck_running_head
from dispatch.documents.truck_sheets import RoutePause, RouteSheet, RouteTrip
from dispatch.documents.words import count, say

_CLOSING = 54.0


def route_paper(sheet: RouteSheet, layout: Layout = DEFAULT_LAYOUT) -> Paper:
    """Lay out a route sheet."""
    truck = sheet.truck
    title = say(truck.language, "route")
    facts = truck_facts(truck)
    if truck.desk_phone:
        facts.append((say(truck.language, "desk"), formats.phone(truck.desk_phone, truck.language)))
    blocks: list[Block] = []
    for trip in sheet.trips:
        blocks.append(_trip_band(trip, sheet))
        blocks.extend(_stops(trip, sheet))
    summary = _summary(sheet, truck.language)
    return lay_out(
        title,
        truck.language,
        head=truck_head(truck, title, summary, facts, sheet.qr_text),
        running=truck_running_head(truck, title, summary),
        blocks=blocks,
        foot=Foot(
            f"{title} · {say(truck.language, 'tour', tour=truck.tour)} · {formats.short_date(truck.on, truck.language)}",
            truck.distances,
            in_groups(fingerprint(sheet)),
        ),
        closing=_closing(sheet),
        layout=layout,
    )


def _summary(part: RouteSheet | RouteTrip, language: Language) -> str:
    """Return the totals of a trip or of all trips: stops, distance, parcels, weight."""
    words = [count(language, "stop", len(part.stops))]
    if part.distance_m is not None:
        words.append(formats.kilometres(part.distance_m, language))
    if part.parcels is not None:
        words.append(count(language, "parcel", part.parcels))
    words.append(f"{formats.kilograms(part.weight_g, language)}\u00a0kg")
    return " · ".join(words)


def _trip_band(trip: RouteTrip, sheet: RouteSheet) -> Block:
    """Return the band that opens a trip: when it loads, leaves and comes back, and what it carries."""
    language = sheet.truck.language
    left = [say(language, "trip", trip=trip.number)] if len(sheet.trips) > 1 else []
    if trip.loads_at is not None:
        left.append(say(language, "loads", loads=formats.clock(trip.loads_at)))
    left.append(say(language, "departs", departs=formats.clock(trip.departs_at)))
    if trip.returns_at is not None:
        left.append(f"{say(language, 'return').lower()} {formats.clock(trip.returns_at)}")
    right = _summary(trip, language)
    words = " · ".join(left)
    words = words[:1].upper() + words[1:]
    beside = width_of(words, 10, True) + width_of(right, 9) + 24 <= WIDTH
    height = 20.0 if beside else 33.0

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top, WIDTH, height, TINT)
        pen.text(LEFT + 6, top + 14, words, 10, bold=True)
        if beside:
            pen.text(RIGHT - 6, top + 14, right, 9, align="right")
        else:
            pen.text(LEFT + 6, top + 27, right, 9)
        pen.rule(LEFT, top + height, WIDTH, weight=0.9)

    return Block(height, draw, glued=bool(trip.stops))


def _stops(trip: RouteTrip, sheet: RouteSheet) -> list[Block]:
    blocks = [_pause(pause, sheet) for pause in trip.pauses if pause.after_stop == 0]
    for stop in trip.stops:
        blocks.append(route_stop(stop, sheet.truck))
        blocks.extend(_pause(pause, sheet) for pause in trip.pauses if pause.after_stop == stop.number)
    return blocks


def _pause(pause: RoutePause, sheet: RouteSheet) -> Block:
    words = say(sheet.truck.language, "pause", minutes=pause.minutes, time=formats.clock(pause.starts_at))

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT + WIDTH / 2, top + 13, f"— {words} —", 10, bold=True, align="centre")
        pen.rule(LEFT, top + 19, WIDTH, weight=0.9)

    return Block(19, draw)


def _closing(sheet: RouteSheet) -> Block:
    """Return totals and what the driver writes at the end: odometer, money handed in, signature."""
    language = sheet.truck.language
    totals = f"{say(language, 'total')} · {_summary(sheet, language)}"
    cells = [("odometer_out", 112.0), ("odometer_in", 112.0), ("cash_returned", 132.0)]
    cells.append(("driver_signature", WIDTH - sum(width for _, width in cells)))
    amount = formats.money(sheet.cash_cents, sheet.truck.currency, language)
    expected = say(language, "cash_expected", amount=amount) if sheet.cash_cents else ""

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + 11, elide(totals, WIDTH, 10.5, bold=True), 10.5, bold=True)
        y = top + 18
        pen.box(LEFT, y, WIDTH, _CLOSING, weight=1.1)
        x = LEFT
        for key, width in cells:
            if x > LEFT:
                pen.upright(x, y, _CLOSING, grey=RULE)
            pen.text(x + 7, y + 13, say(language, key), 7.5, grey=SOFT)
            if key == "cash_returned":
                pen.text(x + width - 7, y + _CLOSING - 8, expected, 9, align="right")
            x += width

    return Block(18 + _CLOSING, draw)
