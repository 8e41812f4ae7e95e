"""Small worlds for vectors of messages: a few people, a key log that holds their entries, a reader, and letters."""

from typing import Any

from tools.vectors.case import Random
from tools.vectors.people import Person, person
from waxpost.crypto.agefile import seal_to
from waxpost.crypto.encoding import b64u
from waxpost.crypto.entry import SecretKeys
from waxpost.crypto.envelope import message_mark, seal_wrap
from waxpost.crypto.jws import TYPE_MESSAGE, public_key_of, sign_jws
from waxpost.crypto.logview import Page, entry_leaf, write_page
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient
from waxpost.crypto.strictjson import write_json

Json = dict[str, Any]
SENT, ARRIVED, NOW = "2026-11-20T20:00:00Z", "2026-11-20T20:00:01Z", "2026-11-21T08:00:00Z"
NOTE_TIME = 1795204800


class World:
    """Alice writes, Bob reads, Carol may read too."""

    def __init__(self, label: str) -> None:
        self.random = Random(f"world {label}")
        self.alice, self.bob, self.carol = person("Alice Martin"), person("Bob Roy"), person("Carol Weber")
        self.origin = f"waxpost/{Random('worlds').text()}/keys"
        self.seed = Random("log key")(32)
        self.leaves: list[bytes] = []
        self.sync()

    def sync(self) -> "World":
        """Put the entries into the log that are not there yet."""
        for who in (self.alice, self.bob, self.carol):
            for seq, raw in enumerate(who.raws):
                leaf = entry_leaf(who.addr, seq, raw)
                if leaf not in self.leaves:
                    self.leaves.append(leaf)
        return self

    def note(self, size: int | None = None, **changed: Any) -> str:
        """The checkpoint of the first `size` leaves."""
        tree = Tree()
        for leaf in self.leaves if size is None else self.leaves[:size]:
            tree.append(leaf)
        root = changed.get("root", tree.root_at(tree.size))
        origin, seed = changed.get("origin", self.origin), changed.get("seed", self.seed)
        return write_checkpoint(origin, changed.get("claim", tree.size), root, changed.get("time", NOTE_TIME), seed)

    def chain_of(self, who: Person) -> Json:
        """A chain as `POST keys` serves it."""
        return {"addr": who.addr, "entries": [b64u(raw) for raw in who.raws]}

    def pin(self, who: Person, seq: int = 0, state: str = "first", past: tuple[int, ...] = ()) -> Json:
        """A pin at one of somebody's entries."""
        entry = who.chain.entries[seq]
        earlier = [{"seq": old, "entry": who.chain.entries[old].hash} for old in past]
        members = {"addr": who.addr, "uid": entry.uid, "name": entry.name, "seq": seq, "entry": entry.hash}
        return {**members, "state": state, "past": earlier}

    def log(self, size: int | None = None) -> Json:
        """The log as somebody has it who saw the first `size` leaves of it."""
        page = write_page(Page(tuple(self.leaves[:size]), self.note(size)))
        return {"origin": self.origin, "key": b64u(public_key_of(self.seed)), "pages": [b64u(page)]}

    def given(self, reader: Person, pins: list[Json]) -> Json:
        """What the reader knows."""
        return {
            "addr": reader.addr,
            "own_entries": [entry.hash for entry in reader.chain.entries],
            "identities": [keys.enc.text for keys in reversed(reader.keys)],
            "pins": pins,
            "log": self.log(),
            "old_logs": [],
            "announced": [],
            "chains": [self.chain_of(who) for who in (self.alice, self.bob, self.carol)],
            "records": [],
            "changes": [],
            "now": NOW,
        }


class Letter:
    """A message from Alice to Bob whose every part can be made wrong before it is sealed."""

    def __init__(self, world: World, sender: Person | None = None, seq: int = 0) -> None:
        self.world = world
        self.sender = sender or world.alice
        entry = self.sender.chain.entries[seq]
        self.keys: SecretKeys = self.sender.keys[min(seq, len(self.sender.keys) - 1)]
        self.mk = HybridIdentity(world.random(32))
        self.mid = world.random.text()
        to = world.bob if self.sender is not world.bob else world.alice
        self.payload: Json = {
            "v": 1,
            "mid": self.mid,
            "thread": self.mid,
            "re": None,
            "from": {"addr": self.sender.addr, "entry": entry.hash},
            "to": [{"addr": to.addr, "entry": to.chain.entries[0].hash}],
            "mr": b64u(message_mark(self.mk)),
            "sent": SENT,
            "exp": None,
            "prio": "normal",
            "burn": False,
            "forward": True,
            "receipts": True,
            "subject": "Grafana",
            "ctype": "text/markdown",
            "body": "The new password is *on its way*.",
            "log": world.note(3 if seq == 0 else None),
        }
        self.kid = entry.hash
        self.typ = TYPE_MESSAGE
        self.wrap_for = HybridRecipient(to.keys[0].enc.recipient)

    def but(self, **members: Any) -> "Letter":
        """Change members of the payload; ... removes one."""
        for name, value in members.items():
            # `from_` is the member `from`.
            if value is ...:
                del self.payload[name.rstrip("_")]
            else:
                self.payload[name.rstrip("_")] = value
        return self

    def signed(self) -> bytes:
        """The JWS."""
        return sign_jws(write_json(self.payload), self.typ, self.kid, self.keys.ed25519)

    def data(self) -> bytes:
        """The payload's bytes."""
        return write_json(self.payload)

    def sealed(self, content: bytes | None = None, **envelope: Any) -> Json:
        """What the server delivers."""
        signed = self.signed() if content is None else content
        whole = {
            "mid": self.mid,
            "from": self.payload["from"]["addr"],
            "thread": self.payload["thread"],
            "exp": self.payload["exp"],
            "arrived_at": ARRIVED,
            "recipients": [{"addr": to["addr"], "entry": to["entry"]} for to in self.payload["to"]],
            "wrap": b64u(seal_wrap(self.mid, self.mk, self.wrap_for)),
            "content": b64u(seal_to(HybridRecipient(self.mk.recipient), signed + b" " * (-len(signed) % 1024))),
        }
        return {**whole, **{name.rstrip("_"): value for name, value in envelope.items()}}
