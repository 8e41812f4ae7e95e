"""How events look on the wire: server-sent events with the members of spec/api.md, section 8. Pure."""

from waxpost_server.kit.db import Row

HEARTBEAT = b":\n\n"

# The one member of each kind's data; numbers travel as numbers.
_MEMBERS: dict[str, str] = {
    "message": "mid",
    "read": "mid",
    "marked": "mid",
    "deleted": "mid",
    "expired": "mid",
    "vault": "ver",
    "credentials": "cred_ver",
    "invitation": "id",
    "link": "id",
    "request": "id",
    "answer": "mid",
}
_NUMBERS = frozenset({"ver", "cred_ver"})


def event_bytes(row: Row) -> bytes:
    """One event of a stream, a row of number, kind, ref. Raises KeyError for a kind that nobody documented."""
    member = _MEMBERS[row.kind]
    value = row.ref if member in _NUMBERS else f'"{row.ref}"'
    return f'id: {row.number}\nevent: {row.kind}\ndata: {{"{member}":{value}}}\n\n'.encode("ascii")


def hello_bytes(number: int, *, is_start: bool) -> bytes:
    """The first event: the newest number. Only a reader that begins here may keep it as the last it has seen."""
    identity = f"id: {number}\n" if is_start else ""
    return f'{identity}event: hello\ndata: {{"number":{number}}}\n\n'.encode("ascii")


def gap_bytes(number: int) -> bytes:
    """Events before this number are lost to the reader: fetch everything, go on from here."""
    return f'id: {number}\nevent: gap\ndata: {{"number":{number}}}\n\n'.encode("ascii")
