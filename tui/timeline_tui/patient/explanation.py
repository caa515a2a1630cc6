"""The explanation of an endpoint: its rule and its evidence in words, under the lanes."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.describe import describe
from timeline.events import Event
from timeline.explain import Explanation
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.wrapping import wrap

ENDPOINTS: tuple[tuple[str, str], ...] = (
    ("os", "OS"),
    ("ttp", "TTP"),
    ("pfs", "PFS"),
    ("afp_decline", "AFP"),
    ("late_toxicity", "late"),
    ("radiotherapy", "RT"),
    ("drug_exposure", "drug"),
    ("data_issues", "issues"),
    ("response", "response"),
    ("response_assessments", "each scan"),
    ("toxicity", "toxicity"),
    ("late_toxicity_onset", "late onset"),
    ("liver_function", "liver"),
    ("course", "course"),
    ("issue_review", "reviewed"),
)
"""What can be explained, by name and in few words; the first by key 1."""
KEYED = 8
"""So many have a key of their own; key 9 offers all."""


def tabs(current: str) -> list[Span]:
    """The line over an explanation: which endpoint, and which keys lead to the others."""
    spans: list[Span] = [("Why?  ", "bar-strong")]
    for at, (name, words) in enumerate(ENDPOINTS[:KEYED], 1):
        if name == current:
            spans.append((f" {at} {words} ", "title-cursor"))
        else:
            spans += [(f" {at}", "bar-key"), (f" {words} ", "bar")]
    beyond = dict(ENDPOINTS[KEYED:]).get(current)
    if beyond:
        return [*spans, (f" 9 {beyond} ", "title-cursor")]
    return [*spans, (" 9", "bar-key"), (" all… ", "bar")]


def explanation_lines(
    explained: Sequence[Explanation], width: int, current: str = ""
) -> list[list[Span]]:
    """What was found, by which rule, from which facts, and how those were revised.

    The fact that is looked at has a `►`.
    """
    if not explained:
        return [[("There is nothing of this kind to explain for this patient.", "soft")]]
    lines: list[list[Span]] = []
    for one in explained:
        lines += [[(line, "strong")] for line in wrap(one.sentence, width)]
    for line in wrap(explained[0].rule, width):
        lines.append([(line, "soft")])
    for event in evidence_in_order(explained):
        mark: Span = ("◆ ", "changed") if event.revision > 1 else ("◉ ", "afp")
        mark = ("► ", "key") if event.fact == current else mark
        lines.append([mark, (f"{event.occurred_on:<10}  ", "faint"), (describe(event), "text")])
    for entry in dict.fromkeys(line for one in explained for line in one.history):
        for at, line in enumerate(wrap(entry, width - 2)):
            lines.append([("◆ " if at == 0 else "  ", "changed"), (line, "soft")])
    return lines


def evidence_in_order(explained: Sequence[Explanation]) -> list[Event]:
    """The facts, each once, in the order of days."""
    facts = {event.fact: event for one in explained for event in one.facts}
    return sorted(facts.values(), key=lambda event: (event.occurred_on, event.seq))


def line_of(lines: Sequence[Sequence[Span]]) -> int:
    """The line of the fact that is looked at, 0 where none is."""
    return next((at for at, line in enumerate(lines) if line and line[0][0] == "► "), 0)


def evidence(explained: Sequence[Explanation]) -> frozenset[str]:
    """The facts that light up."""
    return frozenset(event.fact for one in explained for event in one.facts)
