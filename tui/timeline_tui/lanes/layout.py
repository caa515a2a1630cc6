"""How many rows each lane gets at a height: what matters most first, then more of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_LABS = 16
FEWEST_LABS = 4


@dataclass(frozen=True, slots=True)
class Wants:
    """What the course has to show: rows that a lane could use, 0 where it has nothing."""

    rt: int = 0
    drugs: int = 0
    curves: int = 0
    """Analytes drawn as curves."""
    labs: int = 0
    imaging: bool = False
    sums: bool = False
    """Whether the sum of diameters has a curve."""
    first: frozenset[str] = frozenset()
    """Lanes that have to be seen: each gets its first row before any other grows."""
    adverse: int = 0
    status: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by lane, from the top down."""

    axis: int = 1
    rt: int = 0
    drugs: int = 0
    curves: int = 0
    labs: int = 0
    imaging: int = 0
    sums: int = 0
    adverse: int = 0
    status: int = 0
    spare: int = 0
    foot: int = 1

    @property
    def body(self) -> int:
        lanes = (self.rt, self.drugs, self.curves, self.labs, self.imaging, self.sums)
        return sum(lanes) + self.adverse + self.status


GROWTH: tuple[tuple[str, int], ...] = (
    ("rt", 1), ("adverse", 1), ("imaging", 1), ("drugs", 1), ("curves", 1), ("labs", 1),
    ("curves", 3), ("adverse", 2), ("drugs", 2), ("adverse", 3), ("status", 1), ("curves", 4),
    ("rt", 2), ("adverse", 4), ("curves", 5), ("adverse", 6), ("labs", MOST_LABS), ("curves", 6),
    ("drugs", 3), ("imaging", 2), ("sums", 4), ("adverse", 8), ("curves", 9), ("drugs", 4),
    ("rt", 4), ("sums", 5), ("curves", 11), ("adverse", 24), ("drugs", 8), ("sums", 7),
    ("curves", 14),
)  # fmt: skip
"""Who grows next, and up to how many rows; of curves each. Labs unfold in full or to some rows at
least, the sums to a few rows or not at all."""
FEWEST_SUMS = 3


def lay_out(height: int, wants: Wants) -> Rows:
    """Rows for every lane at a height; curves take what nobody else can use."""
    foot = next((rows for least, rows in ((30, 3), (16, 2), (6, 1)) if height >= least), 0)
    rows = Rows(axis=2 if height >= 14 else 1, foot=foot)
    left = max(0, height - rows.axis - rows.foot)
    most = {
        "rt": wants.rt,
        "drugs": wants.drugs if wants.drugs > 4 else wants.drugs * 4,
        "curves": 10_000 if wants.curves else 0,
        "labs": wants.labs,
        "imaging": 2 if wants.imaging else 0,
        "sums": 10_000 if wants.sums else 0,
        "adverse": wants.adverse,
        "status": 1 if wants.status else 0,
    }
    first = [(lane, FEWEST_SUMS if lane == "sums" else 1) for lane in most if lane in wants.first]
    for lane, limit in (*first, *GROWTH):
        held = getattr(rows, lane)
        each = max(1, wants.curves) if lane == "curves" else 1
        more = min(limit * each, most[lane]) - held
        if more <= 0 or left <= 0:
            continue
        if lane == "labs" and held == 1 and more > left and left < FEWEST_LABS:
            continue
        if lane == "sums" and held == 0 and left < FEWEST_SUMS:
            continue
        more = min(more, left)
        rows = replace(rows, **{lane: held + more})
        left -= more
    if wants.curves:
        return replace(rows, curves=rows.curves + left)
    return replace(rows, spare=left)
