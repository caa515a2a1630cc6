"""The command line. `main` is the program; each command lives in a module of its own."""

from timeline.cli.running import main

__all__ = ["main"]
