"""A hostile server, or a hostile reader, exchanges, alters, cuts and seals files again: nobody is given a wrong one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.attacks_files import ChangeParts, CutParts
from tests.hostile.attacks_messages import Deliver, Edit
from tests.hostile.conftest import Victims
from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider, forge_message, payload_of
from tests.hostile.test_messages import note_of, refused
from tests.system.organisation import Organisation, address
from waxpost import Client, Draft
from waxpost.crypto.attachment import PLAIN_PART, Sealer, written_manifest
from waxpost.crypto.encoding import b64u
from waxpost.crypto.envelope import new_id
from waxpost.crypto.jws import TYPE_MESSAGE, sign_jws
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import Json

ALICE, BOB = address("alice"), address("bob")
SIZE = 2 * PLAIN_PART + 1000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "plans.bin"
    path.write_bytes(os.urandom(SIZE))
    return path


def send_files(sender: Client, to: str, *files: Path) -> str:
    return sender.send(sender.plan(to=[to]), Draft("subject", "", files=files)).mid


def test_a_part_that_is_not_the_one_that_was_sent_is_refused_and_nothing_is_left(
    hostile: HostileServer, command_line: Victims, alice: Client, bob: Client, source: Path, tmp_path: Path
) -> None:
    mid = send_files(alice, BOB, source)
    folder = tmp_path / "saved"
    folder.mkdir()
    kept: dict[int, bytes] = {}
    with hostile.doing(ChangeParts(kept.setdefault)):
        saved = bob.save(mid, 0, folder)
    assert saved.read_bytes() == source.read_bytes()
    saved.unlink()
    sealed_again = _sealed_again(bob, mid, source)
    attacks: dict[str, Callable[[int, bytes], bytes]] = {
        "swapped": lambda n, _data: kept[{0: 0, 1: 2, 2: 1}[n]],
        "twice": lambda n, _data: kept[min(n, 1)],
        "truncated": lambda n, data: data if n < 2 else data[:-1],
        "longer": lambda n, data: data if n < 2 else data + b"x",
        "empty": lambda n, data: data if n < 1 else b"",
        "altered": lambda n, data: data if n != 1 else data[:4000] + bytes([data[4000] ^ 1]) + data[4001:],
        "a header altered": lambda n, data: data if n else data[:100] + b"AAAA" + data[104:],
        "sealed again by a reader": lambda n, _data: sealed_again[n],
    }
    for name, change in attacks.items():
        with hostile.doing(ChangeParts(change)):
            ended = command_line("bob")("save", mid, "-o", str(folder), code=4)
        assert "a part of the file is not the one that was sent" in ended.err, name
        assert ended.out == "", name
        assert list(folder.iterdir()) == [], name
    # The message itself stays open.
    assert "plans.bin" in command_line("bob")("read", mid).out


def _sealed_again(reader: Client, mid: str, source: Path) -> list[bytes]:
    """A reader knows MK, and so could seal another file to it."""
    (file,) = reader._mail.files(mid)
    sealer, data = Sealer(file.mk.recipient, SIZE), source.read_bytes()
    parts: list[bytes] = []
    while sealer.next_part < sealer.part_count:
        at = sealer.next_part * PLAIN_PART
        parts.append(bytes(sealer.seal_part(data[at : at + sealer.next_plain_bytes])[0]))
    return parts


def test_files_of_two_messages_cannot_be_exchanged(
    hostile: HostileServer, alice: Client, bob: Client, tmp_path: Path, command_line: Victims
) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in files:
        path.write_text(f"this is {path.name}")
    mid = send_files(alice, BOB, *files)
    # The ids stand in the envelope only: in another order each leads to parts that are not the signed ones.
    with hostile.doing(Edit(lambda one: {**one, "blobs": one["blobs"][::-1]})):
        ended = command_line("bob")("save", mid, "-o", str(tmp_path / "devices"), code=4)
        assert "is not the one that was sent" in ended.err
    for blobs in (lambda old: old[:1], lambda old: [*old, old[0]], lambda _old: []):
        with hostile.doing(Edit(lambda one, blobs=blobs: {**one, "blobs": blobs(one["blobs"])})):
            refused(command_line("bob"), mid, "envelope")
    assert bob.save(mid, 1, tmp_path).read_text() == "this is two.txt"


@pytest.mark.parametrize("loses_the_answer", [False, True])
def test_a_connection_cut_at_every_part_costs_nothing_and_seals_nothing_twice(
    hostile: HostileServer,
    alice: Client,
    bob: Client,
    source: Path,
    tmp_path: Path,
    loses_the_answer: bool,
) -> None:
    cuts = CutParts({0, 1, 2}, loses_the_answer)
    with hostile.doing(cuts):
        mid = send_files(alice, BOB, source)
    assert sorted(cuts.cut) == [0, 1, 2]
    assert all(len({body for n, body in cuts.put if n == part}) == 1 for part in range(3))
    assert bob.save(mid, 0, tmp_path).read_bytes() == source.read_bytes()


def _wrong(member: dict[str, Json], name: str) -> Json:
    changes: dict[str, Json] = {
        "i": {"i": 1},
        "size": {"size": 124},
        "hlen": {"hlen": 1644},
        "csize": {"csize": 10**9},
        "parts": {"parts": b64u(bytes(64))},
    }[name]  # type: ignore[assignment]
    return {**member, **changes}


@pytest.mark.parametrize("name", ["i", "size", "hlen", "csize", "parts"])
def test_a_message_with_a_wrong_manifest_is_refused_before_anything_is_fetched(
    hostile: HostileServer,
    organisation: Organisation,
    insider: Insider,
    command_line: Victims,
    alice: Client,
    bob: Client,
    name: str,
) -> None:
    me, him = insider.chain(ALICE).newest, insider.chain(BOB).newest
    sealer = Sealer(HybridIdentity.new().recipient, 123)
    sealer.seal_part(bytes(123))
    member = written_manifest(sealer.manifest("a.txt"), 0)
    assert isinstance(member, dict)
    seed = bob._account.vault.ids[-1].ed25519
    assert seed is not None
    payload = payload_of(him, [me], note_of(insider), att=[_wrong(member, name)])
    forged = forge_message(me, payload, lambda data: sign_jws(data, TYPE_MESSAGE, him.hash, seed))
    with hostile.doing(Deliver(forged.delivery(blobs=[new_id()]))):
        refused(command_line("alice"), forged.mid, "attachment")
        command_line("alice")("save", forged.mid, code=4)
    assert not [one for one in hostile.seen if one.route[0] == "blobs" and one.method == "GET"]
