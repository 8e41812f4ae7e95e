"""Fixtures of the links tests."""

from server.tests.mailroom import room  # noqa: F401 - a fixture
