"""Help, options before and after a command, and what a quick command imports."""

import subprocess
import sys

import click
import pytest

from timeline.cli.program import SECTIONS, program

COMMANDS = {name: line for part in SECTIONS.values() for name, (_, line) in part.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name):
    command = program.get_command(click.Context(program), name)
    assert command is not None
    assert command.name == name
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == COMMANDS[name]


def test_every_command_is_listed(run):
    said = run("--help")
    assert said.code == 0
    assert [line.split()[0] for line in said.lines if line.startswith("  ")][-len(COMMANDS) :]
    for line in COMMANDS.values():
        assert line in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_the_options_that_hold_everywhere(run, name):
    said = run(name, "--help")
    assert said.code == 0
    assert "Everywhere:\n  --db FILE" in said.out


def imported_by(code):
    script = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def test_help_imports_nothing_heavy():
    heavy = {"pandas", "numpy", "pendulum", "sqlite_utils", "textual", "rich", "msgspec"}
    assert not heavy & set(imported_by("from timeline.cli import main; main(['--help'])"))


def test_showing_a_patient_imports_neither_pandas_nor_sqlite_utils(treated):
    seen = set(imported_by("from timeline.cli import main; main(['show', 'P07'])"))
    assert not {"pandas", "numpy", "sqlite_utils", "textual"} & seen


def test_options_may_stand_before_and_after_the_command(run, folder):
    assert run("--db", "a.db", "init").code == 0
    assert run("init", "--db", "b.db").code == 0
    assert run("--db", "a.db", "init", "--db", "c.db").code == 0
    assert sorted(path.name for path in folder.glob("*.db")) == ["a.db", "b.db", "c.db"]


def test_the_environment_names_the_store(run, folder, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", "kept.db")
    assert run("init").err == "kept.db: made\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("record", "lab"),
        ("record", "lab", "--patient", "P07", "--on", "2009-03-02", "AFP"),
        ("correct", "P07/lab/afp-2009-02-27", "--reason", "x"),
        ("query", "os", "--format", "xml"),
        ("replay", "--all", "--check"),
        ("import",),
    ],
)
def test_wrong_usage_exits_with_2(run, treated, arguments):
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: timeline")


def test_the_version(run):
    from timeline import __version__

    assert run("--version").out == f"timeline, version {__version__}\n"
