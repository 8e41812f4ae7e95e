"""Fixtures of the requests tests."""

from server.tests.mailroom import room  # noqa: F401 - a fixture
