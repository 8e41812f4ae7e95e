"""Expiry as people in another zone type it and see it, over both changes of the clocks there."""

import sys
import time
from collections.abc import Iterator

import pytest
import typer

from waxpost.cli import mail, terminal
from waxpost.crypto.encoding import seconds_of

# The rule of Pacific/Auckland, written out so that it holds where no zone files are installed:
# 13 hours ahead in summer, 12 in winter, with changes on 4 April and 26 September 2027.
AUCKLAND = "NZST-12NZDT,M9.5.0,M4.1.0/3"


@pytest.fixture(autouse=True)
def in_auckland(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = time.localtime().tm_gmtoff
    with monkeypatch.context() as patch:
        patch.setenv("TZ", AUCKLAND)
        time.tzset()
        assert time.localtime(seconds_of("2027-01-01T00:00:00Z")).tm_gmtoff == 13 * 3600
        yield
    time.tzset()
    assert time.localtime().tm_gmtoff == before


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("2027-04-03 18:00", "2027-04-03T05:00:00Z"),
        ("2027-04-05 18:00", "2027-04-05T06:00:00Z"),
        ("2027-09-25T18:00", "2027-09-25T06:00:00Z"),
        ("2027-09-27T18:00", "2027-09-27T05:00:00Z"),
        ("2027-04-04 02:30", "2027-04-03T13:30:00Z"),
        ("2027-04-04T18:00:00Z", "2027-04-04T18:00:00Z"),
    ],
)
def test_six_in_the_evening_stays_six_in_the_evening_over_a_change_of_the_clocks(typed: str, means: str) -> None:
    assert mail.expiry(typed, 0) == means


def test_days_are_exact_over_a_change_of_the_clocks() -> None:
    now = seconds_of("2027-04-03T05:00:00Z")
    assert mail.expiry("2d", now) == "2027-04-05T05:00:00Z"


@pytest.mark.parametrize("typed", ["2027-09-26 02:30", "2027-02-30 10:00", "2027-04-03 25:00", "tomorrow"])
def test_a_time_that_does_not_come_is_refused(typed: str) -> None:
    with pytest.raises(typer.BadParameter):
        mail.expiry(typed, 0)


@pytest.mark.parametrize(
    ("wire", "shown"),
    [
        ("2027-04-03T05:00:00Z", "2027-04-03 18:00:00 +1300"),
        ("2027-04-05T06:00:00Z", "2027-04-05 18:00:00 +1200"),
    ],
)
def test_a_terminal_shows_the_readers_clock_and_a_pipe_the_wire(
    wire: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminal.shown_time(wire) == wire

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert terminal.shown_time(wire) == shown
