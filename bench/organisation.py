"""The organisation that is measured: 10,000 people in 200 groups, an inbox of 100,000 messages and one of 100.

Whoever signs in has a real account, made by the SDK through the server. Everybody and everything else is rows, written
directly into the stopped server's database: the server cannot tell, it only ever sees that sealed parts are bytes.
"""

import os
import random
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.serving import serving
from waxpost import Client, new_recovery_code
from waxpost_server.directory.words import look_alike_key, sort_key, words_of
from waxpost_server.kit.ids import b64u, new_id
from waxpost_server.kit.tokens import new_token, token_hash

PEOPLE = 10_000
GROUPS = 200
MEMBERS = 50
INBOX = 100_000
SMALL_INBOX = 100
STREAMS = 2_000
# What a message with 2 KB of text comes to when the SDK seals it, and each wrapped key.
CONTENT_BYTES = 5_755
WRAP_BYTES = 1_801
PASSWORD = "a long password for the benchmark 4711"

_FIRST = "Ada Ben Cleo Dan Eva Finn Gro Hal Ida Jan Kai Lea Max Nia Ole Pia Quin Rob Sia Tom Uma Vic Wes Yara Zoe"
_LAST = "Abel Berg Cole Dahl Eide Falk Graf Holm Iver Jung Krog Lund Moe Nord Oster Pohl Quist Roth Skov Thor"


@dataclass(frozen=True)
class Person:
    """Somebody who can get messages."""

    id: str
    uid: str
    addr: str
    entry: str


@dataclass(frozen=True)
class Organisation:
    """What the scenarios need to know."""

    sender: Person  # real, empty inbox
    reader: Person  # real, the large inbox
    small: Person  # real, the small inbox
    people: list[Person]
    newest: list[str]  # mids of the large inbox, newest first
    tokens: list[str]  # sessions of the first people, for streams


def sealed(size: int) -> str:
    """Random bytes in b64u."""
    return b64u(os.urandom(size))


def make_accounts(folder: Path) -> None:
    """The real accounts, through the real server."""
    with serving(folder) as server:
        link = re.search(r"http\S+/start#\S+", server.said)
        assert link is not None, server.said
        admin = Client.first_start(
            link[0],
            organisation="Benchmark",
            addr="olga@example.org",
            name="Olga Berg",
            password=PASSWORD,
            recovery_code=new_recovery_code(),
            home=folder / "home" / "olga",
        )
        for name in ("sender", "reader", "small"):
            joining = admin.invite(f"{name}@example.org", name=f"{name.title()} Holm").url
            Client.join(
                joining,
                name=f"{name.title()} Holm",
                password=PASSWORD,
                recovery_code=new_recovery_code(),
                home=folder / "home" / name,
            ).close()
        admin.close()


def write_rows(path: Path) -> Organisation:
    """Everybody and everything else. The server must be stopped."""
    rng = random.Random(2)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-262144")
    real = {
        addr.partition("@")[0]: Person(person_id, uid, addr, entry)
        for person_id, uid, addr, entry in connection.execute("SELECT id, uid, addr, entry FROM person")
    }
    people = [_write_person(connection, rng, number) for number in range(PEOPLE - len(real))]
    _write_groups(connection, rng, people)
    numbers: dict[str, int] = {}
    newest = _write_inbox(connection, rng, people, real["reader"], INBOX, numbers)
    _write_inbox(connection, rng, people, real["small"], SMALL_INBOX, numbers)
    _insert_all(connection, "event_counter", ({"uid": uid, "number": n} for uid, n in numbers.items()), "OR REPLACE")
    tokens = [_write_session(connection, person) for person in people[:STREAMS]]
    connection.execute(
        "INSERT INTO policy_value (name, value, changed_at) VALUES ('max_recipients', ?, 0)", [str(STREAMS)]
    )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Organisation(real["sender"], real["reader"], real["small"], people, newest[::-1], tokens)


def _insert_all(
    connection: sqlite3.Connection, table: str, rows: Iterator[Mapping[str, object]], conflict: str = ""
) -> None:
    first = next(rows, None)
    if first is None:
        return
    text = f"INSERT {conflict} INTO {table} ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    connection.execute(text, tuple(first.values()))
    connection.executemany(text, (tuple(row.values()) for row in rows))


def _write_person(connection: sqlite3.Connection, rng: random.Random, number: int) -> Person:
    name = f"{rng.choice(_FIRST.split())} {rng.choice(_LAST.split())}{rng.choice(_LAST.split()).lower()}"
    person = Person(new_id(), new_id(), f"p{number}@example.org", sealed(32))
    _insert_all(
        connection,
        "person",
        iter(
            [
                {
                    "id": person.id,
                    "uid": person.uid,
                    "addr": person.addr,
                    "name": name,
                    "sort_key": sort_key(name, person.addr),
                    "words": words_of(name, person.addr),
                    "role": "member",
                    "state": "active",
                    "seq": 0,
                    "entry": person.entry,
                    "created_at": 0,
                }
            ]
        ),
    )
    return person


def _write_groups(connection: sqlite3.Connection, rng: random.Random, people: list[Person]) -> None:
    for number in range(GROUPS):
        gid, name = new_id(), f"Group {number} {rng.choice(_LAST.split())}"
        row = {
            "gid": gid,
            "name": name,
            "name_key": look_alike_key(name),
            "sort_key": sort_key(name, gid),
            "words": words_of(name),
            "rev": 1,
            "created_at": 0,
        }
        _insert_all(connection, "people_group", iter([row]))
        members = rng.sample(people, MEMBERS)
        _insert_all(connection, "membership", ({"gid": gid, "person_id": member.id} for member in members))


def _write_inbox(
    connection: sqlite3.Connection,
    rng: random.Random,
    people: list[Person],
    reader: Person,
    count: int,
    numbers: dict[str, int],
) -> list[str]:
    """So many messages to one person; their mids, oldest first."""
    begins_at = int(time.time()) - count
    mids = [new_id() for _ in range(count)]
    senders = [rng.choice(people) for _ in range(count)]
    recipients = msgspec.json.encode([{"addr": reader.addr, "entry": reader.entry}]).decode()

    def messages() -> Iterator[Mapping[str, object]]:
        for place, (mid, sender) in enumerate(zip(mids, senders, strict=True)):
            yield {
                "mid": mid,
                "sender_uid": sender.uid,
                "sender_addr": sender.addr,
                "request_hash": os.urandom(32),
                "thread": mid,
                "arrived_at": begins_at + place,
                "recipient_count": 1,
                "is_listed_whole": 1,
                "groups": "[]",
                "recipients": recipients,
                "blobs": "[]",
                "sealed_content": sealed(CONTENT_BYTES).encode(),
            }

    def copies() -> Iterator[Mapping[str, object]]:
        for mid, sender in zip(mids, senders, strict=True):
            for uid, box, place in ((sender.uid, "sent", -1), (reader.uid, "inbox", 0)):
                numbers[uid] = numbers.get(uid, 0) + 1
                yield {
                    "mid": mid,
                    "uid": uid,
                    "box": box,
                    "number": numbers[uid],
                    "place": place,
                    "wrapped_key": sealed(WRAP_BYTES).encode(),
                }

    _insert_all(connection, "message", messages())
    _insert_all(connection, "delivery", copies())
    _insert_all(connection, "mailbox", iter([{"uid": reader.uid, "unread": count}]), "OR REPLACE")
    return mids


def _write_session(connection: sqlite3.Connection, person: Person) -> str:
    token, now = new_token(), int(time.time())
    row = {
        "id": new_id(),
        "person_id": person.id,
        "uid": person.uid,
        "addr": person.addr,
        "role": "member",
        "kind": "full",
        "client": "cli",
        "label": None,
        "network": "127.0.0.0/24",
        "token_hash": token_hash(token),
        "device_salt": os.urandom(32),
        "created_at": now,
        "seen_at": now,
        "ends_at": now + 86400,
    }
    _insert_all(connection, "session", iter([row]))
    return token
