"""The floor: the same rows and selects on one bare `sqlite3` connection, one transaction per message, fsync each.

Nothing of the server takes part: no HTTP, no checks, no JSON. What the server reaches of it says what the rest costs.
"""

import os
import random
import sqlite3
import time
from pathlib import Path

from bench.organisation import CONTENT_BYTES, WRAP_BYTES, Organisation, Person, sealed
from waxpost_server.kit.ids import new_id

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=1073741824",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=4000",
)


def measure_floor(path: Path, organisation: Organisation, count: int, at_most_seconds: float) -> str:
    """So many messages to one recipient each, in the benchmark's own database; a line."""
    rng = random.Random(3)
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=128)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    sender = organisation.sender
    token_hash = connection.execute("SELECT token_hash FROM session WHERE uid = ?", [sender.uid]).fetchone()[0]
    prepared = [
        (new_id(), rng.choice(organisation.people), sealed(CONTENT_BYTES).encode(), sealed(WRAP_BYTES).encode())
        for _ in range(count)
    ]
    latencies: list[float] = []
    began, cpu = time.perf_counter(), time.process_time()
    for mid, recipient, content, wrap in prepared:
        asked_at = time.perf_counter()
        if asked_at - began > at_most_seconds:
            break
        _find_session(connection, token_hash)
        _write_one(connection, mid, sender, recipient, content, wrap)
        latencies.append(time.perf_counter() - asked_at)
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    connection.close()
    latencies.sort()
    done = len(latencies)
    return (
        f"{'floor: send to 1, bare sqlite3':<34} {done / seconds:>8.0f}/s  p50 {latencies[done // 2] * 1000:>7.2f} ms"
        f"  p99 {latencies[int(done * 0.99)] * 1000:>7.2f} ms  cpu {used * 1000 / done:>7.3f} ms  n={done}"
    )


def _find_session(connection: sqlite3.Connection, token_hash: bytes) -> None:
    connection.execute(
        "SELECT * FROM session WHERE token_hash = ? AND seen_at > ? AND ends_at > ?", [token_hash, 0, 0]
    ).fetchone()


def _write_one(
    connection: sqlite3.Connection, mid: str, sender: Person, recipient: Person, content: bytes, wrap: bytes
) -> None:
    run, now = connection.execute, int(time.time())
    run("BEGIN IMMEDIATE")
    run(
        "INSERT INTO message (mid, sender_uid, sender_addr, request_hash, thread, arrived_at, recipient_count,"
        " is_listed_whole, groups, recipients, blobs, sealed_content) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        [mid, sender.uid, sender.addr, os.urandom(32), mid, now, 1, 1, "[]", "x" * 120, "[]", content],
    )
    run("SELECT name, value FROM policy_value").fetchall()
    run("SELECT * FROM person WHERE addr IN (?, ?)", [recipient.addr, sender.addr]).fetchall()
    for uid in sorted((sender.uid, recipient.uid)):
        run(
            "INSERT INTO event_counter (uid, number) VALUES (?, 1) ON CONFLICT (uid) DO UPDATE SET number = number + 1",
            [uid],
        )
    for uid, box, place in ((sender.uid, "sent", -1), (recipient.uid, "inbox", 0)):
        number = run("SELECT number FROM event_counter WHERE uid = ?", [uid]).fetchone()[0]
        run("INSERT INTO event (uid, number, kind, ref, at) VALUES (?,?,?,?,?)", [uid, number, "message", mid, now])
        run(
            "INSERT INTO delivery (mid, uid, box, number, place, wrapped_key) VALUES (?,?,?,?,?,?)",
            [mid, uid, box, number, place, wrap],
        )
    run(
        "INSERT INTO mailbox (uid, unread) VALUES (?, 1) ON CONFLICT (uid) DO UPDATE SET unread = unread + 1",
        [recipient.uid],
    )
    run(
        "INSERT INTO audit_record (at, user_id, action, subject_id) VALUES (?,?,?,?)",
        [now, sender.id, "message-sent", mid],
    )
    run("COMMIT")
