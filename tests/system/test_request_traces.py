"""Rule 13, by searching: the key in the link of a request, and what is asked and answered, stay on the two devices.

As in test_link_traces: everybody works through a door that writes down every request and answer, and afterwards
database, data folder, log lines, requests and answers are searched in every form that bytes take.
"""

import base64
import json
from pathlib import Path

from tests.hostile.double import HostileServer
from tests.system.command_line import CommandLine
from tests.system.markers import places_of, unwrapped
from tests.system.organisation import PASSWORD, address
from tests.system.traces import leaves_no_secret
from waxpost import Client
from waxpost._requests import RequestBook

TITLE, NOTE, LABEL = "Title-Gannet-Quasar-5519", "Note of Fulmar and Zither 8832", "Label-Plover-Onyx-2207"
VALUE, TEXT = "Value-Sanderling-Vex-6640", "Text-Knot-Jigsaw-9081"
FILE_NAME, FILE_TEXT = "File-Name-Skua-Pyx-3147.txt", "Inside-The-File-Petrel-Qat-7712"


def test_rule_13_neither_the_key_of_a_request_nor_what_it_carries_is_found_anywhere(
    database_url: str | None, tmp_path: Path
) -> None:
    seen, stored, logged, heads = leaves_no_secret(live, database_url, tmp_path)

    # The search finds what the server may know.
    assert places_of("/begin", unwrapped(heads))
    # What proves having the link travels in bodies alone, and only its hash is stored; a pass in its header alone.
    asked = [one for one in seen if "/requests/" in one.path]
    claims = {json.loads(one.body)["claim"] for one in asked if one.path.endswith(("/open", "/work", "/begin"))}
    assert len(claims) == 1
    for claim in claims:
        assert places_of(claim, unwrapped({**stored, **logged, **heads})) == []
    (held,) = {value for one in seen for name, value in one.headers.items() if name == "waxpost-pass"}
    assert places_of(held, unwrapped({**stored, **logged})) == []


def live(door: HostileServer, folder: Path) -> tuple[list[str], list[bytes]]:
    """Ask, answer and read; what is secret as text, and as bytes."""
    alice, outsider = CommandLine(folder / "alice", PASSWORD), CommandLine(folder / "nobody", "no account")
    alice("sign-in", door.url, "--address", address("alice"))
    file = folder / FILE_NAME
    file.write_text(FILE_TEXT)
    asked = ["--field", f"custom:{LABEL}", "--note", NOTE, "--text", "--file", "--json"]
    made = json.loads(alice("request", "create", TITLE, *asked).out)
    values = json.dumps({"fields": {LABEL: VALUE}, "text": TEXT})
    outsider("answer", made["url"], "--values", "-", "--file", str(file), text=values)
    (answer,) = json.loads(alice("request", "answers", "--json").out)["answers"]
    shown = alice("request", "read", answer["mid"], "--show").out
    assert all(one in shown for one in (TITLE, LABEL, VALUE, TEXT, FILE_NAME))
    into = folder / "saved"
    into.mkdir()
    alice("request", "save", answer["mid"], "-o", str(into))
    assert (into / FILE_NAME).read_text() == FILE_TEXT
    code = made["url"].partition("#")[2]
    raw = base64.b32decode(code + "=" * (-len(code) % 8))
    with Client.unlock(PASSWORD, home=folder / "alice") as client:
        kept = RequestBook(client._account, client._book).records()[made["id"]]
    assert kept.f == raw[1:33]
    return [TITLE, NOTE, LABEL, VALUE, TEXT, FILE_NAME, FILE_TEXT, code, kept.rk.text], [kept.f]
