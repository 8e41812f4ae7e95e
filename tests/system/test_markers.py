"""Rule 1, by searching: a secret typed into every field of the command line is nowhere outside the person's head.

Everybody works through a door that writes down every request and answer. Afterwards database, write-ahead log, data
folder, log lines, requests, answers and the folders of all devices are searched, in every form that bytes take. The
same search finds what the server is meant to know, so it can find.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.hostile.double import HostileServer
from tests.system.command_line import CommandLine
from tests.system.markers import dump_of, files_in, forms, numbered, places_of
from tests.system.organisation import address
from tests.system.server_process import ServerProcess, free_port
from tools.postgres import drop_database, new_database

SUBJECT, TEXT = "Subject-Kestrel-Quorum-7731", "Text of Wimbrel and Zephyr 4401"
GROUP_TEXT, REPLY_TEXT = "Group-text-Oriole-Jigsaw-9916", "Unsent-Draft-Plover-Xylem-2284"
PASSWORD, NEW_PASSWORD = "Password-Heron-Glyphic-5507", "New-Password-Siskin-Vortex-8813"
WRONG_PASSWORD, WRONG_WORDS = "Wrong-Password-Dunlin-Pyx-3390", "Wrongword-Garganey-Fjord-6642"
TYPED = (SUBJECT, TEXT, GROUP_TEXT, REPLY_TEXT, PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, WRONG_WORDS)
# What the server is meant to know of people and groups.
KNOWN = (address("bob"), "Bob Marker-Name-Roy", "Group-Name-Linnet", "Organisation-Name-Egret")


@dataclass
class Life:
    """What people did, and where its traces could be."""

    secrets: list[str] = field(default_factory=list[str])
    codes_of_links: list[str] = field(default_factory=list[str])
    stored: dict[str, bytes] = field(default_factory=dict[str, bytes])
    logged: dict[str, bytes] = field(default_factory=dict[str, bytes])
    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    addresses: dict[str, bytes] = field(default_factory=dict[str, bytes])
    answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    devices: dict[str, bytes] = field(default_factory=dict[str, bytes])


class Story:
    """Olga and Bob on the command line, through a door that listens."""

    def __init__(self, door: HostileServer, folder: Path) -> None:
        self.door = door
        self.folder = folder
        self.life = Life(secrets=list(TYPED))
        self.devices: list[CommandLine] = []

    def run(self, take_picture: object = None) -> Life:
        olga, bob = self.device("olga", PASSWORD), self.device("bob", PASSWORD)
        self.join(olga, bob)
        self.write(olga, bob)
        self.change_secrets(bob)
        return self.life

    def device(self, name: str, password: str) -> CommandLine:
        device = CommandLine(self.folder / name / "home", password)
        self.devices.append(device)
        return device

    def kit(self, name: str) -> Path:
        return self.folder / f"{name}.kit"

    def join(self, olga: CommandLine, bob: CommandLine) -> None:
        olga(
            "first-start", self.door.process.start_link, "--address", address("olga"), "--name", "Olga Smith",
            "--organisation", KNOWN[3], "--kit-file", str(self.kit("olga")),
        )  # fmt: skip
        link = olga("invite", address("bob")).out.strip()
        bob("join", link, "--name", KNOWN[1], "--kit-file", str(self.kit("bob")))
        unused = olga("invite", address("dana")).out.strip()
        self.life.codes_of_links += [link.partition("#")[2], unused.partition("#")[2]]
        self.life.secrets += [self.kit("olga").read_text().strip(), self.kit("bob").read_text().strip()]

    def write(self, olga: CommandLine, bob: CommandLine) -> None:
        mid = olga("send", "--to", address("bob"), "--subject", SUBJECT, "--expires", "7d", "-", text=TEXT).out.strip()
        read = bob("read", mid).out
        assert SUBJECT in read
        assert TEXT in read
        assert TEXT in bob("inbox", "--json").out
        assert SUBJECT in olga("sent").out
        self.send_to_group(bob)
        olga("send", "--to", address("dana"), "--subject", REPLY_TEXT, REPLY_TEXT, code=4)
        olga("send", "--to", REPLY_TEXT, "--subject", REPLY_TEXT, REPLY_TEXT, code=5)
        bob.on_terminal("check", "Olga Smith", answers=[("Word 1 of 8", f"{WRONG_WORDS} " * 8)] * 3)
        bob("delete", mid)

    def send_to_group(self, bob: CommandLine) -> None:
        with self.signed_in("olga", PASSWORD) as client:
            client.create_group(KNOWN[2], [address("olga")])
        arguments = ("send", "--group", KNOWN[2], "--subject", GROUP_TEXT, GROUP_TEXT)
        bob(*arguments, code=4)
        assert bob.on_terminal(*arguments, answers=[("May they read it?", "y")]).code == 0
