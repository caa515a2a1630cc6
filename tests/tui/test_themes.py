"""The themes: words that can be read, grades that keep their order, a look that is kept."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any, get_args

import pytest
from rich.style import Style

from timeline.cli.commands.tui import THEMES
from timeline_tui import look
from timeline_tui.lanes import palette
from timeline_tui.paints import PAINTED, PAINTS, Flavour, paint
from timeline_tui.themes import CHOICES, NAMES, TERMINAL, flavour_of, make_themes, name_of
from tui.colour_sight import (
    DEUTERANOPIA,
    PROTANOPIA,
    apart,
    contrast,
    lightness,
    linear,
    seen,
)

FLAVOURS: tuple[Flavour, ...] = get_args(Flavour)
GRAPHICS = {"rule", "axis", "drug-and-rt"}
LANES_GRAPHICS = {"rt-gap", "drug-edge", "hold-line", "curve", "threshold"}
"""Lines and dots, no words: 3 : 1 is asked of them."""
LANES_DECORATION = {"grid", "dots", "axis", "hatch", "band"}
"""What may be overlooked: 3 : 1 would drown what it lies under."""


def colours(style: Style) -> tuple[str, str]:
    """The colour of the words and that of their ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color.name, style.bgcolor.name


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_role_has_a_style_in_every_flavour(flavour: Flavour) -> None:
    for role in look.ROLES:
        assert isinstance(look.style_of(role, flavour), Style)
    for role in palette.ROLES:
        for marked in (role, f"{role}+c", f"{role}+e", f"~{role}", f"~{role}+c+e"):
            assert isinstance(palette.style_of(marked, flavour), Style)


def test_a_role_that_does_not_exist_has_no_style() -> None:
    for flavour in FLAVOURS:
        with pytest.raises(KeyError):
            look.style_of("no such role", flavour)


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    assert seen("#808080", DEUTERANOPIA) == pytest.approx(linear("#808080"), abs=1e-4)


@pytest.mark.parametrize(("flavour", "least"), [("colour", 4.5), ("light", 4.5), ("contrast", 7.0)])
def test_words_stand_out_from_their_ground(flavour: Flavour, least: float) -> None:
    weak = {
        f"{kind} {role}": round(ratio, 2)
        for kind, style_of, roles in (
            ("look", look.style_of, set(look.ROLES) - GRAPHICS),
            ("lanes", palette.style_of, set(palette.ROLES) - LANES_GRAPHICS - LANES_DECORATION),
        )
        for role in sorted(roles)
        if (ratio := contrast(*colours(style_of(role, flavour)))) < least
    }
    assert not weak


@pytest.mark.parametrize("flavour", PAINTED)
def test_lines_that_say_something_stand_out_too(flavour: Flavour) -> None:
    for role in LANES_GRAPHICS:
        assert contrast(*colours(palette.style_of(role, flavour))) >= 3, role
    assert contrast(*colours(look.style_of("axis", flavour))) >= 3
    for role in LANES_DECORATION:
        assert contrast(*colours(palette.style_of(role, flavour))) >= 1.2, role
    assert contrast(*colours(look.style_of("rule", flavour))) >= 1.2


@pytest.mark.parametrize("flavour", PAINTED)
def test_marked_words_can_still_be_read(flavour: Flavour) -> None:
    least = 7.0 if flavour == "contrast" else 4.5
    for role in set(palette.ROLES) - LANES_GRAPHICS - LANES_DECORATION:
        for mark in ("+c", "+e", "+c+e"):
            assert contrast(*colours(palette.style_of(role + mark, flavour))) >= least, role + mark


@pytest.mark.parametrize("flavour", PAINTED)
def test_the_normal_band_takes_nothing_from_what_lies_on_it(flavour: Flavour) -> None:
    for role in ("point", "point-text", "point+c", "value"):
        assert contrast(*colours(palette.style_of(f"{role}+b", flavour))) >= 4.5, role
    assert contrast(*colours(palette.style_of("curve+b", flavour))) >= 3
    assert contrast(paint("band-ground", flavour), paint("ground", flavour)) >= 1.1


@pytest.mark.parametrize("flavour", PAINTED)
def test_what_is_faded_steps_back_behind_the_evidence(flavour: Flavour) -> None:
    for role in palette.ROLES:
        plain, faded = (palette.style_of(name, flavour) for name in (role, f"~{role}"))
        assert contrast(*colours(faded)) < contrast(*colours(plain)), role
    assert contrast(*colours(palette.style_of("~label", flavour))) >= 2


@pytest.mark.parametrize("flavour", PAINTED)
def test_grades_go_from_the_ground_step_by_step(flavour: Flavour) -> None:
    fills = [colours(palette.style_of(f"grade{grade}", flavour))[1] for grade in range(1, 6)]
    assert fills[1:] == [
        colours(palette.style_of(f"lab{grade}", flavour))[1] for grade in range(2, 6)
    ]
    ladder = [lightness(fill) for fill in fills]
    away = ladder if flavour != "light" else [-step for step in ladder]
    assert away == sorted(away), "the higher the grade, the further from the ground"
    assert min(b - a for a, b in pairwise(away)) >= 8, "grey print keeps the grades apart"


@pytest.mark.parametrize("flavour", PAINTED)
@pytest.mark.parametrize("eyes", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_colour_blind_eyes_tell_grades_groups_and_calls_apart(flavour: Flavour, eyes: Any) -> None:
    fills = [paint(f"grade-{grade}", flavour) for grade in range(1, 6)]
    for one, other in pairwise(fills):
        assert apart(seen(one, eyes), seen(other, eyes)) >= 10, (one, other)

    def colour(role: str) -> str:
        return colours(look.style_of(role, flavour))[0]

    for good in ("good", "partial"):
        assert apart(seen(colour(good), eyes), seen(colour("bad"), eyes)) >= 20, good
    for one, other in combinations(("group-1", "group-2", "group-3", "group-4"), 2):
        assert apart(seen(colour(one), eyes), seen(colour(other), eyes)) >= 8, (one, other)


def test_each_ground_is_the_one_that_its_theme_has() -> None:
    themes = {theme.name: theme for theme in make_themes()}
    assert tuple(themes) == NAMES
    for name, theme in themes.items():
        if name != TERMINAL:
            assert theme.background == paint("ground", flavour_of(name))
            assert theme.dark == (lightness(theme.background) < 50)


def test_every_paint_is_used() -> None:
    text = " ".join(
        (*look._PAINTED.values(), *palette._PAINTED.values(), "evidence on-evidence band-ground")
    )
    assert set(PAINTS) <= set(text.split())


def test_the_command_line_offers_the_themes_there_are() -> None:
    assert THEMES == CHOICES
    assert [name_of(choice) for choice in THEMES] == list(NAMES)
    assert name_of("one of another version") == NAMES[0]


def truecolours(at: Any) -> set[str]:
    """Every ground on the screen that is a colour of its own."""
    return {
        style.bgcolor.triplet.hex
        for strip in at.app.screen._compositor.render_strips()
        for _, style, _ in strip
        if style is not None and style.bgcolor is not None and style.bgcolor.triplet
    }


KEYS = [
    (), ("enter",), ("enter", "2"), ("enter", "enter"), ("enter", "c"), ("enter", "n"),
    ("enter", "h"), ("a",), ("question_mark",), ("slash",),
]  # fmt: skip


@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: "-".join(keys) or "cohort")
async def test_a_switch_paints_the_whole_screen_anew_at_once(
    desk: Any, keys: tuple[str, ...]
) -> None:
    async with desk((120, 40)) as at:
        await at.press(*keys)
        text = at.text
        for name in NAMES:
            at.app.theme = name
            await at.settle()
            flavour = flavour_of(name)
            own = {paint(known, flavour) for known in PAINTS} if name != TERMINAL else set()
            if own:
                assert at.text == text, "the words stay"
            others = {colour for paints in PAINTS.values() for colour in paints} - own
            assert not truecolours(at) & others, (name, "colours of another theme")
            if own:
                assert paint("ground", flavour) in truecolours(at)


async def test_a_key_goes_through_the_themes_and_says_which_it_is(desk: Any) -> None:
    async with desk(notifications=True) as at:
        seen_themes = [at.app.theme]
        for words in ("theme: light", "theme: high contrast", "theme: the terminal's own"):
            await at.press("T")
            seen_themes.append(at.app.theme)
            assert words in at.text
        assert tuple(seen_themes) == NAMES
        await at.press("T")
        assert at.app.theme == NAMES[0]


async def test_the_palette_offers_the_themes(desk: Any) -> None:
    async with desk() as at:
        await at.press("ctrl+p")
        await at.type("high contrast")
        await at.pilot.pause(0.2)
        await at.press("enter")
        await at.settle()
        assert at.app.flavour == "contrast"


async def test_the_theme_is_kept_for_every_store(desk: Any, store_path: Any) -> None:
    async with desk() as at:
        await at.press("T")
    other = store_path.with_name("other.db")
    other.write_bytes(store_path.read_bytes())
    async with desk(path=other) as at:
        assert at.app.flavour == "light"


async def test_a_theme_that_was_asked_for_once_is_not_kept(store_path: Any, desk: Any) -> None:
    async with desk(theme="contrast") as at:
        assert at.app.flavour == "contrast"
    async with desk() as at:
        assert at.app.flavour == "colour"


async def test_without_colours_no_theme_is_offered(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(theme="light") as at:
        assert at.app.flavour == "plain"
        await at.press("T")
        assert at.app.flavour == "plain"
        assert at.app.themes_offered() == []


async def test_sixteen_colours_leave_the_theme_that_was_chosen_elsewhere(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk() as at:
        await at.press("T")
    with monkeypatch.context() as few:
        few.setenv("TERM", "xterm-16color")
        few.delenv("COLORTERM")
        few.setattr("textual.constants.COLOR_SYSTEM", "standard")
        async with desk() as at:
            assert at.app.flavour == "ansi"
    async with desk() as at:
        assert at.app.flavour == "light"
