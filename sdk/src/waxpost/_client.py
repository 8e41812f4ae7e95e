"""`Client`: everything a person can do with Waxpost, one method per verb.

A client is an unlocked account. It comes from one of the ways in (`sign_in`, `unlock`, `first_start`, `join`,
`start_over`, `recover`) and is closed at the end, as a context manager or with `close`. Names of people and contents of
messages that it hands out were verified on this device; `WaxpostError` and its children say what went wrong.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from waxpost import _finding as finding
from waxpost import _inviting as inviting
from waxpost import _joining as joining
from waxpost import _publishing as publishing
from waxpost import _signing_in as signing_in
from waxpost._administering import AdministratorVerbs
from waxpost._administration import report
from waxpost._asking import ask_for
from waxpost._checking import check_code, check_words, own_code, own_words
from waxpost._directory import Directory
from waxpost._exceptions import NoSuchFile, WaxpostError
from waxpost._keys import Home
from waxpost._log import kept_evidence
from waxpost._own_account import AccountVerbs
from waxpost._own_links import LinkVerbs
from waxpost._own_requests import RequestVerbs
from waxpost._reading import Mail, read_readers
from waxpost._recipients import Plan, make_plan
from waxpost._requests import Request, RequestDraft
from waxpost._sending import Draft, send_plan
from waxpost._taking import RequestTaker
from waxpost._transfers import Watcher, download
from waxpost._values import (
    SHOWN,
    Event,
    Group,
    GroupChange,
    GroupRow,
    Mailbox,
    Message,
    Person,
    ReaderStatus,
    Sent,
)
from waxpost._watching import watch
from waxpost._world import WORLD, World, closed, closed_on_error


class Client(AccountVerbs, AdministratorVerbs, LinkVerbs, RequestVerbs):
    """An unlocked account. `home` is a folder of this device, by default the one of the command line."""

    def __init__(self, directory: Directory) -> None:
        """Use one of the class methods instead."""
        self._directory = directory
        self._account = directory.account
        self._api = directory.account.api
        self._mail = Mail(directory, RequestTaker(self._account, self._book).take)
        self._notices: list[str] = []
        with closed_on_error(self._api):
            self._look_after_oneself()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits and close the connections. Receipts that cannot be written now cost detection only."""
        try:
            with suppress(WaxpostError):
                self._mail.flush()
        finally:
            self._api.close()

    # ---- ways in and out

    @classmethod
    def sign_in(
        cls,
        url: str,
        addr: str,
        password: str,
        *,
        accept_new_settings: bool = False,
        accept_restart: bool = False,
        home: Path | None = None,
        world: World = WORLD,
    ) -> Self:
        """Sign in on this device and unlock. Never creates keys.

        `SettingsChanged` when the server asks for another salt than last time; `SignInFailed` for a wrong password.
        """
        with closed_on_error(world.api(url)) as api:
            return cls(
                signing_in.sign_in(
                    Home(home),
                    api,
                    addr,
                    password,
                    accept_new_settings=accept_new_settings,
                    accept_restart=accept_restart,
                    clock=world.clock,
                )
            )

    @classmethod
    def unlock(
        cls, password: str, *, accept_restart: bool = False, home: Path | None = None, world: World = WORLD
    ) -> Self:
        """Unlock the account that is signed in on this device; `NoAccountHere`, or `WrongSecret`.

        `accept_restart` goes on with a key log that was restarted, after the person asked an administrator.
        """
        return cls(signing_in.unlock(Home(home), password, world.api, accept_restart=accept_restart, clock=world.clock))

    @classmethod
    def first_start(
        cls,
        link: str,
        *,
        organisation: str,
        addr: str,
        name: str,
        password: str,
        recovery_code: str,
        home: Path | None = None,
        world: World = WORLD,
    ) -> Self:
        """Become the first administrator of a new server. Keep `recovery_code` (`new_recovery_code`) elsewhere."""
        new = joining.NewAccount(addr, name, password, recovery_code)
        with closed_on_error(world.api(joining.server_of(link))) as api:
            return cls(joining.first_start(Home(home), api, link, organisation, new, world.clock))

    @classmethod
    def open_invitation(cls, link: str, *, world: World = WORLD) -> joining.Offer:
        """What a link to join or to start over is for, with the key log and the inviter verified. Uses nothing."""
        parts = joining.read_join_link(link)
        with closed(world.api(parts.server)) as api:
            return joining.open_offer(api, parts)

    @classmethod
    def join(
        cls, link: str, *, name: str, password: str, recovery_code: str, home: Path | None = None, world: World = WORLD
    ) -> Self:
        """Accept an invitation."""
        parts = joining.read_join_link(link, "invite")
        with closed_on_error(world.api(parts.server)) as api:
            offer = joining.open_offer(api, parts)
            new = joining.NewAccount(offer.addr, name, password, recovery_code)
            return cls(joining.accept(Home(home), api, offer, new, "new-owner", world.clock))

    @classmethod
    def start_over(
        cls,
        link: str,
        *,
        password: str,
        recovery_code: str,
        name: str | None = None,
        why: Literal["lost", "stolen"] = "lost",
        home: Path | None = None,
        world: World = WORLD,
    ) -> Self:
        """Make new keys with a link from an administrator, under the name from before if none is given.

        Old messages stay locked for ever, and every contact sees that the key is new.
        """
        parts = joining.read_join_link(link, "again")
        with closed_on_error(world.api(parts.server)) as api:
            offer = joining.open_offer(api, parts)
            new = joining.NewAccount(offer.addr, name or offer.former_name, password, recovery_code)
            return cls(joining.accept(Home(home), api, offer, new, why, world.clock))

    @classmethod
    def recover(
        cls,
        url: str,
        addr: str,
        code: str,
        new_password: str,
        *,
        new_code: str,
        home: Path | None = None,
        world: World = WORLD,
    ) -> Self:
        """Set a new password with the recovery code; `new_code` replaces it, and every other session ends."""
        with closed_on_error(world.api(url)) as api:
            return cls(signing_in.recover(Home(home), api, addr, code, new_password, new_code, world.clock))

    @classmethod
    def check_signed_in(cls, *, home: Path | None = None) -> None:
        """`NoAccountHere` unless somebody is signed in on this device."""
        Home(home).current().account()

    @classmethod
    def sign_out(cls, *, home: Path | None = None, world: World = WORLD) -> bool:
        """Forget the session on this device and end it at the server; False when the server could not be told."""
        return signing_in.sign_out(Home(home), world.api)

    @classmethod
    def kept_evidence(cls, *, home: Path | None = None) -> tuple[str, ...]:
        """The signed notes kept when this device stopped trusting the key log, oldest first."""
        return kept_evidence(Home(home).current())

    # ---- oneself

    @property
    def addr(self) -> str:
        """My address."""
        return self._account.addr

    @property
    def url(self) -> str:
        """The server."""
        return self._api.url

    def notices(self) -> tuple[str, ...]:
        """Sentences that the person should see before anything else: a stopped key log, somebody who has joined."""
        stop = self._directory.log.stop
        stopped = () if stop is None else (str(stop),)
        return (*stopped, *self._directory.log.warnings(), *self._notices)

    # ---- people and groups

    def people(self, query: str | None = None) -> tuple[Person, ...]:
        """Everybody, or whoever fits the query."""
        return finding.list_people(self._directory, query)

    def person(self, name: str) -> Person:
        """The one person with this full name or address."""
        return finding.find_person(self._directory, name)

    def groups(self) -> tuple[GroupRow, ...]:
        """Every group."""
        return finding.list_groups(self._api)

    def group(self, name: str) -> Group:
        """The one group with this name or id, and who is in it."""
        return finding.fetch_group(self._directory, finding.find_group_id(self._directory, name))

    # ---- keys of others

    def own_words(self) -> tuple[str, ...]:
        """My own eight words, from my own keys."""
        return own_words(self._account.vault)

    def own_code(self) -> str:
        """The text of my own QR code."""
        return own_code(self._account.vault)

    def check_words(self, addr: str, words: Iterable[str]) -> bool:
        """Whether these are all eight words of the person's newest key; if so, it counts as checked from now on."""
        return check_words(self._directory, addr, words)

    def check_code(self, addr: str, code: str) -> bool:
        """The same with the text of the person's QR code."""
        return check_code(self._directory, addr, code)

    def acknowledge_new_key(self, addr: str) -> None:
        """Go on with the new key of somebody who started over, although it is not checked."""
        self._directory.acknowledge(addr, "accepted")

    def report(
        self, kind: Literal["key-words-do-not-match", "key-log-stopped", "not-checked"], addr: str | None = None
    ) -> None:
        """Tell the administrators that something about keys does not fit."""
        report(self._api, kind, addr)

    # ---- messages

    def plan(
        self,
        to: Collection[str] = (),
        groups: Collection[str] = (),
        *,
        leave_out: Collection[str] = (),
        accept_members: Mapping[str, int] | None = None,
    ) -> Plan:
        """Who would get a message, and what has to be looked at first; stores nothing."""
        return make_plan(self._directory, to, groups, leave_out=leave_out, accept_members=accept_members)

    def confirm(self, plan: Plan, change: GroupChange) -> Plan:
        """The plan after the person said that the people of this group may read it."""
        return plan.confirmed(change)

    def send(self, plan: Plan, draft: Draft, *, watch: Watcher | None = None) -> Sent:
        """Seal and send what was planned. `MembersNotConfirmed` or `ChangedWhileSending`: nothing was sent.

        `watch` is called with the `Progress` of each file, after each of its parts.
        """
        return send_plan(self._directory, plan, draft, watch)

    def ask_for(self, plan: Plan, draft: RequestDraft) -> tuple[Request, Sent]:
        """Ask somebody outside; everybody of the plan gets a message with the key, and may read the answers as well.

        `MembersNotConfirmed`, `ChangedWhileSending`, or a `Problem`: then no request is left open.
        """
        return ask_for(self._directory, self._requests, plan, draft)

    def save(self, mid: str, file: int, folder: Path, *, watch: Watcher | None = None) -> Path:
        """Save a file of a message (its index in `Content.attachments`) into a folder; the path it got.

        Only the whole and unaltered file gets its name, a harmless one that was not taken: `Refused`, `FileNotWritten`.
        """
        files = self._mail.files(mid)
        if not 0 <= file < len(files):
            raise NoSuchFile(file + 1, len(files))
        return download(self._api, files[file], folder, watch)

    def reply(self, mid: str, draft: Draft) -> Sent:
        """Answer the signed sender of a message."""
        re, thread, addr = self._mail.answered(mid)
        return send_plan(self._directory, self.plan([addr]), draft.as_reply(re, thread))

    def inbox(self, *, unread: bool = False, limit: int = 50, cursor: str | None = None) -> Mailbox:
        """What I received, newest first, each opened."""
        return self._mail.list_box("inbox", unread=unread, limit=limit, cursor=cursor)

    def sent(self, *, limit: int = 50, cursor: str | None = None) -> Mailbox:
        """What I sent, newest first."""
        return self._mail.list_box("sent", limit=limit, cursor=cursor)

    def peek(self, mid: str) -> Message:
        """Open one message without marking it as read."""
        return self._mail.fetch(mid)

    def read(self, mid: str) -> Message:
        """Open one message and mark it as read, if it is shown."""
        message = self._mail.fetch(mid)
        if message.result in SHOWN and message.box == "inbox" and not message.is_read:
            self._mail.mark([(mid, True)])
        return message

    def mark(self, mids: Iterable[str], *, read: bool) -> None:
        """Mark messages as read or unread."""
        self._mail.mark([(mid, read) for mid in mids])

    def delete(self, mids: Iterable[str]) -> None:
        """Delete messages for me; other readers keep theirs."""
        self._mail.delete(list(mids))

    def readers(self, mid: str) -> tuple[ReaderStatus, ...]:
        """Who of the readers of a message of mine has read it and told so."""
        return read_readers(self._api, mid)

    def watch(self, after: int | None = None) -> Iterator[Event]:
        """Events after a number (`Mailbox.number`), or from now on; ends with `NotSignedIn` when the session does."""
        return watch(self._api, self._mail.list_box("inbox", limit=1).number if after is None else after)

    def sync(self) -> None:
        """Fetch the key log anew and look after what waits: pending keys, links that somebody accepted."""
        self._directory.sync()
        self._look_after_oneself()

    def _look_after_oneself(self) -> None:
        if self._directory.log.stop is None:
            if publishing.is_unfinished(self._directory):
                publishing.finish_pending(self._directory)
            self._notices = inviting.settle_links(self._directory)
            self._directory.keep_note()
