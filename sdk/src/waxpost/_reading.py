"""Open what was delivered and say what may be shown of it (spec/envelope.md 6.3).

Every message of a list is opened here; one that is refused is a row with its reason, never an error of the list.
What is shown comes from the signed payload; the server's words are used only for what nobody signs (arrival, read).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from waxpost._account import Account
from waxpost._api import Api
from waxpost._directory import Directory
from waxpost._exceptions import KeyLogStopped, Refused
from waxpost._old_logs import OldLogs
from waxpost._receipts import ReceiptBook
from waxpost._transfers import HeldFile
from waxpost._values import Attachment, Content, HandedTo, KeyState, Mailbox, Message, ReaderStatus, Result
from waxpost._values import Reader as ReaderOf
from waxpost.crypto.chain import Chain
from waxpost.crypto.encoding import check_id, seconds_of
from waxpost.crypto.members import Members
from waxpost.crypto.opening import (
    ChangedKey,
    Gone,
    NotForMe,
    Opened,
    OpenMessage,
    Reader,
    Retry,
    SealedMessage,
    open_message,
)
from waxpost.crypto.payload import Answered, HandedRequest
from waxpost.crypto.receipts import DELETED, OPENED, Record, receipt_hash
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.vault import KeyPair, Pin, Vault

Box = Literal["inbox", "sent"]
_DAY = 24 * 3600
_PAGE = 100
_NOT_CHECKED = "still not checked after a day: tell an administrator"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server lists of a message of mine; `sealed` is None when the content has to be fetched by itself."""

    mid: str
    box: Box
    from_addr: str
    arrived_at: str
    read_at: str | None
    read_count: int | None
    sealed: SealedMessage | None


def read_delivery(m: Members) -> Delivery:
    """Delivery of spec/api.md, section 7."""
    content = m.maybe("content", m.raw)
    recipients = m.maybe("recipients", m.objects)
    mid, from_addr, arrived_at = m.id16("mid"), m.addr("from"), m.time("arrived_at")
    sealed: SealedMessage | None = None
    if content is not None and recipients is not None:
        sealed = SealedMessage(
            mid=mid,
            from_addr=from_addr,
            thread=m.id16("thread"),
            exp=m.maybe("exp", m.time),
            arrived_at=arrived_at,
            recipients=tuple((to.addr("addr"), to.hash32("entry")) for to in recipients),
            wrap=m.raw("wrap"),
            content=content,
            blobs=tuple(m.texts("blobs", check_id)),
        )
    box = cast(Box, m.choice("box", ("inbox", "sent")))
    return Delivery(
        mid, box, from_addr, arrived_at, m.maybe("read_at", m.time), m.maybe("read_count", m.number), sealed
    )


class Mail:
    """The two boxes of an unlocked account."""

    def __init__(self, directory: Directory, take: Callable[[HandedRequest, str, int], HandedTo]) -> None:
        """`take` is told of each request that a verified message hands to me, of its signer and how many got it."""
        self._directory = directory
        self._take = take
        self._account: Account = directory.account
        self._old_logs = OldLogs(directory.account)
        self._book: ReceiptBook | None = None
        self._pins: dict[str, Pin] = {}
        self._results: dict[str, Opened] = {}
        self._blobs: dict[str, tuple[str, ...]] = {}
        self._has_refreshed = False
        # Asked for once in a list: a server that cannot answer now is not asked again for every row.
        self._asked_for: set[str] = set()
        # Deriving identities from seeds takes longer than opening a message: kept until the vault has others.
        self._made_of: tuple[KeyPair, ...] = ()
        self._made: tuple[HybridIdentity, ...] = ()

    @property
    def receipts(self) -> ReceiptBook:
        """The receipts, fetched at first use."""
        if self._book is None:
            self._book = ReceiptBook(self._account)
        return self._book

    def list_box(self, box: Box, *, unread: bool = False, limit: int = 50, cursor: str | None = None) -> Mailbox:
        """Up to `limit` messages, newest first, each opened; those that are gone are left out."""
        self._begin()
        messages: list[Message] = []
        while True:
            query: dict[str, str | int] = {"box": box, "limit": min(_PAGE, limit - len(messages))}
            query |= {} if cursor is None else {"cursor": cursor}
            query |= {"unread": "true"} if unread else {}
            page = Members(dict(self._account.api.get("messages", query)))
            for delivery in [read_delivery(item) for item in page.objects("items")]:
                message = self._opened(delivery)
                if message.result != "gone":
                    messages.append(message)
            cursor = page.maybe("cursor", page.text)
            if cursor is None or len(messages) >= limit:
                self._keep_pins()
                return Mailbox(tuple(messages), cursor, page.number("unread"), page.number("number"))

    def fetch(self, mid: str) -> Message:
        """One message, opened; `NotFound` or `Gone` from the server as they are."""
        self._begin()
        message = self._opened(self._deliver(mid))
        self._keep_pins()
        return message

    def mark(self, mids: list[tuple[str, bool]]) -> None:
        """Say that messages were read (true) or not (false); the sender sees it if the message asked."""
        items = [{"mid": mid, "read": read, "receipt": read and self._wants_receipt(mid)} for mid, read in mids]
        for start in range(0, len(items), _PAGE):
            self._account.api.post(
                "messages/read", {"items": [{**one} for one in items[start : start + _PAGE]]}, repeat=True
            )

    def delete(self, mids: list[str]) -> None:
        """Delete for me, and remember it, so that a server that serves it again is not believed (rule 9)."""
        records = [record for mid in mids if (record := self._record(mid)) is not None]
        for start in range(0, len(mids), _PAGE):
            self._account.api.post("messages/delete", {"mids": [*mids[start : start + _PAGE]]})
        for record in records:
            self.receipts.note(replace(record, flags=record.flags | DELETED))

    def answered(self, mid: str) -> tuple[Answered, str, str]:
        """For a reply: what is answered, its thread, and the sender's address; only for a message that is shown."""
        opened = self._open_again(mid)
        if not isinstance(opened, OpenMessage):
            raise Refused("form", "only a message that can be read can be answered")
        payload = opened.payload
        return Answered(mid, receipt_hash(opened.payload_bytes)), payload.thread, payload.from_addr

    def files(self, mid: str) -> tuple[HeldFile, ...]:
        """The files of a message that is shown; refused(form) for any other."""
        opened = self._open_again(mid)
        if not isinstance(opened, OpenMessage):
            raise Refused("form", "only the files of a message that can be read can be saved")
        pairs = zip(self._blobs[mid], opened.payload.att, strict=True)
        return tuple(HeldFile(blob, manifest, opened.mk) for blob, manifest in pairs)

    def flush(self) -> None:
        """Write receipts that wait."""
        if self._book is not None:
            self._book.flush()

    def _begin(self) -> None:
        self._has_refreshed = False
        self._asked_for.clear()

    def _deliver(self, mid: str) -> Delivery:
        delivery = read_delivery(Members(dict(self._account.api.get(f"messages/{mid}"))))
        if delivery.mid != mid or delivery.sealed is None:
            raise Refused("wrong-message", "the server sent another message than the one asked for")
        return delivery

    def _wants_receipt(self, mid: str) -> bool:
        opened = self._open_again(mid)
        return isinstance(opened, OpenMessage) and opened.payload.receipts and not opened.is_own

    def _record(self, mid: str) -> Record | None:
        opened = self._open_again(mid)
        return opened.receipt if isinstance(opened, OpenMessage) else None

    def _open_again(self, mid: str) -> Opened | None:
        if mid not in self._results:
            self._opened(self._deliver(mid))
        return self._results.get(mid)

    def _opened(self, delivery: Delivery) -> Message:
        try:
            full = delivery if delivery.sealed is not None else self._deliver(delivery.mid)
            assert full.sealed is not None
            opened = self._open(full.sealed)
        except KeyLogStopped as stopped:
            self._directory.log.note_split(stopped)
            return _closed(delivery, "retry", stopped.reason)
        except Refused as refused:
            return _closed(delivery, "refused", refused.reason)
        self._results[delivery.mid] = opened
        self._blobs[delivery.mid] = full.sealed.blobs
        return self._shown(delivery, opened)

    def _open(self, sealed: SealedMessage) -> Opened:
        opened = open_message(sealed, sealed.mid, self._reader())
        if isinstance(opened, NotForMe) and not self._has_refreshed:
            # Another device may have rotated: its vault has the newer identity, the log its entry.
            self._has_refreshed = True
            self._account.refresh_vault()
            if self._directory.log.stop is None:
                self._directory.sync()
            opened = open_message(sealed, sealed.mid, self._reader())
        if isinstance(opened, Retry) and opened.why == "log" and self._directory.log.stop is None:
            self._directory.sync()
            opened = open_message(sealed, sealed.mid, self._reader())
        if isinstance(opened, Retry) and opened.origin is not None and self._ask_old(opened.origin):
            opened = open_message(sealed, sealed.mid, self._reader())
        return opened

    def _ask_old(self, origin: str) -> bool:
        if origin in self._asked_for or self._directory.log.stop is not None:
            return False
        self._asked_for.add(origin)
        return self._old_logs.ask(origin)

    def _reader(self) -> Reader:
        vault = self._account.vault
        return Reader(
            addr=vault.addr,
            own_entries=vault.own_entries(),
            identities=self._identities(),
            find_chain=self._find_chain,
            find_pin=lambda addr: self._pins.get(addr) or vault.find_pin(addr),
            log=self._directory.log.view,
            receipts=self.receipts.known,
            now=self._account.now(),
            find_old_log=self._old_logs.find,
            announced=self._directory.log.announced,
        )

    def _find_chain(self, addr: str) -> Chain | None:
        known = self._directory.find(addr)
        if known.refused is not None and not known.is_withheld:
            raise known.refused
        return known.chain

    def _shown(self, delivery: Delivery, opened: Opened) -> Message:
        match opened:
            case NotForMe():
                return _closed(delivery, "not-for-me", None)
            case Retry():
                is_old = seconds_of(delivery.arrived_at) + _DAY < self._account.clock()
                return _closed(delivery, "retry", opened.why, (_NOT_CHECKED,) if is_old else ())
            case Gone():
                return _closed(delivery, "gone", opened.why)
            case ChangedKey():
                return self._changed(delivery, opened)
            case OpenMessage():
                return self._whole(delivery, opened)

    def _whole(self, delivery: Delivery, opened: OpenMessage) -> Message:
        payload = opened.payload
        if opened.status in ("genuine", "first-contact") and not opened.is_own:
            self.receipts.note(replace(opened.receipt, flags=opened.receipt.flags | OPENED))
        if opened.pin is not None:
            self._pins[payload.from_addr] = opened.pin
        remarks: list[str] = []
        if opened.odd_time:
            remarks.append(f"the sender's clock says {payload.sent}, the server's {delivery.arrived_at}")
        if opened.to_old_key:
            remarks.append("written to your old key")
        key: KeyState = opened.key_state or ("first" if opened.pin is not None else "unknown")
        content = Content(
            mid=payload.mid,
            thread=payload.thread,
            subject=payload.subject,
            body=payload.body,
            ctype=payload.ctype,
            priority=payload.prio,
            sent_at=payload.sent,
            expires_at=opened.exp,
            readers=tuple(ReaderOf(to.addr, self._name(to.addr), to.via) for to in payload.to),
            groups=tuple((group.gid, group.name) for group in payload.groups),
            omitted=payload.omitted,
            in_reply_to=payload.re and payload.re.mid,
            wants_receipt=payload.receipts,
            items=payload.items,
            attachments=tuple(Attachment(file.name, file.type, file.size) for file in payload.att),
            request=None if payload.request is None else self._handed(opened, payload.request),
        )
        # Rule 12: the box follows the signed sender, whatever the server says.
        box: Box = "sent" if opened.is_own else "inbox"
        message = _closed(delivery, opened.status, None, tuple(remarks))
        return replace(
            message, box=box, from_addr=payload.from_addr, from_name=opened.sender.name, from_key=key, content=content
        )

    def _handed(self, opened: OpenMessage, request: HandedRequest) -> HandedTo:
        if opened.is_own:
            return HandedTo(request.id, "own")
        if opened.status not in ("genuine", "first-contact"):
            return HandedTo(request.id, "old-key")
        return self._take(request, opened.payload.from_addr, len(opened.payload.to))

    def _changed(self, delivery: Delivery, opened: ChangedKey) -> Message:
        header = f"sent {opened.sent} to {', '.join(opened.to)}"
        remarks = (header, "this key was reported stolen; the message stays closed") if opened.is_stolen else (header,)
        message = _closed(delivery, "changed-key", None, remarks)
        return replace(message, from_addr=opened.from_addr, from_name=opened.name, from_key="changed")

    def _name(self, addr: str) -> str:
        known = self._directory.find(addr)
        return known.name if known.chain is not None else addr

    def _identities(self) -> Sequence[HybridIdentity]:
        pairs = self._account.vault.ids
        if self._made_of != pairs:
            self._made_of, self._made = pairs, tuple(self._account.vault.identities())
        return self._made

    def _keep_pins(self) -> None:
        """Pin whoever wrote for the first time; not while the key log is stopped (5.3)."""
        fresh, self._pins = self._pins, {}
        if not fresh or self._directory.log.stop is not None:
            return

        def edit(vault: Vault) -> Vault:
            for pin in fresh.values():
                if vault.find_pin(pin.addr) is None:
                    vault = vault.with_pin(pin)
            return vault

        self._account.change(edit)


def read_readers(api: Api, mid: str) -> tuple[ReaderStatus, ...]:
    """Who of the readers of a message of mine has read it and told so; the server's word."""
    rows = Members(dict(api.get(f"messages/{mid}/readers"))).objects("readers")
    return tuple(
        ReaderStatus(
            row.addr("addr"),
            cast(Literal["waiting", "read"], row.choice("state", ("waiting", "read"))),
            row.maybe("read_at", row.time),
        )
        for row in rows
    )


def _closed(delivery: Delivery, result: Result, reason: str | None, remarks: tuple[str, ...] = ()) -> Message:
    return Message(
        mid=delivery.mid,
        box=delivery.box,
        result=result,
        reason=reason,
        from_addr=delivery.from_addr,
        from_name=None,
        from_key="unknown",
        content=None,
        arrived_at=delivery.arrived_at,
        is_read=delivery.read_at is not None or delivery.box == "sent",
        read_count=delivery.read_count,
        remarks=remarks,
    )
