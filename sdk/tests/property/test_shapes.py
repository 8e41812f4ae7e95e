"""Encodings and strict JSON: what is written reads back the same, and nothing else reads at all."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waxpost._exceptions import Refused
from waxpost.crypto.bech32 import read_bech32, write_bech32
from waxpost.crypto.encoding import b64u, check_time, read_recovery_code, recovery_code, time_of, unb64u
from waxpost.crypto.strictjson import Json, read_json, write_json

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def depth(value: Json) -> int:
    if isinstance(value, dict):
        return 1 + max((depth(inner) for inner in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth(inner) for inner in value), default=0)
    return 0


@given(VALUES.filter(lambda value: depth(value) <= 8))
@settings(max_examples=150, deadline=None)
def test_json_reads_back(value: Json):
    assert read_json(write_json(value)) == value


@given(VALUES.filter(lambda value: depth(value) <= 8), st.data())
@settings(max_examples=150, deadline=None)
def test_json_in_another_spelling_is_refused(value: Json, draw: st.DataObject):
    spelling = draw.draw(
        st.sampled_from(
            [
                json.dumps(value, ensure_ascii=False, separators=(", ", ":")),
                json.dumps(value, ensure_ascii=True, separators=(",", ":")),
                json.dumps(value, ensure_ascii=False, separators=(",", ":"), indent=1),
                write_json(value).decode() + " ",
            ]
        )
    )
    if spelling.encode() == write_json(value):
        assert read_json(spelling.encode()) == value
    else:
        with pytest.raises(Refused):
            read_json(spelling.encode())


@given(
    st.binary(max_size=80)
    | st.text(st.sampled_from('{}[]",:0123456789-.eE+\\u \nabtrfalsn'), max_size=40).map(str.encode)
)
@settings(max_examples=400, deadline=None)
def test_json_is_refused_or_means_what_it_says(data: bytes):
    try:
        value = read_json(data)
    except Refused:
        return
    assert write_json(value) == data


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_writer_never_lets_a_lone_surrogate_out(text: str):
    spoilt = text + "\ud800" + text[:1]
    value = read_json(write_json({"a": spoilt}))
    assert isinstance(value, dict)
    assert isinstance(value["a"], str)
    assert "\ufffd" in value["a"]


@given(st.binary(max_size=100))
def test_b64u_reads_back(data: bytes):
    assert unb64u(b64u(data), len(data)) == data


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_b64u_has_one_spelling(text: str):
    try:
        data = unb64u(text)
    except Refused:
        return
    assert b64u(data) == text


@given(st.binary(min_size=1, max_size=64), st.data())
@settings(max_examples=60)
def test_bech32_notices_a_wrong_character(data: bytes, draw: st.DataObject):
    text = write_bech32("age-secret-key-pq-", data)
    assert read_bech32(text, "age-secret-key-pq-") == data
    at = draw.draw(st.integers(18, len(text) - 1))
    with pytest.raises(Refused):
        read_bech32(text[:at] + ("q" if text[at] != "q" else "p") + text[at + 1 :], "age-secret-key-pq-")


@given(st.binary(min_size=20, max_size=20), st.randoms())
@settings(max_examples=60)
def test_a_recovery_code_is_read_however_it_is_typed(secret: bytes, random: object):
    code = recovery_code(secret)
    typed = code.lower().replace("o", "0").replace("i", "1").replace("b", "8").replace("-", " - ")
    assert read_recovery_code(typed) == read_recovery_code(code) == code


@given(st.integers(-62135596800, 253402300799))
@settings(max_examples=100)
def test_a_second_has_one_time(seconds: int):
    assert check_time(time_of(seconds)) == time_of(seconds)
