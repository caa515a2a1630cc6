"""A record may hold anything; a terminal is told of it in signs that do nothing."""

from __future__ import annotations

from timeline.printable import one_line, printable


def test_signs_that_steer_a_terminal_are_written_out() -> None:
    assert printable("\x1b[2Jgone\x07\x00\x9b") == "\\x1b[2Jgone\\x07\\x00\\x9b"


def test_signs_that_turn_or_hide_text_are_written_out() -> None:
    assert printable("a\u202egnp.exe\u2066\u200f") == "a\\u202egnp.exe\\u2066\\u200f"


def test_half_of_a_surrogate_pair_is_written_out() -> None:
    assert printable("\udc80") == "\\udc80"


def test_letters_of_every_script_and_breaks_stay() -> None:
    text = "α-Fetoprotein 肝癌\n\tnächste Zeile"
    assert printable(text) == text


def test_in_one_line_breaks_are_written_out_too() -> None:
    assert one_line("a\n\tb") == "a\\n\\tb"
