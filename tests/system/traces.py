"""What work through a door leaves behind: on the disk, in the database, in log lines, and on the wire."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.hostile.double import HostileServer
from tests.hostile.exchange import Exchange
from tests.system.markers import dump_of, files_in, numbered, places_of, unwrapped, wire_of
from tests.system.organisation import Organisation, address
from tests.system.server_process import ServerProcess
from tools.ports import free_port

# Works as Alice and as somebody outside; what is secret of it as text, and as bytes.
Live = Callable[[HostileServer, Path], tuple[list[str], list[bytes]]]


class Traces(NamedTuple):
    """By place; `heads` are first lines with headers."""

    seen: list[Exchange]
    stored: dict[str, bytes]
    logged: dict[str, bytes]
    heads: dict[str, bytes]


def leaves_no_secret(live: Live, database_url: str | None, folder: Path) -> Traces:
    """Let them work, and find none of what is secret anywhere, in any form that bytes take; all that was left."""
    port = free_port()
    settings = {"base_url": f"http://127.0.0.1:{port}", "log_level": "debug"}
    stored: dict[str, bytes] = {}
    with (
        ServerProcess(folder / "server", database_url=database_url, **settings) as process,
        HostileServer(process, port) as door,
    ):
        with Organisation(process, folder / "devices", url=door.url) as organisation:
            organisation.joins("alice")
        secrets, keys = live(door, folder)
        stored |= {f"{name}, running": content for name, content in files_in(process.data).items()}
        if database_url is not None:
            stored |= dump_of(database_url)
    stored |= files_in(process.data)
    logged = numbered("log line", (line.encode() for line in process.lines))
    heads, bodies, answers = wire_of(door.seen)
    everywhere = unwrapped({**stored, **logged, **heads, **bodies, **answers})

    # The search finds what the server may know.
    assert places_of(address("alice"), unwrapped(stored))
    assert {secret: found for secret in secrets if (found := places_of(secret, everywhere))} == {}
    for key in keys:
        assert places_of(key, everywhere) == []
    return Traces(list(door.seen), stored, logged, heads)
