"""Links that people outside are given in the tests, and what the server says of them afterwards."""

from pathlib import Path
from typing import Any

from waxpost import Client, LinkDraft
from waxpost.crypto.items import Field, Item

PASSPHRASE = "harbor velvet onion"
SECRET = "Vd4?mQx8-Rt2!kWz9Lh"
BODY = "Hello Kim, **here** is your login.\n\n<img src=x onerror=alert(1)> ![far](https://elsewhere.example/x.png)"
ITEM = Item(
    "Halden VPN",
    (Field("username", "kestrel-print"), Field("password", SECRET), Field("totp", "JBSWY3DPEHPK3PXP")),
)


def makes(alice: Client, *files: Path, **changes: Any) -> str:
    """A link; its id is behind the last slash."""
    draft: dict[str, Any] = {"subject": "Kestrel VPN", "body": BODY, "items": (ITEM,), "passphrase": False, "views": 3}
    link = alice.create_link(LinkDraft(**{**draft, **changes}), files)
    assert link.url is not None
    return link.url


def views_left(alice: Client, url: str) -> int | None:
    """As the server counts them."""
    return alice.shared_link(link_id(url)).views_left


def link_id(url: str) -> str:
    return url.rpartition("/s/")[2].partition("#")[0]
