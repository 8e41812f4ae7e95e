"""Remember what was opened and deleted, on every device (spec/keys.md 3.2, receipts).

Segments are read once and kept sealed on this device; new records wait here and go into the newest segment when
`flush` is called. A lost record costs detection only, so a server that loses a segment cannot lock anybody out.
"""

from waxpost._account import Account
from waxpost._exceptions import Changed, NotFound, Refused
from waxpost.crypto.encoding import b64u
from waxpost.crypto.members import Members
from waxpost.crypto.receipts import (
    SEGMENT_RECORDS,
    Receipts,
    Record,
    Segment,
    merge_segments,
    open_segment,
    seal_segment,
)

# Records that wait before they are written in between (3.2).
WAIT_MOST = 32
_WRITES_MOST = 8
_VER_BYTES = 8


class ReceiptBook:
    """All receipts of one account; `known` answers, `note` remembers, `flush` writes."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._segments: dict[int, tuple[int, Segment]] = {}
        self._waiting: list[Record] = []
        self.warnings: list[str] = []
        for row in Members(dict(account.api.get("receipts"))).objects("segments"):
            self._load(row.number("n", 0, 10_000), row.number("ver", 1))
        self.known = Receipts(segment for _, segment in self._segments.values())

    def note(self, record: Record) -> None:
        """Remember a record if it says something new."""
        if record.flags & ~self.known.flags(record.key, record.hash):
            self.known.note(record)
            self._waiting.append(record)
        if len(self._waiting) >= WAIT_MOST:
            self.flush()

    def flush(self) -> None:
        """Write what waits into the newest segment."""
        while self._waiting:
            batch = self._waiting[:SEGMENT_RECORDS]
            self._write(batch)
            del self._waiting[: len(batch)]

    def _write(self, batch: list[Record]) -> None:
        uid = self._account.vault.uid
        for _ in range(_WRITES_MOST):
            n = max(self._segments, default=0)
            ver, segment = self._segments.get(n, (0, Segment(uid, n)))
            if len(segment.records) + len(batch) > SEGMENT_RECORDS:
                n, ver, segment = n + 1, 0, Segment(uid, n + 1)
            fresh = merge_segments(Segment(uid, n, tuple(batch)), segment)
            sealed = seal_segment(fresh, self._account.vault_key)
            body = {"ver": ver + 1, "receipts": b64u(sealed)}
            try:
                self._account.api.put(f"receipts/{n}", {**body}, if_match=ver)
            except Changed:
                self._fetch(n)
                continue
            self._keep(n, ver + 1, sealed, fresh)
            return
        raise Refused("form", "the receipts could not be written, because they changed again and again")

    def _load(self, n: int, ver: int) -> None:
        stored = self._account.folder.read(_file(n))
        if stored is not None and int.from_bytes(stored[:_VER_BYTES], "big") == ver:
            try:
                segment = open_segment(stored[_VER_BYTES:], self._account.vault_key, self._account.vault.uid, n)
                self._segments[n] = (ver, segment)
                return
            except Refused:
                pass
        self._fetch(n)

    def _fetch(self, n: int) -> None:
        try:
            answer = Members(dict(self._account.api.get(f"receipts/{n}")))
        except NotFound:
            self._segments.pop(n, None)
            return
        ver, sealed = answer.number("ver", 1), answer.raw("receipts")
        try:
            segment = open_segment(sealed, self._account.vault_key, self._account.vault.uid, n)
        except Refused:
            self.warnings.append("the server keeps receipts that cannot be opened; repeated messages may go unnoticed")
            segment = Segment(self._account.vault.uid, n)
        self._keep(n, ver, sealed, segment)

    def _keep(self, n: int, ver: int, sealed: bytes, segment: Segment) -> None:
        self._segments[n] = (ver, segment)
        self._account.folder.write(_file(n), ver.to_bytes(_VER_BYTES, "big") + sealed)


def _file(n: int) -> str:
    return f"receipts-{n}.bin"
