"""Child–Pugh and ALBI in words."""

from __future__ import annotations

from timeline.describe import counted, number
from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    words = f"On {row['occurred_on']}: {_child_pugh(row)}; {_albi(row)}."
    reported, computed = row["reported_child_pugh_score"], row["computed_child_pugh_score"]
    if None not in (reported, computed) and reported != computed:
        words += f" The clinic reported a score of {reported}."
    return words


def _child_pugh(row: Row) -> str:
    named = f"{row['child_pugh_class'] or ''}{row['child_pugh_score'] or ''}"
    if row["child_pugh_source"] == "computed":
        return f"Child–Pugh {named}, computed from five components"
    if row["child_pugh_source"] == "reported":
        return f"Child–Pugh {named}, as reported ({row['missing']} missing)"
    return f"no Child–Pugh ({row['missing']} missing)"


def _albi(row: Row) -> str:
    if row["albi_score"] is None:
        return "no ALBI without bilirubin and albumin"
    return (
        f"ALBI {row['albi_score']:.2f}, grade {row['albi_grade']}, from bilirubin"
        f" {number(row['bilirubin_mg_per_dl'])} mg/dL and albumin"
        f" {number(row['albumin_g_per_dl'])} g/dL"
    )


def _rule(protocol: Protocol) -> str:
    rules = protocol.liver_function
    return (
        "Child–Pugh adds the points of bilirubin, albumin, INR, ascites and encephalopathy, each"
        f" the last one known in the {counted(rules.window_days, 'day')} up to the date; albumin"
        f" has three points below {number(rules.albumin_three_points_below_g_per_dl)} g/dL. ALBI is"
        " 0.66 log10(bilirubin in µmol/L) − 0.085 albumin in g/L."
    )


LIVER_FUNCTION = Words(_sentence, _rule)
