"""`timeline plot`"""

from __future__ import annotations

import pytest


def test_a_waterfall_of_afp_and_a_swimmer_plot_are_written(run, treated, folder):
    said = run("plot", "waterfall", "afp.svg", "--of", "afp")
    assert (said.code, said.out) == (0, "")
    assert said.err == "left out, no change to show: 1 patient (P08)\nafp.svg: written\n"
    assert run("plot", "swimmer", "courses.pdf").err == "courses.pdf: written\n"
    assert (folder / "courses.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("waterfall", "size.svg"), "size.svg: nobody has a change to show"),
        (("spider", "sizes.svg"), "sizes.svg: nobody was measured more than once"),
        (("swimmer", "a.bmp"), "a.bmp: .bmp is not a kind of figure; known: .svg, .pdf, .png"),
        (("swimmer", "a.svg", "--where", "os_event = false"), "a.svg: nobody has a course to show"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_line(run, treated, folder, arguments, complaint):
    said = run("plot", *arguments)
    assert (said.code, said.err) == (1, f"timeline: {complaint}\n")
    assert not list(folder.glob("*.svg"))


def test_wrong_usage(run, treated):
    assert run("plot", "pie", "a.svg").code == 2
    assert run("plot", "swimmer").code == 2
