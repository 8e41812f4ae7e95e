"""Seal a message: what leaves the sender's device (spec/envelope.md 6.2, steps 3 to 6).

Each message has one one-off hybrid identity (MK); its content is sealed to that, and MK is wrapped for each reader in
a file of his own. Whatever is POSTed counts as delivered, so a retry sends the very same bytes.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from waxpost._exceptions import Refused
from waxpost.crypto.age import RandomBytes
from waxpost.crypto.agefile import open_hybrid, seal_to
from waxpost.crypto.encoding import b64u, sha256
from waxpost.crypto.entry import PublicKeys, SecretKeys
from waxpost.crypto.jws import TYPE_MESSAGE, sign_jws
from waxpost.crypto.members import read_members
from waxpost.crypto.payload import Payload, write_payload
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import Json, write_json

TYPE_WRAP = "waxpost-wrap"
PAD = 1024
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class SealedFor:
    """One reader's wrap."""

    addr: str
    entry: str
    wrap: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the server gets (6.2.6). `own` is the sender's copy."""

    mid: str
    from_addr: str
    thread: str
    exp: str | None
    groups: tuple[tuple[str, int], ...]
    recipients: tuple[SealedFor, ...]
    own: SealedFor
    content: bytes
    blobs: tuple[str, ...] = ()

    def written(self) -> dict[str, Json]:
        """The JSON of the POST body."""
        return {
            "mid": self.mid,
            "from": self.from_addr,
            "thread": self.thread,
            "exp": self.exp,
            "groups": [{"gid": gid, "rev": rev} for gid, rev in self.groups],
            "recipients": [{"addr": to.addr, "entry": to.entry, "wrap": b64u(to.wrap)} for to in self.recipients],
            "own": {"entry": self.own.entry, "wrap": b64u(self.own.wrap)},
            "content": b64u(self.content),
            "blobs": list[Json](self.blobs),
        }


def new_id(random: RandomBytes = os.urandom) -> str:
    """16 random bytes as b64u: a new mid, gid, uid … (2.2)."""
    return b64u(random(ID_BYTES))


@dataclass(frozen=True, slots=True)
class MessageKey:
    """MK of one message, made before its files are sealed to it, and the ids of their blobs in the order of `att`."""

    identity: HybridIdentity
    blobs: tuple[str, ...] = ()


def seal_message(
    payload: Payload,
    sender: SecretKeys,
    keys: Mapping[str, PublicKeys],
    random: RandomBytes = os.urandom,
    key: MessageKey | None = None,
) -> Envelope:
    """The envelope of this payload, its `mr` replaced by that of `key`, or of a new MK for a message without files.

    `sender` are the keys of `payload.from_entry`; `keys` holds the verified keys of everybody in `to`. The sender's own
    wrap uses the key derived from the seed here, whatever the directory says (step 5).
    """
    key = key or MessageKey(HybridIdentity.new(random))
    if len(key.blobs) != len(payload.att):
        raise ValueError("as many blobs as files")
    mk = key.identity
    data = write_payload(replace(payload, mr=message_mark(mk)))
    signed = sign_jws(data, TYPE_MESSAGE, payload.from_entry, sender.ed25519)
    content = seal_to(HybridRecipient(mk.recipient), signed + b" " * (-len(signed) % PAD), random)
    wraps = [
        SealedFor(to.addr, to.entry, seal_wrap(payload.mid, mk, keys[to.addr].recipient(), random)) for to in payload.to
    ]
    own = seal_wrap(payload.mid, mk, HybridRecipient(sender.enc.recipient), random)
    return Envelope(
        mid=payload.mid,
        from_addr=payload.from_addr,
        thread=payload.thread,
        exp=payload.exp,
        groups=tuple((group.gid, group.rev) for group in payload.groups),
        recipients=tuple(wraps),
        own=SealedFor(payload.from_addr, payload.from_entry, own),
        content=content,
        blobs=key.blobs,
    )


def message_mark(mk: HybridIdentity) -> bytes:
    """H(MR): what the signature binds to the message's one-off key."""
    return sha256(mk.recipient)


def seal_wrap(mid: str, mk: HybridIdentity, to: HybridRecipient, random: RandomBytes = os.urandom) -> bytes:
    """wrap.age: MK of one message for one person (6.2.5)."""
    return seal_to(to, write_json({"v": 1, "t": TYPE_WRAP, "mid": mid, "mk": mk.text}), random)


def open_wrap(wrap: bytes, identities: Sequence[HybridIdentity], mid: str) -> HybridIdentity | None:
    """MK of the message asked for (6.3, rule 1); None when no identity opens the wrap: it is not for me.

    refused(wrong-message) for a wrap of another message, refused(form) or refused(newer) for a broken one.
    """
    data = open_hybrid(wrap, identities)
    if data is None:
        return None
    m = read_members(data, TYPE_WRAP)
    if m.id16("mid") != mid:
        raise Refused("wrong-message", "the wrap belongs to another message")
    return HybridIdentity.from_text(m.text("mk"))
