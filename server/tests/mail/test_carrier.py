"""The way to the mail server: protected as the settings say, and every refusal is a sentence an operator can act on."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from server.tests.postbox import Postbox, Security, make_certificate, open_postbox
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.carrier import Carrier, NotTaken
from waxpost_server.mail.letter import Letter, write_letter

PLAIN = Settings()
LETTER = Letter("Hello", ("Something came.",), "Because.")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """For 127.0.0.1, from an authority of the test's own."""
    return make_certificate(tmp_path_factory.mktemp("certificate"), "127.0.0.1", "localhost")


async def carries(settings: Settings) -> None:
    async with Carrier(settings) as carrier:
        await carrier.carry(write_letter(LETTER, settings, "bob@example.org", "A" * 22, 0), "bob@example.org")


async def refusal(settings: Settings) -> NotTaken:
    with pytest.raises(NotTaken) as refused:
        await carries(settings)
    return refused.value


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_mail_goes_protected_and_signed_in(security: Security, certificate: tuple[Path, str]) -> None:
    async with open_postbox(security, certificate=certificate, login=("waxpost", "Correct horse")) as box:
        await carries(box.settings(PLAIN, smtp_user="waxpost", smtp_password="Correct horse"))

    (taken,) = box.taken
    assert taken.is_protected
    assert taken.to == ["bob@example.org"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_is_not_trusted_gets_nothing(
    security: Security, certificate: tuple[Path, str]
) -> None:
    async with open_postbox(security, certificate=certificate) as box:
        refused = await refusal(box.settings(PLAIN, smtp_ca=""))

    assert refused.reason == "certificate"
    assert "WAXPOST_SMTP_CA" in str(refused)
    assert box.taken == []


async def test_a_certificate_for_another_name_gets_nothing(tmp_path: Path) -> None:
    async with open_postbox("starttls", certificate=make_certificate(tmp_path, "other.example.org")) as box:
        refused = await refusal(box.settings(PLAIN))

    assert refused.reason == "certificate"
    assert "check WAXPOST_SMTP_HOST" in str(refused)


@pytest.mark.parametrize(("user", "password"), [("waxpost", "Wrong horse"), ("nobody", "Correct horse")])
async def test_a_wrong_login_is_said_without_the_password(
    certificate: tuple[Path, str], user: str, password: str
) -> None:
    async with open_postbox("starttls", certificate=certificate, login=("waxpost", "Correct horse")) as box:
        refused = await refusal(box.settings(PLAIN, smtp_user=user, smtp_password=password))

    assert refused.reason == "login-535"
    assert not refused.is_permanent  # the settings can be mended, and the mail goes
    assert "WAXPOST_SMTP_PASSWORD" in str(refused)
    assert password not in str(refused)


async def test_a_server_without_starttls_is_refused_before_anything_is_said(postbox: Postbox) -> None:
    refused = await refusal(
        postbox.settings(PLAIN, smtp_security="starttls", smtp_user="waxpost", smtp_password="Correct horse")
    )

    assert refused.reason == "not-supported"
    assert "does not offer STARTTLS" in str(refused)
    assert postbox.taken == []


async def test_a_server_that_knows_no_login_is_said(certificate: tuple[Path, str]) -> None:
    class NoLogin(Postbox):
        async def handle_EHLO(  # noqa: N802 - aiosmtpd names it
            self, server: object, session: object, _envelope: object, hostname: str, answers: list[str]
        ) -> list[str]:
            """Greet without AUTH."""
            greeted = await super().handle_EHLO(server, session, _envelope, hostname, answers)
            return [line for line in greeted if "AUTH" not in line]

    async with open_postbox("starttls", certificate=certificate) as box:
        box.__class__ = NoLogin
        refused = await refusal(box.settings(PLAIN, smtp_user="waxpost", smtp_password="Correct horse"))

    assert refused.reason == "not-supported"
    assert "does not offer signing in" in str(refused)


async def test_a_wrong_port_is_said(postbox: Postbox) -> None:
    refused = await refusal(postbox.settings(PLAIN, smtp_port=9))

    assert refused.reason == "connect"
    assert "127.0.0.1:9 cannot be reached" in str(refused)


async def test_a_server_that_says_nothing_is_not_waited_for(postbox: Postbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = postbox.settings(PLAIN, smtp_port=silent.getsockname()[1], smtp_timeout_seconds=1)
        began = asyncio.get_running_loop().time()
        refused = await refusal(settings)

    assert refused.reason == "timeout"
    assert asyncio.get_running_loop().time() - began < 30  # the library would wait for a minute


async def test_tls_at_a_port_that_speaks_none_is_said(postbox: Postbox) -> None:
    refused = await refusal(postbox.settings(PLAIN, smtp_security="tls", smtp_timeout_seconds=2))

    assert refused.reason in ("connect", "timeout")
    assert "WAXPOST_SMTP_" in str(refused)


async def test_what_the_server_says_is_shown_in_one_line(postbox: Postbox) -> None:
    postbox.answers_to_recipient = ["550 5.7.1 relaying denied\x1b[2J"]

    refused = await refusal(postbox.settings(PLAIN))

    assert str(refused).endswith("does not take the mail (550 5.7.1 relaying denied [2J).")
    assert refused.is_permanent
    assert refused.is_about_it


async def test_we_greet_by_the_name_people_know_us_by(postbox: Postbox) -> None:
    names: list[str] = []
    postbox.at_data = lambda protocol: names.append(protocol.session.host_name)

    for url in ("https://waxpost.example.org", "http://127.0.0.1:8080", "https://[2001:db8::1]"):
        await carries(postbox.settings(replace(PLAIN, base_url=url)))

    assert names == ["waxpost.example.org", "[127.0.0.1]", "[IPv6:2001:db8::1]"]
