"""AFP decline in words."""

from __future__ import annotations

from timeline.describe import number
from timeline.explaining.words import Row, Words, origin_in_words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    before, after = row["baseline_iu_per_ml"], row["post_iu_per_ml"]
    if before is None or after is None:
        missing = "before the treatment" if before is None else "after the treatment"
        return f"No decline can be told: there is no AFP {missing}."
    change = row["change_percent"]
    moved = f"fell by {-change:.1f} %" if change < 0 else f"rose by {change:.1f} %"
    counts = "counts as a decline" if row["decline_over_80"] else "does not count as a decline"
    return (
        f"AFP {moved}, from {number(before)} IU/mL on {row['baseline_on']} to {number(after)}"
        f" IU/mL on {row['post_on']}; that {counts}."
    )


def _rule(protocol: Protocol) -> str:
    rules, origin = protocol.afp_decline, origin_in_words(protocol)
    after = "the last RT fraction" if rules.post_after == "last_rt_fraction" else "the origin"
    return (
        f"AFP decline compares the last value on or up to {rules.baseline_window_days} days"
        f" before {origin} with the first value after {after}; a decline counts when it is"
        f" strictly more than {number(rules.decline_percent)} %."
    )


AFP_DECLINE = Words(_sentence, _rule)
