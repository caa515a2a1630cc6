"""The kinds of figure that a report may ask for, each with the keys that its measure takes."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Endpoint = Literal["os", "ttp", "pfs"]
Interval = Literal["plain", "log", "log-log", "arcsine", "symmetric"]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file."""


class Figure(Part, frozen=True, kw_only=True, tag_field="measure"):
    """A figure of the report. `of` names its population, else the table's own counts."""

    id: Name
    label: Name
    of: Name | None = None
    unit: str = ""
    note: str = ""


class Count(Figure, frozen=True, kw_only=True, tag="count"):
    """How many patients of the population have a row for which `where` holds."""

    where: str = ""
    table: Name = "course"


class Share(Figure, frozen=True, kw_only=True, tag="share"):
    """The same as a proportion of the population; `all_as` is said when it holds for everybody."""

    where: str = ""
    table: Name = "course"
    all_as: str = ""


class Counts(Figure, frozen=True, kw_only=True, tag="counts"):
    """How many patients several populations have: `11 primary, 5 metastasis`."""

    populations: dict[Name, Name]


class Shares(Figure, frozen=True, kw_only=True, tag="shares"):
    """The same proportion in several populations."""

    populations: dict[Name, Name]
    where: str
    table: Name = "course"


class _OfColumn(Figure, frozen=True, kw_only=True):
    """A summary of a number in the rows of the population for which `where` holds."""

    column: Name
    table: Name = "course"
    where: str = ""
    digits: Annotated[int, Meta(ge=0, le=6)] = 0


class Median(_OfColumn, frozen=True, kw_only=True, tag="median"):
    """The median of a column."""


class MedianRange(_OfColumn, frozen=True, kw_only=True, tag="median_range"):
    """Median, lowest and highest value of a column."""


class Mean(_OfColumn, frozen=True, kw_only=True, tag="mean"):
    """The mean of a column; of what it fell by, with `fall`."""

    fall: bool = False


class MeanDeviation(_OfColumn, frozen=True, kw_only=True, tag="mean_deviation"):
    """Mean and standard deviation of the sample."""


class Largest(_OfColumn, frozen=True, kw_only=True, tag="largest"):
    """The largest value of a column, whatever its sign, as a bound."""


class Schedules(Figure, frozen=True, kw_only=True, tag="schedules"):
    """Doses and fractions that were given; `short` has shorter words for sites and techniques."""

    short: dict[Name, Name] = {}


class ConventionalDose(Figure, frozen=True, kw_only=True, tag="conventional_dose"):
    """The dose in the protocol's conventional fractions with another α/β, of a single patient."""

    alpha_beta_gy: Annotated[float, Meta(gt=0, le=100)]


class Pause(Figure, frozen=True, kw_only=True, tag="pause"):
    """The longest pause between two fractions, in weeks."""


class AdverseEvent(Figure, frozen=True, kw_only=True, tag="adverse_event"):
    """Patients with one of the adverse events of a row: of any grade, of grade 3, of grade 4."""

    event: Name


class MostCommon(Figure, frozen=True, kw_only=True, tag="most_common"):
    """The adverse-event rows that most patients had, in their order."""

    first: Annotated[int, Meta(ge=1, le=20)]


class Late(Figure, frozen=True, kw_only=True, tag="late"):
    """Patients with late toxicity at a landmark, in all and by the parts named."""

    months: int
    parts: dict[Name, str]


class MedianTime(Figure, frozen=True, kw_only=True, tag="median_time"):
    """The Kaplan–Meier median of an endpoint."""

    endpoint: Endpoint


class MedianInterval(Figure, frozen=True, kw_only=True, tag="median_interval"):
    """The confidence interval of that median."""

    endpoint: Endpoint
    interval: Interval = "symmetric"


class Rate(Figure, frozen=True, kw_only=True, tag="rate"):
    """The share without the event at so many months, by Kaplan–Meier."""

    endpoint: Endpoint
    months: Annotated[float, Meta(gt=0)]


class LogRank(Figure, frozen=True, kw_only=True, tag="log_rank"):
    """The p of the log-rank test between populations."""

    endpoint: Endpoint
    populations: list[Name]


class ChiSquare(Figure, frozen=True, kw_only=True, tag="chi_square"):
    """The p of Pearson's χ² test, without continuity correction, of a proportion in populations."""

    populations: list[Name]
    where: str
    table: Name = "course"


AnyFigure = (
    Count
    | Share
    | Counts
    | Shares
    | Median
    | MedianRange
    | Mean
    | MeanDeviation
    | Largest
    | Schedules
    | ConventionalDose
    | Pause
    | AdverseEvent
    | MostCommon
    | Late
    | MedianTime
    | MedianInterval
    | Rate
    | LogRank
    | ChiSquare
)
