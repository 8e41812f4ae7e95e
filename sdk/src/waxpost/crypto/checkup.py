"""The check-up of passwords: which to change, from what is saved and how strong each is (spec/entries.md 8.7).

It gives ids, scores, times and days, never a password.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from operator import itemgetter
from typing import TypeVar

from waxpost.crypto.encoding import seconds_of
from waxpost.crypto.items import read_item
from waxpost.crypto.members import Members
from waxpost.crypto.records import Record
from waxpost.crypto.strictjson import Json

OLD_SECONDS = 365 * 86_400
SOON_DAYS = 30
WEAK_MOST = 1
_Why = TypeVar("_Why", int, str)


@dataclass(frozen=True, slots=True)
class CheckUp:
    """Ids of entries, and why each stands there. `old` and `expiring` say since when, and which day."""

    looked_at: int
    weak: tuple[tuple[str, int], ...]
    reused: tuple[tuple[str, ...], ...]
    old: tuple[tuple[str, str], ...]
    expiring: tuple[tuple[str, str], ...]


def check_up(records: Iterable[Record], score: Callable[[str], int], now: str, today: date) -> CheckUp:
    """The check-up of these records, in their order where no other is named; `score` says how strong a password is."""
    checked = {record.id: (record, password) for record in records if (password := _looked_at(record)) is not None}
    weak = [(key, score(password)) for key, (_, password) in checked.items()]
    since = [(key, _since(record, password)) for key, (record, password) in checked.items()]
    days = [(key, record.exp) for key, (record, _) in checked.items() if record.exp is not None]
    return CheckUp(
        looked_at=len(checked),
        weak=_in_order((key, judged) for key, judged in weak if judged <= WEAK_MOST),
        reused=_reused(checked.values()),
        old=_in_order((key, at) for key, at in since if seconds_of(now) - seconds_of(at) > OLD_SECONDS),
        expiring=_in_order((key, day) for key, day in days if (date.fromisoformat(day) - today).days <= SOON_DAYS),
    )


def _looked_at(record: Record) -> str | None:
    """The password of a record that is looked at."""
    return None if record.is_template or record.trashed is not None else _password(record.item)


def _password(item: dict[str, Json]) -> str | None:
    return read_item(Members(item)).password


def _in_order(found: Iterable[tuple[str, _Why]]) -> tuple[tuple[str, _Why], ...]:
    return tuple(sorted(found, key=itemgetter(1)))


def _reused(checked: Iterable[tuple[Record, str]]) -> tuple[tuple[str, ...], ...]:
    users: dict[str, list[str]] = {}
    for record, password in checked:
        # The version that lost in a merge is of an entry that is there as well: it is no second place of use.
        if not record.copy:
            users.setdefault(password, []).append(record.id)
    groups = (tuple(ids) for ids in users.values() if len(ids) > 1)
    return tuple(sorted(groups, key=len, reverse=True))


def _since(record: Record, password: str) -> str:
    """When the oldest version was made that has the present password, as have all after it."""
    same = takewhile(lambda version: _password(version.item) == password, record.past)
    return [record.at, *(version.at for version in same)][-1]
