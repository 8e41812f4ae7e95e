"""Vectors of spec/key-log.md 5.5 and 5.6: invitations, starting over, the key check."""

from typing import Any

from tools.vectors.case import Random, bad, good, vectors
from tools.vectors.people import Person, person
from waxpost.crypto import invitation, words
from waxpost.crypto.encoding import LinkCode, b32code, b64u
from waxpost.crypto.jws import public_key_of

Table = dict[str, Any]


def _keys(who: Person) -> dict[str, Any]:
    keys = who.keys[-1].public()
    return {"addr": who.addr, "ed25519": b64u(keys.ed25519), "enc": b64u(keys.enc)}


def make_words() -> Table:
    """5.6: eight words, QR code, safety number."""
    alice, bob = person("Alice Martin"), person("Bob Roy")
    cases = []
    digests = []
    for who in (alice, bob):
        digest = words.key_digest(who.addr, who.keys[-1].public())
        digests.append(digest)
        out = {"words": list(words.key_words(digest)), "qr": words.key_qr(who.addr, digest), "d": b64u(digest)}
        cases.append(good(f"the words of {who.addr}", _keys(who), out))
    number = words.safety_number(*digests)
    cases.append(good("safety number", {"one": _keys(alice), "other": _keys(bob)}, {"number": number}))
    cases.append(
        good("safety number, seen from the other side", {"one": _keys(bob), "other": _keys(alice)}, {"number": number})
    )
    mine = words.key_words(digests[0])
    for name, typed, match in [
        ("as shown", " ".join(mine), True),
        ("upper case, hyphens, many blanks", f"  {'-'.join(mine[:4])}\n{'   '.join(mine[4:])} ".upper(), True),
        ("seven of eight", " ".join(mine[:7]), False),
        ("two of eight", " ".join(mine[:2]), False),
        ("one word more", " ".join([*mine, mine[0]]), False),
        ("in another order", " ".join(reversed(mine)), False),
        ("the first letters of a word", " ".join([mine[0][:4], *mine[1:]]), len(mine[0]) <= 4),
        ("one word wrong", " ".join([*mine[:7], "abandon" if mine[7] != "abandon" else "zoo"]), False),
        ("somebody else's", " ".join(words.key_words(digests[1])), False),
        ("nothing", "", False),
    ]:
        cases.append(good(f"typed: {name}", {**_keys(alice), "typed": typed}, {"match": match}))
    qr = words.key_qr(alice.addr, digests[0])
    for name, scanned, match in [
        ("as shown", qr, True),
        ("somebody else's", words.key_qr(bob.addr, digests[1]), False),
        ("of another version", qr.replace(":1:", ":2:"), False),
        ("one character wrong", qr[:-1] + ("A" if qr[-1] != "A" else "B"), False),
    ]:
        cases.append(good(f"scanned: {name}", {**_keys(alice), "scanned": scanned}, {"match": match}))
    return vectors("words", "key-log.md 5.6", cases)


def make_invitation() -> Table:
    """5.5: codes, claims, tags."""
    r = Random("invitation")
    origin, log_key = f"waxpost/{r.text()}/keys", public_key_of(r(32))
    inviter, guest = person("Alice Martin"), person("Bob Roy")
    code, link_id = r(16), r.text()
    cases = []
    for kind in ("invite", "again"):
        link = (
            invitation.invitation_code(code, origin, log_key, inviter.newest.hash)
            if kind == "invite"
            else invitation.start_over_code(code, origin, log_key)
        )
        given = {"kind": kind, "code": b64u(code), "id": link_id, "origin": origin, "key": b64u(log_key)}
        given |= {"inviter_entry": inviter.newest.hash if kind == "invite" else None, "entry": b64u(guest.raws[0])}
        out = {
            "fragment": b32code(link, link_id),
            "claim": b64u(invitation.claim_of(kind, code)),
            "claim_hash": b64u(invitation.claim_hash(kind, code)),
            "tag": b64u(invitation.bind_tag(kind, code, guest.raws[0])),
        }
        cases.append(good(f"make: {kind}", given, out))
        read = {"fragment": out["fragment"], "id": link_id, "origin": origin, "key": b64u(log_key)}
        read["inviter_entry"] = inviter.newest.hash
        cases.append(good(f"read: {kind}", read, {"kind": kind, "code": b64u(code), "fits_inviter": kind == "invite"}))
        cases.append(bad(f"another log key: {kind}", {**read, "key": b64u(bytes(32))}, "log-key"))
        cases.append(bad(f"another origin: {kind}", {**read, "origin": f"waxpost/{r.text()}/keys"}, "log-key"))
        if kind == "invite":
            stranger = {**read, "inviter_entry": guest.newest.hash}
            cases.append(good("another inviter", stranger, {"kind": kind, "code": b64u(code), "fits_inviter": False}))
        cut = {**read, "fragment": read["fragment"][:-1]}
        cases.append(bad(f"a fragment cut short: {kind}", cut, "incomplete-link"))
        tagged = {"kind": kind, "code": b64u(code), "entry": b64u(guest.raws[0]), "tag": out["tag"]}
        cases.append(good(f"check: {kind}", tagged, {}))
        other = "again" if kind == "invite" else "invite"
        for name, wrong in [
            ("another entry", {"entry": b64u(inviter.raws[0])}),
            ("another code", {"code": b64u(bytes(16))}),
            ("the other kind", {"kind": other}),
            ("no tag", {"tag": None}),
        ]:
            cases.append(bad(f"{name}: {kind}", {**tagged, **wrong}, "tag"))
    start = b32code(LinkCode(4, r(16)), "start")
    read = {
        "fragment": start,
        "id": "start",
        "origin": origin,
        "key": b64u(log_key),
        "inviter_entry": inviter.newest.hash,
    }
    cases.append(bad("a first start where an invitation is asked for", read, "incomplete-link"))
    return vectors("invitation", "key-log.md 5.5", cases)


TABLES = {"words": make_words, "invitation": make_invitation}
