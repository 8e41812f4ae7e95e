"""Rule 1, by searching: what is typed into the fields of the command line is nowhere outside the devices, unsealed.

Everybody works through a door that writes down every request and answer. Afterwards database, write-ahead log, data
folder, log lines, requests, answers and the folders of all devices are searched, in every form that bytes take. The
same search finds what the server is meant to know, so it can find.
"""

import base64
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.double import HostileServer
from tests.system.command_line import CommandLine
from tests.system.markers import dump_of, files_in, forms, numbered, places_of, unwrapped, wire_of
from tests.system.organisation import address
from tests.system.server_process import ServerProcess
from tools.ports import free_port
from waxpost import Client

SUBJECT, TEXT = "Subject-Kestrel-Quorum-7731", "Text of Wimbrel and Zephyr 4401"
GROUP_TEXT, UNSENT = "Group-text-Oriole-Jigsaw-9916", "Unsent-Draft-Plover-Xylem-2284"
PASSWORD, NEW_PASSWORD = "Password-Heron-Glyphic-5507", "New-Password-Siskin-Vortex-8813"
LAST_PASSWORD, WRONG_PASSWORD = "Last-Password-Avocet-Rhomb-1175", "Wrong-Password-Dunlin-Pyx-3390"
WRONG_WORDS, WRONG_CODE = "Wrongword-Garganey-Fjord-6642", "Wrong-Code-Curlew-Tmesis-4098"
TYPED = (
    SUBJECT, TEXT, GROUP_TEXT, UNSENT, PASSWORD, NEW_PASSWORD, LAST_PASSWORD, WRONG_PASSWORD, WRONG_WORDS, WRONG_CODE,
)  # fmt: skip
# What the server is meant to know of people and groups.
NAME, GROUP, ORGANISATION = "Bob Marker-Linnet Roy", "Group-Name-Linnet", "Organisation-Name-Egret"
BOB, DANA, OLGA = address("bob"), address("dana"), address("olga")


@dataclass
class Traces:
    """Whatever people typed that is secret, and every place where it could have got to."""

    secrets: list[str] = field(default_factory=lambda: list(TYPED))
    raw_secrets: list[bytes] = field(default_factory=list[bytes])
    stored: dict[str, bytes] = field(default_factory=dict[str, bytes])
    logged: dict[str, bytes] = field(default_factory=dict[str, bytes])
    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    heads: dict[str, bytes] = field(default_factory=dict[str, bytes])
    answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    devices: dict[str, bytes] = field(default_factory=dict[str, bytes])

    @property
    def everywhere(self) -> dict[str, bytes]:
        return {**self.stored, **self.logged, **self.bodies, **self.heads, **self.answers, **self.devices}

    def unwrap(self) -> None:
        """Let every place hold what its base64 and hex stand for as well."""
        for kind in ("stored", "logged", "bodies", "heads", "answers", "devices"):
            setattr(self, kind, unwrapped(getattr(self, kind)))

    def keep_code(self, link: str) -> None:
        """Look for the code of a link as it is typed, and for the random bytes in it."""
        code = link.strip().partition("#")[2]
        self.secrets.append(code)
        self.raw_secrets.append(base64.b32decode(code + "=" * (-len(code) % 8))[1:17])

    def keep_kit(self, file: Path) -> None:
        """Look for a recovery code, with its hyphens and without."""
        code = file.read_text().strip()
        self.secrets += [code, code.replace("-", "")]


def test_rule_01_what_people_type_is_found_nowhere_and_what_the_server_may_know_is_found(
    database_url: str | None, tmp_path: Path
) -> None:
    port = free_port()
    settings = {"base_url": f"http://127.0.0.1:{port}", "log_level": "debug"}
    with (
        ServerProcess(tmp_path / "server", database_url=database_url, **settings) as process,
        HostileServer(process, port) as door,
    ):
        traces = live(door, tmp_path / "devices")
        # While it runs, the write-ahead log is beside the database.
        traces.stored |= {f"{name}, running": content for name, content in files_in(process.data).items()}
        if database_url is not None:
            traces.stored |= dump_of(database_url)
    traces.stored |= files_in(process.data)
    traces.logged = numbered("log line", (line.encode() for line in process.lines))
    traces.heads, traces.bodies, traces.answers = wire_of(door.seen)

    assert database_url is not None or any(name.endswith("-wal, running") for name in traces.stored)
    traces.unwrap()
    for known in (BOB, NAME):
        for places in (traces.stored, traces.bodies, traces.answers):
            assert places_of(known, places), f"the search finds no {known}"
    assert places_of(ORGANISATION, traces.stored)
    assert places_of(GROUP, traces.stored)
    assert places_of("/v1/messages", traces.logged)
    assert places_of("/v1/messages", traces.heads)
    assert places_of(BOB, traces.devices)

    assert {secret: found for secret in traces.secrets if (found := places_of(secret, traces.everywhere))} == {}
    for raw in traces.raw_secrets:
        assert places_of(raw, traces.everywhere) == []
    # Who writes to whom is known to the server, but stands in no address and no log line.
    assert places_of(BOB, {**traces.heads, **traces.logged}) == []


def test_the_search_finds_a_secret_in_every_form(tmp_path: Path) -> None:
    secret = "Marker 7731/+~Ü"
    for before in ("", "a", "ab"):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            (tmp_path / "file").write_bytes(encode(f"{before}{secret}, and more".encode()))
            assert places_of(secret, files_in(tmp_path)), (before, encode)
    for text in (secret.lower(), secret.encode().hex(), "?q=Marker%207731/%2B~%C3%9C"):
        assert places_of(secret, {"text": text.encode()}), text
    once = base64.urlsafe_b64encode(f'{{"payload":"{base64.b64encode(secret.encode()).decode()}"}}'.encode())
    wrapped = {"a dump": b"x" + once, "in hex": once.hex().encode()}
    assert not places_of(secret, wrapped)
    assert places_of(secret, unwrapped(wrapped)) == ["a dump", "in hex"]
    (tmp_path / "file").unlink()
    (tmp_path / "Marker-77").touch()
    assert places_of("Marker-77", files_in(tmp_path))
    assert not places_of(secret, {"text": b"Marker 7732/+~"})
    assert all(len(form) > 10 for form in forms(secret))


def live(door: HostileServer, folder: Path) -> Traces:
    """Everything that a person can type, typed once; what was left on the devices is already in the answer."""
    traces = Traces()
    olga, bob = (CommandLine(folder / who / "home", PASSWORD) for who in ("olga", "bob"))
    phone = CommandLine(folder / "phone" / "home", LAST_PASSWORD)
    _join(door, folder, traces, olga, bob)
    _write(olga, bob)
    _change_secrets(door.url, folder, traces, bob, phone)
    traces.keep_code(olga("let-start-over", BOB).out)
    for device in (olga, bob, phone):
        traces.devices |= files_in(device.home)
    return traces


def _join(door: HostileServer, folder: Path, traces: Traces, olga: CommandLine, bob: CommandLine) -> None:
    kits = [folder / "olga.kit", folder / "bob.kit"]
    link = door.process.start_link
    olga(
        "first-start", link, "--address", OLGA, "--name", "Olga Smith", "--organisation", ORGANISATION,
        "--kit-file", str(kits[0]),
    )  # fmt: skip
    invitation = olga("invite", BOB).out
    bob("join", invitation.strip(), "--name", NAME, "--kit-file", str(kits[1]))
    for link in (invitation, olga("invite", DANA).out):
        traces.keep_code(link)
    for kit in kits:
        traces.keep_kit(kit)


def _write(olga: CommandLine, bob: CommandLine) -> None:
    mid = olga("send", "--to", BOB, "--subject", SUBJECT, "--expires", "7d", "-", text=TEXT).out.strip()
    read = bob("read", mid).out
    assert SUBJECT in read
    assert TEXT in read
    assert TEXT in bob("inbox", "--json").out
    assert SUBJECT in olga("sent").out
    with Client.unlock(PASSWORD, home=olga.home) as client:
        client.create_group(GROUP, [OLGA])
    to_group = ("send", "--group", GROUP, "--subject", GROUP_TEXT, GROUP_TEXT)
    bob(*to_group, code=4)
    assert bob.on_terminal(*to_group, answers=[("May they read it?", "y")]).code == 0
    assert GROUP_TEXT in olga("inbox").out
    bob("send", "--to", DANA, "--subject", UNSENT, UNSENT, code=4)
    bob("send", "--to", "Nobody Here", "--subject", UNSENT, UNSENT, code=5)
    bob("send", "--to", OLGA, "--expires", UNSENT, "--subject", UNSENT, UNSENT, code=2)
    typed = bob.on_terminal("check", "Olga Smith", answers=[("Word 1 of 8", f"{WRONG_WORDS} " * 8)] * 3)
    assert typed.code == 4
    bob("delete", mid)


def _change_secrets(url: str, folder: Path, traces: Traces, bob: CommandLine, phone: CommandLine) -> None:
    new_password, wrong, kits = folder / "new", folder / "wrong", [folder / "bob2.kit", folder / "bob3.kit"]
    new_password.write_text(NEW_PASSWORD)
    wrong.write_text(WRONG_PASSWORD)
    bob.environment["WAXPOST_NEW_PASSWORD_FILE"] = str(new_password)
    bob("change-password")
    bob.environment["WAXPOST_PASSWORD_FILE"] = str(wrong)
    bob("inbox", code=3)
    bob("sign-in", url, "--address", BOB, code=3)
    bob.environment["WAXPOST_PASSWORD_FILE"] = str(new_password)
    bob("new-kit", "--kit-file", str(kits[0]))
    bob("inbox")
    (folder / "wrong-code").write_text(WRONG_CODE)
    phone.environment["WAXPOST_RECOVERY_CODE_FILE"] = str(folder / "wrong-code")
    assert phone("recover", url, "--address", BOB, "--kit-file", str(folder / "none.kit"), code=2).out == ""
    phone.environment["WAXPOST_RECOVERY_CODE_FILE"] = str(kits[0])
    phone("recover", url, "--address", BOB, "--kit-file", str(kits[1]))
    phone("inbox")
    for kit in kits:
        traces.keep_kit(kit)
