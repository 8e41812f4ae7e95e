"""What Elin of the sample organisation has saved, and the things that its messages carry.

One of each common type, in folders; some of them are there to be found by whoever looks after passwords: a weak one,
one in two places, two that expire soon. All values are invented, and open nothing.
"""

import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from waxpost import Client, Field, Item
from waxpost.crypto.encoding import time_of

_DAY = 86_400
_NO_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nan example, no key\n-----END OPENSSH PRIVATE KEY-----"
_IN_TWO_PLACES = "Harbour-Lantern-42"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file to send or to save, by its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """An entry and where it lies; `expires_in` days."""

    item: Item
    folder: str | None = None
    is_favourite: bool = False
    expires_in: int | None = None
    tags: tuple[str, ...] = ()
    files: tuple[NamedFile, ...] = ()


def _login(title: str, username: str, password: str, host: str, *more: Field) -> Item:
    return Item(
        title, (Field("username", username), Field("password", password), Field("url", f"https://{host}"), *more)
    )


def _note(text: str) -> Field:
    return Field("note", text)


GRAFANA = _login("Grafana – production admin", "grafana-admin", "Cinder!Vault7-Marble83", "grafana.halden.example")
PAYROLL_SFTP = Item(
    "Payroll SFTP",
    (
        Field("username", "halden-payroll"),
        Field("password", "Tern7-Cobalt!Orchard19"),
        Field("url", "sftp://sftp.payroll.example"),
        _note("From the office network only."),
    ),
)
BASTION_OF_MAYA = Item(
    "Bastion host – SSH key",
    (
        Field("username", "maya"),
        Field("host", "bastion.halden.example"),
        Field("port", "22"),
        Field("private-key", _NO_KEY),
        Field("passphrase", "tram-window-granite"),
    ),
    "ssh-key",
    "entry",
)
RUN_BOOK = NamedFile(
    "Grafana cut-over run-book.txt",
    "Cut-over on Saturday\n\n"
    "21:00  Freeze dashboards, tell the night shift\n"
    "21:15  Snapshot of the database\n"
    "21:30  Switch the name, watch the error rate for ten minutes\n"
    "21:45  Change the admin password\n",
)
_CODES = NamedFile("gitlab-recovery-codes.txt", "4f1c-88ab\n90d2-17ce\na6b3-5e40\n")

ENTRIES = (
    Saved(
        Item(
            "Bastion host – SSH key",
            (
                Field("username", "elin"),
                Field("host", "bastion.halden.example"),
                Field("port", "22"),
                Field("private-key", _NO_KEY),
                _note("Through the office network only."),
            ),
            "ssh-key",
        ),
        folder="Servers",
        is_favourite=True,
        tags=("production",),
    ),
    Saved(
        Item(
            "Company card",
            (
                Field("holder", "Elin Voss"),
                Field("number", "4000 0000 0000 4821"),
                Field("expires", "07/29"),
                Field("code", "000"),
            ),
            "card",
        ),
        folder="Cards and IDs",
        is_favourite=True,
    ),
    Saved(
        _login("Datadog", "elin.voss@halden.example", _IN_TWO_PLACES, "app.datadog.example"),
        folder="Servers",
        expires_in=12,
    ),
    Saved(
        _login(
            "GitLab",
            "evoss",
            "v5#Mqt.R84zk!Lh2dPw9",
            "gitlab.halden.example",
            Field("totp", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
            _note("Admin rights until the migration ends. Recovery codes are in the file below."),
        ),
        folder="Servers",
        expires_in=24,
        tags=("production", "admin"),
        files=(_CODES,),
    ),
    Saved(
        Item("Passport", (Field("holder", "Elin Voss"), Field("number", "X0000000")), "identity"),
        folder="Cards and IDs",
        expires_in=280,
    ),
    Saved(_login("Payroll portal", "e.voss", "payroll2024", "portal.payroll.example"), folder="Suppliers"),
    Saved(
        Item(
            "Postgres – reporting",
            (
                Field("host", "reports.halden.example"),
                Field("port", "5432"),
                Field("database", "reports"),
                Field("username", "readonly"),
                Field("password", "q7!Vd-2kRm.Tz81wNc"),
            ),
            "database",
        ),
        folder="Databases",
    ),
    Saved(
        Item(
            "Wi-Fi – Lisbon office",
            (Field("username", "HALDEN-LIS"), Field("password", "blue-tram-28-miradouro")),
            "wifi",
        ),
        folder="Wi-Fi",
    ),
    Saved(Item("Alarm codes, warehouse", (_note("Front door **4711**, gate **2048**."),), "note")),
    Saved(
        Item("Wildcard certificate", (Field("holder", "*.halden.example"),), "certificate"),
        folder="Servers",
        expires_in=88,
    ),
    Saved(
        Item(
            "Stripe – restricted key",
            (Field("username", "rk_live"), Field("token", "rk_live_example_no_key")),
            "api-key",
        ),
        folder="Suppliers",
    ),
    Saved(_login("Travel booking", "elin.voss", _IN_TWO_PLACES, "travel.example"), folder="Suppliers"),
)


def save_entries(client: Client) -> None:
    """Save them all, as their first versions."""
    for saved in ENTRIES:
        with written(saved.files) as paths:
            client.add_entry(
                saved.item,
                tags=saved.tags,
                folder=saved.folder,
                favourite=saved.is_favourite,
                expires=None if saved.expires_in is None else _day_in(saved.expires_in),
                files=paths,
            )


def renew(client: Client, title: str) -> None:
    """Give an entry another password; the one before stays among its earlier versions."""
    entry = client.entry(title)
    fields = tuple(
        replace(one, value=f"{one.value[::-1]}+7") if one.f == "password" else one for one in entry.item.fields
    )
    client.edit_entry(entry, item=replace(entry.item, fields=fields))


@contextmanager
def written(files: Sequence[NamedFile]) -> Generator[tuple[Path, ...]]:
    """The files on the disk, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        paths = tuple(Path(folder) / file.name for file in files)
        for path, file in zip(paths, files, strict=True):
            path.write_text(file.text)
        yield paths


def _day_in(days: int) -> str:
    return time_of(int(time.time()) + days * _DAY)[:10]
