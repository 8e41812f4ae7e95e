"""The links and requests of the sample organisation: one opened, one waiting, one taken back; one answered, one open.

People outside are played by the SDK without an account, through the same doors as anybody who has the link.
"""

import time

from tools.demo_entries import NamedFile, written
from waxpost import AskedField, Client, Field, Item, LinkDraft, Request, RequestDraft
from waxpost.crypto.encoding import time_of

_DAY = 86_400
PROFILE = "VPN profile for the auditors"
_PROFILE_FILE = NamedFile("halden-vpn.txt", "An example, no profile.\n")

PRINT_PORTAL = RequestDraft(
    "Print portal login",
    note="Hi Kim, please send the new admin login for the print portal.",
    fields=(AskedField("username", "Username"), AskedField("password", "Password")),
    text=True,
)
ALARM_CODE = RequestDraft(
    "Alarm code, warehouse",
    note="Please send the code that the night guard uses from Monday on.",
    text=True,
    files=True,
)


def share_and_ask(client: Client) -> None:
    """Make them all, as the links and requests of this person."""
    _share_profile(client)
    client.create_link(
        LinkDraft(
            "Wi-Fi for Saturday's guests",
            "The guests' network is `halden-guest`, from 9:00 to 18:00.",
            items=(
                Item("Guest Wi-Fi", (Field("username", "halden-guest"), Field("password", "blue-tram-28")), "wifi"),
            ),
            passphrase=False,
            views=0,
            expires_at=time_of(int(time.time()) + 3 * _DAY),
        )
    )
    client.revoke_link(client.create_link(LinkDraft("Old supplier portal", "Not needed any more.")).id)
    _answer(client.create_request(PRINT_PORTAL))
    client.create_request(ALARM_CODE)


def _share_profile(client: Client) -> None:
    """A link with a passphrase and a file, opened once."""
    draft = LinkDraft(PROFILE, "Valid for the week of the audit.", passphrase=True, views=3)
    with written([_PROFILE_FILE]) as paths:
        link = client.create_link(draft, paths)
    assert link.url is not None
    Client.open_link(link.url, link.passphrase).close()


def _answer(request: Request) -> None:
    """As Kim of a print shop would, without an account."""
    assert request.url is not None
    with Client.open_request(request.url) as opened:
        opened.answer(["halden-admin", "Pelican!Quartz51-Ink"], text="Here it is. Valid from today.")
