"""How the objects of spec/entries.md are read in Python: `in` to `out`, or `Refused`."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from waxpost.crypto import checkup, entrytypes, packmerge, packs, records, strictjson, totp
from waxpost.crypto.encoding import unb64u
from waxpost.crypto.members import Members as Read
from waxpost.crypto.vault import PackHead

Members = dict[str, Any]


def run_pack(given: Members) -> Members:
    head, key = PackHead(**given["head"]), unb64u(given["vk"])
    pack = packs.open_pack(unb64u(given["sealed"]), key, given["uid"], head)
    again = packs.seal_pack(pack, key)
    assert packs.open_pack(again, key, given["uid"], packs.SealedPack(pack.file, pack.ver, again).head) == pack
    return {"pack": packs.written_pack(pack)}


def run_pack_merge(given: Members) -> Members:
    # A long text stands in the file as `<fill>`.
    fill = "x" * given.get("fill", 0)

    def read(pack: Members) -> packs.Pack:
        return packs.read_pack(strictjson.write_json(json.loads(json.dumps(pack).replace("<fill>", fill or "<fill>"))))

    def out(pack: packs.Pack) -> Members:
        text = json.dumps(packs.written_pack(pack))
        return json.loads(text.replace(fill, "<fill>") if fill else text)

    merged = packmerge.merge_packs([read(pack) for pack in given["mine"]], [read(pack) for pack in given["served"]])
    return {"packs": [out(pack) for pack in merged.packs], "copies": list(merged.copies)}


def run_entry_types(given: Members) -> Members:
    return asdict(entrytypes.entry_type(given["kind"]))


def run_totp(given: Members) -> Members:
    return asdict(totp.totp_code(given["value"], given["seconds"]))


def run_check_up(given: Members) -> Members:
    held = [records.read_record(Read(one)) for one in given["records"]]
    found = checkup.check_up(held, given["scores"].__getitem__, given["now"], date.fromisoformat(given["today"]))
    return asdict(found)


RUN: dict[str, Callable[[Members], Members]] = {
    "pack": run_pack,
    "pack-merge": run_pack_merge,
    "entry-types": run_entry_types,
    "totp": run_totp,
    "check-up": run_check_up,
}
