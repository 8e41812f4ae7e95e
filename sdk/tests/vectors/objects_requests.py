"""How the objects of spec/links.md 9.6 are read in Python: `in` to `out`, or `Refused`."""

from collections.abc import Callable
from typing import Any

from waxpost.crypto import handing, requests
from waxpost.crypto.encoding import b64u, sha256, unb64u
from waxpost.crypto.payload import HandedRequest

Members = dict[str, Any]


def run_request(given: Members) -> Members:
    """The link, its key and the label; or a record; or work."""
    if "kept" in given:
        kept = requests.read_request(given["kept"])
        assert requests.written_request(kept).items() <= given["kept"].items()
        return {"url": requests.request_url("https://waxpost.example.org", kept)}
    if "challenge" in given:
        return {"done": requests.is_work_done(given["challenge"], given["counter"], given["bits"])}
    f, mark = requests.read_request_code(given["fragment"], given["id"])
    requests.check_recipient(unb64u(given["rr"]), mark)
    label = requests.open_label(unb64u(given["label"]), given["id"], f)
    again = requests.seal_label(label, f)
    assert requests.open_label(again, given["id"], f) == label
    return {
        "claim": b64u(requests.request_claim(f)),
        "claim_hash": b64u(sha256(requests.request_claim(f))),
        "asker": f"{label.asker_name} <{label.asker_addr}>",
        "title": label.title,
        "note_sha256": b64u(sha256(label.note.encode())),
        "fields": [f"{field.f} {field.label}" for field in label.fields],
        "text": label.text,
        "files": label.files,
        "exp": label.exp,
        "words": " ".join(requests.request_words(mark)),
        **({} if label.link is None else {"link": label.link}),
        **({"others": label.others} if label.others else {}),
    }


def run_answer(given: Members) -> Members:
    """An answer, as the asker opens it."""
    kept = requests.read_request(given["kept"])
    sealed = requests.SealedAnswer(unb64u(given["wrap"]), unb64u(given["content"]))
    opened = requests.open_answer(sealed, kept, given["mid"], given["files"])
    recipient = requests.HybridRecipient(kept.rk.recipient)
    again = requests.seal_answer(opened.content, kept.f, recipient, opened.mk)
    assert requests.open_answer(again, kept, given["mid"], given["files"]).content == opened.content
    content = opened.content
    return {
        "mk": opened.mk.text,
        "sent": content.sent,
        "body_sha256": b64u(sha256(content.body.encode())),
        "items": [item.title for item in content.items],
        "att": [f"{file.name} {file.size}" for file in content.att],
    }


def run_handed(given: Members) -> Members:
    """What a reader keeps of a request that a message handed."""
    member, told = given["request"], given["told"]
    request = HandedRequest(member["id"], unb64u(member["f"], 32), member["rk"])
    known = None if given["known"] is None else requests.read_request(given["known"])
    kept = handing.find_taken(request, known)
    if kept is None:
        server = handing.ToldRequest(told["asker"], unb64u(told["mark"], 16), unb64u(told["label"]))
        kept = handing.take(request, given["from"], given["people"], server)
        assert handing.handed(kept) == request
    return {"kept": requests.written_request(kept)}


RUN: dict[str, Callable[[Members], Members]] = {"request": run_request, "answer": run_answer, "handed": run_handed}
