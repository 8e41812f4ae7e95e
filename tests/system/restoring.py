"""What an operator does after a disk was lost."""

import shutil
from pathlib import Path

from tests.system.server_process import ServerProcess


def restore(server: ServerProcess, backup: Path, *, restart: bool = True) -> None:
    """Restore the backup and announce the restart of the key log; the head of the log survived."""
    server.stop()
    for path in server.data.iterdir():
        if path.name == "secrets":
            shutil.rmtree(path)
        elif path.name.startswith("waxpost.db"):
            path.unlink()
    server.command("restore", str(backup))
    if restart:
        server.command("restart-log")
    server.start()
