"""Rule 13, by searching: the key in a link, its passphrase and what it carries are nowhere outside the two devices.

As in test_markers: everybody works through a door that writes down every request and answer, and afterwards database,
write-ahead log, data folder, log lines, requests and answers are searched in every form that bytes take.
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

SUBJECT, TEXT = "Subject-Kestrel-Quorum-7731", "Text of Wimbrel and Zephyr 4401"
OWN, WRONG = "Own-Passphrase-Siskin-Vortex-8813", "Wrong-Passphrase-Dunlin-Pyx-3390"
REPLY = "Reply-Whimbrel-Jukebox-6254"
FILE_NAME, FILE_TEXT = "File-Name-Avocet-Rhomb-1175.txt", "Inside-The-File-Curlew-Tmesis-4098"


def test_rule_13_neither_the_key_of_a_link_nor_its_passphrase_is_found_anywhere(
    database_url: str | None, tmp_path: Path
) -> None:
    seen, stored, logged, heads = leaves_no_secret(live, database_url, tmp_path)

    # The search finds what the server may know.
    assert places_of("/confirm", unwrapped(heads))
    assert places_of("links/{link_id", unwrapped(logged))
    # What proves something travels in bodies alone, and only its hash is stored.
    claims = [json.loads(one.body) for one in seen if one.path.endswith("/claim") and "links" in one.path]
    assert len(claims) >= 4
    # Replies are proven likewise, each link's by a key of its own.
    asked = [one for one in seen if "/requests/" in one.path and one.path.endswith(("/open", "/work", "/begin"))]
    replied = {json.loads(one.body)["claim"] for one in asked}
    assert len(replied) == 4
    for proof in {value for claim in claims for value in claim.values()} | replied:
        assert places_of(proof, unwrapped({**stored, **logged, **heads})) == []


def live(door: HostileServer, folder: Path) -> tuple[list[str], list[bytes]]:
    """Make and open a link of every form; what is secret as text, and as bytes."""
    alice, outsider = CommandLine(folder / "alice", PASSWORD), CommandLine(folder / "nobody", "no account")
    alice("sign-in", door.url, "--address", address("alice"))
    secret, file = folder / "secret", folder / FILE_NAME
    file.write_text(FILE_TEXT)
    for device in (alice, outsider):
        device.environment["WAXPOST_LINK_PASSPHRASE_FILE"] = str(secret)
    texts = [SUBJECT, TEXT, OWN, WRONG, REPLY, FILE_NAME, FILE_TEXT]
    keys: list[bytes] = []
    for form in ("--passphrase", "--own-passphrase", "--no-passphrase", "--words"):
        secret.write_text(OWN)
        made = json.loads(
            alice(
                "link", "create", form, "--reply", "--json", "--subject", SUBJECT, "--file", str(file), "-", text=TEXT
            ).out
        )
        code = made["url"].partition("#")[2]
        if code:
            raw = base64.b32decode(code + "=" * (-len(code) % 8))
            texts.append(code)
            keys.append(raw[1:33])
        if form in ("--passphrase", "--own-passphrase"):
            secret.write_text(WRONG)
            outsider("open", made["url"], code=4)
        if made["passphrase"] is not None:
            texts.append(made["passphrase"])
            secret.write_text(made["passphrase"])
        into = folder / form
        into.mkdir()
        opened = outsider("open", made["url"], "-o", str(into), "--reply", REPLY)
        assert TEXT in opened.out
        assert (into / FILE_NAME).read_text() == FILE_TEXT
        assert SUBJECT in alice("link", "show", made["id"]).out
        (at,) = [line.split()[2] for line in opened.out.splitlines() if line.startswith("Reply at: ")]
        texts.append(at.partition("#")[2])
        assert REPLY in alice("request", "answers", made["reply"], "--json").out
    with Client.unlock(PASSWORD, home=folder / "alice") as client:
        for kept in RequestBook(client._account, client._book).records().values():
            texts.append(kept.rk.text)
            keys.append(kept.f)
    # Three keys of links, and one of each request behind them.
    assert len(set(keys)) == 3 + 4
    return texts, keys
