"""What the tests of the core share: an empty store, and a bounded search for counterexamples.

The search is the same in every run; with HYPOTHESIS_PROFILE=thorough it looks elsewhere and longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from timeline.store import Store

COMMON = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("bounded", COMMON, max_examples=25, derandomize=True)
settings.register_profile("thorough", COMMON, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "bounded"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store that can be written to."""
    with Store.open(tmp_path / "timeline.db", create=True) as opened:
        yield opened
