"""The locks: complete for what is shipped, equal where they overlap, hashed throughout."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Imports every module of both packages while those distributions are hidden that only the development lock has.
IMPORT_ALL = """
import importlib, importlib.metadata, pkgutil, re, sys

hidden = set(sys.argv[1:])
normal = lambda name: re.sub(r"[-_.]+", "-", name).lower()
owners = importlib.metadata.packages_distributions()
tops = {top for top, found in owners.items() if found and all(normal(name) in hidden for name in found)}

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in tops:
            raise ModuleNotFoundError(f"{name} is not in requirements/run.txt", name=name)

sys.meta_path.insert(0, Hide())
for root in ("waxpost_server", "waxpost"):
    package = importlib.import_module(root)
    for module in pkgutil.walk_packages(package.__path__, root + "."):
        if not module.name.endswith(("__main__", "migrations.env")):
            importlib.import_module(module.name)
assert not tops & sys.modules.keys()
print(len(tops), "hidden")
"""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """`{distribution: version}` of a lock; each entry has to be pinned and hashed."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    versions: dict[str, str] = {}
    for entry in re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)[1:]:
        pinned = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", entry)
        assert pinned is not None, entry
        assert "--hash=sha256:" in entry
        versions[normal(pinned[1])] = pinned[2]
    return versions


def test_the_tests_run_with_the_versions_that_are_shipped() -> None:
    run, dev = locked("run"), locked("dev")

    assert len(run) > 20
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("package", ["server", "sdk"])
def test_what_a_package_declares_is_locked(package: str) -> None:
    project = tomllib.loads((ROOT / package / "pyproject.toml").read_text())["project"]

    declared = {normal(re.split(r"[\[<>=~! ]", item)[0]) for item in project["dependencies"]}

    assert declared - locked("run").keys() == set()


def test_both_packages_import_with_what_is_shipped_alone() -> None:
    hidden = locked("dev").keys() - locked("run").keys()

    done = subprocess.run([sys.executable, "-c", IMPORT_ALL, *hidden], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[0]) > 10
