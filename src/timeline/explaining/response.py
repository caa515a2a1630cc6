"""Response to treatment in words."""

from __future__ import annotations

from timeline.describe import counted, number
from timeline.explaining.words import CRITERIA_TITLES, Row, Words, origin_in_words
from timeline.protocol import Assessment, Protocol

CRITERIA = (
    "RECIST 1.1 sums longest diameters, mRECIST those of viable tumour, both the short axis of"
    " nodes. PR is a fall of the sum by at least 30 % from the baseline; PD is a rise by at least"
    " 20 % (RECIST 1.1: and 5 mm) from the smallest sum, a new lesion, or progression of non-target"
    " lesions."
)


def _sentence(row: Row, protocol: Protocol) -> str:
    title = CRITERIA_TITLES[row["criterion"]]
    if row["assessed_on"] is None:
        return f"By {title} there is no response: {row['flags']}."
    best = f" The best overall response is {row['best_overall']}"
    confirmed = row["best_overall_confirmed"]
    if confirmed != row["best_overall"]:
        best += f", {confirmed} where responses have to be confirmed"
    return (
        f"By {title} the response on {row['assessed_on']} is {_judged(row)}: {_measured(row)}."
        f"{_call(row)}{best}.{_flags(row)}"
    )


def _assessment_sentence(row: Row, protocol: Protocol) -> str:
    title = CRITERIA_TITLES[row["criterion"]]
    if row["assessment"] == "baseline":
        total = row["sum_mm"]
        measured = f"a sum of {number(total)} mm" if total is not None else "no complete sum"
        return f"The baseline by {title} is of {row['occurred_on']}: {measured}.{_flags(row)}"
    return (
        f"By {title} {row['occurred_on']} shows {_judged(row)}: {_measured(row)}."
        f"{_call(row)}{_flags(row)}"
    )


def _judged(row: Row) -> str:
    return f"{row['overall']} ({row['in_field']} in the field, {row['out_field']} outside it)"


def _measured(row: Row) -> str:
    """`the targets went from 120 to 80 mm (-33.3 %), …`"""
    if row["in_field"] == "none":
        return "there is no target lesion"
    if row["sum_mm"] is None or row["baseline_sum_mm"] is None:
        return "the targets cannot be summed"
    change = row["size_change_percent"]
    if change == 0:
        return f"the targets stayed at {number(row['sum_mm'])} mm"
    moved = f" ({change:+.1f} %)" if change is not None else ""
    words = (
        f"the targets went from {number(row['baseline_sum_mm'])} to {number(row['sum_mm'])} mm"
        f"{moved}"
    )
    nadir, from_nadir = row["nadir_sum_mm"], row["change_from_nadir_percent"]
    if nadir != row["baseline_sum_mm"] and from_nadir is not None:
        words += f", {from_nadir:+.1f} % from the smallest sum before, {number(nadir)} mm"
    return words


def _call(row: Row) -> str:
    if row["reported"] is None:
        return ""
    if row["agrees"] is None:
        return f" The reader's call was {row['reported']}."
    agrees = "agrees" if row["agrees"] else "does not agree"
    return f" The reader's call, {row['reported']}, {agrees}."


def _flags(row: Row) -> str:
    return f" To be known: {row['flags']}." if row["flags"] else ""


def _rule(protocol: Protocol) -> str:
    rules, origin = protocol.response, origin_in_words(protocol)
    after = "the last RT fraction" if rules.assessed_after == "last_rt_fraction" else origin
    summed = "target lesions in the field" if rules.targets == "in_field" else "all target lesions"
    return (
        f"The response is that of the first evaluable imaging in a window of days after {after}:"
        f" {_window(rules.primary)} for the primary tumour, {_window(rules.metastasis)} for"
        f" metastases, {_window(rules.other)} for others. Summed are {summed}; the baseline is the"
        f" last imaging up to {rules.baseline_window_days} days before {origin}.{_span(protocol)}"
        f" {CRITERIA} A response is confirmed after {rules.confirmation_days} days; stable disease"
        f" counts from day {rules.stable_disease_days}."
    )


def _span(protocol: Protocol) -> str:
    days = protocol.response.assessment_span_days
    return f" Scans up to {counted(days, 'day')} apart are one assessment." if days else ""


def _window(rule: Assessment) -> str:
    return f"{CRITERIA_TITLES[rule.criterion]} from day {rule.first_day} to {rule.last_day}"


def _assessment_rule(protocol: Protocol) -> str:
    return (
        f"Every day of imaging after {origin_in_words(protocol)} is held against the baseline and"
        f" the smallest sum before.{_span(protocol)} {CRITERIA}"
    )


RESPONSE = Words(_sentence, _rule)
RESPONSE_ASSESSMENTS = Words(_assessment_sentence, _assessment_rule)
