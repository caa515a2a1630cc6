"""What the page on reports shows can be used as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from timeline.reports.definition import parse_definition
from timeline.reports.figure_kinds import AnyFigure
from timeline.reports.published import parse_targets

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


def test_the_example_of_a_definition_is_one() -> None:
    figures = parse_definition(example("toml"), source="reports.md").tables[0].figures
    assert [figure.id for figure in figures] == ["men", "dose"]


def test_the_example_of_published_figures_can_be_read() -> None:
    targets = parse_targets(example("json"), source="reports.md")
    assert [target.id for target in targets] == [
        "table1.sex.male",
        "os.all.median",
        "table2.primary.total",
    ]


def test_every_measure_has_its_line_with_the_keys_that_it_takes() -> None:
    lines = [line.split("|") for line in PAGE.splitlines() if line.startswith("| `")]
    told = {name: cells[3] for cells in lines for name in re.findall(r"`(\w+)`", cells[1])}
    for kind in get_args(AnyFigure):
        own = set(kind.__struct_fields__) - {"id", "label", "of", "unit", "note"}
        missing = {key for key in own if f"`{key}`" not in told[kind.__struct_config__.tag]}
        assert not missing, (kind.__struct_config__.tag, missing)
