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
    afp: bool = False
    labs: int = 0
    imaging: bool = False
    adverse: int = 0
    status: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by lane, from the top down."""

    axis: int = 1
    rt: int = 0
    drugs: int = 0
    afp: int = 0
    labs: int = 0
    imaging: int = 0
    adverse: int = 0
    status: int = 0
    spare: int = 0
    foot: int = 1

    @property
    def body(self) -> int:
        return (
            self.rt + self.drugs + self.afp + self.labs + self.imaging + self.adverse + self.status
        )


GROWTH: tuple[tuple[str, int], ...] = (
    ("rt", 1), ("adverse", 1), ("imaging", 1), ("drugs", 1), ("afp", 1), ("labs", 1),
    ("afp", 3), ("adverse", 2), ("drugs", 2), ("adverse", 3), ("status", 1), ("afp", 4),
    ("rt", 2), ("adverse", 4), ("afp", 5), ("adverse", 6), ("labs", MOST_LABS), ("afp", 6),
    ("drugs", 3), ("imaging", 2), ("adverse", 8), ("afp", 9), ("drugs", 4), ("rt", 4),
    ("afp", 11), ("adverse", 24), ("drugs", 8), ("afp", 14),
)  # fmt: skip
"""Who grows next, and up to how many rows. Labs unfold in full or to some rows at least."""


def lay_out(height: int, wants: Wants) -> Rows:
    """Rows for every lane at a height; AFP takes what nobody else can use."""
    rows = Rows(axis=2 if height >= 14 else 1, foot=2 if height >= 16 else 1 if height >= 6 else 0)
    left = max(0, height - rows.axis - rows.foot)
    most = {
        "rt": wants.rt,
        "drugs": wants.drugs if wants.drugs > 4 else wants.drugs * 4,
        "afp": 10_000 if wants.afp else 0,
        "labs": wants.labs,
        "imaging": 2 if wants.imaging else 0,
        "adverse": wants.adverse,
        "status": 1 if wants.status else 0,
    }
    for lane, limit in GROWTH:
        held = getattr(rows, lane)
        more = min(limit, most[lane]) - held
        if more <= 0 or left <= 0:
            continue
        if lane == "labs" and held == 1 and more > left and left < FEWEST_LABS:
            continue
        more = min(more, left)
        rows = replace(rows, **{lane: held + more})
        left -= more
    if wants.afp:
        return replace(rows, afp=rows.afp + left)
    return replace(rows, spare=left)
