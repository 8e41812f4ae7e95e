"""A cast with keys that are the same at every run, for vectors of the key log and of messages."""

from dataclasses import dataclass, field

from tools.vectors.case import Random
from waxpost.crypto import entry as entries
from waxpost.crypto.chain import Chain, check_chain
from waxpost.crypto.entry import Entry, SecretKeys
from waxpost.crypto.recipients import HybridIdentity


@dataclass
class Person:
    """Somebody with an address, key pairs and the entries that publish them."""

    addr: str
    name: str
    random: Random
    keys: list[SecretKeys] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    uid: str = ""

    @property
    def chain(self) -> Chain:
        """All entries so far."""
        return check_chain(self.addr, self.raws)

    @property
    def newest(self) -> Entry:
        """The newest entry."""
        return self.chain.newest

    def new_keys(self) -> SecretKeys:
        """Another key pair."""
        return SecretKeys(self.random(32), HybridIdentity(self.random(32)))

    def rotates(self, why: str, created: str) -> "Person":
        """Publish new keys, signed by the old ones."""
        keys = self.new_keys()
        self.raws.append(entries.make_rotate(self.newest, why, created, keys, self.keys[-1]))
        self.keys.append(keys)
        return self

    def renames(self, name: str, created: str) -> "Person":
        """Take another name."""
        self.raws.append(entries.make_name(self.newest, name, created, self.keys[-1]))
        self.keys.append(self.keys[-1])
        self.name = name
        return self

    def resets(self, why: str, created: str) -> "Person":
        """Start over."""
        keys = self.new_keys()
        self.raws.append(entries.make_reset(self.newest, why, created, keys, self.name, self.uid))
        self.keys.append(keys)
        return self

    def revokes(self, created: str) -> "Person":
        """Have no keys any more."""
        self.raws.append(entries.make_revoke(self.newest, created, self.keys[-1]))
        return self


def person(name: str, created: str = "2026-11-01T09:00:00Z") -> Person:
    """Somebody who has just joined."""
    first = name.split(maxsplit=1)[0].lower()
    random = Random(f"person {name}")
    made = Person(f"{first}@example.org", name, random, uid=random.text())
    keys = made.new_keys()
    made.keys.append(keys)
    made.raws.append(entries.make_first(made.addr, made.uid, name, created, keys))
    return made
