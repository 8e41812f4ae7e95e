"""What a hostile server can make: it has the log's signing key, every public key, and keys of its own.

It does not have anybody's seeds, passwords, or the one-off key of a message it did not seal.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from waxpost.crypto.agefile import seal_to
from waxpost.crypto.chain import Chain, check_chain
from waxpost.crypto.encoding import b64u, time_of, unb64u
from waxpost.crypto.entry import Entry, SecretKeys, make_first, make_reset
from waxpost.crypto.envelope import SealedFor, message_mark, new_id, seal_wrap
from waxpost.crypto.jws import TYPE_MESSAGE, sign_jws
from waxpost.crypto.logview import Page, entry_leaf, read_page, write_page
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import Json, write_json


def new_keys() -> SecretKeys:
    """A key pair of the attacker."""
    return SecretKeys(os.urandom(32), HybridIdentity.new())


@dataclass
class Insider:
    """The operator of the hostile server: `token` is any live session, by which the real log is read."""

    upstream: httpx.Client
    log_seed: bytes
    token: str
    keys: SecretKeys = field(default_factory=new_keys)

    @classmethod
    def of(cls, upstream: httpx.Client, data: Path, token: str) -> "Insider":
        """With the secrets that lie in the server's data folder."""
        return cls(upstream, (data / "secrets" / "log_key").read_bytes(), token)

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        """Ask the real server."""
        headers = {"Authorization": f"Bearer {self.token}", "Waxpost-Protocol": "1"}
        answer = self.upstream.request(method, f"/v1/{path}", headers=headers, **more)  # type: ignore[arg-type]
        assert answer.is_success, answer.text
        return answer

    def honest_leaves(self) -> list[bytes]:
        """Every leaf of the real log."""
        return list(read_page(self.ask("GET", "log", params={"from": 0}).content).leaves)

    def origin(self) -> str:
        """The origin of the real log."""
        return str(self.ask("GET", "log/info").json()["origin"])

    def entries(self, addr: str) -> list[bytes]:
        """Every real entry of an address."""
        asked = {"people": [{"addr": addr, "after": -1}]}
        (person,) = self.ask("POST", "keys", json=asked).json()["people"]
        return [unb64u(text) for text in person["entries"]]

    def chain(self, addr: str) -> Chain:
        """The real chain of an address."""
        return check_chain(addr, self.entries(addr))

    def page(
        self,
        leaves: list[bytes],
        start: int,
        *,
        at: int | None = None,
        seed: bytes | None = None,
        origin: str | None = None,
    ) -> bytes:
        """What `GET log` would say of a log with these leaves, signed with the real key unless told otherwise."""
        tree = Tree()
        for leaf in leaves:
            tree.append(leaf)
        seconds = int(time.time()) if at is None else at
        note = write_checkpoint(
            origin or self.origin(), len(leaves), tree.root_at(len(leaves)), seconds, seed or self.log_seed
        )
        return write_page(Page(tuple(leaves[start:]), note))

    def forged_reset(self, addr: str, why: str = "lost") -> bytes:
        """An entry that says that this person started over, with the attacker's keys."""
        newest = self.chain(addr).newest
        return make_reset(newest, why, time_of(int(time.time())), self.keys, newest.name, newest.uid)

    def forged_first(self, addr: str, name: str) -> bytes:
        """A first entry for an address, with the attacker's keys."""
        return make_first(addr, new_id(), name, time_of(int(time.time())), self.keys)


def leaf_of(entry: Entry) -> bytes:
    """The leaf of an entry."""
    return entry_leaf(entry.addr, entry.seq, entry.raw)


@dataclass(frozen=True)
class ForgedMessage:
    """A delivery made by somebody who knows the readers' public keys."""

    mid: str
    payload: dict[str, Json]
    wrap: bytes
    content: bytes

    def delivery(self, **changes: object) -> dict[str, object]:
        """As `GET messages` would show it in an inbox."""
        sender = self.payload["from"]
        assert isinstance(sender, dict)
        to = self.payload["to"]
        assert isinstance(to, list)
        return {
            "mid": self.mid,
            "box": "inbox",
            "from": sender["addr"],
            "thread": self.payload["thread"],
            "exp": self.payload["exp"],
            "groups": [],
            "arrived_at": time_of(int(time.time())),
            "recipient_count": len(to),
            "recipients": [{"addr": one["addr"], "entry": one["entry"]} for one in to if isinstance(one, dict)],
            "wrap": b64u(self.wrap),
            "content": b64u(self.content),
            "blobs": [],
            "read_at": None,
            "read_count": None,
            **changes,
        }


Signer = Callable[[bytes], bytes]


def forge_message(
    reader: Entry, payload: dict[str, Json], sign: Signer, *, mk: HybridIdentity | None = None
) -> ForgedMessage:
    """Seal anything at all to a reader: `sign` makes the JWS, or what stands in its place, of the payload's bytes."""
    key = mk or HybridIdentity.new()
    mid = payload["mid"]
    assert isinstance(mid, str)
    assert reader.keys is not None
    payload = {**payload, "mr": b64u(message_mark(key))}
    signed = sign(write_json(payload))
    content = seal_to(HybridRecipient(key.recipient), signed + b" " * (-len(signed) % 1024))
    wrap = SealedFor(reader.addr, reader.hash, seal_wrap(mid, key, reader.keys.recipient()))
    return ForgedMessage(mid, payload, wrap.wrap, content)


def signer(keys: SecretKeys, kid: str) -> Signer:
    """An ordinary signature."""
    return lambda payload: sign_jws(payload, TYPE_MESSAGE, kid, keys.ed25519)


def payload_of(sender: Entry, readers: list[Entry], log: str, **changes: Json) -> dict[str, Json]:
    """A payload of the right shape."""
    mid = new_id()
    return {
        "v": 1,
        "mid": mid,
        "thread": mid,
        "re": None,
        "from": {"addr": sender.addr, "entry": sender.hash},
        "to": [{"addr": reader.addr, "entry": reader.hash} for reader in readers],
        "mr": "",
        "sent": time_of(int(time.time())),
        "exp": None,
        "prio": "normal",
        "burn": False,
        "forward": True,
        "receipts": True,
        "subject": "Forged",
        "ctype": "text/plain",
        "body": "Send me your password",
        "log": log,
        **changes,
    }
