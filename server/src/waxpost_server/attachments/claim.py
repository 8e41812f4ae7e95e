"""Take uploads over for a message, link, answer or vault, in the claimant's own transaction: all or none, and once.

For `messages`: `claim_for_message`, `release_of_message`; for `links`: `claim_for_link`, `release_of_link`;
for `requests`: `claim_for_answer`, `release_of_answer`.
For whoever keeps vaults: `claim_for_vault`,
`release_from_vault`, `forget_vault_files`. Each may be called with no ids at all. When the transaction fails, nothing
has been claimed or released.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from waxpost_server.attachments.errors import BlobsNotReady
from waxpost_server.attachments.sizes import plain_size
from waxpost_server.attachments.sweep import end_blobs
from waxpost_server.attachments.tables import FINISHED, GONE, OF_ANSWER, OF_LINK, OF_MESSAGE, OF_VAULT, blob
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import Row, WriteTx, any_of, statement
from waxpost_server.kit.web.principal import Principal

_b = blob.c
# Locked in the order of ids, so that two claims of the same never wait for one another.
_LIST_READY = statement(
    sa.select(_b.id, _b.csize, _b.hlen)
    .where(any_of(_b.id, "ids"), _b.uid == sa.bindparam("uid"), _b.state == FINISHED)
    .order_by(_b.id)
    .with_for_update()
)
_CLAIM = statement(
    sa.update(blob).where(any_of(_b.id, "ids")).values(state=sa.bindparam("new_state"), touched_at=sa.bindparam("at"))
)
_LIST_KEPT = statement(
    sa.select(_b.id).where(any_of(_b.id, "ids"), _b.uid == sa.bindparam("of_uid"), _b.state == OF_VAULT)
)
_FORGET_VAULT = statement(
    sa.update(blob)
    .where(_b.uid == sa.bindparam("of_uid"), _b.state == OF_VAULT)
    .values(state=GONE, due_at=sa.bindparam("removal_at"))
)


async def claim_for_message(tx: WriteTx, principal: Principal, blob_ids: Sequence[str]) -> int:
    """Take the asker's finished uploads for a message; how many bytes of plaintext they are together.

    Raises BlobsNotReady, naming every one that is unfinished, not the asker's, claimed or unknown. The caller gives
    them out to whom it likes (`access.find_part_of_message`) and ends them by `release_of_message`.
    """
    rows = await _claim(tx, principal, blob_ids, OF_MESSAGE)
    return sum(plain_size(row.csize, row.hlen) or 0 for row in rows)


async def release_of_message(tx: WriteTx, blob_ids: Sequence[str]) -> None:
    """End blobs that messages had claimed: nobody gets them any more, and their objects are removed soon."""
    await end_blobs(tx, blob_ids)


async def claim_for_link(tx: WriteTx, principal: Principal, blob_ids: Sequence[str]) -> int:
    """Take the asker's finished uploads for a link, as `claim_for_message` does for a message."""
    rows = await _claim(tx, principal, blob_ids, OF_LINK)
    return sum(plain_size(row.csize, row.hlen) or 0 for row in rows)


async def release_of_link(tx: WriteTx, blob_ids: Sequence[str]) -> None:
    """End blobs that links had claimed."""
    await end_blobs(tx, blob_ids)


async def claim_for_answer(tx: WriteTx, uploader: Principal, blob_ids: Sequence[str]) -> int:
    """Take a stranger's finished uploads for an answer, as `claim_for_message` does for a message."""
    rows = await _claim(tx, uploader, blob_ids, OF_ANSWER)
    return sum(plain_size(row.csize, row.hlen) or 0 for row in rows)


async def release_of_answer(tx: WriteTx, blob_ids: Sequence[str]) -> None:
    """End blobs that answers had claimed."""
    await end_blobs(tx, blob_ids)


async def claim_for_vault(tx: WriteTx, principal: Principal, blob_ids: Sequence[str]) -> None:
    """Take the asker's finished uploads for the asker's vault: they stay until released, for the asker alone.

    One that is in the vault already stays there, so the same request may come twice. Raises BlobsNotReady as above.
    """
    kept = await tx.all(_LIST_KEPT, ids=list(blob_ids), of_uid=principal.uid) if blob_ids else []
    in_vault = {row.id for row in kept}
    await _claim(tx, principal, [blob_id for blob_id in blob_ids if blob_id not in in_vault], OF_VAULT)


async def release_from_vault(tx: WriteTx, principal: Principal, blob_ids: Sequence[str]) -> None:
    """End these blobs of the asker's vault. What is not in it, or went before, is passed over in silence."""
    if not blob_ids:
        return
    kept = await tx.all(_LIST_KEPT, ids=list(blob_ids), of_uid=principal.uid)
    await end_blobs(tx, [row.id for row in kept])


async def forget_vault_files(tx: WriteTx, uid: str) -> None:
    """End every blob of a person's vault: the keys to them are lost when the person starts over."""
    await tx.run(_FORGET_VAULT, of_uid=uid, removal_at=now())


async def _claim(tx: WriteTx, principal: Principal, blob_ids: Sequence[str], state: str) -> list[Row]:
    if not blob_ids:
        return []
    ready = await tx.all(_LIST_READY, ids=list(blob_ids), uid=principal.uid)
    found = {row.id for row in ready}
    missing = [blob_id for blob_id in blob_ids if blob_id not in found]
    if missing:
        raise BlobsNotReady(missing)
    await tx.run(_CLAIM, ids=list(found), at=now(), new_state=state)
    return ready
