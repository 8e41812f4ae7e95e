"""Bring a peer's programs here: a virtual environment from its lock, and SnapPass's Redis from Debian."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.setup import apt_install, fail, is_debian_root, say

LOCKS = Path(__file__).parent
CACHE = LOCKS.parent / ".cache"


def installed(name: str) -> Path:
    """The folder with the programs of a peer, as its lock says; made at the first use, and again when it changes."""
    lock = LOCKS / f"{name}.txt"
    key = hashlib.sha256(f"{sys.version}\n{lock.read_text()}".encode()).hexdigest()
    folder, stamp = CACHE / name, CACHE / name / "made-from"
    if not (stamp.exists() and stamp.read_text() == key):
        say(f"installing {name} for the benchmark")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock)], check=True)
        stamp.write_text(key)
    return folder / "bin"


def redis_server() -> str:
    """The program `redis-server`; installed on Debian as root, asked for in one sentence anywhere else."""
    if shutil.which("redis-server") is None:
        if not is_debian_root():
            raise fail("SnapPass is measured with redis-server on the PATH: install it, or leave it out with --parts")
        _install_without_starting()
    found = shutil.which("redis-server")
    assert found is not None, "Debian's package has it"
    return found


def _install_without_starting() -> None:
    # Debian starts a server after it installed one, except where this program says no.
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists() or os.path.lexists(policy):
        apt_install("redis-server")
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        apt_install("redis-server")
    finally:
        policy.unlink()
