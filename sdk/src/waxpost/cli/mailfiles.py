"""Files on the command line: `save`, progress while files travel, and how a list of files is shown."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from waxpost._exceptions import NoSuchFile
from waxpost._transfers import Watcher
from waxpost._values import SHOWN, Attachment, Progress
from waxpost.cli import exits
from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import has_progress, neutral, note, say

_UNITS = ("bytes", "KiB", "MiB", "GiB")


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file."""
    add_command(app, "save", save)


def save(
    mid: Annotated[str, typer.Argument(metavar="ID", help="The id that `waxpost inbox` or `waxpost sent` shows.")],
    *,
    file: Annotated[
        list[int] | None,
        typer.Option("--file", metavar="N", min=1, help="Only this file, as `read` numbers them. Repeat it."),
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to.")] = Path(),
) -> None:
    """Save the files of a message. Each is checked part by part; an existing file is never overwritten.

    Examples:
      waxpost save 3q2-7wAAAAAAAAAAAAAAAA -o ~/Downloads
      waxpost save 3q2-7wAAAAAAAAAAAAAAAA --file 2
    """
    check_folder(folder)
    with unlocked() as client:
        message = client.read(mid)
        if message.result not in SHOWN or message.content is None:
            raise typer.Exit(_closed(mid))
        wanted = chosen_files(file, len(message.content.attachments), of="message")
        with shown_progress() as watch:
            for index in wanted:
                say(str(client.save(mid, index, folder, watch=watch)))


def check_folder(folder: Path) -> None:
    """A wrong use of the command when there is no such folder to save into."""
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}", param_hint="--output")


def chosen_files(numbers: list[int] | None, count: int, *, of: str) -> list[int]:
    """The indexes of the files to save: of these numbers, from 1, or all; `NoSuchFile`."""
    wanted = [number - 1 for number in numbers] if numbers else list(range(count))
    for index in wanted:
        if index >= count:
            raise NoSuchFile(index + 1, count, of=of)
    if not wanted:
        note(f"this {of} has no files")
    return wanted


def say_files(files: Sequence[Attachment]) -> None:
    """The files of a message, one in a line, numbered as `save` wants them."""
    for number, file in enumerate(files, 1):
        say(f"  {number}  {neutral(file.name)}  {shown_size(file.size)}")


def shown_size(size: int) -> str:
    """A size for a person."""
    unit, shown = 0, float(size)
    while shown >= 1024 and unit < len(_UNITS) - 1:
        unit, shown = unit + 1, shown / 1024
    return f"{size} bytes" if unit == 0 else f"{shown:.1f} {_UNITS[unit]}"


def existing(files: Sequence[Path]) -> tuple[Path, ...]:
    """The files to send, before a password is asked for."""
    for path in files:
        if not path.is_file():
            raise typer.BadParameter(f"there is no file {path}", param_hint="--file")
    return tuple(files)


@contextmanager
def shown_progress() -> Generator[Watcher | None]:
    """Who is told how far files are: bars on a terminal (standard error), nobody elsewhere."""
    if not has_progress():
        yield None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        yield _drawing(bars)


def _drawing(bars: Bars) -> Callable[[Progress], None]:
    tasks: list[TaskID] = []
    last = ""

    def draw(progress: Progress) -> None:
        nonlocal last
        # Files travel one after another; each begins anew.
        if not tasks or progress.name != last or progress.done == 0:
            last = progress.name
            what = "sealing and sending" if progress.way == "up" else "saving"
            tasks.append(bars.add_task(f"{what} {neutral(progress.name)}", total=progress.size))
        bars.update(tasks[-1], completed=progress.done)

    return draw


def _closed(mid: str) -> int:
    note(f"waxpost: error: this message cannot be read here; see `waxpost read {neutral(mid)}`")
    return exits.REFUSED
