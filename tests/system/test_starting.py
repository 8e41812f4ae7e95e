"""What a server says when it cannot start, and that it touched nothing then."""

import socket
import subprocess
import sys
from pathlib import Path

from tests.system.server_process import ServerProcess


def test_a_port_that_is_taken_is_named_before_anything_is_touched(tmp_path: Path) -> None:
    data = tmp_path / "server"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = {**ServerProcess(data).environment, "WAXPOST_PORT": str(port)}

        done = subprocess.run(
            [sys.executable, "-m", "waxpost_server", "serve"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"error: port {port} of 127.0.0.1 is taken by another program" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(data.glob("*"))
