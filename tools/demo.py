"""`make demo`: serve Halden Systems, a sample organisation with messages in it, and say how to sign in.

The first call fills a data folder of its own (`./data-demo`, or the one `WAXPOST_DATA_DIR` names) and takes under a
minute; later calls use it again. A folder that this program did not begin is never touched, and a filling that was cut
off is begun anew. The sample passwords are random and lie in `demo.json` in that folder, for its owner alone.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from tools.demo_story import ELIN, MAYA, ORGANISATION, SignIn, new_sign_ins, tell_story
from tools.ports import free_port

FOLDER = "data-demo"
# While the folder is being filled it holds the first; afterwards the second.
UNFINISHED = "demo-unfinished"
FINISHED = "demo.json"
SHOWN = (ELIN, MAYA)
START_LINK = re.compile(r"https?://\S+/start#[A-Z2-7]+")
STOP_SECONDS = 30
SERVER = [sys.executable, "-m", "waxpost_server", "serve"]


def main() -> NoReturn:
    """Fill the folder if need be, say how to sign in, and become the server."""
    os.umask(0o077)
    folder = Path(os.environ.get("WAXPOST_DATA_DIR") or FOLDER)
    environment = environment_for(os.environ, folder)
    finished = folder / FINISHED
    if not finished.exists():
        _fill(folder, environment)
    print("\n".join(sign_in_lines(finished, _url(environment))), flush=True)
    os.execve(SERVER[0], SERVER, environment)  # noqa: S606 - no shell is wanted


def environment_for(surrounding: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The server's environment: this data folder and the embedded database, whatever the surroundings name."""
    taken = {name: value for name, value in surrounding.items() if not name.startswith("WAXPOST_DATABASE_URL")}
    # A line for every request would push the passwords off the terminal.
    return {"WAXPOST_LOG_LEVEL": "warning"} | taken | {"WAXPOST_DATA_DIR": str(folder)}


def sign_in_lines(finished: Path, url: str) -> list[str]:
    """What to tell the person at the terminal."""
    people = {one["name"]: SignIn(**one) for one in json.loads(finished.read_text())}
    lines = [f"{ORGANISATION} is a sample: people and messages are invented. Sign in at {url} as"]
    lines += [f"  {people[name].addr}  password: {people[name].password}" for name in SHOWN]
    return [*lines, f"Everybody's passwords are in {finished}; stop with Ctrl-C."]


def _url(environment: Mapping[str, str]) -> str:
    return environment.get("WAXPOST_BASE_URL") or f"http://127.0.0.1:{environment.get('WAXPOST_PORT') or 8080}"


def _fill(folder: Path, environment: Mapping[str, str]) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / UNFINISHED).exists():
            raise SystemExit(f"waxpost: error: {folder} holds another installation; name an empty WAXPOST_DATA_DIR")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).touch()
    _say(f"filling {folder}; this takes less than a minute")
    sign_ins = new_sign_ins()
    with tempfile.TemporaryDirectory() as devices, _first_start(environment) as start_link:
        tell_story(start_link, sign_ins, Path(devices), _say)
    # The name appears with the whole content, so a crash leaves either the one mark or the other.
    half = folder / f"{FINISHED}.half"
    half.write_text(json.dumps([asdict(one) for one in sign_ins], ensure_ascii=False, indent=1) + "\n")
    half.replace(folder / FINISHED)
    (folder / UNFINISHED).unlink()


@contextmanager
def _first_start(environment: Mapping[str, str]) -> Generator[str]:
    """A server on a port that nobody knows, while the folder is filled; the link of its first start."""
    port = str(free_port())
    private = {"WAXPOST_PORT": port, "WAXPOST_HOST": "127.0.0.1", "WAXPOST_BASE_URL": f"http://127.0.0.1:{port}"}
    with subprocess.Popen(SERVER, env={**environment, **private}, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            for line in server.stdout:
                if link := START_LINK.search(line):
                    # Whatever else it prints must not fill the pipe.
                    threading.Thread(target=server.stdout.read, daemon=True).start()
                    yield link[0]
                    return
            raise SystemExit("waxpost: error: the server did not start; its own words stand above")
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()


def _say(line: str) -> None:
    print(f"waxpost: {line}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
