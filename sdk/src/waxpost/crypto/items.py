"""Items of a message: credentials and copies of entries (spec/envelope.md 6.1); also the shape of a saved entry.

An item that breaks a rule refuses the whole message. Kinds and fields that this version does not know are kept and
shown as `other` and `custom`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from waxpost._exceptions import Refused
from waxpost.crypto.members import Members
from waxpost.crypto.strictjson import Json

ITEMS_MOST = 50
FIELDS_MOST = 50
TITLE_MOST = 1_000
LABEL_MOST = 200
VALUE_MOST = 64 * 1024
CUSTOM, OTHER = "custom", "other"
_WORD = re.compile("[a-z][a-z0-9-]{0,31}")
_KINDS = "login note ssh-key api-key card identity bank wifi database certificate licence"
KINDS = frozenset({*_KINDS.split(), OTHER})
_FIELDS = "username password url note totp private-key public-key passphrase token number holder expires code host port"
FIELDS = frozenset({*_FIELDS.split(), "database", CUSTOM})
COVERED = frozenset({"password", "totp", "private-key", "passphrase", "token", "code"})
Source = Literal["new", "entry"]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of an item. `label` is set for `custom` only; `hide` asks the reader to cover the value."""

    f: str
    value: str
    label: str | None = None
    hide: bool = False

    @property
    def shown_label(self) -> str:
        """What to write before the value: the label of a custom field, else the name of the field."""
        return self.label if self.label is not None else self.f


@dataclass(frozen=True, slots=True)
class Item:
    """A credential or a copy of an entry. `att` are indexes of the message's files that belong to it."""

    title: str
    fields: tuple[Field, ...]
    kind: str = "login"
    source: Source = "new"
    att: tuple[int, ...] = ()

    @property
    def shown_kind(self) -> str:
        """The kind, `other` for one that this version does not know."""
        return self.kind if self.kind in KINDS else OTHER

    @property
    def password(self) -> str | None:
        """Its first `password` with a value."""
        return next((field.value for field in self.fields if field.f == "password" and field.value), None)

    def is_covered(self, field: Field) -> bool:
        """Whether a reader has to cover the value until the person asks for it."""
        return field.hide or field.f in COVERED or (field.f == "number" and self.kind == "card")


def read_items(values: Sequence[Members], files: int) -> tuple[Item, ...]:
    """The items of a message with so many files; refused(form) if one of them breaks a rule."""
    if not 1 <= len(values) <= ITEMS_MOST:
        raise Refused("form", "no items, or too many")
    items = tuple(read_item(m) for m in values)
    used = [index for item in items for index in item.att]
    if len(set(used)) != len(used) or any(index >= files for index in used):
        raise Refused("form", "a file that belongs to two items, or is not there")
    for index, m in enumerate(values):
        m.number("i", index, index)
    return items


def read_item(m: Members) -> Item:
    """One item. Its `i` is for the caller to check, and so are the indexes in `att`."""
    fields = m.objects("fields", 0, FIELDS_MOST)
    return Item(
        kind=_word(m, "kind"),
        source=cast(Source, m.choice("from", ("new", "entry"))),
        title=m.text("title", TITLE_MOST),
        fields=tuple(_read_field(field) for field in fields),
        att=m.optional("att", lambda name: tuple(_index(value) for value in m.values(name, 1))) or (),
    )


def _read_field(m: Members) -> Field:
    f = _word(m, "f")
    value = m.text("value")
    if len(value.encode()) > VALUE_MOST:
        raise Refused("form", "a value that is too long")
    label = m.optional("label", lambda name: m.text(name, LABEL_MOST))
    if (label is not None) != (f == CUSTOM) or label == "":
        raise Refused("form", "a label where none belongs, or none where one does")
    hide = m.optional("hide", m.flag)
    if hide is False:
        raise Refused("form", "hide is something else than true")
    return Field(f, value, label, bool(hide))


def _word(m: Members, name: str) -> str:
    value = m.text(name)
    if not _WORD.fullmatch(value):
        raise Refused("form", f"{name} is not such a word")
    return value


def _index(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise Refused("form", "a file is named by something that is no index")
    return value


def written_items(items: Sequence[Item]) -> list[Json]:
    """The JSON of `items`."""
    return [{"i": index, **written_item(item)} for index, item in enumerate(items)]


def written_item(item: Item) -> dict[str, Json]:
    """The JSON of one item, without its `i`."""
    whole: dict[str, Json] = {"kind": item.kind, "from": item.source, "title": item.title}
    whole["fields"] = [_written_field(field) for field in item.fields]
    return {**whole, "att": list[Json](item.att)} if item.att else whole


def _written_field(field: Field) -> Json:
    whole: dict[str, Json] = {"f": field.f}
    if field.label is not None:
        whole["label"] = field.label
    whole["value"] = field.value
    return {**whole, "hide": True} if field.hide else whole
