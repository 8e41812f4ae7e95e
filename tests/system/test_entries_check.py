"""`waxpost entries check`, against a real server: the four groups, what is left out, and that no password is shown."""

import json
import time
from pathlib import Path

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import Client, Field, Item, World
from waxpost.crypto.encoding import time_of

STRONG, OTHER, THIRD = "v5#Mqt.R84zk!Lh2dPw9", "Ht7?wK-uu2;Rb0dYp=3c", "q9%Vfa&J61ym,Ns4cXe8"
WEAK = "password1"
LONG_AGO = int(time.time()) - 400 * 86_400


def test_a_check_names_what_to_change_and_shows_no_password(organisation: Organisation, tmp_path: Path) -> None:
    organisation.joins("alice")
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    nothing = alice("entries", "check")
    assert (nothing.out, nothing.err) == ("", "0 passwords were looked at on this device; nothing to change\n")

    alice("entry", "add", "Grafana", "--secret", "password", text=f"{STRONG}\n")
    alice("entry", "add", "Old router", "--secret", "password", text=f"{STRONG}\n")
    alice("entry", "delete", "Old router")
    alice("entry", "add", "Deploys", "--type", "api-key", "--secret", "token", text=f"{WEAK}\n")
    assert alice("entries", "check").err == "1 password was looked at on this device; nothing to change\n"

    soon = time_of(int(time.time()) + 10 * 86_400)[:10]
    alice("entry", "add", "Guest Wi-Fi", "--type", "wifi", "--secret", "password", text=f"{WEAK}\n")
    alice("entry", "add", "Wiki", "--secret", "password", "--expires", soon, text=f"{OTHER}\n")
    alice("entry", "add", "Jenkins", "--secret", "password", text=f"{STRONG}\n")
    with Client.unlock(PASSWORD, home=organisation.home("alice"), world=World(clock=lambda: LONG_AGO)) as then:
        door = then.add_entry(Item("Door", (Field("password", THIRD),)))
    with Client.unlock(PASSWORD, home=organisation.home("alice")) as now:
        now.edit_entry(now.entry(door.id), item=Item("Door, front", door.item.fields))

    found = alice("entries", "check")
    ids = {entry["item"]["title"]: entry["id"] for entry in json.loads(alice("entries", "--json").out)}
    since = time_of(LONG_AGO)
    assert found.out.splitlines() == [
        f"weak\tGuest Wi-Fi\twifi\tvery weak\t{ids['Guest Wi-Fi']}",
        f"reused\tGrafana\tlogin\tthe same as Jenkins\t{ids['Grafana']}",
        f"reused\tJenkins\tlogin\tthe same as Grafana\t{ids['Jenkins']}",
        f"old\tDoor, front\tlogin\tsince {since}\t{ids['Door, front']}",
        f"expiring\tWiki\tlogin\ton {soon}\t{ids['Wiki']}",
    ]
    assert found.err == "5 passwords were looked at on this device\n"
    as_json = alice("entries", "check", "--json").out
    assert json.loads(as_json) == {
        "looked_at": 5,
        "weak": [{"id": ids["Guest Wi-Fi"], "title": "Guest Wi-Fi", "strength": "Very weak"}],
        "reused": [[{"id": ids[title], "title": title} for title in ("Grafana", "Jenkins")]],
        "old": [{"id": ids["Door, front"], "title": "Door, front", "since": since}],
        "expiring": [{"id": ids["Wiki"], "title": "Wiki", "expires": soon}],
    }
    for password in (STRONG, OTHER, THIRD, WEAK):
        assert password not in found.out + found.err + as_json

    alice("entry", "edit", "Door, front", "--generate")
    alice("entry", "edit", "Jenkins", "--generate")
    alice("entry", "edit", "Guest Wi-Fi", "--generate")
    alice("entry", "edit", "Wiki", "--expires", "")
    assert alice("entries", "check").err == "5 passwords were looked at on this device; nothing to change\n"
