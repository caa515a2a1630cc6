"""Write the pages that come from the code: `python -m docs.generate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from timeline.criteria.data_issues import REFUSALS, TABLE
from timeline.criteria.laboratory_units import ANALYTES
from timeline.kinds import KINDS, payload_schema
from timeline.projections.declarations import PROJECTIONS

HERE = Path(__file__).parent


def data_dictionary() -> str:
    """Every kind's payload, every analyte's units and every projection's columns, as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the code by `make docs`; a test keeps it true.",
        "",
        "## Kinds of event",
        "",
        "Every event also has `patient`, `occurred_on` (`2009-03-02`, `2009-03` or `2009`),",
        "`actor`, `source` and `reason`. A field in italics may be left out.",
    ]
    for kind in KINDS.values():
        schema = payload_schema(kind)
        lines += ["", f"### `{kind.name}` – {kind.title}, version {kind.version}", ""]
        key = ", ".join(f"`{part}`" for part in kind.natural_key) or "one fact a patient"
        lines += [f"Facts of one patient differ by: {key}.", "", "| field | value | unit |"]
        lines += ["| --- | --- | --- |"]
        lines += _fields(schema, schema.get("required", []), kind.units)
        for name, part in schema.get("$defs", {}).items():
            lines += [
                "",
                f"Each `{name}` of it:",
                "",
                "| field | value | unit |",
                "| --- | --- | --- |",
            ]
            lines += _fields(part, part.get("required", []), {})
    lines += [
        "",
        "## Analytes and their units",
        "",
        "The first unit is the standard one; other spellings of it are understood.",
        "",
        "| analyte | units | also called |",
        "| --- | --- | --- |",
    ]
    for analyte in ANALYTES.values():
        units, aliases = ", ".join(analyte.units), ", ".join(analyte.aliases)
        lines.append(f"| {analyte.name} | {units} | {aliases} |")
    lines += ["", "## Projections"]
    for declaration in PROJECTIONS.values():
        lines += ["", f"### `{declaration.name}` – {declaration.title}", ""]
        key = ", ".join(f"`{column}`" for column in declaration.key)
        kinds = ", ".join(f"`{kind}`" for kind in declaration.reads)
        lines += [f"One row per {key}; reads {kinds}.", ""]
        lines += ["| column | type | unit | meaning | source |", "| --- | --- | --- | --- | --- |"]
        for name, column in declaration.columns.items():
            cells = (f"`{name}`", column.dtype, column.unit, column.meaning, column.source)
            lines.append(f"| {' | '.join(cells)} |")
    lines += [*_data_issues(), ""]
    return "\n".join(lines)


def _data_issues() -> list[str]:
    return [
        "",
        "## Data issues",
        "",
        "What `timeline issues` and the table `data_issues` name. Nothing of it is dropped: an",
        "error cannot be so, a warning leaves an endpoint without something, a note is dealt with",
        "by a rule.",
        "",
        "| issue | severity | meaning | what is done | source |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| `{one.name}` | {one.severity} | {one.meaning} | {one.handling} | {one.source} |"
            for one in TABLE
        ),
        "",
        "Refused when it is recorded or imported, whole, so that it is never an issue:",
        "",
        "| refused | what the message says |",
        "| --- | --- |",
        *(f"| {one.what} | {one.instead} |" for one in REFUSALS),
    ]


def _fields(schema: dict[str, Any], required: list[str], units: Any) -> list[str]:
    rows = []
    for name, spec in schema["properties"].items():
        shown = f"`{name}`" if name in required else f"*`{name}`*"
        rows.append(f"| {shown} | {_value(spec)} | {units.get(name, '')} |")
    return rows


def _value(spec: dict[str, Any]) -> str:
    """What a field may hold, in words."""
    if "anyOf" in spec:
        return _value(next(part for part in spec["anyOf"] if part.get("type") != "null"))
    if "enum" in spec:
        return " / ".join(str(word) for word in spec["enum"])
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[-1]
    if spec.get("type") == "array":
        return f"list of {_value(spec['items'])}"
    bounds = {
        "minimum": "≥ {}",
        "exclusiveMinimum": "> {}",
        "maximum": "≤ {}",
        "maxLength": "at most {} characters",
    }
    limits = [words.format(spec[key]) for key, words in bounds.items() if key in spec]
    kind = {"string": "text", "integer": "whole number"}.get(spec["type"], spec["type"])
    return ", ".join([kind, *limits])


PAGES = {"data-dictionary.md": data_dictionary}


def main() -> None:
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
