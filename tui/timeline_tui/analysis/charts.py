"""The charts there are, in the order of their tabs."""

from __future__ import annotations

from timeline_tui.analysis.chart import Chart
from timeline_tui.analysis.dose import DOSE
from timeline_tui.analysis.late_toxicity import LATE_TOXICITY
from timeline_tui.analysis.survival import SURVIVAL
from timeline_tui.analysis.swimmer import SWIMMER
from timeline_tui.analysis.toxicity import TOXICITY
from timeline_tui.analysis.waterfall import WATERFALL

CHARTS: tuple[Chart, ...] = (SURVIVAL, WATERFALL, SWIMMER, TOXICITY, LATE_TOXICITY, DOSE)
