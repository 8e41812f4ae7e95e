"""`check` and `mail` say of the mail server what an operator can act on, and `mail test` sends one mail."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.tests.postbox import Postbox, make_certificate, open_postbox
from tests.system.loaded import run_loaded
from waxpost_server.kit.clock import TurnableClock, now, use_clock
from waxpost_server.kit.db import WriteTx, open_database
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.letter import Letter
from waxpost_server.mail.outbox import Composed, post
from waxpost_server.mail.sending import send_some
from waxpost_server.operator.findings import all_findings
from waxpost_server.operator.terminal import MIGRATIONS


@pytest.fixture
async def postbox() -> AsyncIterator[Postbox]:
    async with open_postbox() as box:
        yield box


@pytest.fixture
def house(installation: Settings, postbox: Postbox) -> Settings:
    """An installation in order that sends mails."""
    outside = {"base_url": "https://waxpost.example.org", "host": "0.0.0.0"}
    return replace(postbox.settings(installation), **outside)


async def test_check_tries_the_mail_server_and_sends_nothing(house: Settings, postbox: Postbox) -> None:
    assert await all_findings(house, MIGRATIONS) == []

    assert postbox.connections == 1
    assert postbox.taken == []


async def test_check_says_what_the_mail_server_refuses(house: Settings, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "127.0.0.1")
    async with open_postbox("starttls", certificate=certificate, login=("waxpost", "Correct horse")) as box:
        good = {"smtp_port": box.port, "smtp_security": "starttls", "smtp_user": "waxpost", "smtp_ca": box.ca}
        assert await all_findings(replace(house, **good, smtp_password="Correct horse"), MIGRATIONS) == []
        for changes, says in (
            ({"smtp_password": "Wrong horse"}, "WAXPOST_SMTP_PASSWORD"),
            ({"smtp_password": "Correct horse", "smtp_ca": ""}, "certificate that is not trusted"),
            ({"smtp_password": "Correct horse", "smtp_port": 9}, "cannot be reached"),
        ):
            (sentence,) = await all_findings(replace(house, **(good | changes)), MIGRATIONS)
            assert says in sentence


async def test_check_says_that_links_in_mails_lead_nowhere(installation: Settings, postbox: Postbox) -> None:
    (sentence,) = await all_findings(postbox.settings(installation), MIGRATIONS)

    assert "links in them lead nowhere" in sentence


async def posts(settings: Settings, *refs: str) -> None:
    """Post a mail for each."""
    db = await open_database(settings.database_url)
    for ref in refs:
        await db.write(lambda tx, ref=ref: post(tx, "test", ref, "bob@example.org"))
    await db.close()


async def works(settings: Settings) -> None:
    """Send what is due, once."""
    db = await open_database(settings.database_url)
    await send_some(db, settings, {"test": compose})
    await db.close()


async def compose(_tx: WriteTx, _ref: str, _note: str | None) -> Composed | None:
    return Composed(Letter("Hello", ("Something came.",), "Because."))


async def test_check_shows_mails_that_wait_and_mails_that_failed(house: Settings, postbox: Postbox) -> None:
    await posts(house, "one", "two", "three")
    assert await all_findings(house, MIGRATIONS) == []
    postbox.answers_to_recipient = ["451 later", "550 never bob@example.org", "552 never"]
    await works(house)

    assert await all_findings(house, MIGRATIONS) == [
        "1 mail waits after a failed attempt (451: 1). Waxpost tries again.",
        "2 of the mails of the last 7 days could not be delivered (550: 1, 552: 1): see `waxpost-server mail list`.",
    ]


async def test_check_says_when_nobody_sends(house: Settings) -> None:
    with use_clock(TurnableClock(now() - 3600)):
        await posts(house, "one", "two")

    (sentence,) = await all_findings(house, MIGRATIONS)

    assert sentence.startswith("2 mails wait, and nobody looks: start `waxpost-server serve`")


async def test_check_says_that_mails_wait_without_a_mail_server(installation: Settings) -> None:
    db = await open_database(installation.database_url)
    await db.write(lambda tx: post(tx, "test", "one", "bob@example.org"))
    await db.close()

    (sentence,) = await all_findings(installation, MIGRATIONS)

    assert sentence.startswith("1 mail waits and there is no mail server: set WAXPOST_SMTP_HOST")


def run(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The operator's command with these settings in its environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "WAXPOST_DATA_DIR": str(settings.data_dir),
        "WAXPOST_DATABASE_URL": settings.database_url,
        "WAXPOST_WEB_DIR": str(settings.web_dir),
        "WAXPOST_BASE_URL": settings.base_url,
        "WAXPOST_TRUSTED_PROXIES": "127.0.0.0/8",
        "WAXPOST_SMTP_HOST": settings.smtp_host,
        "WAXPOST_SMTP_PORT": str(settings.smtp_port or ""),
        "WAXPOST_SMTP_SECURITY": settings.smtp_security,
        "WAXPOST_SMTP_FROM": settings.smtp_from,
    }
    done = run_loaded("waxpost_server", *arguments, environment=environment)
    return subprocess.CompletedProcess(arguments, done.code, done.out, done.err)


async def test_the_test_command_sends_one_mail(house: Settings, postbox: Postbox) -> None:
    done = await asyncio.to_thread(run, house, "mail", "test", "Alice@Example.org")

    assert done.returncode == 0, done.stderr
    assert done.stdout == f"127.0.0.1:{postbox.port} has taken a mail for alice@example.org. See that it arrives.\n"
    (mail,) = postbox.taken
    assert mail.to == ["alice@example.org"]
    assert "https://waxpost.example.org/" in mail.text


async def test_the_test_command_says_what_is_wrong(house: Settings, postbox: Postbox, installation: Settings) -> None:
    postbox.answers_to_recipient = ["550 5.7.1 relaying denied"]
    refused = await asyncio.to_thread(run, house, "mail", "test", "alice@example.org")
    without = await asyncio.to_thread(run, installation, "mail", "test", "alice@example.org")
    nobody = await asyncio.to_thread(run, house, "mail", "test", "Alice <alice@example.org>")

    assert [one.returncode for one in (refused, without, nobody)] == [1, 1, 1]
    server = f"The mail server 127.0.0.1:{postbox.port}"
    assert refused.stderr == f"waxpost-server: error: {server} does not take the mail (550 5.7.1 relaying denied).\n"
    assert "set WAXPOST_SMTP_HOST and WAXPOST_SMTP_FROM" in without.stderr
    assert "This is no address" in nobody.stderr


async def test_the_list_shows_what_waits_and_what_failed_without_addresses(house: Settings, postbox: Postbox) -> None:
    assert (await asyncio.to_thread(run, house, "mail", "list")).stdout == "No mail waits, and none failed.\n"
    await posts(house, "one", "two")
    postbox.answers_to_recipient = ["451 later", "550 never"]
    await works(house)

    done = await asyncio.to_thread(run, house, "mail", "list")

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert sum("test  waiting  1 attempt, the last refused with 451, next " in line for line in lines) == 1
    assert sum("test  failed  1 attempt, the last refused with 550, given up " in line for line in lines) == 1
    assert "@" not in done.stdout
