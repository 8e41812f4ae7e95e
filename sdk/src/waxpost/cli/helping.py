"""Help from docstrings: the first paragraphs are wrapped, the examples keep their lines."""

import inspect
from collections.abc import Callable
from typing import Any

import typer

_KEEP_LINES = "\b\n"


def add_command(app: typer.Typer, name: str, command: Callable[..., Any]) -> None:
    """Add a command whose docstring is its help. (Any: a command may return what it likes.)"""
    app.command(name, help=with_kept_lines(inspect.getdoc(command) or ""))(command)


def with_kept_lines(text: str) -> str:
    """The text with a mark before each paragraph of examples, so that they are not run together."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(_KEEP_LINES + part if _is_example(part) else part for part in paragraphs)


def _is_example(paragraph: str) -> bool:
    return paragraph.lstrip().startswith(("Example", "waxpost ", "echo "))
