"""What the page on mappings shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from timeline.history import effective_events
from timeline.interchange.importing import import_files
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import (
    Cell,
    DateRule,
    EventRule,
    FileRules,
    Table,
    read_mapping,
)
from timeline.store import Store

PAGE = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text()


def shown(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_sheet_of_the_page_is_imported_by_its_mapping(store: Store, tmp_path: Path) -> None:
    (tmp_path / "register.toml").write_text(shown("toml")[0])
    (tmp_path / "register.csv").write_text(shown("csv")[0])
    reader = MappedReader(read_mapping(tmp_path / "register.toml"))
    import_files(store, [tmp_path / "register.csv"], actor="jc", reader=reader)
    values = [
        (event.occurred_on, event.payload["value"])
        for event in effective_events(store, "7")
        if event.kind == "lab"
    ]
    assert values == [("2010-01-31", 1234.5), ("2010-02-28", 20000.0), ("2010-07-31", 2.0)]
    assert store.rows("SELECT count(DISTINCT patient) FROM events") == [(2,)]


def test_the_mapping_of_a_workbook_is_well_formed(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(shown("toml")[1])
    assert [sheet.name for sheet in read_mapping(tmp_path / "book.toml").sheets()] == ["Labs"]


def test_every_key_is_on_the_page() -> None:
    for part in (FileRules, Table, EventRule, Cell, DateRule):
        for key in part.__struct_fields__:
            assert f"`{key}`" in PAGE or f"`{key}." in PAGE or key in ("column", "payload"), key
