"""Search for a secret in everything that a server and a device leave behind, in every form bytes usually take."""

import base64
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.hostile.exchange import Exchange
from tools.setup import find_postgres

# How deep things are wrapped: an entry is base64 in JSON, in base64 in a request, in hex in a dump.
_DEPTH = 3
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX_RUN = re.compile(rb"(?:[0-9a-f]{2}){16,}")
_STANDARD = bytes.maketrans(b"-_", b"+/")


def forms(secret: str | bytes) -> set[bytes]:
    """How a secret may stand in a file: as it is, as hex, as base64 at any offset; a text also in other letters."""
    plain = secret.encode() if isinstance(secret, str) else secret
    found = {plain, plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):
        # Digits that share bits with a neighbour are left out at both ends.
        first, last = (before * 8 + 5) // 6, (before + len(plain)) * 8 // 6
        standard = base64.b64encode(bytes(before) + plain)[first:last]
        found |= {standard, standard.translate(bytes.maketrans(b"+/", b"-_"))}
    if isinstance(secret, str):
        found |= {secret.lower().encode(), secret.upper().encode(), quote(secret).encode()}
        found |= {secret.encode("utf-16-le"), secret.encode("utf-32-le")}
    return found


def places_of(secret: str | bytes, places: Mapping[str, bytes]) -> list[str]:
    """The names of the places that hold the secret in any form."""
    wanted = forms(secret)
    return [name for name, content in places.items() if any(form in content for form in wanted)]


def unwrapped(places: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each place together with whatever its runs of base64 and hex stand for, and the runs in those."""
    return {name: b"\n".join(_layers(content, _DEPTH)) for name, content in places.items()}


def _layers(content: bytes, depth: int) -> list[bytes]:
    found = [content]
    if depth:
        for run in _HEX_RUN.findall(content):
            found += _layers(bytes.fromhex(run.decode()), depth - 1)
        for run in _BASE64_RUN.findall(content):
            # A letter of a neighbour may stand before the run, so every beginning is tried.
            for first in range(4):
                digits = run[first:].translate(_STANDARD)
                # One digit over is half a byte, which no base64 ends with.
                whole = digits[: len(digits) - (len(digits) % 4 == 1)]
                found += _layers(base64.b64decode(whole + b"=" * (-len(whole) % 4)), depth - 1)
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; its path is part of what is searched."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): str(file.relative_to(folder)).encode() + b"\n" + file.read_bytes() for file in files}


def dump_of(database_url: str) -> dict[str, bytes]:
    """Everything that PostgreSQL keeps of one database, twice: with bytes as hex, and as they are."""
    programs = find_postgres()
    assert programs is not None
    found: dict[str, bytes] = {}
    for output in ("hex", "escape"):
        command = [str(Path(programs) / "pg_dump"), "--dbname", database_url]
        environment = {"PGOPTIONS": f"-c bytea_output={output}"}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        found[f"database, {output}"] = done.stdout
    return found


def numbered(kind: str, contents: Iterable[bytes]) -> dict[str, bytes]:
    """Places of one kind, told apart by a number."""
    return {f"{kind} {number}": content for number, content in enumerate(contents)}


class Wire(NamedTuple):
    """What went over a line, by place: first lines with headers, bodies, and the bodies of answers."""

    heads: dict[str, bytes]
    bodies: dict[str, bytes]
    answers: dict[str, bytes]


def wire_of(seen: Iterable[Exchange]) -> Wire:
    """Everything that a door wrote down of requests and answers."""
    wire = Wire({}, {}, {})
    for number, one in enumerate(seen):
        head = "\n".join([one.method, one.path, *one.query.values(), *one.headers.values()])
        wire.heads[f"head {number} of {one.path}"] = head.encode()
        wire.bodies[f"body {number} of {one.path}"] = one.body
        wire.answers[f"answer {number} of {one.path}"] = one.answer
    return wire
