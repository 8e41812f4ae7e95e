"""The vault: everything a person must be able to trust after sign-in (spec/keys.md 3.2).

Only the holder of the vault key can make one that opens. An open vault is a value; a changed one is another value.
Members this version does not know stay where they were found (`more`) and are written back.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, cast

from waxpost._exceptions import Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_with_key, seal_with_key
from waxpost.crypto.encoding import b64u, check_addr, sha256, unb64u
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.password import SALT_BYTES, Work
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.strictjson import Json, write_json

TYPE = "waxpost-vault"
HISTORY_MOST = 64
CODE_BYTES = 16

PinState = Literal["first", "invited", "checked"]
_STATES = ("first", "invited", "checked")
More = dict[str, Json]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kdf:
    """How the password is hashed: the salt as served (16 bytes) and the work."""

    salt: bytes
    work: Work
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """One pair of my keys and all my entries that publish it. An old signing seed is gone (None)."""

    entries: tuple[str, ...]
    ed25519: bytes | None
    enc: str
    pending: bool
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier pin."""

    seq: int
    entry: str


@dataclass(frozen=True, slots=True)
class Pin:
    """The entry of a person that this vault trusts, and why."""

    addr: str
    uid: str
    name: str
    seq: int
    entry: str
    state: PinState
    past: tuple[Past, ...] = ()
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a group as confirmed at the last send."""

    gid: str
    name: str
    rev: int
    addrs: tuple[str, ...]
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation (`invite`) or a start over (`again`) that waits for its person; `code` is I or S of 5.5."""

    id: str
    kind: Literal["invite", "again"]
    addr: str
    code: bytes
    exp: str
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class LogPin:
    """The key log: origin, key and the newest checkpoint note seen. `until` only for a log that was restarted."""

    origin: str
    key: bytes
    note: str
    until: str | None = None
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class PackHead:
    """The version of a pack that belongs to this version of the vault."""

    file: str
    ver: int
    sha: str
    more: More = field(default_factory=dict[str, Json], hash=False)


@dataclass(frozen=True, slots=True)
class Vault:
    """An open vault."""

    uid: str
    addr: str
    ver: int
    kdf: Kdf
    first: int
    ids: tuple[KeyPair, ...]
    own: bytes
    log: LogPin
    pins: tuple[Pin, ...] = ()
    rosters: tuple[Roster, ...] = ()
    invites: tuple[OpenInvitation, ...] = ()
    logs: tuple[LogPin, ...] = ()
    heads: tuple[PackHead, ...] = ()
    hist: tuple[str, ...] = ()
    more: More = field(default_factory=dict[str, Json], hash=False)

    def identities(self) -> list[HybridIdentity]:
        """Every identity that may open a wrap of mine, newest first."""
        return [HybridIdentity.from_text(pair.enc) for pair in reversed(self.ids)]

    def own_entries(self) -> frozenset[str]:
        """The hashes of all my entries, pending ones included."""
        return frozenset(entry for pair in self.ids for entry in pair.entries)

    def find_pin(self, addr: str) -> Pin | None:
        """The pin of this address."""
        return next((pin for pin in self.pins if pin.addr == addr), None)

    def with_pin(self, pin: Pin) -> "Vault":
        """The vault with this pin instead of the one of the same address."""
        return replace(self, pins=(*(other for other in self.pins if other.addr != pin.addr), pin))

    def with_roster(self, roster: Roster) -> "Vault":
        """The vault with this roster instead of the one of the same group."""
        return replace(self, rosters=(*(other for other in self.rosters if other.gid != roster.gid), roster))


def vault_hash(sealed: bytes) -> str:
    """How versions name one another: b64u(H(sealed bytes))."""
    return b64u(sha256(sealed))


def next_version(vault: Vault, sealed_before: bytes) -> Vault:
    """The vault to write after the version whose sealed bytes are given: `ver` + 1, that version first in `hist`."""
    return replace(vault, ver=vault.ver + 1, hist=(vault_hash(sealed_before), *vault.hist)[:HISTORY_MOST])


def seal_vault(vault: Vault, vault_key: bytes, random: RandomBytes = os.urandom) -> bytes:
    """vault.age."""
    return seal_with_key(vault_key, write_json(written_vault(vault)), random)


def open_vault(sealed: bytes, vault_key: bytes) -> Vault:
    """Open vault.age; `WrongSecret` for another key, refused(form) or refused(newer) for what is no vault of ours."""
    return read_vault(open_with_key(vault_key, sealed))


def read_vault(data: bytes) -> Vault:
    """The vault from its JSON."""
    m = read_members(data, TYPE)
    vault = Vault(
        uid=m.id16("uid"),
        addr=m.addr("addr"),
        ver=m.number("ver", 1),
        kdf=_read_kdf(m.inner("kdf")),
        first=m.number("first"),
        ids=_each(m, "ids", _read_pair),
        own=m.raw("own"),
        log=_read_log(m.inner("log"), is_old=False),
        pins=_each(m, "pins", _read_pin),
        rosters=_each(m, "rosters", _read_roster),
        invites=_each(m, "invites", _read_invite),
        logs=_each(m, "logs", lambda log: _read_log(log, is_old=True)),
        heads=_each(m, "heads", _read_head),
        hist=tuple(m.texts("hist", _check_hash, most=HISTORY_MOST)),
    )
    if not vault.ids:
        raise Refused("form", "a vault without keys")
    _check_unique([pin.addr for pin in vault.pins])
    _check_unique([roster.gid for roster in vault.rosters])
    return replace(vault, more=m.rest())


def _each(m: Members, name: str, read: Callable[[Members], T]) -> tuple[T, ...]:
    return tuple(read(inner) for inner in m.objects(name))


def _check_hash(text: str) -> str:
    unb64u(text, 32)
    return text


def _check_unique(keys: list[str]) -> None:
    if len(set(keys)) != len(keys):
        raise Refused("form", "one person or group stands twice in the vault")


def _read_kdf(m: Members) -> Kdf:
    kdf = Kdf(m.raw("salt", SALT_BYTES), Work(m.number("m"), m.number("t"), m.number("p")))
    return replace(kdf, more=m.rest())


def _read_pair(m: Members) -> KeyPair:
    pair = KeyPair(
        entries=tuple(m.texts("entries", _check_hash, least=1)),
        ed25519=m.maybe("ed25519", lambda name: m.raw(name, 32)),
        enc=m.text("enc"),
        pending=m.flag("pending"),
    )
    HybridIdentity.from_text(pair.enc)
    return replace(pair, more=m.rest())


def _read_pin(m: Members) -> Pin:
    pin = Pin(
        addr=m.addr("addr"),
        uid=m.id16("uid"),
        name=m.name("name"),
        seq=m.number("seq"),
        entry=m.hash32("entry"),
        state=cast(PinState, m.choice("state", _STATES)),
        past=tuple(Past(past.number("seq"), past.hash32("entry")) for past in m.objects("past")),
    )
    return replace(pin, more=m.rest())


def _read_roster(m: Members) -> Roster:
    roster = Roster(m.id16("gid"), m.name("name"), m.number("rev", 1), tuple(m.texts("addrs", check_addr)))
    return replace(roster, more=m.rest())


def _read_invite(m: Members) -> OpenInvitation:
    invite = OpenInvitation(
        id=m.id16("id"),
        kind=cast(Literal["invite", "again"], m.choice("kind", ("invite", "again"))),
        addr=m.addr("addr"),
        code=m.raw("code", CODE_BYTES),
        exp=m.time("exp"),
    )
    return replace(invite, more=m.rest())


def _read_log(m: Members, *, is_old: bool) -> LogPin:
    log = LogPin(m.text("origin"), m.raw("key", 32), m.text("note"), m.time("until") if is_old else None)
    return replace(log, more=m.rest())


def _read_head(m: Members) -> PackHead:
    head = PackHead(m.text("file"), m.number("ver", 1), m.hash32("sha"))
    return replace(head, more=m.rest())


def written_vault(vault: Vault) -> dict[str, Json]:
    """The JSON of a vault, unknown members at the end."""
    kdf = vault.kdf
    return {
        "v": 1,
        "t": TYPE,
        "uid": vault.uid,
        "addr": vault.addr,
        "ver": vault.ver,
        "kdf": {"salt": b64u(kdf.salt), "m": kdf.work.m, "t": kdf.work.t, "p": kdf.work.p, **kdf.more},
        "first": vault.first,
        "ids": [_written_pair(pair) for pair in vault.ids],
        "own": b64u(vault.own),
        "pins": [written_pin(pin) for pin in vault.pins],
        "rosters": [
            {"gid": r.gid, "name": r.name, "rev": r.rev, "addrs": list[Json](r.addrs), **r.more} for r in vault.rosters
        ],
        "invites": [
            {"id": i.id, "kind": i.kind, "addr": i.addr, "code": b64u(i.code), "exp": i.exp, **i.more}
            for i in vault.invites
        ],
        "log": _written_log(vault.log),
        "logs": [_written_log(log) for log in vault.logs],
        "heads": [{"file": h.file, "ver": h.ver, "sha": h.sha, **h.more} for h in vault.heads],
        "hist": list[Json](vault.hist),
        **vault.more,
    }


def _written_pair(pair: KeyPair) -> Json:
    seed = None if pair.ed25519 is None else b64u(pair.ed25519)
    return {
        "entries": list[Json](pair.entries),
        "ed25519": seed,
        "enc": pair.enc,
        "pending": pair.pending,
        **pair.more,
    }


def written_pin(pin: Pin) -> dict[str, Json]:
    """The JSON of a pin."""
    return {
        "addr": pin.addr,
        "uid": pin.uid,
        "name": pin.name,
        "seq": pin.seq,
        "entry": pin.entry,
        "state": pin.state,
        "past": [{"seq": past.seq, "entry": past.entry} for past in pin.past],
        **pin.more,
    }


def _written_log(log: LogPin) -> Json:
    until: dict[str, Json] = {} if log.until is None else {"until": log.until}
    return {"origin": log.origin, "key": b64u(log.key), "note": log.note, **until, **log.more}
