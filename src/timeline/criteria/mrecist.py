"""mRECIST for hepatocellular carcinoma: the diameters are those of viable tumour.

Viable is what enhances in the arterial phase. The response at a time point follows the tables of
RECIST 1.1. A lymph node is measured by its short axis, as there.
"""

from __future__ import annotations

from timeline.criteria.response import ResponseCriterion

LENCIONI = "Lencioni & Llovet, Semin Liver Dis 2010;30:52–60"

MRECIST = ResponseCriterion(
    name="mrecist",
    title="mRECIST",
    diameter="viable_mm",
    partial_response_fall_percent=30,
    progression_rise_percent=20,
    progression_rise_mm=0,
    normal_node_below_mm=10,
    target_from_mm=10,
    target_node_from_mm=20,  # at the porta hepatis
    most_targets=5,
    source=LENCIONI,
)
