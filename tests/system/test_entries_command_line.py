"""My entries on the command line, against a real server."""

import json
from pathlib import Path

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost.crypto.items import Field, Item

SECRET = "JBSWY3DPEHPK3PXP"


def test_a_person_keeps_entries_on_the_command_line(organisation: Organisation, tmp_path: Path) -> None:
    organisation.joins("alice")
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    assert alice("entries").out == ""
    assert "there is no entry called Grafana" in alice("entry", "show", "Grafana", code=5).err

    made = alice(
        "entry", "add", "Grafana", "--field", "username=root", "--secret", "password", "--secret", "totp",
        "--field", "Floor=3", "--folder", "Servers/Oslo", "--tag", "prod", "--expires", "2027-01-31",
        text=f"correct horse\n{SECRET}\n",
    ).out.strip()  # fmt: skip
    alice("entry", "add", "Wi-Fi", "--type", "wifi", "--generate")

    assert alice("entries", "--search", "graf oslo").out == f"Grafana\tlogin\troot\tServers/Oslo\t{made}\n"
    assert alice("entries", "--folder", "Servers", "--json").out.count("correct horse") == 0
    assert len(alice("entries").out.splitlines()) == 2
    shown = alice("entry", "show", "grafana").out
    assert "Floor: 3\n" in shown
    assert "password: ••••••••\n" in shown
    assert "correct horse" not in shown
    assert alice("entry", "show", made, "--value", "password").out == "correct horse\n"
    assert alice("entry", "show", made, "--value", "Floor").out == "3\n"
    assert alice("entry", "show", made, "--value", "port", code=5).out == ""
    assert len(alice("entry", "show", "Wi-Fi", "--value", "password").out.strip()) == 20
    code = alice("entry", "show", made, "--totp")
    assert len(code.out) == 7
    assert code.out.strip().isdigit()
    assert "more second" in code.err
    assert alice("entry", "show", "Wi-Fi", "--totp", code=5).out == ""

    alice("entry", "edit", made, "--secret", "password", "--title", "Grafana Oslo", "--folder", "", text="second\n")
    now = json.loads(alice("entry", "show", made, "--json").out)
    assert (now["rev"], now["folder"], now["tags"]) == (2, None, ["prod"])
    assert [(one["f"], one["value"]) for one in now["item"]["fields"] if one["f"] == "password"] == [
        ("password", "second")
    ]
    assert "password: correct horse\n" in alice("entry", "show", made, "--history", "--reveal").out

    assert "in the trash" in alice("entry", "delete", made).err
    assert alice("entries").out.count("Grafana") == 0
    assert alice("entries", "--trash").out.startswith("Grafana Oslo\t")
    alice("entry", "restore", "Grafana Oslo")
    assert alice("entry", "show", made, "--value", "username").out == "root\n"
    alice("entry", "delete", made)
    alice("entry", "delete", "--for-good", made)
    assert alice("entries", "--trash").out == ""


def test_a_list_shows_no_covered_name_and_finds_a_card_by_its_end(organisation: Organisation, tmp_path: Path) -> None:
    client = organisation.joins("alice")
    client.add_entry(Item("Covered", (Field("username", "hushed", hide=True),)))
    client.add_entry(Item("Company card", (Field("number", "4000 0000 0000 4821"),), "card"))
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))

    assert "hushed" not in alice("entries").out
    assert alice("entries", "--search", "4821").out.startswith("Company card\t")
    assert alice("entries", "--search", "4000").out == ""


def test_what_is_wrong_is_said_before_anything_is_saved(organisation: Organisation, tmp_path: Path) -> None:
    organisation.joins("alice")
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    for code, *arguments in (
        (2, "--type", "spaceship"),
        (2, "--field", "username"),
        (2, "--field", "=x"),
        (4, "--expires", "tomorrow"),
        (4, "--folder", "a//b"),
        (4, "--tag", ""),
    ):
        alice("entry", "add", "Grafana", *arguments, code=code)
    assert alice("entries").out == ""


def test_rule_05_an_entry_is_sent_as_the_copy_that_was_opened_here(organisation: Organisation, tmp_path: Path) -> None:
    devices: dict[str, CommandLine] = {}
    for who in ("alice", "bob"):
        organisation.joins(who)
        devices[who] = CommandLine(tmp_path / who, PASSWORD)
        devices[who]("sign-in", organisation.server.url, "--address", address(who))
    alice, bob = devices["alice"], devices["bob"]
    alice(
        "entry", "add", "Grafana", "--secret", "password", "--secret", "totp", "--folder", "Mine",
        text=f"first\n{SECRET}\n",
    )  # fmt: skip
    alice("entry", "edit", "Grafana", "--secret", "password", text="second\n")

    mid = alice("send", "--to", address("bob"), "--subject", "Keys", "--entry", "grafana").out.strip()
    alice("entry", "edit", "Grafana", "--secret", "password", text="third\n")
    assert bob("entries").out == ""
    (saved,) = bob("entry", "keep", mid).out.splitlines()

    assert bob("entry", "show", saved, "--value", "password").out == "second\n"
    copy = json.loads(bob("entry", "show", saved, "--json").out)
    assert (copy["folder"], copy["history"]) == (None, [])
    assert [field["f"] for field in copy["item"]["fields"]] == ["password"]
    bob("entry", "keep", mid, "--item", "2", code=5)


def test_a_password_is_made_for_whom_it_is_sent_to(organisation: Organisation, tmp_path: Path) -> None:
    devices: dict[str, CommandLine] = {}
    for who in ("alice", "bob"):
        organisation.joins(who)
        devices[who] = CommandLine(tmp_path / who, PASSWORD)
        devices[who]("sign-in", organisation.server.url, "--address", address(who))
    alice, bob = devices["alice"], devices["bob"]
    alice("entry", "add", "Router", "--secret", "password", text="4711\n")
    to_bob = ("send", "--to", address("bob"), "--subject", "Access")
    assert "--generate" in alice(*to_bob, "--generate", "--entry", "Router", code=2).err

    mid = alice(
        *to_bob, "--entry", "Router", "--credential", "title=Grafana,username=bob", "--generate",
        "--credential", "title=Door,password=0815",
    ).out.strip()  # fmt: skip

    read = json.loads(bob("read", mid, "--show", "--json").out)
    items = {one["title"]: one["fields"] for one in read["content"]["items"]}
    assert sorted(items) == ["Door", "Grafana", "Router"]
    made = next(field["value"] for field in items["Grafana"] if field["f"] == "password")
    assert len(made) == 20
    assert [field["value"] for field in items["Door"]] == ["0815"]
    assert made in alice("read", mid, "--show").out


def test_an_entry_says_where_copies_of_it_went(organisation: Organisation, tmp_path: Path) -> None:
    for who in ("alice", "bob"):
        organisation.joins(who)
    alice = CommandLine(tmp_path / "alice", PASSWORD)
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    alice("entry", "add", "Grafana", "--secret", "password", text="first\n")
    alice("entry", "add", "Door", "--secret", "password", text="4711\n")
    assert "Where copies went" not in alice("entry", "show", "Grafana").out

    first = alice("send", "--to", address("bob"), "--subject", "Keys", "--entry", "grafana").out.strip()
    assert f"message {first}\n" in alice("entry", "show", "Grafana").out
    assert alice("entry", "show", "Door", "--json").out.count(first) == 0

    alice("entry", "edit", "Grafana", "--tag", "prod")
    assert f"message {first}\n" in alice("entry", "show", "Grafana").out
    alice("entry", "edit", "Grafana", "--title", "Grafana Oslo")
    assert f"message {first}, before the last change\n" in alice("entry", "show", "Grafana Oslo").out
    alice("entry", "edit", "Grafana Oslo", "--secret", "password", text="second\n")
    made = alice(
        "link", "create", "--subject", "Keys", "--no-passphrase", "--entry", "Grafana Oslo", "--entry", "Door", "--json"
    )
    link = json.loads(made.out)["id"]

    shown = alice("entry", "show", "Grafana Oslo").out
    assert f"message {first}, before the last password change\n" in shown
    assert f"link {link}\n" in shown
    assert shown.index(link) < shown.index(first)
    for title in ("Grafana Oslo", "Door"):
        assert json.loads(alice("entry", "show", title, "--json").out)["sent"][0]["mid"] == link
