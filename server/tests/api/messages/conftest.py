"""Fixtures of the messages tests."""

from server.tests.mailroom import room  # noqa: F401 - a fixture
