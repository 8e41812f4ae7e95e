"""Read the members of one strict JSON object by name and shape; whatever does not fit is refused(form).

Names that nobody asked for are kept (`rest`), because who changes a sealed object keeps what he does not know
(spec/strings.md 2.4).
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from waxpost._exceptions import Refused
from waxpost.crypto.encoding import check_addr, check_id, check_name, check_time, unb64u
from waxpost.crypto.strictjson import NUMBER_MOST, Json, check_version, read_object

T = TypeVar("T")


class Members:
    """One object and the names read from it so far."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise Refused("form", "not a JSON object")
        self._values: dict[str, Json] = value
        self._asked: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether the member is there."""
        return name in self._values

    def value(self, name: str) -> Json:
        """The member as it is; absent is refused."""
        self._asked.add(name)
        if name not in self._values:
            raise Refused("form", f"{name} is missing")
        return self._values[name]

    def text(self, name: str, at_most: int | None = None) -> str:
        """A string of at most so many characters (Unicode code points)."""
        value = self.value(name)
        if not isinstance(value, str) or (at_most is not None and len(value) > at_most):
            raise Refused("form", f"{name} is not such a string")
        return value

    def flag(self, name: str) -> bool:
        """true or false."""
        value = self.value(name)
        if not isinstance(value, bool):
            raise Refused("form", f"{name} is neither true nor false")
        return value

    def number(self, name: str, least: int = 0, most: int = NUMBER_MOST) -> int:
        """An integer within the bounds, both included."""
        value = self.value(name)
        if type(value) is not int or not least <= value <= most:
            raise Refused("form", f"{name} is not such a number")
        return value

    def raw(self, name: str, length: int | None = None) -> bytes:
        """The bytes of a strict b64u member."""
        return unb64u(self.text(name), length)

    def id16(self, name: str) -> str:
        """An id of 2.2."""
        return check_id(self.text(name))

    def hash32(self, name: str) -> str:
        """b64u of 32 bytes, kept as text."""
        text = self.text(name)
        unb64u(text, 32)
        return text

    def addr(self, name: str) -> str:
        """An address of 2.3."""
        return check_addr(self.text(name))

    def time(self, name: str) -> str:
        """A time of 2.3."""
        return check_time(self.text(name))

    def name(self, name: str) -> str:
        """A person's or group's name of 2.3."""
        return check_name(self.text(name))

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of a few words."""
        value = self.text(name)
        if value not in allowed:
            raise Refused("form", f"{name} has a value that is not allowed")
        return value

    def values(self, name: str, least: int = 0, most: int | None = None) -> list[Json]:
        """A list with so many things."""
        value = self.value(name)
        if not isinstance(value, list) or len(value) < least or (most is not None and len(value) > most):
            raise Refused("form", f"{name} is not such a list")
        return value

    def objects(self, name: str, least: int = 0, most: int | None = None) -> list["Members"]:
        """A list of objects."""
        return [Members(value) for value in self.values(name, least, most)]

    def texts(self, name: str, check: Callable[[str], str], least: int = 0, most: int | None = None) -> list[str]:
        """A list of strings, each as `check` wants it."""
        texts: list[str] = []
        for value in self.values(name, least, most):
            if not isinstance(value, str):
                raise Refused("form", f"{name} holds something that is no string")
            texts.append(check(value))
        return texts

    def inner(self, name: str) -> "Members":
        """An object."""
        return Members(self.value(name))

    def maybe(self, name: str, read: Callable[[str], T]) -> T | None:
        """`read(name)`, or None where the member is null (only where the spec says that null may stand)."""
        return None if self.value(name) is None else read(name)

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """`read(name)`, or None where the member is absent."""
        return read(name) if self.has(name) else None

    def check_absent(self, *names: str) -> None:
        """Refuse a member that must not stand here."""
        for name in names:
            if name in self._values:
                raise Refused("form", f"{name} must not stand here")

    def rest(self) -> dict[str, Json]:
        """The members that were not asked for, to be kept when the object is written again."""
        return {name: value for name, value in self._values.items() if name not in self._asked}


def read_members(data: bytes, t: str | None, understood: frozenset[str] = frozenset()) -> Members:
    """The members of strict JSON whose `v`, `crit` and `t` have been checked (2.4)."""
    members = read_object(data)
    check_version(members, t, understood)
    read = Members(members)
    for name in ("v", "t", "crit"):
        if read.has(name):
            read.value(name)
    return read
