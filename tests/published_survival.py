"""Published series of survival times, and what was published of them."""

from __future__ import annotations

from timeline.statistics.kaplan_meier import SurvivalCurve, kaplan_meier

Series = list[str]


def series(text: str) -> Series:
    """Times separated by blanks; a `+` is censored."""
    return text.split()


# Acute myelogenous leukaemia, weeks of remission with and without maintenance: Miller, Survival
# Analysis, 1981; the data set `aml` of R's survival package.
MAINTAINED = series("9 13 13+ 18 23 28+ 31 34 45+ 48 161+")
NONMAINTAINED = series("5 5 8 8 12 16+ 23 27 30 33 43 45")

# Weeks of remission under 6-mercaptopurine and placebo: Freireich et al., Blood 1963;21:699–716;
# the data set `gehan` of R's MASS package.
MERCAPTOPURINE = series("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PLACEBO = series("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")


def times(given: Series) -> list[float]:
    return [float(one.rstrip("+")) for one in given]


def met(given: Series) -> list[bool]:
    return [not one.endswith("+") for one in given]


def curve(*given: str) -> SurvivalCurve:
    """`curve("6", "6+", "7")`"""
    return kaplan_meier(times(list(given)), met(list(given)))


def labelled(**groups: Series) -> tuple[list[float], list[bool], list[str]]:
    """Durations, events and the group of each patient."""
    every = [(name, one) for name, given in groups.items() for one in given]
    given = [one for _, one in every]
    return times(given), met(given), [name for name, _ in every]
