"""Settings: one frozen object from the environment, `WAXPOST_<NAME>`, each with a sentence that is its manual.

Any setting may be read from a file instead, named by `WAXPOST_<NAME>_FILE`. A value that makes no sense stops the
start with a sentence. docs/operator/configuration.md is generated from this file.
"""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
LogLevel = Literal["debug", "info", "warning", "error"]
Synchronous = Literal["FULL", "NORMAL"]
SmtpSecurity = Literal["starttls", "tls", "none"]

PREFIX = "WAXPOST_"


_SMTP_PORTS: dict[SmtpSecurity, int] = {"starttls": 587, "tls": 465, "none": 25}


class SettingRefused(Exception):
    """A setting has a value that makes no sense. The text names it and says what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator may choose. Times are in seconds, sizes in bytes."""

    data_dir: Annotated[Path, "The folder for the embedded database, the server's secrets and blobs."] = Path("data")
    host: Annotated[str, "The address to listen on; keep the loopback address behind a proxy on the same machine."] = (
        "127.0.0.1"
    )
    port: Annotated[int, "The port to listen on; `PORT` is understood too."] = 8080
    base_url: Annotated[
        str,
        "The address people type, without a path; links, cookies and the check of `Origin` come from it. Empty means `http://127.0.0.1:<port>`.",
    ] = ""
    database_url: Annotated[
        str,
        "`postgresql://user:password@host/name` or `sqlite:///path`. Empty means `waxpost.db` in the data folder.",
    ] = ""
    blobs_url: Annotated[
        str,
        "Where attached files are: `file:///path` or a bucket, see files.md. Empty means `blobs` in the data folder.",
    ] = ""
    sqlite_synchronous: Annotated[
        Synchronous,
        "`FULL` keeps every acknowledged message through a power cut; `NORMAL` is faster and may lose the last ones.",
    ] = "FULL"
    trusted_proxies: Annotated[
        tuple[Network, ...],
        "Networks, separated by commas, whose `X-Forwarded-For` is believed; everybody else's is ignored.",
    ] = ()
    session_idle_seconds: Annotated[int, "A session ends after so much time without a request."] = 14 * 86400
    session_absolute_seconds: Annotated[int, "A session ends so long after signing in, whatever happens."] = 90 * 86400
    log_level: Annotated[LogLevel, "The least important lines to log."] = "info"
    smtp_host: Annotated[
        str, "The mail server that takes our mails, see mail.md. Empty means that Waxpost sends none."
    ] = ""
    smtp_port: Annotated[int, "Its port. 0 means 587 for `starttls`, 465 for `tls`, 25 for `none`."] = 0
    smtp_security: Annotated[
        SmtpSecurity,
        "How the way there is protected: `none` only for a mail server on the same machine.",
    ] = "starttls"
    smtp_user: Annotated[str, "The user name there, when it wants one."] = ""
    smtp_password: Annotated[str, "The password there; best from a file."] = field(default="", repr=False)
    smtp_from: Annotated[str, "The sender of our mails, `waxpost@example.org` or `Waxpost <waxpost@example.org>`."] = ""
    smtp_timeout_seconds: Annotated[int, "How long the mail server may take for each step."] = 20
    smtp_ca: Annotated[
        str,
        "The certificate (PEM) of your own authority, if the server's comes from one; best as `WAXPOST_SMTP_CA_FILE`.",
    ] = ""
    mail_delay_seconds: Annotated[
        int, "A new message is announced by mail so long after it arrived, if it was not read meanwhile."
    ] = 120
    web_dir: Annotated[Path, "The folder with the built web application."] = (
        Path(__file__).resolve().parents[4] / "web" / "dist"
    )

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65535:
            raise SettingRefused(f"{PREFIX}PORT must be between 1 and 65535.")
        if not self.base_url:
            object.__setattr__(self, "base_url", f"http://127.0.0.1:{self.port}")
        object.__setattr__(self, "base_url", _origin(self.base_url))
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'waxpost.db'}")
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise SettingRefused(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://.")
        if not self.blobs_url:
            object.__setattr__(self, "blobs_url", (self.data_dir / "blobs").resolve().as_uri())
        if not re.fullmatch(r"file:///.+|(s3|gs|az)://[^/]+(/.*)?", self.blobs_url):
            raise SettingRefused(f"{PREFIX}BLOBS_URL must begin with file:///, s3://, gs:// or az:// and name a place.")
        if min(self.session_idle_seconds, self.session_absolute_seconds) < 60:
            raise SettingRefused("A session must live for at least 60 seconds.")
        if not 0 <= self.mail_delay_seconds <= 86400:
            raise SettingRefused(f"{PREFIX}MAIL_DELAY_SECONDS must be between 0 and 86400.")
        self._check_smtp()
        if self.smtp_host and not self.smtp_port:
            object.__setattr__(self, "smtp_port", _SMTP_PORTS[self.smtp_security])

    def _check_smtp(self) -> None:
        smtp = f"{PREFIX}SMTP_"
        if not self.smtp_host:
            given = ("port", "user", "password", "from", "ca")
            alone = [name for name in given if getattr(self, f"smtp_{name}")]
            if alone:
                raise SettingRefused(f"{smtp}{alone[0].upper()} is set, but {smtp}HOST is not: name the mail server.")
            return
        if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", self.smtp_host):
            raise SettingRefused(f"{smtp}HOST must be a name or an address alone, such as mail.example.org.")
        if not 0 <= self.smtp_port <= 65535:
            raise SettingRefused(f"{smtp}PORT must be between 1 and 65535.")
        if not 1 <= self.smtp_timeout_seconds <= 300:
            raise SettingRefused(f"{smtp}TIMEOUT_SECONDS must be between 1 and 300.")
        if not self.smtp_from:
            raise SettingRefused(f"{smtp}HOST is set, but {smtp}FROM is not: name the sender, waxpost@example.org.")
        if not _is_mailbox(self.smtp_from):
            raise SettingRefused(f"{smtp}FROM must look like waxpost@example.org or Waxpost <waxpost@example.org>.")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise SettingRefused(f"{smtp}USER and {smtp}PASSWORD belong together: set both or neither.")
        if self.smtp_security == "none" and self.smtp_password:
            raise SettingRefused(f"{smtp}SECURITY=none would send the password in the clear: use starttls or tls.")
        if self.smtp_ca and not _is_certificate(self.smtp_ca):
            raise SettingRefused(f"{smtp}CA must be a certificate in PEM, which begins with -----BEGIN CERTIFICATE.")

    @property
    def has_mail(self) -> bool:
        """Whether there is a mail server, so that mails can be sent."""
        return bool(self.smtp_host)

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of ours."""
        return self.database_url.startswith("sqlite:")

    @property
    def is_https(self) -> bool:
        """Whether people reach us by https."""
        return self.base_url.startswith("https:")

    @property
    def secrets_dir(self) -> Path:
        """Where the server's secrets are."""
        return self.data_dir / "secrets"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables. Raises SettingRefused."""
    hints = get_type_hints(Settings)
    values: dict[str, Any] = {}  # checked by `_parse` against each field's type
    if "PORT" in environment:
        values["port"] = _parse("PORT", int, environment["PORT"])
    for setting in fields(Settings):
        variable = PREFIX + setting.name.upper()
        text = _text_of(environment, variable)
        if text:
            values[setting.name] = _parse(variable, hints[setting.name], text)
    return Settings(**values)


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like settings but are none, such as a misspelt one."""
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)} | _CLIENT_VARIABLES
    return sorted(v for v in environment if v.startswith(PREFIX) and v.removesuffix("_FILE") not in known)


# Read by the command line of the SDK, which may run in the same environment (docs/user/command-line.md).
_CLIENT_VARIABLES = frozenset({"WAXPOST_HOME", "WAXPOST_PASSWORD", "WAXPOST_NEW_PASSWORD", "WAXPOST_RECOVERY_CODE"})


def _text_of(environment: Mapping[str, str], variable: str) -> str | None:
    path = environment.get(f"{variable}_FILE")
    if not path:
        return environment.get(variable)
    if environment.get(variable):
        raise SettingRefused(f"{variable} and {variable}_FILE are both set; keep one.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingRefused(f"{variable}_FILE names a file that cannot be read.") from None


def _parse(variable: str, kind: Any, text: str) -> object:  # kind: any type annotation
    try:
        if get_origin(kind) is Literal:
            choices: tuple[str, ...] = get_args(kind)
            if text not in choices:
                raise SettingRefused(f"{variable} must be one of {', '.join(choices)}.")
            return text
        if get_origin(kind) is tuple:
            return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
        return kind(text)
    except ValueError:
        expected = "a whole number" if kind is int else "a list of networks such as 10.0.0.0/8"
        raise SettingRefused(f"{variable} must be {expected}.") from None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise SettingRefused(f"{PREFIX}BASE_URL must look like https://waxpost.example.org, without a path.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _is_certificate(text: str) -> bool:
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError):
        return False
    return True


def _is_mailbox(text: str) -> bool:
    _, addr = parseaddr(text)
    return (
        text.isprintable()
        and re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_{}|~-]{1,64}@[A-Za-z0-9.-]{1,189}", addr) is not None
    )
