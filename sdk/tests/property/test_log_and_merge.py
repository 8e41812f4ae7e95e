"""The tree against two other implementations, the replay in any pages, and merges in any order."""

import hashlib
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from waxpost.crypto.encoding import b64u
from waxpost.crypto.jws import public_key_of
from waxpost.crypto.logview import LogView, Page, entry_leaf
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.password import Work
from waxpost.crypto.receipts import ExpiryChange, Receipts, Record, Segment, merge_segments
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.vault import Kdf, KeyPair, LogPin, OpenInvitation, Pin, Roster, Vault
from waxpost.crypto.vaultmerge import merge_vaults

SEED = bytes(range(32))
KEY = public_key_of(SEED)
ID = b64u(bytes(16))
ORIGIN = f"waxpost/{ID}/keys"


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_root_at_any_size_is_that_of_two_other_trees(leaves: list[bytes]):
    ours, theirs = Tree(), InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        ours.append(leaf)
        theirs.append_entry(leaf)
    for size in range(len(leaves) + 1):
        assert ours.root_at(size) == naive_root(leaves[:size])
        if size:
            assert ours.root_at(size) == theirs.get_root(size)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=30), st.data())
@settings(max_examples=60, deadline=None)
def test_a_cut_tree_grows_on_as_if_it_had_never_been_longer(leaves: list[bytes], draw: st.DataObject):
    size = draw.draw(st.integers(0, len(leaves)))
    cut, fresh = Tree(), Tree()
    for leaf in leaves:
        cut.append(leaf)
    cut.cut(size)
    for leaf in leaves[:size]:
        fresh.append(leaf)
    for tree in (cut, fresh):
        tree.append(b"next")
    assert cut.root_at(size + 1) == fresh.root_at(size + 1)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=25), st.data())
@settings(max_examples=60, deadline=None)
def test_pages_of_any_size_give_the_same_view(people: list[int], draw: st.DataObject):
    seqs = dict.fromkeys(range(5), 0)
    leaves: list[bytes] = []
    for person in people:
        leaves.append(entry_leaf(f"p{person}@example.org", seqs[person], bytes([person, seqs[person]])))
        seqs[person] += 1
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    view = LogView(ORIGIN, KEY)
    at = 0
    while view.size < len(leaves):
        end = draw.draw(st.integers(at + 1, len(leaves)))
        size = draw.draw(st.integers(end, len(leaves)))
        note = write_checkpoint(ORIGIN, size, tree.root_at(size), 1795204800 + size, SEED)
        assert view.advance(Page(tuple(leaves[at:end]), note)) == (size == end)
        at = view.fetched
    assert view.root_at(len(leaves)) == tree.root_at(len(leaves))
    for person, count in seqs.items():
        head = view.find_head(f"p{person}@example.org")
        assert (head.seq + 1 if head else 0) == count


RECORDS = st.builds(
    Record,
    st.sampled_from([bytes([n]) * 16 for n in range(3)]),
    st.sampled_from([bytes(16), b"x" * 16]),
    st.integers(0, 7),
)
TIMES = st.sampled_from(["2026-11-20T20:00:00Z", "2026-11-20T20:00:01Z", "2026-11-20T20:00:02Z"])
# One control message per key and second, as the sender signs it.
CHANGES = TIMES.map(lambda at: ExpiryChange(bytes(16), None, at))
SEGMENTS = st.builds(
    Segment, st.just(ID), st.just(0), st.lists(RECORDS, max_size=6).map(tuple), st.lists(CHANGES, max_size=2).map(tuple)
)


def known(segment: Segment) -> tuple[set[Record], set[ExpiryChange]]:
    merged = merge_segments(segment, replace(segment, records=(), changes=()))
    return set(merged.records), set(merged.changes)


@given(SEGMENTS, SEGMENTS, SEGMENTS)
@settings(max_examples=80, deadline=None)
def test_receipts_merge_in_any_order(one: Segment, two: Segment, three: Segment):
    assert known(merge_segments(one, two)) == known(merge_segments(two, one))
    left = merge_segments(merge_segments(one, two), three)
    assert known(left) == known(merge_segments(one, merge_segments(two, three)))
    assert known(merge_segments(one, one)) == known(one)
    together, apart = Receipts([left]), Receipts([one, two, three])
    for record in left.records:
        assert together.flags(record.key, record.hash) == apart.flags(record.key, record.hash) == record.flags


ENTRIES = [b64u(bytes([n]) * 32) for n in range(6)]
ENC = [HybridIdentity(bytes([n]) * 32).text for n in range(3)]
STATES = st.sampled_from(["first", "invited", "checked"])
PINS = st.builds(
    lambda addr, seq, state: Pin(f"{addr}@example.org", ID, "Bob Roy", seq, ENTRIES[seq], state),
    st.sampled_from("abc"),
    st.integers(0, 3),
    STATES,
)
ROSTERS = st.builds(
    lambda n, rev: Roster(b64u(bytes([n]) * 16), "Team", rev, (f"p{rev}@example.org",)),
    st.integers(0, 2),
    st.integers(1, 4),
)
INVITES = st.builds(
    lambda n: OpenInvitation(b64u(bytes([n]) * 16), "invite", "b@example.org", bytes(16), "2026-12-01T00:00:00Z"),
    st.integers(0, 4),
)
PAIRS = st.builds(
    lambda n, gone: KeyPair((ENTRIES[n],), None if gone else bytes(32), ENC[n], pending=False),
    st.integers(0, 2),
    st.booleans(),
)


@st.composite
def vaults(draw: st.DrawFn) -> Vault:
    size = draw(st.integers(0, 5))
    return Vault(
        uid=ID,
        addr="alice@example.org",
        ver=draw(st.integers(1, 3)),
        kdf=Kdf(bytes(16), Work()),
        first=0,
        ids=tuple({pair.enc: pair for pair in draw(st.lists(PAIRS, min_size=1, max_size=3))}.values()),
        own=b"",
        log=LogPin(ORIGIN, KEY, write_checkpoint(ORIGIN, size, bytes(32), 1795204800, SEED)),
        pins=tuple({pin.addr: pin for pin in draw(st.lists(PINS, max_size=4))}.values()),
        rosters=tuple({roster.gid: roster for roster in draw(st.lists(ROSTERS, max_size=3))}.values()),
        invites=tuple({invite.id: invite for invite in draw(st.lists(INVITES, max_size=3))}.values()),
    )


@given(vaults(), vaults(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_vaults_merge_in_any_order_where_the_rule_is_about_both(one: Vault, two: Vault, along: bool):
    def merge(mine: Vault, served: Vault) -> Vault:
        return merge_vaults(mine, served, lambda _: 0, "2026-11-20T20:00:00Z", lambda *_: along).vault

    left, right = merge(one, two), merge(two, one)
    assert set(left.pins) == set(right.pins)
    assert set(left.rosters) == set(right.rosters)
    assert left.invites == right.invites
    assert left.log == right.log
    assert {(pair.enc, frozenset(pair.entries), pair.ed25519) for pair in left.ids} == {
        (pair.enc, frozenset(pair.entries), pair.ed25519) for pair in right.ids
    }
    assert merge(left, two).pins == left.pins
    assert {pin.addr for pin in left.pins} == {pin.addr for pin in (*one.pins, *two.pins)}
