"""How the objects of spec/links.md are read in Python: `in` to `out`, or `Refused`."""

from collections.abc import Callable
from typing import Any

from waxpost.crypto import links
from waxpost.crypto.encoding import b64u, sha256, unb64u

Members = dict[str, Any]


def run_link_keys(given: Members) -> Members:
    if "fragment" in given:
        f, has_passphrase = links.read_link_code(given["fragment"], given["id"])
        return {"f": b64u(f), "passphrase": has_passphrase}
    if "kept" in given:
        kept = links.read_kept(given["kept"])
        assert links.read_kept(links.written_kept(kept)) == kept
        url = links.link_url("https://waxpost.example.org", kept)
        return {"url": url, **({} if kept.reply is None else {"reply": kept.reply})}
    if "words" in given:
        keys = links.words_keys(given["id"], given["words"])
        return {**_written(keys), "words": links.link_words(given["words"])}
    keys = links.link_keys(given["id"], unb64u(given["f"]), given["passphrase"])
    fragment = links.new_link_code(keys.f, given["id"], has_passphrase=given["passphrase"] is not None)
    return {**_written(keys), "fragment": fragment}


def run_link(given: Members) -> Members:
    sealed = links.SealedLink(unb64u(given["link"]), unb64u(given["content"]))
    keys = links.LinkKeys(bytes(32), bytes(32), bytes(32), unb64u(given["file"]))
    opened = links.open_link(sealed, given["id"], keys, given["files"])
    again = links.seal_link(opened.content, keys, opened.mk)
    assert links.open_link(again, given["id"], keys, given["files"]).content == opened.content
    content = opened.content
    return {
        "mk": opened.mk.text,
        "from": f"{content.from_name} <{content.from_addr}>",
        "sent": content.sent,
        "exp": content.exp,
        "subject": content.subject,
        "ctype": content.ctype,
        "body_sha256": b64u(sha256(content.body.encode())),
        "ack": b64u(content.ack),
        "items": [item.title for item in content.items],
        "att": [f"{file.name} {file.size}" for file in content.att],
        **({} if content.reply is None else {"reply": links.reply_url("https://waxpost.example.org", content.reply)}),
    }


def _written(keys: links.LinkKeys) -> Members:
    return {
        "f": b64u(keys.f),
        "access": b64u(keys.access),
        "claim": b64u(keys.claim),
        "file": b64u(keys.file),
        "access_hash": b64u(sha256(keys.access)),
        "claim_hash": b64u(sha256(keys.claim)),
    }


RUN: dict[str, Callable[[Members], Members]] = {"link-keys": run_link_keys, "link": run_link}
