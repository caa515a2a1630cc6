"""What the tests of the core share: an empty store, and a bounded search for counterexamples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from timeline.store import Store

settings.register_profile(
    "bounded",
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("bounded")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store that can be written to."""
    with Store.open(tmp_path / "timeline.db", create=True) as opened:
        yield opened
