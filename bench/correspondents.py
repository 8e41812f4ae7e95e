"""People who send each other files through a fresh server whose limits on files are raised, and who watches it."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.organisation import PASSWORD
from bench.serving import Measurable, Server, environment, serving
from waxpost import Client, new_recovery_code

SENDER, READER = "sender@example.org", "reader@example.org"
# As many as it takes to fill every place for parts that the server has.
SENDERS = 4
LIMIT_MIB = 1_100
_EVERY_SECONDS = 0.01


@dataclass(frozen=True)
class Correspondents:
    """A server, who sends, and who reads; everybody on a device of the SDK."""

    server: Server
    senders: list[Client]
    reader: Client


@contextmanager
def correspondents(folder: Path, senders: int = SENDERS) -> Iterator[Correspondents]:
    """Everybody, on a server in this folder, until the block ends."""
    data = folder / "server"
    data.mkdir(parents=True)
    with ExitStack() as stack:
        server = stack.enter_context(serving(data))
        for name in ("file_max_mib", "message_files_max_mib"):
            command = [sys.executable, "-m", "waxpost_server", "policy", "set", name, str(LIMIT_MIB)]
            subprocess.run(command, env=environment(data), check=True, capture_output=True)
        link = re.search(r"http\S+/start#\S+", server.said)
        assert link is not None, server.said
        code = new_recovery_code()
        admin = stack.enter_context(
            Client.first_start(
                link[0],
                organisation="Benchmark",
                addr=SENDER,
                name="Olga Berg",
                home=folder / "home" / "sender",
                password=PASSWORD,
                recovery_code=code,
            )
        )

        def joins(addr: str) -> Client:
            name = addr.partition("@")[0].title()
            joining = admin.invite(addr, name=name).url
            home = folder / "home" / addr
            return stack.enter_context(
                Client.join(joining, name=name, home=home, password=PASSWORD, recovery_code=code)
            )

        others = [joins(f"sender{number}@example.org") for number in range(1, senders)]
        yield Correspondents(server, [admin, *others], joins(READER))


class Growth:
    """How much memory of its own a server takes at the most, above what it had when the block began; in MiB."""

    def __init__(self, server: Measurable) -> None:
        self._server = server
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._before = self._most = self._server.rss_anon_mib()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def mib(self) -> float:
        """So far."""
        return self._most - self._before

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            self._most = max(self._most, self._server.rss_anon_mib())
