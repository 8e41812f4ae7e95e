"""The order in which workers take the files of tests."""

import pytest

from tools.pytest_workers import LONG, place


def test_files_of_whole_programs_come_before_all_others() -> None:
    quick = place("sdk/tests/cli/test_terminal.py::test_it")

    assert all(place(f"{beginning}test_something.py::test_it") < quick for beginning in LONG)


@pytest.mark.parametrize("beginning", LONG)
def test_every_beginning_has_tests(beginning: str, pytestconfig: pytest.Config) -> None:
    there = pytestconfig.rootpath / beginning
    assert there.is_file() or list(there.rglob("test_*.py"))
