"""Curves made by hand, for what is drawn of them."""

from __future__ import annotations

from timeline_tui.analysis.steps import Curve, Step, StepsData, Words

DEATHS = Words(("death", "deaths"), "censored", "survival")


def curve(name: str, *times: tuple[float, bool]) -> Curve:
    """A Kaplan–Meier curve of patients `name1`, `name2` … with distinct times, rising."""
    steps, level, left = [], 1.0, len(times)
    for number, (months, met) in enumerate(times, start=1):
        who = (f"{name}{number}",)
        if met:
            level *= (left - 1) / left
        steps.append(Step(months, who if met else (), () if met else who, left, level, 0.1, 0.9))
        left -= 1
    patients = tuple(f"{name}{number}" for number in range(1, len(times) + 1))
    return Curve(name, name, patients, tuple(months for months, _ in times), tuple(steps))


def survival(*curves: Curve, limits: bool = False) -> StepsData:
    return StepsData("Overall survival", "from RT", 1.0, curves, DEATHS, limits=limits)
