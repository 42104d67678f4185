"""The protest against a hired carrier: three days after receipt, public holidays not counted (C. com. L133-3)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

DAYS = 3


def protest_by(received_on: date) -> date:
    """The last day on which the reasoned protest (registered letter or bailiff) still counts.

    «Dans les trois jours, non compris les jours fériés, qui suivent celui de cette réception»: only the public holidays of
    French labour law are left out. Sundays are counted, which never gives a later day than the other reading.
    """
    closed = holidays.country_holidays("FR", years=(received_on.year, received_on.year + 1))
    day, left = received_on, DAYS
    while left:
        day += timedelta(days=1)
        left -= day not in closed
    return day
