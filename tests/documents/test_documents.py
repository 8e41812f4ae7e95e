"""The documents say what is there: links, commands, options, make targets, and the tests that keep the principles."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup

from tools.sources import our_files
from waxpost.cli.main import commands as waxpost
from waxpost_server.manage import cli as waxpost_server

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(file for file in our_files(ROOT) if file.suffix == ".md")
USER_PAGES = [page for page in PAGES if page.parent.name == "user"]
PROGRAMS = {"waxpost": waxpost, "waxpost-server": waxpost_server}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#([^)\s]+))?\)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
# A command in running text: `waxpost send …`.
INLINE = re.compile(r"`(waxpost(?:-server)? [a-z-]+(?: [^`]*)?)`")


def pages() -> list[object]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]


def command_lines(text: str) -> Iterator[list[str]]:
    """Every use of our two programs in a page, as words."""
    shell = [line for block in SHELL.findall(text) for line in block.splitlines()]
    inline = [found for line in text.splitlines() for found in INLINE.findall(line)]
    for line in (*shell, *inline):
        words = shlex.split(line.replace("\\|", "/"), comments=True)
        for first, word in enumerate(words):
            begins = first == 0 or words[first - 1] in ("|", "&&")
            if begins and word in PROGRAMS and first + 1 < len(words):
                yield words[first:]


def find_command(words: list[str]) -> tuple[list[str], TyperCommand | TyperGroup, list[str]] | None:
    """The command that the words name, by its path, and the words after it; None when there is no such command."""
    command: object = typer.main.get_command(PROGRAMS[words[0]])
    path, rest = words[:1], words[1:]
    while isinstance(command, TyperGroup):
        inner = command.commands.get(rest[0]) if rest else None
        if inner is None:
            # Some groups do something by themselves; nothing but options may follow their name.
            is_whole = command.invoke_without_command and not (rest and not rest[0].startswith("-"))
            return (path, command, rest) if is_whole else None
        command, path, rest = inner, [*path, rest[0]], rest[1:]
    return (path, command, rest) if isinstance(command, TyperCommand) else None


def usable(path: list[str], command: object) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """Every command that can be used, by its path."""
    if isinstance(command, TyperGroup):
        if command.invoke_without_command and len(path) > 1:
            yield " ".join(path), command
        for name, inner in command.commands.items():
            yield from usable([*path, name], inner)
    elif isinstance(command, TyperCommand):
        yield " ".join(path), command


def options_of(command: TyperCommand | TyperGroup) -> set[str]:
    return {"--help"} | {name for parameter in command.params for name in parameter.opts if name.startswith("--")}


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text()):
        file = page.parent / target
        assert file.exists(), f"{page.relative_to(ROOT)} links to {target}, which is not there"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{target} has no heading {anchor}"


@pytest.mark.parametrize("page", pages())
def test_commands_and_options_exist(page: Path) -> None:
    for words in command_lines(page.read_text()):
        found = find_command(words)
        assert found is not None, f"there is no command {' '.join(words)}"
        _, command, rest = found
        used = {word for word in rest if word.startswith("--")}
        assert used <= options_of(command), f"{words} has no option {used - options_of(command)}"


def test_every_command_and_option_of_the_command_line_is_shown_by_example() -> None:
    text = (ROOT / "docs" / "user" / "command-line.md").read_text()
    shown: dict[str, set[str]] = {}
    for words in command_lines(text):
        found = find_command(words)
        assert found is not None
        path, _, rest = found
        shown.setdefault(" ".join(path), set()).update(word for word in rest if word.startswith("--"))
    commands = dict(usable(["waxpost"], typer.main.get_command(waxpost)))
    assert shown.keys() == commands.keys()
    for name, command in commands.items():
        assert options_of(command) - {"--help"} <= shown[name], f"not every option of {name} is shown"


def test_every_test_that_keeps_a_principle_exists() -> None:
    named = set(re.findall(r"`(test_rule_\w+)`", (ROOT / "docs" / "security" / "principles.md").read_text()))
    sources = [file.read_text() for file in our_files(ROOT) if file.name.startswith("test_") and file.suffix == ".py"]
    defined = {name for source in sources for name in re.findall(r"def (test_rule_\w+)\(", source)}
    assert len(named) > 15
    assert named <= defined, sorted(named - defined)


def test_every_principle_that_is_due_has_its_paragraph() -> None:
    due = re.findall(r"^(\d\d) ", (ROOT / "tools" / "rules_due.txt").read_text(), re.MULTILINE)
    written = re.findall(r"^### P(\d+)\.", (ROOT / "docs" / "security" / "principles.md").read_text(), re.MULTILINE)
    assert [int(number) for number in written] == [int(number) for number in due]


def test_make_targets_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)", page.read_text())}
    assert {"run", "test", "demo"} <= named <= targets


def test_the_search_for_commands_finds_what_is_wrong() -> None:
    (wrong,) = command_lines("Use `waxpost sned --to Bob` to send.")
    assert find_command(wrong) is None
    (odd,) = command_lines("```sh\necho 4711 | waxpost send --too Bob -\n```\n")
    found = find_command(odd)
    assert found is not None
    assert "--too" not in options_of(found[1])
    assert USER_PAGES
