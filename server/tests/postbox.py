# ruff: noqa: N802 - aiosmtpd names what it calls
"""A mail server of the tests' own: real SMTP on the loopback address, which keeps what it takes and refuses as told.

The fixture `postbox` offers no protection; `open_postbox` makes others, with a certificate of `authority` and a login.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, cast
from warnings import catch_warnings

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from waxpost_server.kit.settings import Settings

Security = Literal["none", "starttls", "tls"]


@dataclass
class Taken:
    """One mail that was taken, and how it came."""

    sender: str
    to: list[str]
    raw: bytes
    is_protected: bool

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return cast(EmailMessage, message_from_bytes(self.raw, policy=default))

    @property
    def text(self) -> str:
        """What it says in plain text."""
        return self._part("text/plain")

    @property
    def html(self) -> str:
        """What it says in HTML."""
        return self._part("text/html")

    def _part(self, kind: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == kind:
                return cast(EmailMessage, part).get_content()
        raise AssertionError(kind)


@dataclass
class Postbox:
    """What the mail server took, and how it shall behave: each answer is given once, in this order."""

    security: Security
    port: int = 0
    ca: str = ""
    taken: list[Taken] = field(default_factory=list)
    answers_to_sender: list[str] = field(default_factory=list)
    answers_to_recipient: list[str] = field(default_factory=list)
    answers_to_data: list[str] = field(default_factory=list)
    # Called when a mail has come whole, before it is acknowledged; what it returns is the answer, if anything.
    at_data: Callable[[Any], str | None] = lambda _protocol: None
    connections: int = 0

    @property
    def addresses(self) -> list[str]:
        """To whom mails came, in order."""
        return [addr for one in self.taken for addr in one.to]

    def settings(self, settings: Settings, **changes: Any) -> Settings:
        """The same settings with this mail server."""
        given: dict[str, Any] = {
            "smtp_host": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_security": self.security,
            "smtp_from": "Waxpost <waxpost@mail.example.org>",
            "smtp_timeout_seconds": 20,
            "smtp_ca": self.ca,
        }
        return replace(settings, **(given | changes))

    # What aiosmtpd calls.

    async def handle_EHLO(
        self, server: Any, session: Any, _envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        """Greet."""
        session.host_name = hostname
        self.connections += 1
        return answers

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Take or refuse a sender."""
        if self.answers_to_sender and (answer := self.answers_to_sender.pop(0)):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        """Take or refuse a recipient."""
        if self.answers_to_recipient and (answer := self.answers_to_recipient.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Take or refuse a mail."""
        if self.answers_to_data and (answer := self.answers_to_data.pop(0)):
            return answer
        if answer := self.at_data(server):
            return answer
        self.taken.append(
            Taken(
                envelope.mail_from,
                list(envelope.rcpt_tos),
                envelope.content,
                server.transport.get_extra_info("sslcontext") is not None,
            )
        )
        return "250 OK"


def make_certificate(folder: Path, *names: str) -> tuple[Path, str]:
    """A certificate for these names, its own authority: a file with key and certificate, and the latter as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Halden test authority")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    file = folder / "mail-server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + pem)
    return file, pem.decode()


@asynccontextmanager
async def open_postbox(
    security: Security = "none",
    *,
    certificate: tuple[Path, str] | None = None,
    login: tuple[str, str] | None = None,
) -> AsyncIterator[Postbox]:
    """A mail server until the block ends; with a login it takes mail from nobody else."""
    box = Postbox(security)
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate[0])
        box.ca = certificate[1]

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        wanted = LoginPassword(*(part.encode() for part in login)) if login else None
        return AuthResult(success=given == wanted, handled=False)

    loop = asyncio.get_running_loop()

    def serve() -> SMTP:
        with catch_warnings(action="ignore"):  # a login without STARTTLS, where TLS is there from the first byte
            return smtp()

    def smtp() -> SMTP:
        return SMTP(
            box,
            hostname="mail.example.org",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            auth_required=login is not None,
            auth_require_tls=security == "starttls",
            authenticator=check if login else None,
            loop=loop,
        )

    server = await loop.create_server(serve, "127.0.0.1", 0, ssl=context if security == "tls" else None)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def postbox() -> AsyncIterator[Postbox]:
    """A mail server that takes everything, without protection."""
    async with open_postbox() as box:
        yield box
