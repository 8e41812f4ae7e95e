"""Bring a checkout to the state that a `make` target needs, doing only what has changed since the last time.

    python3 tools/setup.py python   virtual environment with the development packages and our two; nothing of the web
    python3 tools/setup.py run      virtual environment, hashed Python packages, our two packages, the web build
    python3 tools/setup.py check    with the development packages, and the type checker of tools/package-lock.json
    python3 tools/setup.py test     with the development packages, Chromium and a PostgreSQL server

Runs on a bare Python with nothing installed. Every step leaves a stamp that names a hash of its inputs, so a second
call takes a fraction of a second. Two calls at once wait for each other. Whatever a person has to install by
hand is said in one sentence, and the exit status is 1.
"""

from __future__ import annotations  # so that an older Python reaches the sentence that refuses it

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
WEB = ROOT / "web"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
# Build results and caches inside web/ that no build step reads.
NOT_WEB_SOURCES = {"node_modules", "dist", "coverage", ".vite", "test-results"}


def fail(sentence: str) -> SystemExit:
    """The one sentence for the person at the terminal; raise the result."""
    return SystemExit(f"waxpost: error: {sentence}")


def say(line: str) -> None:
    print(f"waxpost: {line}", flush=True)


def run(command: list[str], *, cwd: Path = ROOT, step: str) -> None:
    """Run one command with its output on the terminal; a failure names the step and ends the set-up."""
    result = subprocess.run(command, cwd=cwd, check=False)
    if result.returncode != 0:
        raise fail(f"{step} failed: `{' '.join(command)}` ended with status {result.returncode}")


def digest(paths: Iterable[Path], *facts: str) -> str:
    """A hash of the files' names and bytes and of the given facts; a folder stands for all files below it."""
    found = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(paths):
        files = sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]
        for file in files:
            found.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()


def once(stamp: Path, key: str, step: Callable[[], None]) -> None:
    """Do the step unless the stamp says that it was done with these inputs."""
    if stamp.exists() and stamp.read_text() == key:
        return
    stamp.unlink(missing_ok=True)
    step()
    stamp.write_text(key)


def is_debian_root() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Install Debian packages as root, refreshing the package list first."""
    say(f"installing {', '.join(packages)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        result = subprocess.run(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)
        if result.returncode != 0:
            raise fail(
                f"`apt-get {' '.join(arguments)}` failed; install {' and '.join(packages)} by hand and try again"
            )


def check_node() -> str:
    """The version of Node, or the sentence that says which one is needed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise fail(f"Node {OLDEST_NODE} or newer with npm is needed; install both so that they are on the PATH")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise fail(f"Node {OLDEST_NODE} or newer is needed; `node` on the PATH is {version}")
    return version


def make_venv() -> None:
    """Create .venv with pip; on Debian as root, fetch the package without which Python cannot do that."""
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    say("creating .venv")
    attempt = subprocess.run(command, capture_output=True, text=True, check=False)
    if attempt.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # The versioned package also serves a python3.12 beside Debian's own.
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not is_debian_root():
        raise fail(f"this Python cannot make virtual environments; on Debian `apt-get install {package}` mends that")
    apt_install(package)
    run(command, step="creating .venv")


def prepare_python(requirements: str) -> None:
    """The virtual environment with the hashed packages of one lock file, and our two packages in place."""
    once(VENV / "made-by-setup", f"{sys.version}\n{VENV}", make_venv)
    locks = [ROOT / "requirements" / f"{name}.txt" for name in ("run", "dev")]
    # dev.txt holds everything in run.txt, so an environment made for tests also serves `make run`.
    wanted = digest(locks)
    full, lean = VENV / "packages-dev", VENV / "packages-run"
    if not (requirements == "run" and full.exists() and full.read_text() == wanted):
        lock = ROOT / "requirements" / f"{requirements}.txt"
        once(full if requirements == "dev" else lean, wanted, lambda: install_packages(lock))
    ours = [ROOT / "server" / "pyproject.toml", ROOT / "sdk" / "pyproject.toml"]
    once(VENV / "packages-ours", digest(ours), install_ours)


def install_packages(lock: Path) -> None:
    say(f"installing Python packages from requirements/{lock.name}")
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([str(VENV_PYTHON), "-m", "pip", "install", *flags, "-r", str(lock)], step="installing Python packages")


def install_ours() -> None:
    # Nothing may be fetched here: the build back end came with the hashed packages.
    flags = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-build-isolation", "--no-deps"]
    run(
        [str(VENV_PYTHON), "-m", "pip", "install", *flags, "-e", "./server", "-e", "./sdk"],
        step="installing our own packages",
    )


def npm_ci(folder: Path, node: str) -> None:
    """Install a folder's locked packages; the stamp lives in node_modules, so it goes when they go."""
    inputs = [folder / name for name in ("package.json", "package-lock.json", ".npmrc") if (folder / name).exists()]

    def install() -> None:
        say(f"installing the packages of {folder.relative_to(ROOT)}/package-lock.json")
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, step="npm ci")

    once(folder / "node_modules" / ".installed-by-setup", digest(inputs, node), install)


def build_web() -> None:
    """Build web/dist from the sources, unless these very sources are what is there."""
    sources = [path for path in WEB.iterdir() if path.name not in NOT_WEB_SOURCES]
    key = digest(sources)
    stamp = WEB / "node_modules" / ".built-by-setup"
    if not (WEB / "dist" / "index.html").exists():
        stamp.unlink(missing_ok=True)

    def build() -> None:
        say("building the web client")
        run(["npm", "run", "--silent", "build"], cwd=WEB, step="the web build")

    once(stamp, key, build)


def find_chromium() -> str | None:
    """The browser that the end-to-end tests drive: WAXPOST_TEST_CHROMIUM, or the first one on the PATH."""
    chosen = os.environ.get("WAXPOST_TEST_CHROMIUM")
    candidates = [chosen] if chosen else ["chromium", "chromium-browser", "google-chrome"]
    return next(filter(None, map(shutil.which, candidates)), None)


def find_postgres() -> str | None:
    """The folder with `initdb` and `postgres`, newest first: they are not on Debian's PATH."""
    in_debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    installed = sorted(in_debian, key=lambda path: int(path.parent.parent.name), reverse=True)
    elsewhere = shutil.which("initdb")
    found = installed[0] if installed else Path(elsewhere) if elsewhere else None
    return str(found.parent) if found else None


def prepare_test_programs() -> None:
    """Chromium and PostgreSQL: installed on Debian as root, asked for in one sentence anywhere else."""
    missing = [
        package for package, found in (("chromium", find_chromium()), ("postgresql", find_postgres())) if found is None
    ]
    if not missing:
        return
    if not is_debian_root():
        raise fail(
            f"the tests need {' and '.join(missing)}: `apt-get install {' '.join(missing)}` on Debian, elsewhere"
            " PostgreSQL 15 or newer and a Chromium on the PATH or named by WAXPOST_TEST_CHROMIUM"
        )
    apt_install(*missing)


def main(purpose: str) -> None:
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if purpose == "python":
            prepare_python("dev")
            return
        node = check_node()
        prepare_python("run" if purpose == "run" else "dev")
        npm_ci(WEB, node)
        build_web()
        if purpose == "check":
            npm_ci(ROOT / "tools", node)
        if purpose == "test":
            prepare_test_programs()


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        raise fail(
            f"Python 3.11 or newer is needed; this one is {platform.python_version()}"
            " (choose another with `make PYTHON=python3.12`)"
        )
    if len(sys.argv) != 2 or sys.argv[1] not in ("python", "run", "check", "test"):
        raise fail("say what for: python, run, check or test")
    main(sys.argv[1])
