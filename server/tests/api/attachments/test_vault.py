"""Files of a vault: claimed and released by whoever keeps vaults, for their owner alone, gone when he starts over."""

import pytest

from server.tests.files import File, fetches, file_of, puts_up
from server.tests.mailroom import Mailroom, Person
from server.tests.shares import Share
from waxpost_server.attachments.claim import claim_for_vault, forget_vault_files, release_from_vault
from waxpost_server.attachments.errors import BlobsNotReady
from waxpost_server.attachments.jobs import end_abandoned_uploads, jobs
from waxpost_server.kit.blobs import BlobStore
from waxpost_server.kit.db import WriteTx
from waxpost_server.kit.web.principal import Principal

DAY = 86400


def principal(who: Person) -> Principal:
    """Who asks."""
    return Principal(who.id, who.uid, who.addr, "member", "session", "full")


async def claims(room: Mailroom, who: Person, *files: File) -> None:
    """Take files into a vault."""
    await room.db.write(lambda tx: claim_for_vault(tx, principal(who), [file.id for file in files]))


async def releases(room: Mailroom, who: Person, *files: File) -> None:
    """Let files of a vault go."""
    await room.db.write(lambda tx: release_from_vault(tx, principal(who), [file.id for file in files]))


async def statuses(*askers: Person, file: File) -> list[int]:
    """What everybody gets who asks for the file."""
    return [(await fetches(who, file)).status_code for who in askers]


async def test_a_vaults_file_stays_for_its_owner_alone(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file = await puts_up(alice)
    await claims(room, alice)

    await claims(room, alice, file)
    await claims(room, alice, file)
    room.clock.turn(2 * DAY)
    await room.runs(end_abandoned_uploads)

    assert await statuses(alice, bob, file=file) == [200, 404]
    assert (await alice.http.get(f"/v1/blobs/{file.id}")).status_code == 404
    sent = await alice.posts(alice.envelope([bob], blobs=[file.id]))
    assert (sent.status_code, sent.json()["code"]) == (422, "blobs-not-ready")


async def test_rule_05_neither_a_message_nor_a_link_takes_a_file_of_a_vault_by_its_id(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, unknown = await puts_up(alice), file_of()
    await claims(room, alice, file)

    for who, other in ((alice, bob), (bob, alice)):
        for asked in (file, unknown):
            refused = await who.posts(who.envelope([other], blobs=[asked.id]))
            assert (refused.status_code, refused.json()["code"]) == (422, "blobs-not-ready")
            refused = await who.http.post("/v1/links", json=Share().body(room, blobs=[asked.id]))
            assert (refused.status_code, refused.json()["code"]) == (422, "blobs-not-ready")
    assert await statuses(alice, bob, file=file) == [200, 404]
    # What is put up for the message itself is taken.
    await alice.sends([bob], blobs=[(await puts_up(alice)).id])


async def test_only_ones_own_finished_uploads_can_be_claimed_all_or_none(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    mine, theirs, sent, unknown = await puts_up(alice), await puts_up(bob), await puts_up(alice), file_of()
    await alice.sends([bob], blobs=[sent.id])

    with pytest.raises(BlobsNotReady) as refused:
        await claims(room, alice, mine, theirs, sent, unknown)

    assert refused.value.members["blobs"] == [theirs.id, sent.id, unknown.id]
    assert await alice.get(f"/v1/blobs/{mine.id}") == mine.shown([0], finished=True)


async def test_what_is_released_is_gone_and_what_is_not_in_the_vault_stays(room: Mailroom, store: BlobStore) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, theirs, sent = await puts_up(alice), await puts_up(bob), await puts_up(alice)
    await claims(room, alice, file)
    await claims(room, bob, theirs)
    await alice.sends([bob], blobs=[sent.id])

    await releases(room, alice, file, theirs, sent)
    await releases(room, alice, file)
    await releases(room, alice)
    for job in jobs(store):
        await room.runs(job)

    assert await statuses(alice, file=file) == [404]
    assert await statuses(bob, file=theirs) == [200]
    assert await statuses(alice, bob, file=sent) == [200, 200]
    assert len([key async for key, _ in store.sizes()]) == 2


async def test_a_transaction_that_fails_claims_and_releases_nothing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    kept, ready = await puts_up(alice), await puts_up(alice)
    await claims(room, alice, kept)

    async def fails(tx: WriteTx) -> None:
        await release_from_vault(tx, principal(alice), [kept.id])
        await claim_for_vault(tx, principal(alice), [ready.id])
        raise LookupError

    with pytest.raises(LookupError):
        await room.db.write(fails)

    assert await statuses(alice, file=kept) == [200]
    assert await alice.get(f"/v1/blobs/{ready.id}") == ready.shown([0], finished=True)


async def test_starting_over_ends_the_files_of_the_vault_and_no_others(room: Mailroom) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    file, theirs, sent = await puts_up(alice), await puts_up(bob), await puts_up(alice)
    await claims(room, alice, file)
    await claims(room, bob, theirs)
    await alice.sends([bob], blobs=[sent.id])

    await room.db.write(lambda tx: forget_vault_files(tx, alice.uid))

    assert await statuses(alice, file=file) == [404]
    assert await statuses(bob, file=theirs) == await statuses(bob, file=sent) == [200]
