"""How the program leaves: interrupted, with its reader gone, or by a mistake of its own."""

import subprocess
import sys

import pytest

PROGRAM = [sys.executable, "-m", "timeline"]


def test_an_interrupt_leaves_the_store_as_it_was(run, treated, folder, monkeypatch):
    before = run("verify").out
    rows = "".join(f"P07,2009-05-02,note {n}\n" for n in range(5000))
    (folder / "note.csv").write_text("patient,occurred_on,text\n" + rows)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("timeline.batch.link", interrupt)
    said = run("import", "note.csv")
    assert (said.code, said.out, said.err) == (
        130,
        "",
        "timeline: stopped; the store is as it was\n",
    )
    monkeypatch.undo()
    assert run("verify", "--db", str(folder / "timeline.db")).out == before


def test_a_reader_that_goes_away_is_no_error(folder):
    with subprocess.Popen(
        [*PROGRAM, "query", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_mistake_of_the_programs_own_is_one_line_without_debug(run, treated, monkeypatch):
    def mistake(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("timeline.history.effective_events", mistake)
    said = run("show", "P07")
    assert (said.code, said.err) == (
        1,
        "timeline: this is a mistake in timeline itself (ZeroDivisionError: division by zero);"
        " --debug shows where\n",
    )
    assert "Traceback (most recent call last)" in run("show", "P07", "--debug").err


def test_an_error_shows_where_it_came_from_with_debug(run, treated):
    assert "Traceback" not in run("show", "P99").err
    assert "Traceback" in run("--debug", "show", "P99").err


def test_the_workbench_needs_a_terminal(run, treated):
    said = run("tui")
    assert (said.code, said.err) == (
        1,
        "timeline: the workbench needs a terminal; `timeline show` and `query` do not\n",
    )


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_output_is_written_whatever_the_terminals_encoding(treated, folder, encoding):
    found = subprocess.run(
        [*PROGRAM, "kinds"],
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
    assert found.stdout.startswith(b"kind")
