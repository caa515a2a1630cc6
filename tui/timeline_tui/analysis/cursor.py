"""Where the cursor goes from a spot of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.analysis.chart import Spot


def find(spots: Sequence[Spot], name: str) -> Spot | None:
    """The spot of that name; the first one where there is none of it."""
    return next((spot for spot in spots if spot.name == name), spots[0] if spots else None)


def along(spots: Sequence[Spot], here: Spot, by: int) -> Spot:
    """So many spots further in the same lane; its ends are not passed."""
    lane = [spot for spot in spots if spot.lane == here.lane]
    at = next(at for at, spot in enumerate(lane) if spot.name == here.name)
    return lane[max(0, min(len(lane) - 1, at + by))]


def across(spots: Sequence[Spot], here: Spot, by: int) -> Spot:
    """The nearest spot of a lane so many lanes down (up where negative)."""
    lanes = sorted({spot.lane for spot in spots})
    lane = lanes[max(0, min(len(lanes) - 1, lanes.index(here.lane) + by))]
    if lane == here.lane:
        return here
    return min((spot for spot in spots if spot.lane == lane), key=lambda spot: abs(spot.x - here.x))


def nearest(spots: Sequence[Spot], x: int, y: int) -> Spot | None:
    """The spot in sight that is nearest to a cell; a line's height counts as two cells."""
    shown = [spot for spot in spots if spot.y >= 0]
    return min(shown, key=lambda s: abs(s.x - x) + 2 * abs(s.y - y), default=None)
