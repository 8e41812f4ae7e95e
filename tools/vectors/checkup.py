"""Vectors of spec/entries.md 8.7: the check-up of passwords."""

from typing import Any

from sdk.tests.vectors.objects_entries import run_check_up
from tools.vectors.case import Case, Random, good, vectors

Json = dict[str, Any]
_AT = "2026-11-20T10:00:00Z"
_NOW, _TODAY = "2026-11-21T10:00:00Z", "2026-11-21"
_YEAR_AGO, _BEFORE = "2025-11-21T10:00:00Z", "2025-11-21T09:59:59Z"
_LONG_AGO = "2020-02-29T00:00:00Z"
_OTHER_FORM = "e\u0301"
_SCORES = {"at once": 0, "soon": 1, "fair": 2, "strong": 3, "very strong": 4, _OTHER_FORM: 4, "\u00e9": 4}


def make_check_up() -> Json:
    """8.7: each group, what is at its edges, and what is left out. The scores stand beside the passwords."""
    return vectors("check-up", "entries.md 8.7", [*_plain(), *_weak(), *_reused(), *_old(), *_expiring()])


def _item(*passwords: str, kind: str = "login") -> Json:
    fields = [{"f": "username", "value": "root"}, *({"f": "password", "value": one} for one in passwords)]
    return {"i": 0, "kind": kind, "from": "entry", "title": "Grafana", "fields": fields}


def _record(password: str, at: str = _AT, **more: Any) -> Json:
    return {"rev": 9, "at": at, "item": _item(password), **more}


def _past(rev: int, at: str, password: str) -> Json:
    return {"rev": rev, "at": at, "item": _item(password)}


def _case(name: str, records: list[Json], **expected: Any) -> Case:
    """Whoever expects an id names its record by its place; a group that is not named is empty."""
    r = Random(f"check-up {name}")
    ids = [r.text() for _ in records]
    held = [{"id": one, **record} for one, record in zip(ids, records, strict=True)]
    given = {"records": held, "scores": _SCORES, "now": _NOW, "today": _TODAY}
    out = run_check_up(given)
    shown = {
        "looked_at": out["looked_at"],
        "reused": [[ids.index(one) for one in group] for group in out["reused"]],
        **{group: [(ids.index(one), why) for one, why in out[group]] for group in ("weak", "old", "expiring")},
    }
    wanted = {"looked_at": len(records), "weak": [], "reused": [], "old": [], "expiring": [], **expected}
    if shown != wanted:
        raise AssertionError(f"{name}: {shown}")
    return good(name, given, out)


def _plain() -> list[Case]:
    template = {"kind": "generator", "title": "Long ones", "settings": {"mode": "random"}}
    token = _item()
    token["fields"].append({"f": "token", "value": "soon"})
    left_out = [
        {**_record(""), "item": template},
        {**_record(""), "item": token},
        _record(""),
        _record("soon", _BEFORE, trashed=_AT, exp="2026-11-22"),
    ]
    every = [_record("soon", _BEFORE, exp="2026-11-30"), _record("soon")]
    return [
        _case("nothing saved", []),
        _case("nothing to change", [_record("very strong"), _record("strong"), _record("fair", exp="2027-01-31")]),
        _case("left out: templates, no password, the trash", [*left_out, _record("soon")], looked_at=1, weak=[(4, 1)]),
        _case(
            "one in every group",
            every,
            weak=[(0, 1), (1, 1)],
            reused=[[0, 1]],
            old=[(0, _BEFORE)],
            expiring=[(0, "2026-11-30")],
        ),
    ]


def _weak() -> list[Case]:
    records = [
        _record("soon"),
        _record("fair"),
        {**_record(""), "item": _item("at once", kind="wifi")},
        {**_record(""), "item": _item("", "strong", "soon", kind="spaceship")},
    ]
    return [_case("weak: scores 0 and 1 of the first with a value, of any kind", records, weak=[(2, 0), (0, 1)])]


def _reused() -> list[Case]:
    kept = [_record(one) for one in ("fair", "strong", "fair", "strong", "strong", _OTHER_FORM, "\u00e9")]
    trashed = [_record("very strong", trashed=_AT), _record("very strong")]
    lost = [_record("strong"), _record("strong", copy=True), _record("fair"), _record("fair", copy=True)]
    return [
        _case(
            "reused: the larger group first, compared as they are",
            [*kept, *trashed],
            looked_at=8,
            reused=[[1, 3, 4], [0, 2]],
        ),
        _case("reused: groups of one size in the order of lists", kept[:4], reused=[[0, 2], [1, 3]]),
        _case("reused: not by the version that lost in a merge", [*lost, _record("fair")], reused=[[2, 4]]),
    ]


def _old() -> list[Case]:
    same = [_past(8, "2026-01-01T00:00:00Z", "very strong"), _past(5, _BEFORE, "very strong")]
    histories = [
        _record("very strong", past=[*same, _past(4, _LONG_AGO, "fair")]),
        _record("strong", past=[_past(8, _BEFORE, "fair"), _past(2, _LONG_AGO, "strong")]),
        _record("fair", past=[_past(8, _YEAR_AGO, "fair"), _past(7, _BEFORE, "")]),
    ]
    ages = [_record("fair", _YEAR_AGO), _record("strong", _BEFORE), _record("very strong", _LONG_AGO)]
    return [
        _case("old: more than 365 days, the longest first", ages, old=[(2, _LONG_AGO), (1, _BEFORE)]),
        _case("old: from the oldest version with the present password", histories, old=[(0, _BEFORE)]),
        _case("old: a clock that was ahead", [_record("strong", "2031-01-01T00:00:00Z")]),
    ]


def _expiring() -> list[Case]:
    days = ("2026-12-21", "2026-12-22", "2024-02-29", "2026-11-21")
    records = [
        _record(one, exp=day) for one, day in zip(("very strong", "strong", "fair", "\u00e9"), days, strict=True)
    ]
    soon = [(2, "2024-02-29"), (3, "2026-11-21"), (0, "2026-12-21")]
    return [_case("expiring: at most 30 days ahead, or past, the next first", records, expiring=soon)]


TABLES = {"check-up": make_check_up}
