"""Set-up: a step is done once for the same inputs, and what is missing is said in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tools.setup
from tools.setup import ROOT, check_node, digest, make_venv, once, prepare_test_programs


def test_a_step_is_done_once_until_its_inputs_change(tmp_path: Path) -> None:
    done: list[str] = []
    stamp = tmp_path / "stamp"

    for key in ("a", "a", "b", "b"):
        once(stamp, key, lambda key=key: done.append(key))

    assert done == ["a", "b"]


def test_a_step_that_failed_is_done_again_even_with_the_old_inputs(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    once(stamp, "a", lambda: None)

    def fails() -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        once(stamp, "b", fails)
    done: list[str] = []
    once(stamp, "a", lambda: done.append("a"))

    assert done == ["a"]


def test_a_digest_sees_names_bytes_and_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.setup, "ROOT", tmp_path)
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "a.ts").write_text("one")
    first = digest([folder], "v20")

    assert digest([folder], "v20") == first
    assert digest([folder], "v22") != first
    (folder / "a.ts").rename(folder / "b.ts")
    renamed = digest([folder], "v20")
    assert renamed != first
    (folder / "b.ts").write_text("two")
    assert digest([folder], "v20") not in (first, renamed)


def test_an_old_python_gets_a_sentence(tmp_path: Path) -> None:
    pretend = (
        f"import runpy, sys, platform; sys.version_info = (3, 9, 2); platform.python_version = lambda: '3.9.2';"
        f"sys.argv = ['setup.py', 'run']; runpy.run_path({str(ROOT / 'tools' / 'setup.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("waxpost: error: Python 3.11 or newer is needed; this one is 3.9.2")
    assert done.stderr.count("\n") == 1


def fake_program(folder: Path, name: str, prints: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{prints}'\n")
    program.chmod(0o755)


def test_an_old_or_missing_node_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="Node 20 or newer with npm is needed"):
        check_node()

    fake_program(tmp_path, "npm", "10.0.0")
    fake_program(tmp_path, "node", "v18.19.0")
    with pytest.raises(SystemExit, match=r"Node 20 or newer is needed; `node` on the PATH is v18\.19\.0"):
        check_node()

    fake_program(tmp_path, "node", "v20.0.0")
    assert check_node() == "v20.0.0"


def test_missing_test_programs_get_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.setup, "find_chromium", lambda: None)
    monkeypatch.setattr(tools.setup, "find_postgres", lambda: None)
    monkeypatch.setattr(tools.setup, "is_debian_root", lambda: False)

    with pytest.raises(SystemExit, match="the tests need chromium and postgresql"):
        prepare_test_programs()


def test_debian_as_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[tuple[str, ...]] = []
    monkeypatch.setattr(tools.setup, "find_chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(tools.setup, "find_postgres", lambda: None)
    monkeypatch.setattr(tools.setup, "is_debian_root", lambda: True)
    monkeypatch.setattr(tools.setup, "apt_install", lambda *packages: installed.append(packages))

    prepare_test_programs()

    assert installed == [("postgresql",)]


def test_a_python_without_venv_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "python", "no ensurepip")
    with (tmp_path / "python").open("a") as program:
        program.write("exit 1\n")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(tools.setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tools.setup, "is_debian_root", lambda: False)

    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        make_venv()


def test_a_chromium_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "my-browser", "")
    monkeypatch.setenv("WAXPOST_TEST_CHROMIUM", str(tmp_path / "my-browser"))

    assert tools.setup.find_chromium() == str(tmp_path / "my-browser")
    assert os.access(tools.setup.find_chromium() or "", os.X_OK)
