"""Open the signed-in account for one command: ask for the password, unlock, and close again."""

from collections.abc import Generator
from contextlib import contextmanager

from waxpost._client import Client
from waxpost.cli.terminal import ask_password, neutral, note


@contextmanager
def unlocked() -> Generator[Client]:
    """The unlocked client of this device. What its checks found is told on standard error before the command runs."""
    Client.check_signed_in()
    with Client.unlock(ask_password()) as client:
        for sentence in client.notices():
            note(f"waxpost: notice: {neutral(sentence)}")
        yield client
