"""Entries: any flipped byte is refused, and whatever is sent is judged without breaking anything."""

from hypothesis import given
from hypothesis import strategies as st

from server.tests.signing import Chain, KeyPair, compact
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused
from waxpost_server.keylog.signatures import verify_entry
from waxpost_server.kit.clock import TurnableClock, use_clock

NOW = 1_790_000_000
with use_clock(TurnableClock(NOW)):
    CHAIN = Chain("alice@example.org", "Alice")
    FIRST = CHAIN.took(CHAIN.first())
    ROTATION = CHAIN.rotate(KeyPair())


def newest() -> Newest:
    """The first entry, as stored."""
    checked = verify_entry(FIRST, CHAIN.addr, None, NOW)
    assert checked.entry.keys is not None
    return Newest(checked.entry, checked.hash, checked.entry.keys)


def is_taken(raw: bytes, before: Newest | None) -> bool:
    """Whether the server would append it."""
    try:
        verify_entry(raw, CHAIN.addr, before, NOW)
    except (EntryRefused, EntryOutOfDate):
        return False
    return True


def test_unflipped_they_are_taken() -> None:
    assert is_taken(FIRST, None)
    assert is_taken(ROTATION, newest())


@given(st.integers(min_value=0, max_value=len(ROTATION) - 1), st.integers(min_value=1, max_value=255))
def test_any_flipped_byte_is_refused(at: int, mask: int) -> None:
    flipped = bytearray(ROTATION)
    flipped[at] ^= mask

    assert not is_taken(bytes(flipped), newest())


@given(st.binary(max_size=300))
def test_anything_else_is_refused(raw: bytes) -> None:
    assert not is_taken(raw, None)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_refused(value: object) -> None:
    try:
        raw = compact({"entry": value})
    except UnicodeEncodeError:
        return
    assert not is_taken(raw, None)
