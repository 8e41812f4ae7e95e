"""Fixtures of the tests in this folder."""

from server.tests.mailroom import room  # noqa: F401 - a fixture
