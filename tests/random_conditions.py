"""Conditions of a filter as users might put them together: joined, negated, in parentheses."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st


def conditions_of(simple: Sequence[str], *, max_leaves: int) -> st.SearchStrategy[str]:
    """Conditions made of these."""
    return st.recursive(
        st.sampled_from(simple),
        lambda inner: st.one_of(
            inner.map(lambda text: f"not ({text})"),
            st.tuples(inner, st.sampled_from([" and ", " or ", " "]), inner).map(
                lambda parts: f"({parts[0]}){parts[1]}({parts[2]})"
            ),
        ),
        max_leaves=max_leaves,
    )
