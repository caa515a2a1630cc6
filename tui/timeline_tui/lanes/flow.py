"""Words that flow over a few lines of given widths; what does not fit at the end is cut."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.lanes.text import cells, cut

Span = tuple[str, str]
GAP = 2


def flow(spans: Sequence[Span], rooms: Sequence[int]) -> list[list[Span]]:
    """Lines of spans, two cells apart, none wider than its room; broken at blanks."""
    lines: list[list[Span]] = [[]]
    used = 0
    for text, role in spans:
        words = text.split(" ")
        while words and len(lines) <= len(rooms):
            gap = GAP if lines[-1] else 0
            last = len(lines) == len(rooms)
            room = rooms[len(lines) - 1] - used - gap
            if last:
                if room > 0:
                    lines[-1].append((cut(" ".join(words), room), role))
                    used += gap + cells(lines[-1][-1][0])
                break
            taken = _how_many(words, room)
            if taken == 0 and not lines[-1]:
                lines[-1].append((cut(words[0], room), role))
                taken = 1
            elif taken:
                lines[-1].append((" ".join(words[:taken]), role))
                used += gap + cells(lines[-1][-1][0])
            words = words[taken:]
            if words:
                lines.append([])
                used = 0
    return lines


def _how_many(words: Sequence[str], room: int) -> int:
    """How many words fit side by side."""
    used = -1
    for count, word in enumerate(words):
        used += 1 + cells(word)
        if used > room:
            return count
    return len(words)
