"""The three flows that make keys: first start, invitation, start over (spec/key-log.md 5.5).

Each begins with a link. What the link says of the key log is compared before anything is made; the new person's
account is built on this device and goes to the server in one request.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from waxpost._account import Account, check_served
from waxpost._api import Answer, Api
from waxpost._directory import Directory
from waxpost._exceptions import IncompleteLink, KeyLogStopped, Refused
from waxpost._keys import Home, SavedSettings
from waxpost._log import parse_log_info, replay_new
from waxpost._new_password import check_new_password
from waxpost._signing_in import LABEL, SignedIn, fetch_settings, keys_of, settings_json, take_session
from waxpost.crypto.chain import Chain, check_chain
from waxpost.crypto.encoding import (
    FIRST_START_ID,
    KIND_FIRST_START,
    addr_as_typed,
    b64u,
    check_id,
    check_name,
    read_b32code,
    read_recovery_code,
    time_of,
    unb64u,
)
from waxpost.crypto.entry import SecretKeys, entry_hash, make_first, make_reset, read_pinned
from waxpost.crypto.invitation import JoinCode, Kind, bind_tag, claim_of, join_code
from waxpost.crypto.logview import LogView
from waxpost.crypto.members import Members
from waxpost.crypto.note import open_checkpoint
from waxpost.crypto.password import SALT_BYTES, Work, recovery_login_key
from waxpost.crypto.pins import first_pin
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.slots import OpenSlot, open_password_slot, seal_password_slot, seal_recovery_slot
from waxpost.crypto.vault import Kdf, KeyPair, LogPin, Pin, Vault, seal_vault

# The path of each kind of link, and of its routes.
_PATHS: dict[str, tuple[Kind, str]] = {"join": ("invite", "invitations"), "again": ("again", "again")}


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A link to join or to start over, taken apart and its code checked; no request has been made."""

    server: str
    id: str
    code: JoinCode
    routes: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the server says a link is for, and the log as it is. `chain` is that of the address, if it has one."""

    link: JoinLink
    addr: str
    name: str | None
    organisation: str | None
    inviter: str
    expires_at: str
    log: LogPin
    view: LogView
    chain: Chain | None
    inviter_chain: Chain | None

    @property
    def url(self) -> str:
        """The server."""
        return self.link.server

    @property
    def former_name(self) -> str:
        """The name in the newest entry of the address; empty without one."""
        return "" if self.chain is None else self.chain.newest.name

    @property
    def takes_over(self) -> bool:
        """Whether the address had another owner: colleagues will see that its keys are new."""
        return self.link.code.kind == "invite" and self.chain is not None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who the new account is for."""

    addr: str
    name: str
    password: str
    recovery_code: str


def server_of(link: str) -> str:
    """The server that a first-start link leads to."""
    parts = urlsplit(link.strip())
    base, _, page = parts.path.rpartition("/")
    if page != "start" or not parts.netloc:
        raise IncompleteLink
    return f"{parts.scheme}://{parts.netloc}{base}"


def read_join_link(link: str, wanted: Kind | None = None) -> JoinLink:
    """The parts of an invitation or start-over link; `IncompleteLink` for a code that does not fit."""
    parts = urlsplit(link.strip())
    base, _, link_id = parts.path.rpartition("/")
    base, _, kind = base.rpartition("/")
    if kind not in _PATHS or not parts.netloc:
        raise IncompleteLink
    code = join_code(read_b32code(parts.fragment, link_id))
    expected, routes = _PATHS[kind]
    if code.kind != expected or wanted not in (None, code.kind):
        raise IncompleteLink
    return JoinLink(f"{parts.scheme}://{parts.netloc}{base}", check_id(link_id), code, routes)


def open_offer(api: Api, link: JoinLink) -> Offer:
    """Ask what the link is for, and check the key log and the inviter (5.5, step 1). Uses nothing.

    The api keeps the pass that reads the log. Refused with `log-key` when the link was made for another log, with
    `sender-keys` when the inviter cannot be verified, and with `own-keys` when log and server disagree (step 2).
    """
    claim = b64u(claim_of(link.code.kind, link.code.code))
    answer = Members(dict(api.post(f"{link.routes}/{link.id}/open", {"claim": claim}, repeat=True)))
    addr, inviter = answer.addr("addr"), answer.inner("inviter").addr("addr")
    api.token = answer.text("pass", 1000)
    origin, key, _ = parse_log_info(answer.inner("log"))
    link.code.check_log(origin, key)
    view = replay_new(api, origin, key)
    assert view.checkpoint is not None
    return Offer(
        link=link,
        addr=addr,
        name=answer.maybe("name", answer.name),
        organisation=answer.maybe("organisation", answer.name),
        inviter=inviter,
        expires_at=answer.time("expires_at"),
        log=LogPin(origin, key, view.checkpoint.note),
        view=view,
        chain=_chain_in(api, view, addr),
        inviter_chain=_inviter(api, view, link, inviter),
    )


def first_start(
    home: Home, api: Api, link: str, organisation: str, new: NewAccount, clock: Callable[[], float] = time.time
) -> Directory:
    """Become the first administrator of a server that nobody has used."""
    parts = urlsplit(link.strip())
    code = read_b32code(parts.fragment, FIRST_START_ID)
    if code.kind != KIND_FIRST_START:
        raise IncompleteLink
    _check_new(new)
    checked = Members(dict(api.post("start/check", {"code": b64u(code.secret)}, repeat=True)))
    origin, key, _ = parse_log_info(checked.inner("log"))
    checkpoint = open_checkpoint(checked.text("note"), origin, key)
    log = LogPin(origin, key, checkpoint.note)
    keys = _new_keys()
    uid = b64u(os.urandom(16))
    entry = make_first(new.addr, uid, new.name, time_of(int(clock())), keys)
    built = _build(api, new, uid, keys, entry, log, ())
    body: Answer = {"code": b64u(code.secret), "organisation": check_name(organisation), **built.request()}
    return _finish(home, api, api.post("start", body), built, clock)


def accept(
    home: Home, api: Api, offer: Offer, new: NewAccount, why: str, clock: Callable[[], float] = time.time
) -> Directory:
    """Join by an invitation, or start over (5.5, steps 2 and 3)."""
    _check_new(new)
    code = offer.link.code
    keys = _new_keys()
    created = time_of(int(clock()))
    before = None if offer.chain is None else offer.chain.newest
    if code.kind == "invite":
        uid = b64u(os.urandom(16))
        if before is None:
            entry = make_first(new.addr, uid, new.name, created, keys)
        else:
            entry = make_reset(before, "new-owner", max(created, before.created), keys, new.name, uid)
    else:
        if before is None:
            raise Refused("own-keys", "the key log holds no keys of this address, so there is nothing to start over")
        uid = before.uid
        entry = make_reset(before, why, max(created, before.created), keys, new.name, uid)
    built = _build(api, new, uid, keys, entry, offer.log, _inviter_pin(offer))
    claim = b64u(claim_of(code.kind, code.code))
    tag = b64u(bind_tag(code.kind, code.code, entry))
    body: Answer = {"claim": claim, "tag": tag, **built.request()}
    answer = api.post(f"{offer.link.routes}/{offer.link.id}/claim", body)
    return _finish(home, api, answer, built, clock)


@dataclass(frozen=True, slots=True)
class _Built:
    """A new account on this device, and the secrets that open it."""

    account: Answer
    vault: Vault
    sealed: bytes
    slot: OpenSlot
    slot_key: bytes
    settings: SavedSettings

    def request(self) -> Answer:
        return {"account": self.account, "client": "cli", "label": LABEL}


def _build(
    api: Api, new: NewAccount, uid: str, keys: SecretKeys, entry: bytes, log: LogPin, pins: tuple[Pin, ...]
) -> _Built:
    settings = fetch_settings(api, new.addr)
    password = keys_of(new.password, new.addr, settings)
    code = read_recovery_code(new.recovery_code)
    work = Work(settings.m, settings.t, settings.p)
    slot = OpenSlot(uid, os.urandom(32))
    own = read_pinned(entry, entry_hash(entry))
    vault = Vault(
        uid=uid,
        addr=new.addr,
        ver=1,
        kdf=Kdf(unb64u(settings.salt, SALT_BYTES), work),
        first=own.seq,
        ids=(KeyPair((own.hash,), keys.ed25519, keys.enc.text, pending=False),),
        own=entry,
        log=log,
        pins=pins,
    )
    sealed = seal_vault(vault, slot.vault_key)
    account: Answer = {
        "addr": new.addr,
        "uid": uid,
        "kdf": settings_json(settings),
        "login_key": b64u(password.login),
        "recovery_login_key": b64u(recovery_login_key(code)),
        "slot_password": b64u(seal_password_slot(slot, password.slot)),
        "slot_recovery": b64u(seal_recovery_slot(slot, code)),
        "vault": b64u(sealed),
        "entry": b64u(entry),
    }
    return _Built(account, vault, sealed, slot, password.slot, settings)


def _finish(home: Home, api: Api, answer: Answer, built: _Built, clock: Callable[[], float]) -> Directory:
    """Take the session, and see that the server stored what was sent and nothing else."""
    folder = home.folder(api.url, built.vault.addr)

    def unlocked(signed_in: SignedIn) -> Directory:
        if open_password_slot(signed_in.slot, built.slot_key) != built.slot or signed_in.vault != built.sealed:
            raise Refused("form", "the server kept another account than the one that was made here")
        # What an earlier account of this address left here is no longer comparable: its vault had another key.
        folder.forget_former_account()
        served = check_served(folder, signed_in.vault, built.slot.vault_key, signed_in.ver)
        directory = Directory(Account(api, folder, signed_in.person, built.slot.vault_key, served, clock))
        directory.sync()
        directory.check_own_is_published()
        return directory

    return take_session(home, api, folder, answer, built.settings, unlocked)


def _check_new(new: NewAccount) -> None:
    check_name(new.name)
    check_new_password(new.password, addr_as_typed(new.addr), new.name)


def _new_keys() -> SecretKeys:
    return SecretKeys(os.urandom(32), HybridIdentity.new())


def _chain_in(api: Api, view: LogView, addr: str) -> Chain | None:
    """The verified chain of an address; None only when neither log nor server know one (5.5, step 2)."""
    asked: Answer = {"people": [{"addr": addr, "after": -1}]}
    people = Members(dict(api.post("keys", asked, repeat=True))).objects("people", 1, 1)
    raws = [unb64u(text) for text in people[0].texts("entries", str)]
    head = view.find_head(addr)
    if (head is None) != (not raws):
        raise Refused("own-keys", "the server and the key log disagree about this address; tell an administrator")
    if not raws:
        return None
    chain = check_chain(addr, raws, view.checkpoint.time if view.checkpoint else None)
    view.check_person(chain)
    return chain


def _inviter(api: Api, view: LogView, link: JoinLink, addr: str) -> Chain | None:
    """The inviter's chain, when it holds the entry that the link names (step 1); a start over names none."""
    if link.code.kind == "again":
        return None
    try:
        chain = _chain_in(api, view, addr)
    except KeyLogStopped:
        raise
    except Refused as refused:
        raise Refused("sender-keys", "the keys of the person who invites you cannot be verified") from refused
    named = None if chain is None else next((e for e in chain.entries if link.code.fits_inviter(e.hash)), None)
    if chain is None or named is None or not chain.in_one_segment(named.hash, chain.newest.hash):
        raise Refused("sender-keys", "the person who invites you has other keys than the link says")
    return chain


def _inviter_pin(offer: Offer) -> tuple[Pin, ...]:
    if offer.inviter_chain is None or offer.inviter == offer.addr:
        return ()
    return (first_pin(offer.inviter_chain, "invited"),)
