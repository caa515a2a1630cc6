"""Rows of the cohort list, as many as are asked for."""

from __future__ import annotations

from timeline_tui.cohort.course_row import CourseRow


def many(count: int) -> list[CourseRow]:
    groups, stages, responses = ("primary", "metastasis"), ("IVA", "IVB", "III"), ("PR", "SD", "PD")
    return [
        CourseRow(
            f"X{n:06}", True, groups[n % 2], "male", 40 + n % 40, "HBV", "clinical", "TACE",
            stages[n % 3], n % 3, "A5", "2009-03-02", "liver", groups[n % 2], "3D-CRT", 45.0, 25,
            "sorafenib", 800.0, 400.0, responses[n % 3],
            -80.0 + n % 150, n % 3 == 0, n % 97 / 7, n % 2 == 0, n % 397 / 7, n % 3 == 0,
            "none", "n/e", n % 2 == 0, "2009-01-01", "2010-01-01", 120, n % 4,
        )
        for n in range(count)
    ]  # fmt: skip
