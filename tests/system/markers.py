"""Search for a secret in everything that a server and a device leave behind, in every form bytes usually take."""

import base64
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from tools.setup import find_postgres


def forms(secret: str) -> set[bytes]:
    """How a secret may stand in a file: plain, upper and lower, as hex, as base64 at any offset, escaped for URLs, wide."""
    plain = secret.encode()
    found = {plain, plain.lower(), plain.upper(), plain.hex().encode(), plain.hex().upper().encode()}
    found |= {quote(secret).encode(), secret.encode("utf-16-le"), secret.encode("utf-32-le")}
    for before in range(3):
        # Digits that mix bits of a neighbour are left out: the first and the last few.
        standard = base64.b64encode(bytes(before) + plain)
        kept = standard[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6]
        found |= {kept, kept.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def places_of(secret: str, places: Mapping[str, bytes]) -> list[str]:
    """The names of the places that hold the secret in any form."""
    wanted = forms(secret)
    return [name for name, content in places.items() if any(form in content for form in wanted)]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: its path is part of what is searched."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): str(file.relative_to(folder)).encode() + b"\n" + file.read_bytes() for file in files}


def dump_of(database_url: str) -> dict[str, bytes]:
    """Everything that PostgreSQL keeps of one database, twice: with bytes as hex, and as they are."""
    programs = find_postgres()
    assert programs is not None
    found: dict[str, bytes] = {}
    for output in ("hex", "escape"):
        command = [str(Path(programs) / "pg_dump"), "--dbname", database_url]
        done = subprocess.run(
            command, env={"PGOPTIONS": f"-c bytea_output={output}"}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        found[f"database, {output}"] = done.stdout
    return found


def numbered(kind: str, contents: Iterable[bytes]) -> dict[str, bytes]:
    """Places of one kind, told apart by a number."""
    return {f"{kind} {number}": content for number, content in enumerate(contents)}
