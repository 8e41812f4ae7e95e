"""Run a PostgreSQL cluster of our own for tests and benchmarks: private folder, loopback port, gone afterwards.

Nothing on the machine is touched: the cluster lives in a temporary folder, in memory where there is room
(`tools.scratch`) unless it is to be durable, listens on a free port of 127.0.0.1 only and
lets the one user `waxpost` in without a password. PostgreSQL refuses to run as root, so root starts it as the
`postgres` user that its package made. It sorts text by language (ICU), as many installations do and
SQLite never does, so that nothing may lean on byte order unsaid.

`new_database` copies the database that a URL names, so a schema is migrated once and copied for every test:

    template = new_database(postgres_url)       # empty; migrate this one, close every connection to it
    url = new_database(template)                # about 50 ms
"""

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tools.ports import free_port
from tools.scratch import scratch_folder
from tools.setup import find_postgres

START_SECONDS = 30
STOP_SECONDS = 30
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    # Small, because several clusters may run on one machine.
    "shared_buffers": "64MB",
}
# A test that only reads back what it wrote need not wait for the disk; a test of durability asks for a durable cluster.
IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Cluster:
    """One cluster on disk, running or stopped. `url` names its `postgres` database and outlives a restart."""

    folder: Path
    port: int
    durable: bool
    programs: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"postgresql://waxpost@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self) -> None:
        """Start and wait until connections are answered; raises RuntimeError with the log's end if that fails."""
        settings = SETTINGS | ({} if self.durable else IN_A_HURRY)
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                user=unprivileged_user(),
                group=unprivileged_user(),
                extra_groups=[] if unprivileged_user() else None,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - it makes one system call and takes no lock
            )
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", "postgres"]
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop(signal.SIGQUIT)
                raise RuntimeError("PostgreSQL did not start:\n" + self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.02)

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> None:
        """Stop and wait. SIGINT ends the connections and shuts down cleanly, SIGQUIT is a crash; fine if stopped."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        self.process.wait(timeout=STOP_SECONDS)
        self.process = None


def unprivileged_user() -> str | None:
    """Who runs PostgreSQL, which refuses root: the user of its package if we are root, else ourselves."""
    return "postgres" if os.geteuid() == 0 else None


def die_with_parent() -> None:
    """In the child: end when the parent dies, so that a killed test run leaves no cluster behind (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


@contextmanager
def running_cluster(*, durable: bool = False) -> Generator[Cluster]:
    """Create a cluster, start it, hand it over, and leave nothing of it behind.

    `durable=True` keeps PostgreSQL's own defaults for flushing: for tests that crash it, and for measurements.
    """
    found = find_postgres()
    if found is None:
        raise RuntimeError("no PostgreSQL server found: install it, or run `make test` as root on Debian")
    folder = Path(tempfile.mkdtemp(prefix="waxpost-postgres-", dir=None if durable else scratch_folder()))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(folder, free_port(), durable, Path(found))
    try:
        make_cluster(cluster)
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(cluster: Cluster) -> None:
    options = ["--no-sync", "--no-instructions", "--auth=trust", "--username=waxpost", "--encoding=UTF8"]
    language = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"]
    command = [str(cluster.programs / "initdb"), "-D", str(cluster.folder / "data"), *options, *language]
    made = subprocess.run(
        command,
        cwd=cluster.folder,
        capture_output=True,
        text=True,
        check=False,
        user=unprivileged_user(),
        group=unprivileged_user(),
        extra_groups=[] if unprivileged_user() else None,
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()}")


def new_database(url: str) -> str:
    """Make a database and return its URL: a copy of the one that `url` names, or an empty one if that is `postgres`.

    Nobody may be connected to the database that is copied.
    """
    source = urlsplit(url).path.lstrip("/")
    name = f"test_{secrets.token_hex(6)}"
    run_sql(url, f'create database "{name}" template "{"template1" if source == "postgres" else source}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop_database(url: str) -> None:
    """Drop the database that `url` names, connections or not."""
    name = urlsplit(url).path.lstrip("/")
    run_sql(url, f'drop database if exists "{name}" with (force)')


def run_sql(url: str, statement: str) -> str:
    """Run one statement as the administrator in the cluster's `postgres` database; its output, undecorated."""
    admin = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    programs = find_postgres()
    assert programs is not None, "a cluster is running, so its programs are here"
    psql = [str(Path(programs) / "psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]
    command = [*psql, "-d", admin, "-c", statement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{statement}: {done.stderr.strip()}")
    return done.stdout.strip()
