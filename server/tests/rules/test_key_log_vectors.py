"""The server reads entries, chains, notes and trees exactly as spec/vectors says, without sharing code with clients."""

import json
from pathlib import Path
from typing import Any

import pytest

from waxpost_server.directory.words import look_alike_key
from waxpost_server.keylog.chain import Newest
from waxpost_server.keylog.encoding import check_addr, check_name
from waxpost_server.keylog.entry import Keys
from waxpost_server.keylog.errors import EntryOutOfDate, EntryRefused
from waxpost_server.keylog.merkle import Tree, unpack_tree
from waxpost_server.keylog.signatures import entry_hash, leaf_of, read_verified, sign_note, verify_entry
from waxpost_server.keylog.strictjson import read_object
from waxpost_server.kit.ids import b64u, from_b64u

VECTORS = Path(__file__).resolve().parents[3] / "spec" / "vectors"
FAR_AWAY = 2**40
ALICE = "alice@example.org"

Case = dict[str, Any]


def cases(name: str, *members: str) -> list[Any]:
    """The cases of a file whose input has these members."""
    read = json.loads((VECTORS / f"{name}.json").read_text())["cases"]
    return [pytest.param(case, id=case["name"]) for case in read if all(member in case["in"] for member in members)]


def newest_of(raw: bytes | None) -> Newest | None:
    """An entry of a vector as if it had been stored. A revocation's keys would come from the entry before it."""
    if raw is None:
        return None
    entry = read_verified(raw)
    return Newest(entry, entry_hash(raw), entry.keys or Keys(bytes(32), bytes(1216)))


def judged(raw: bytes, addr: str, before: bytes | None, note_time: int | None) -> str:
    """The spec's word for what the server makes of an entry: `taken`, or why not."""
    try:
        verify_entry(raw, addr, newest_of(before), FAR_AWAY if note_time is None else note_time)
    except EntryRefused as refused:
        return refused.reason
    except EntryOutOfDate:
        return "chain"
    return "taken"


@pytest.mark.parametrize("case", cases("entry", "entry"))
def test_rule_02_an_entry_is_judged_as_the_vectors_say(case: Case) -> None:
    given = case["in"]
    before = None if given["before"] is None else from_b64u(given["before"])

    found = judged(from_b64u(given["entry"]), ALICE, before, given["note_time"])

    assert found == case.get("refuse", "taken")


@pytest.mark.parametrize("case", cases("chain", "entries"))
def test_rule_02_a_chain_is_judged_as_the_vectors_say(case: Case) -> None:
    given = case["in"]
    entries = [from_b64u(text) for text in given["entries"]]
    found = "taken" if entries else "chain"
    for number, raw in enumerate(entries):
        if found == "taken":
            found = judged(raw, given["addr"], entries[number - 1] if number else None, given["note_time"])

    assert found == case.get("refuse", "taken")


@pytest.mark.parametrize("case", cases("checkpoint", "seed"))
def test_a_note_is_written_as_the_vectors_say(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    given = case["in"]
    monkeypatch.setattr(Tree, "root", lambda _tree: from_b64u(given["root"]))

    note = sign_note(from_b64u(given["seed"]), given["origin"].split("/")[1], Tree(given["size"]), given["time"])

    assert note == case["out"]["note"]


@pytest.mark.parametrize("case", cases("merkle", "leaves"))
def test_a_tree_has_the_roots_of_the_vectors(case: Case) -> None:
    tree = Tree()
    roots = [b64u(tree.root())]
    for leaf in case["in"]["leaves"]:
        tree = unpack_tree(tree.size, tree.packed()).append(from_b64u(leaf))
        roots.append(b64u(tree.root()))

    assert roots == case["out"]["roots"]


@pytest.mark.parametrize("case", cases("merkle", "entry"))
def test_a_leaf_is_made_as_the_vectors_say(case: Case) -> None:
    raw = from_b64u(case["in"]["entry"])
    entry = read_verified(raw)

    assert b64u(leaf_of(entry.addr, entry.seq, raw)) == case["out"]["leaf"]


@pytest.mark.parametrize("case", cases("strict-json", "json"))
def test_strict_json_is_read_as_the_vectors_say(case: Case) -> None:
    data = case["in"]["json"].encode("utf-8", "surrogatepass")
    if "refuse" not in case and data.startswith(b"{"):
        read_object(data)
    else:
        with pytest.raises(ValueError, match=r".+"):
            read_object(data)


@pytest.mark.parametrize("case", cases("addr", "wire"))
def test_an_address_is_read_as_the_vectors_say(case: Case) -> None:
    _check(check_addr, case["in"]["wire"], case)


@pytest.mark.parametrize("case", cases("name", "text"))
def test_a_name_is_read_as_the_vectors_say(case: Case) -> None:
    _check(check_name, case["in"]["text"], case)


@pytest.mark.parametrize("case", cases("name", "a", "b"))
def test_names_look_alike_as_the_vectors_say(case: Case) -> None:
    assert (look_alike_key(case["in"]["a"]) == look_alike_key(case["in"]["b"])) == case["out"]["alike"]


def _check(check: Any, text: str, case: Case) -> None:
    if "refuse" in case:
        with pytest.raises(ValueError, match=r".+"):
            check(text)
    else:
        check(text)
