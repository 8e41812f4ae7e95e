"""The two languages agree: random objects, sealed in one and opened in both, whole and with something changed.

Run it for as long as wanted: `python -m tests.system.interop.differential --cases 20000 --seed 7`. A difference is
printed with its case, which then belongs into spec/vectors. The browser's half runs in one process of node.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk.tests.vectors.objects import RUN, as_json
from sdk.tests.vectors.objects_files import run_seal
from tools.vectors.files import item, manifest
from waxpost._exceptions import Refused
from waxpost.crypto.agefile import seal_to
from waxpost.crypto.encoding import b64u, sha256, unb64u
from waxpost.crypto.entry import SecretKeys, entry_hash, make_first
from waxpost.crypto.envelope import message_mark, new_id, seal_wrap
from waxpost.crypto.jws import TYPE_MESSAGE, sign_jws
from waxpost.crypto.logview import Page, entry_leaf, write_page
from waxpost.crypto.merkle import Tree
from waxpost.crypto.note import write_checkpoint
from waxpost.crypto.recipients import HybridIdentity, HybridRecipient

ROOT = Path(__file__).resolve().parents[3]

Case = dict[str, Any]  # JSON: whatever a vector holds

# What arrives from others, by object: the members that may be changed. Objects that cost a password are left out.
UNTRUSTED: dict[str, frozenset[str]] = {
    "b64u": frozenset({"text"}),
    "addr": frozenset({"typed", "wire"}),
    "time": frozenset({"text"}),
    "name": frozenset({"text", "a", "b"}),
    "b32code": frozenset({"typed"}),
    "recovery-code": frozenset({"typed"}),
    "strict-json": frozenset({"json", "text", "hex", "b64u", "bytes"}),
    "version": frozenset({"json"}),
    "entry": frozenset({"entry", "raw"}),
    "chain": frozenset({"entries"}),
    "checkpoint": frozenset({"note"}),
    "wrap": frozenset({"wrap"}),
    "payload": frozenset({"json"}),
    "manifest": frozenset({"json"}),
    "message": frozenset({"sealed"}),
    "control": frozenset({"jws", "control"}),
    "invitation": frozenset({"tag", "fragment"}),
}
# A note that is wrong in two ways may be refused for either.
ALIKE = {"checkpoint": frozenset({"form", "log"})}
# Of a delivery, times and numbers were read by shape before.
SHAPED = frozenset({"exp", "arrived_at"})
LETTERS = (
    'a0Z_-=+/ \n\t\0"\\{}[]:,.@'
    "\u007f\u0085\u00a0\u00e9\u0301\u00df\u017f\u212a\u200b\u200d\u2028\u202e\ufeff\ufffd\U0001f511"
)
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**53 - 1,
    2**53,
    1.5,
    "",
    "x",
    [],
    {},
    [[[[[[[[[]]]]]]]]],
    ["x"],
    {"a": 1},
)


@dataclass
class World:
    """Alice writes to Bob; both are in the log."""

    alice: SecretKeys
    bob: SecretKeys
    given: Case

    @classmethod
    def make(cls) -> "World":
        """New keys and a log with two leaves."""
        alice, bob = (SecretKeys(os.urandom(32), HybridIdentity.new()) for _ in range(2))
        tree, leaves, chains = Tree(), [], []
        for addr, name, keys in (("alice@example.org", "Alice Martin", alice), ("bob@example.org", "Bob Roy", bob)):
            raw = make_first(addr, new_id(), name, "2026-11-20T20:00:00Z", keys)
            leaves.append(entry_leaf(addr, 0, raw))
            tree.append(leaves[-1])
            chains.append({"addr": addr, "entries": [b64u(raw)]})
        origin, seed = f"waxpost/{new_id()}/keys", os.urandom(32)
        note = write_checkpoint(origin, 2, tree.root_at(2), 1_795_204_800, seed)
        key = SecretKeys(seed, alice.enc).public().ed25519
        log = {"origin": origin, "key": b64u(key), "pages": [b64u(write_page(Page(tuple(leaves), note)))]}
        given: Case = {
            "addr": "bob@example.org",
            "own_entries": [entry_hash(unb64u(chains[1]["entries"][0]))],
            "identities": [bob.enc.text],
            "pins": [],
            "log": log,
            "old_logs": [],
            "announced": [],
            "chains": chains,
            "records": [],
            "changes": [],
            "now": "2026-11-20T20:01:00Z",
        }
        return cls(alice, bob, {**given, "note": note})

    def message(self, chance: random.Random) -> Case:
        """A message whose sender may be malicious: signed as it should be, with anything in it."""
        mk, mid = HybridIdentity.new(), new_id()
        mine = entry_hash(unb64u(self.given["chains"][0]["entries"][0]))
        to = [{"addr": "bob@example.org", "entry": self.given["own_entries"][0]}]
        payload: Case = {
            "v": 1, "mid": mid, "thread": mid, "re": None, "from": {"addr": "alice@example.org", "entry": mine},
            "to": to, "mr": b64u(message_mark(mk)), "sent": "2026-11-20T20:00:00Z", "exp": None, "prio": "normal",
            "burn": False, "forward": True, "receipts": True, "subject": text(chance, 30), "ctype": "text/markdown",
            "body": text(chance, 200), "log": self.given["note"],
        }  # fmt: skip
        blobs = []
        if chance.random() < 0.5:
            blobs = [new_id()]
            field = {"f": "custom", "label": "PIN", "value": text(chance, 20), "hide": True}
            payload["items"] = [item(title=text(chance, 20), att=[0]), item(i=1, kind="card", fields=[field])]
            payload["att"] = [manifest(name=text(chance, 20) or "x")]
        if chance.random() < 0.7:
            payload = changed_value(chance, payload)
        written = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        if chance.random() < 0.2:
            written = changed_bytes(chance, written)
        signed = sign_jws(written, TYPE_MESSAGE, mine, self.alice.ed25519)
        if chance.random() < 0.1:
            signed = changed_bytes(chance, signed)
        pad = b" " * (-len(signed) % 1024) if chance.random() < 0.95 else chance.choice((b"\n", b" \t", b"", b"\x00"))
        sealed = {
            "mid": mid, "from": "alice@example.org", "thread": mid, "exp": None, "arrived_at": "2026-11-20T20:00:05Z",
            "recipients": to, "wrap": b64u(seal_wrap(mid, mk, HybridRecipient(self.bob.enc.recipient))), "blobs": blobs,
            "content": b64u(seal_to(HybridRecipient(mk.recipient), signed + pad)),
        }  # fmt: skip
        given = {name: value for name, value in self.given.items() if name != "note"}
        return {"object": "message", "in": {**given, "mid": mid, "sealed": sealed}}


def text(chance: random.Random, most: int) -> str:
    """Some letters that the two languages could treat in two ways."""
    return "".join(chance.choice(LETTERS) for _ in range(chance.randrange(most)))


def changed_text(chance: random.Random, old: str) -> str:
    """The text with one place changed."""
    at = chance.randrange(len(old) + 1)
    kind = chance.randrange(5)
    if kind == 0:
        return old[:at] + chance.choice(LETTERS) + old[at:]
    if kind == 1:
        return old[:at] + old[at + 1 :]
    if kind == 2:
        return old[:at]
    if kind == 3:
        return old[:at] + old[max(0, at - 3) :]
    return old[:at] + chance.choice(LETTERS) + old[at + 1 :]


def changed_bytes(chance: random.Random, old: bytes) -> bytes:
    """The bytes with one place changed."""
    at = chance.randrange(len(old) or 1)
    kind = chance.randrange(4)
    if kind == 0:
        return old[:at] + bytes([chance.randrange(256)]) + old[at:]
    if kind == 1:
        return old[:at] + old[at + 1 :]
    return old[:at] + bytes([(old[at] if old else 0) ^ (1 << chance.randrange(8))]) + old[at + 1 :]


def changed_string(chance: random.Random, old: str) -> str:
    """A string that is b64u stays so half of the time, with other bytes in it."""
    try:
        data = unb64u(old)
    except Refused:
        return changed_text(chance, old)
    return b64u(changed_bytes(chance, data)) if chance.random() < 0.5 else changed_text(chance, old)


def changed_value(chance: random.Random, value: Any) -> Any:
    """The value with something in it changed."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        if chance.random() < 0.1:
            return {other: inner for other, inner in value.items() if other != name}
        if chance.random() < 0.1:
            return {
                **value,
                chance.choice(("crit", "unknown", "A", "items", "att", "copy", "omitted", "groups")): chance.choice(
                    ODD
                ),
            }
        return {**value, name: changed_value(chance, value[name])}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        if chance.random() < 0.3:
            return [*value, value[at]]
        return [*value[:at], changed_value(chance, value[at]), *value[at + 1 :]]
    if isinstance(value, str) and chance.random() < 0.8:
        return changed_string(chance, value)
    return chance.choice(ODD)


def changed_strings(chance: random.Random, value: Any) -> Any:
    """As `changed_value` for what a client has read by shape already: strings change, shapes stay."""
    if isinstance(value, dict) and value:
        name = chance.choice([name for name in value if name not in SHAPED])
        return {**value, name: changed_strings(chance, value[name])}
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        return [*value[:at], changed_strings(chance, value[at]), *value[at + 1 :]]
    return changed_string(chance, value) if isinstance(value, str) else value


def vectors() -> list[Case]:
    """Every vector of the objects in `UNTRUSTED`."""
    found: list[Case] = []
    for path in sorted((ROOT / "spec" / "vectors").glob("*.json")):
        table = json.loads(path.read_text())
        worlds = table.get("worlds", {})
        for case in table["cases"] if table["object"] in UNTRUSTED else ():
            given = {**worlds.get(case["in"].get("world"), {}), **case["in"]}
            if UNTRUSTED[table["object"]] & given.keys():
                found.append({"object": table["object"], "in": given})
    return found


def cases(chance: random.Random, count: int) -> list[Case]:
    """Half messages of a sender who may be malicious, half vectors with a change."""
    worlds, known = [World.make() for _ in range(3)], vectors()
    made = [chance.choice(worlds).message(chance) for _ in range(count // 2)]
    while len(made) < count:
        made.append(changed_case(chance, chance.choice(known)))
    return made


def changed_case(chance: random.Random, case: Case) -> Case:
    """The case with one untrusted member changed."""
    name = chance.choice(sorted(UNTRUSTED[case["object"]] & case["in"].keys()))
    given = {**case["in"], name: changed_strings(chance, case["in"][name])}
    return {"object": case["object"], "in": given}


def result_here(case: Case) -> Case:
    """What Python makes of a case."""
    try:
        return {"out": RUN[case["object"]](case["in"])}
    except Refused as refused:
        return {"refuse": refused.reason}
    except Exception as error:  # noqa: BLE001 - any other end is a finding of its own
        return {"broken": repr(error)}


def results_there(made: list[Case], seal: int, files: tuple[int, ...] = ()) -> tuple[list[Case], list[Case]]:
    """What TypeScript makes of the cases; and `seal` messages and files of these sizes that it sealed, with results."""
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder) / "cases.json", Path(folder) / "results.json"
        asked.write_text(json.dumps({"cases": made, "seal": seal, "files": files}))
        script = 'import("vite").then((vite) => vite.runnerImport("./tools/differential.ts"))'
        environment = {**os.environ, "DIFFERENTIAL_CASES": str(asked), "DIFFERENTIAL_RESULTS": str(told)}
        subprocess.run(["node", "-e", script], cwd=ROOT / "web", env=environment, check=True, timeout=3600)
        answer = json.loads(told.read_text())
    return answer["results"], answer["sealed"]


def differences(seed: int, count: int, seal: int) -> tuple[list[Case], dict[str, int]]:
    """Cases on which the two languages disagree, or on which one of them breaks; and how often each end was met."""
    made = cases(random.Random(seed), count)
    return compared_ends(made, *results_there(made, seal))


def file_differences(sizes: tuple[int, ...]) -> tuple[list[Case], dict[str, int]]:
    """The same for files of these sizes, each sealed in both languages and opened in both."""
    made = [run_seal(size) for size in sizes]
    return compared_ends(made, *results_there(made, 0, sizes))


def compared_ends(made: list[Case], there: list[Case], sealed: list[Case]) -> tuple[list[Case], dict[str, int]]:
    """Where Python makes something else of the cases than TypeScript did, and how often each end was met."""
    compared = list(zip(made, there, strict=True)) + [(case, case["result"]) for case in sealed]
    found: list[Case] = []
    ends: dict[str, int] = {}
    for case, other in compared:
        mine = result_here(case)
        end = mine.get("refuse") or next(iter(mine)) if "out" not in mine else mine["out"].get("result", "out")
        ends[end] = ends.get(end, 0) + 1
        if "broken" in mine or "broken" in other or not are_alike(case["object"], mine, other):
            found.append({"object": case["object"], "python": mine, "typescript": other, "in": case["in"]})
    return found, ends


def are_alike(name: str, mine: Case, other: Case) -> bool:
    """Whether two results are one: the same output, or a refusal for the same reason."""
    if as_json(mine) == as_json(other):
        return True
    return {mine.get("refuse"), other.get("refuse")} <= ALIKE.get(name, frozenset())


def digest(case: Case) -> str:
    """A short name for a case."""
    return b64u(sha256(as_json(case["in"]).encode()))[:8]


def main() -> int:
    """Print every difference, then how the cases ended; 1 when there was a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seal", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = parser.parse_args()
    found, ends = differences(chosen.seed, chosen.cases, chosen.seal)
    for case in found:
        sys.stdout.write(json.dumps({"case": digest(case), **case}) + "\n")
    sys.stdout.write(json.dumps({"seed": chosen.seed, "differences": len(found), "ends": ends}) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
