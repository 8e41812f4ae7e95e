"""How the command speaks to people: lines, tables, questions, passwords.

`neutral` guards every text that somebody else wrote: what would move the cursor, change colours, hide or reorder text
becomes visible instead. Questions and passwords go over the controlling terminal, so a message may come from a pipe.
"""

import getpass
import os
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from waxpost._exceptions import WaxpostError
from waxpost.crypto.encoding import seconds_of

# Control, format (with the bidirectional ones), surrogate, and the two separators that break lines.
_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PASSWORD_HINT = "name a file with it in WAXPOST_PASSWORD_FILE"
_JOINERS = frozenset("\u200c\u200d")  # emoji and several scripts need them, and they move nothing


class NoTerminal(WaxpostError):
    """Something has to be asked and there is nobody to ask; `hint` says what to do instead."""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = hint


def neutral(text: str, *, lines: bool = False) -> str:
    """Text that a terminal shows and does not obey; with `lines`, line ends and tabs stay."""
    if lines:
        text = text.replace("\r\n", "\n")
    return "".join(c if _is_harmless(c, lines) else _visible(c) for c in text)


def say(text: str) -> None:
    """A line of ours on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """A line of ours on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def shown_time(wire: str) -> str:
    """A time for a person: on this computer's clocks on a terminal, as it is on the wire in a file or a pipe."""
    if not is_terminal():
        return wire
    return datetime.fromtimestamp(seconds_of(wire)).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def say_body(text: str) -> None:
    """A message's text: neutral on a terminal; as it was written into a file or a pipe."""
    shown = neutral(text, lines=True) if is_terminal() else text
    say(shown.removesuffix("\n"))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, lines with tabs anywhere else. Every cell is made neutral."""
    cells = [[neutral(cell) for cell in row] for row in rows]
    if not is_terminal():
        for row in cells:
            say("\t".join(row))
        return
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(markup=False, highlight=False, emoji=False).print(table)


def has_terminal() -> bool:
    """Whether a person can be asked."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def ask(question: str) -> str:
    """One line from the terminal; `NoTerminal` when there is none."""
    try:
        with open("/dev/tty", "r+b", buffering=0) as tty:
            tty.write(f"{question} ".encode())
            line = bytearray()
            while (byte := tty.read(1)) not in (b"", b"\n"):
                line += byte
            if not line and byte == b"":
                raise NoTerminal("the terminal was closed")
    except OSError as error:
        raise NoTerminal("this needs a terminal") from error
    return line.decode("utf-8", "replace").strip()


def agrees(question: str) -> bool:
    """Whether the person types yes; anything else is no."""
    return ask(f"{question} [y/N]").lower() in ("y", "yes")


def ask_password(prompt: str = "Password:") -> str:
    """The password, from `WAXPOST_PASSWORD_FILE` (its first line) or the terminal."""
    secret = _from_file("WAXPOST_PASSWORD_FILE")
    return secret if secret is not None else ask_hidden(prompt, _PASSWORD_HINT)


def has_progress() -> bool:
    """Whether bars may be drawn on standard error."""
    return sys.stderr.isatty()


def ask_new_password(prompt: str = "New password:") -> str:
    """A password to set: from `WAXPOST_NEW_PASSWORD_FILE`, `WAXPOST_PASSWORD_FILE`, or twice from the terminal."""
    for variable in ("WAXPOST_NEW_PASSWORD_FILE", "WAXPOST_PASSWORD_FILE"):
        secret = _from_file(variable)
        if secret is not None:
            return secret
    first = ask_hidden(prompt, _PASSWORD_HINT)
    if ask_hidden("Once more:", _PASSWORD_HINT) != first:
        raise WaxpostError("the two passwords differ")
    return first


def ask_recovery_code() -> str:
    """The recovery code, from `WAXPOST_RECOVERY_CODE_FILE` or the terminal."""
    secret = _from_file("WAXPOST_RECOVERY_CODE_FILE")
    return secret if secret is not None else ask_hidden("Recovery code:", "name a file in WAXPOST_RECOVERY_CODE_FILE")


def ask_link_secret(prompt: str) -> str:
    """The passphrase or the words of a link, from `WAXPOST_LINK_PASSPHRASE_FILE` or the terminal."""
    secret = _from_file("WAXPOST_LINK_PASSPHRASE_FILE")
    return secret if secret is not None else ask_hidden(prompt, "name a file with it in WAXPOST_LINK_PASSPHRASE_FILE")


def link_code_of_file() -> str | None:
    """The code that was mailed, from `WAXPOST_LINK_CODE_FILE`; None when that names no file."""
    return _from_file("WAXPOST_LINK_CODE_FILE")


def ask_link_code() -> str:
    """The code that was mailed, from the terminal."""
    return ask_hidden("Code from the mail:", "name a file with it in WAXPOST_LINK_CODE_FILE, and open the link again")


def ask_export_passphrase() -> str:
    """A passphrase for a file: from `WAXPOST_EXPORT_PASSPHRASE_FILE`, or twice from the terminal."""
    secret = _from_file("WAXPOST_EXPORT_PASSPHRASE_FILE")
    if secret is not None:
        return secret
    hint = "name a file with it in WAXPOST_EXPORT_PASSPHRASE_FILE"
    first = ask_hidden("Passphrase of the file:", hint)
    if ask_hidden("Once more:", hint) != first:
        raise WaxpostError("the two passphrases differ")
    return first


def _from_file(variable: str) -> str | None:
    name = os.environ.get(variable)
    if not name:
        return None
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WaxpostError(f"cannot read the file that {variable} names") from error
    if not lines or not lines[0]:
        raise WaxpostError(f"the file that {variable} names is empty")
    return lines[0]


def ask_hidden(prompt: str, hint: str) -> str:
    """One line from the terminal that is not shown; `NoTerminal` with this hint when there is none."""
    if not has_terminal():
        raise NoTerminal("the password cannot be asked without a terminal", hint)
    with suppress(EOFError):
        return getpass.getpass(f"{prompt} ")
    raise NoTerminal("the terminal was closed")


def _is_harmless(character: str, lines: bool) -> bool:
    if lines and character in "\n\t":
        return True
    return character in _JOINERS or unicodedata.category(character) not in _DANGEROUS


def _visible(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
