"""The types of entries and the fields that their forms offer, in order (spec/entries.md 8.3)."""

from dataclasses import dataclass

from waxpost._exceptions import Refused


@dataclass(frozen=True, slots=True)
class TypeField:
    """One field of a form. `label` is stored only when `f` is custom; it is the name in the form otherwise."""

    f: str
    label: str
    many: bool = False
    lines: bool = False
    hide: bool = False


@dataclass(frozen=True, slots=True)
class EntryType:
    """One kind of item (spec/envelope.md 6.1) with its name and the fields of its form."""

    kind: str
    name: str
    fields: tuple[TypeField, ...]


_NOTE = TypeField("note", "Note", lines=True)
_WEBSITE = TypeField("url", "Website", many=True)
_USERNAME = TypeField("username", "Username")
_PASSWORD = TypeField("password", "Password")
_PASSPHRASE = TypeField("passphrase", "Passphrase")
_PRIVATE_KEY = TypeField("private-key", "Private key", lines=True)
_EXPIRES = TypeField("expires", "Expires")
_PORT = TypeField("port", "Port")

ENTRY_TYPES: tuple[EntryType, ...] = (
    EntryType(
        "login",
        "Login",
        (
            _USERNAME,
            _PASSWORD,
            _WEBSITE,
            TypeField("totp", "One-time code"),
            TypeField("code", "Recovery codes", lines=True),
            _NOTE,
        ),
    ),
    EntryType("note", "Secure note", (_NOTE,)),
    EntryType(
        "ssh-key",
        "SSH key",
        (
            _USERNAME,
            TypeField("host", "Host", many=True),
            _PORT,
            _PRIVATE_KEY,
            _PASSPHRASE,
            TypeField("public-key", "Public key", lines=True),
            _NOTE,
        ),
    ),
    EntryType(
        "api-key",
        "API key",
        (TypeField("username", "Key ID"), TypeField("token", "Secret"), _WEBSITE, _EXPIRES, _NOTE),
    ),
    EntryType(
        "card",
        "Card",
        (
            TypeField("holder", "Name on the card"),
            TypeField("number", "Number"),
            _EXPIRES,
            TypeField("code", "Security code"),
            TypeField("custom", "PIN", hide=True),
            _NOTE,
        ),
    ),
    EntryType(
        "identity",
        "Identity",
        (
            TypeField("holder", "Full name"),
            TypeField("custom", "Date of birth"),
            TypeField("custom", "Address", lines=True),
            TypeField("custom", "E-mail"),
            TypeField("custom", "Phone"),
            TypeField("number", "Document number"),
            _EXPIRES,
            _NOTE,
        ),
    ),
    EntryType(
        "bank",
        "Bank account",
        (
            TypeField("holder", "Account holder"),
            TypeField("number", "IBAN or number"),
            TypeField("custom", "BIC"),
            TypeField("custom", "Bank"),
            TypeField("code", "PIN"),
            _WEBSITE,
            _USERNAME,
            _PASSWORD,
            _NOTE,
        ),
    ),
    EntryType(
        "wifi", "Wi-Fi", (TypeField("username", "Network name"), _PASSWORD, TypeField("custom", "Security"), _NOTE)
    ),
    EntryType(
        "database",
        "Database",
        (TypeField("host", "Host"), _PORT, TypeField("database", "Database"), _USERNAME, _PASSWORD, _NOTE),
    ),
    EntryType(
        "certificate",
        "Certificate",
        (
            TypeField("holder", "Common name"),
            TypeField("public-key", "Certificate", lines=True),
            _PRIVATE_KEY,
            _PASSPHRASE,
            _EXPIRES,
            _NOTE,
        ),
    ),
    EntryType(
        "licence",
        "Software licence",
        (
            TypeField("custom", "Product version"),
            TypeField("holder", "Licensed to"),
            TypeField("token", "Licence key"),
            TypeField("number", "Order number"),
            _WEBSITE,
            _EXPIRES,
            _NOTE,
        ),
    ),
    EntryType("other", "Custom", (TypeField("custom", "", many=True), _NOTE)),
)
_BY_KIND = {one.kind: one for one in ENTRY_TYPES}


def entry_type(kind: str) -> EntryType:
    """The type of this kind; refused(form) for a kind that has no form here."""
    if kind not in _BY_KIND:
        raise Refused("form", "not a type of entry")
    return _BY_KIND[kind]
