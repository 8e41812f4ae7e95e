"""The carrier: one connection to the mail server, as the settings say, and mails over it.

TLS is never optional: with `starttls` a server that does not offer it is refused, and its certificate is checked.
Whatever fails is a `NotTaken` with one word for the outbox and a sentence for the operator; what the server said is
shown to the operator alone and stored nowhere, because servers repeat addresses.
"""

import asyncio
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import NoReturn, Self
from urllib.parse import urlsplit

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPSenderRefused,
)

from waxpost_server.kit.settings import Settings
from waxpost_server.mail.letter import one_line

# For one mail with everything around it, in steps of the timeout: connect, greet, TLS, greet, sign in, send.
STEPS = 6
_SAID_MOST = 200
_CLOSING = 421  # the server goes away, whatever the mail


class NotTaken(Exception):
    """The mail was not taken. `reason` is one word or SMTP's code; the text is a sentence for the operator.

    `is_about_it`: this one mail was refused, others may pass; `is_permanent`: it will never be taken.
    """

    def __init__(self, reason: str, sentence: str, *, is_about_it: bool = False, is_permanent: bool = False) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.is_about_it = is_about_it
        self.is_permanent = is_permanent


class Carrier:
    """Connects at the first mail and keeps the connection until it is closed or broken."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Connect, greet, protect the connection and sign in, if that has not happened. Raises NotTaken."""
        if self._smtp is not None and self._smtp.is_connected:
            return
        settings = self._settings
        smtp = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            local_hostname=_own_name(settings.base_url),
            timeout=settings.smtp_timeout_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=False,
            tls_context=ssl.create_default_context(cadata=settings.smtp_ca or None),
        )
        try:
            await self._open(smtp)
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp

    async def carry(self, message: EmailMessage, to_addr: str) -> None:
        """Hand one mail to the server; it has taken it when this returns. Raises NotTaken."""
        try:
            async with asyncio.timeout(STEPS * self._settings.smtp_timeout_seconds):
                await self.connect()
                await self._send(message, to_addr)
        except TimeoutError:
            self._let_go()
            raise NotTaken("timeout", f"{self._server} does not answer in time: try again later.") from None

    async def close(self) -> None:
        """Say goodbye, if there is a connection."""
        if self._smtp is not None and self._smtp.is_connected:
            with suppress(SMTPException, OSError):  # it has what it took
                await self._smtp.quit()
        self._let_go()

    @property
    def _server(self) -> str:
        return f"The mail server {self._settings.smtp_host}:{self._settings.smtp_port}"

    async def _open(self, smtp: SMTP) -> None:
        try:
            await smtp.connect()
            await smtp.ehlo()
            if self._settings.smtp_security == "starttls":
                self._check_offers(smtp, "starttls", "STARTTLS")
                await smtp.starttls()
                await smtp.ehlo()
            if self._settings.smtp_user:
                self._check_offers(smtp, "auth", "signing in")
                await smtp.login(self._settings.smtp_user, self._settings.smtp_password)
        except (SMTPException, OSError, ValueError) as error:
            self._refuse(error)

    def _check_offers(self, smtp: SMTP, extension: str, called: str) -> None:
        if not smtp.supports_extension(extension):
            raise NotTaken(
                "not-supported", f"{self._server} does not offer {called}: check WAXPOST_SMTP_SECURITY and the port."
            )

    def _refuse(self, error: Exception) -> NoReturn:
        """Why there is no connection, in words an operator can act on."""
        cause = _certificate_error(error)
        if cause is not None:
            raise NotTaken(
                "certificate",
                f"{self._server} has a certificate that is not trusted ({one_line(cause.verify_message)}): check "
                "WAXPOST_SMTP_HOST, and WAXPOST_SMTP_CA if the certificate is from an authority of your own.",
            ) from None
        if isinstance(error, SMTPAuthenticationError):
            raise NotTaken(
                f"login-{error.code}",
                f"{self._server} refuses the user name or the password{_said(error)}: check WAXPOST_SMTP_USER and "
                "WAXPOST_SMTP_PASSWORD.",
            ) from None
        if isinstance(error, SMTPResponseException):
            raise NotTaken(str(error.code), f"{self._server} turns us away{_said(error)}.") from None
        if isinstance(error, TimeoutError):
            raise NotTaken(
                "timeout", f"{self._server} does not answer in time: check WAXPOST_SMTP_HOST, the port and firewalls."
            ) from None
        raise NotTaken(
            "connect",
            f"{self._server} cannot be reached ({type(error.__cause__ or error).__name__}): check WAXPOST_SMTP_HOST, "
            "WAXPOST_SMTP_PORT and WAXPOST_SMTP_SECURITY.",
        ) from None

    async def _send(self, message: EmailMessage, to_addr: str) -> None:
        assert self._smtp is not None
        sender = parseaddr(self._settings.smtp_from)[1]
        try:
            await self._smtp.mail(sender)
            await self._smtp.rcpt(to_addr)
            await self._smtp.data(message.as_bytes())
        except SMTPResponseException as error:
            sentence = f"{self._server} does not take the mail{_said(error)}."
            if isinstance(error, SMTPSenderRefused):
                self._let_go()
                raise NotTaken(str(error.code), f"{sentence} Check WAXPOST_SMTP_FROM.") from None
            await self._begin_anew()
            raise NotTaken(
                str(error.code), sentence, is_about_it=error.code != _CLOSING, is_permanent=500 <= error.code <= 599
            ) from None
        except TimeoutError:
            raise
        except (SMTPException, OSError):
            self._let_go()
            raise NotTaken("disconnected", f"{self._server} ended the connection in the middle of a mail.") from None

    async def _begin_anew(self) -> None:
        assert self._smtp is not None
        try:
            await self._smtp.rset()
        except (SMTPException, OSError):
            self._let_go()

    def _let_go(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _said(error: SMTPResponseException) -> str:
    return f" ({error.code} {one_line(error.message)[:_SAID_MOST]})"


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


def _own_name(base_url: str) -> str:
    """How we greet: by the name that people know us by; an address stands in brackets (RFC 5321, 4.1.3)."""
    host = urlsplit(base_url).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host.replace(".", "").isdigit() else host
