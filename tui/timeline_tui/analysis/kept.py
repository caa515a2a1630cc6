"""How the analysis screen was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline_tui.analysis.chart import Chart, Options
from timeline_tui.state import Section


@dataclass(frozen=True, slots=True)
class AnalysisKept(Section):
    """The chart, what its patients are divided by, and the settings as `endpoint=ttp`."""

    chart: str = ""
    by: str = ""
    chosen: tuple[str, ...] = ()


def kept_of(chart: Chart, options: Options) -> AnalysisKept:
    """What to keep of a chart and of what the user chose."""
    chosen = tuple(f"{name}={value}" for name, value in sorted(options.chosen.items()))
    return AnalysisKept(chart.name, options.by or "", chosen)


def taken_up(kept: AnalysisKept, charts: Sequence[Chart]) -> tuple[Chart, Options]:
    """The chart and the choices that were kept; what is none of today's is left aside."""
    chart = next((known for known in charts if known.name == kept.chart), charts[0])
    known = {
        f"{setting.name}={value}": (setting.name, value)
        for known in charts
        for setting in known.settings
        for value, _ in setting.values
    }
    chosen = dict(known[words] for words in kept.chosen if words in known)
    return chart, Options(kept.by or None, chosen)
