"""The last four digits of a card, by which the browser shows it and both find it, and nothing of any other number."""

import pytest

from waxpost._entries import last_digits
from waxpost.crypto.items import Field, Item

CARD, IBAN = "4000 0000 0000 4821", "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    ("kind", "number", "hide", "digits"),
    [
        ("card", CARD, False, "4821"),
        ("card", "4821 0000 55", False, None),
        ("card", f"{CARD} / 123", False, None),
        ("bank", IBAN, False, "3000"),
        ("bank", IBAN, True, None),
        ("identity", "123456789012", False, None),
        ("unheard-of", CARD, False, None),
    ],
)
def test_only_the_end_of_a_long_number_is_told(kind: str, number: str, *, hide: bool, digits: str | None) -> None:
    item = Item("x", (Field("holder", "Elin"), Field("number", number, hide=hide)), kind)
    assert last_digits(item) == digits


def test_without_a_number_nothing_is_told() -> None:
    assert last_digits(Item("x", (Field("code", "000"),), "card")) is None
