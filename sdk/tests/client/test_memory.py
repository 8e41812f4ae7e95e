"""Memory for parts: of the length that was asked for, one room apart from the other."""

import pytest

from waxpost._memory import rooms_of


@pytest.mark.parametrize("length", [0, 1, 5_000, 2 * 1024 * 1024, 8_392_299])
def test_rooms_have_their_length_and_are_apart_from_one_another(length: int) -> None:
    rooms = rooms_of(length, 3)
    for mark, room in enumerate(rooms, 1):
        room[:] = bytes([mark]) * length

    assert [len(room) for room in rooms] == [length] * 3
    assert [room[-1:].tobytes() for room in rooms] == [bytes([mark])[:length] for mark in (1, 2, 3)]
