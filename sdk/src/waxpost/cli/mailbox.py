"""`inbox`, `sent`, `read`, `delete`, `watch`: what came and what went."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated

import typer

from waxpost._answers import OutsideAnswer
from waxpost._client import Client
from waxpost._exceptions import WaxpostError
from waxpost._values import SHOWN, Content, Mailbox, Message
from waxpost.cli import exits
from waxpost.cli.helping import add_command
from waxpost.cli.mailfiles import say_files
from waxpost.cli.mailitems import covers_something, item_json, say_item
from waxpost.cli.opened import unlocked
from waxpost.cli.requests import answer_json, answer_sentence
from waxpost.cli.terminal import is_terminal, neutral, note, say, say_body, say_table, shown_time

Id = Annotated[str, typer.Argument(metavar="ID", help="The id that `waxpost inbox` or `waxpost sent` shows.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many at most.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for programs.")]

_RESULTS = {
    "genuine": "",
    "first-contact": "your first message from this person: key not checked",
    "changed-key": "this comes from a key that is new since you last heard from this person; it may not be from them",
    "retired-key": "this was signed with a key that this person no longer uses; ask whether they sent it",
    "not-for-me": "locked with a key you no longer have; ask the sender to send it again",
    "retry": "this message cannot be checked yet",
    "gone": "this message has expired, or you deleted it",
}
# Why a message that proves the key log wrong is not shown.
_KEY_LOG_REASONS = frozenset({"split-view", "log-shrunk", "log-key"})
_LOG_STOPPED = (
    "the key log is stopped: the server has shown two of them, and the evidence is kept; "
    "do not send, and show an administrator what `waxpost evidence` prints"
)
_HANDED = {
    "taken": 'the answers to this request come to your inbox too, marked "From outside"',
    "over": "the request whose answers you could read is not there any more",
    "waiting": "the key to answers in this message could not be checked yet; read it again later",
    "own": "its readers can read the answers to your request",
    "old-key": "the key to answers in this message is not used: its sender has other keys by now",
}
_KEYS = {
    "checked": "checked by you",
    "invited": "known by invitation",
    "first": "not checked",
    "unknown": "not checked",
    "changed": "new key",
    "behind": "older key",
}


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    add_command(app, "inbox", inbox)
    add_command(app, "sent", sent)
    add_command(app, "read", read)
    add_command(app, "delete", delete)
    add_command(app, "watch", watch)


def inbox(
    *,
    unread: Annotated[bool, typer.Option("--unread", help="Only what you have not read.")] = False,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List what you received, newest first. Answers to your requests are marked "From outside".

    Example: waxpost inbox --unread
    """
    with unlocked() as client:
        page = client.inbox(unread=unread, limit=limit)
        outside = client.answers(unread=unread, limit=limit).answers
    _show_box(page, outside, limit=limit, as_json=as_json)


def sent(*, limit: Limit = 50, as_json: Json = False) -> None:
    """List what you sent, newest first.

    Example: waxpost sent
    """
    with unlocked() as client:
        page = client.sent(limit=limit)
    _show_box(page, as_json=as_json)


def read(
    mid: Id,
    *,
    show: Annotated[bool, typer.Option("--show", help="Show passwords and other secrets of credentials.")] = False,
    as_json: Json = False,
) -> None:
    """Show a message and mark it as read. Secrets of credentials stay covered without --show.

    Examples:
      waxpost read 3q2-7wAAAAAAAAAAAAAAAA
      waxpost read 3q2-7wAAAAAAAAAAAAAAAA --show
    """
    with unlocked() as client:
        message = client.read(mid)
        if as_json:
            say(json.dumps(message_json(message, show=show), ensure_ascii=is_terminal()))
        else:
            _show_message(message, show=show)
    if message.result not in SHOWN:
        raise typer.Exit(exits.REFUSED)


def delete(mid: Id) -> None:
    """Delete a message for yourself. Other readers keep theirs.

    Example: waxpost delete 3q2-7wAAAAAAAAAAAAAAAA
    """
    with unlocked() as client:
        client.delete([mid])
    note("deleted")


def watch(*, as_json: Json = False) -> None:
    """Show new messages as they come, until you stop it with Ctrl-C.

    Example: waxpost watch
    """
    with unlocked() as client:
        note("waiting for messages; stop with Ctrl-C")
        for event in client.watch():
            if event.kind == "gap":
                note("some news was missed; look with `waxpost inbox`")
            elif event.kind == "answer":
                _tell_answer(client, str(event.data.get("mid")), as_json=as_json)
            elif event.kind == "message":
                _show_arrival(client, str(event.data.get("mid")), as_json=as_json)


def message_json(message: Message, *, show: bool = False) -> dict[str, object]:
    """The members of `--json`; names are those of `waxpost._values.Message`. Covered values are null without `show`."""
    values = asdict(message)
    if message.content is not None:
        values["content"]["items"] = [item_json(item, show=show) for item in message.content.items]
    values["remarks"] = [*message.remarks, *filter(None, [_sentence(message)])]
    return values


def _show_arrival(client: Client, mid: str, *, as_json: bool) -> None:
    try:
        message = client.peek(mid)
    except WaxpostError as error:
        note(f"waxpost: notice: a message could not be fetched: {neutral(str(error))}")
        return
    if message.box == "inbox":
        if as_json:
            say(json.dumps(message_json(message), ensure_ascii=is_terminal()))
        else:
            say_table([], [_row(message)])


def _tell_answer(client: Client, mid: str, *, as_json: bool) -> None:
    # The event comes too when an answer was marked or is gone.
    with suppress(WaxpostError):
        answer = client.peek_answer(mid)
        # Somebody else's request, whose key has not come yet: the message with it is told when it comes.
        if answer.is_read or (answer.result == "no-key" and answer.asker is not None):
            return
        if as_json:
            say(json.dumps(answer_json(answer, show=False), ensure_ascii=is_terminal()))
        else:
            say_table([], [_answer_row(answer)])


def _show_box(page: Mailbox, outside: Sequence[OutsideAnswer] | None = None, *, limit: int = 0, as_json: bool) -> None:
    messages = page.messages
    if as_json:
        listed: dict[str, object] = {"unread": page.unread, "messages": [message_json(one) for one in messages]}
        if outside is not None:
            listed["answers"] = [answer_json(one, show=False) for one in outside]
        say(json.dumps(listed, ensure_ascii=is_terminal()))
        return
    if not messages and not outside:
        note("no messages")
        return
    arrived = [(message.arrived_at, _row(message)) for message in messages]
    arrived += [(one.arrived_at, _answer_row(one)) for one in outside or ()]
    arrived.sort(key=lambda row: row[0], reverse=True)
    rows = [row for _, row in arrived][: limit or None]
    say_table(["", "Id", "Arrived", "To" if outside is None else "From", "Subject", "Expires"], rows)
    if outside:
        note("read what comes from outside with `waxpost request read ID`")
    if page.cursor is not None:
        note("there are older ones; ask for more with --limit")


def _row(message: Message) -> list[str]:
    mark = "" if message.is_read or message.box == "sent" else "*"
    content = message.content
    who = _who(message) if message.box == "inbox" else _readers(content)
    subject = (content.subject or "(no subject)") if content is not None else f"[{_sentence(message)}]"
    ends_at = shown_time(content.expires_at) if content is not None and content.expires_at is not None else ""
    return [mark, message.mid, shown_time(message.arrived_at), who, subject, ends_at]


def _answer_row(answer: OutsideAnswer) -> list[str]:
    sentence = answer_sentence(answer)
    kind = "Answer" if answer.link is None else "Reply"
    subject = f"[{sentence}]" if sentence else f"{kind}: {answer.title or '(no title)'}"
    ends_at = "" if answer.expires_at is None else shown_time(answer.expires_at)
    mark = "" if answer.is_read else "*"
    return [mark, answer.mid, shown_time(answer.arrived_at), "From outside", subject, ends_at]


def _who(message: Message) -> str:
    return message.from_addr if message.from_name is None else f"{message.from_name} <{message.from_addr}>"


def _readers(content: Content | None) -> str:
    return "" if content is None else ", ".join(reader.name for reader in content.readers)


def _key(message: Message) -> str:
    return f" ({_KEYS[message.from_key]})" if message.box == "inbox" else ""


def _sentence(message: Message) -> str:
    if message.result == "refused":
        return f"this message was refused ({message.reason}); ask the sender to send it again"
    if message.result == "retry" and message.reason in _KEY_LOG_REASONS:
        return _LOG_STOPPED
    return _RESULTS[message.result]


def _handed(content: Content) -> str:
    """What became of the request whose answers the message lets one read."""
    handed = content.request
    if handed is None:
        return ""
    if handed.state == "refused":
        return f"the key to answers in this message was refused ({handed.reason}): it does not fit the request"
    return _HANDED[handed.state]


def _show_message(message: Message, *, show: bool) -> None:
    content = message.content
    sentence = _sentence(message)
    if content is None:
        say(f"From (claimed by the server): {neutral(message.from_addr)}")
        say(sentence)
        return
    say(f"From:     {neutral(_who(message))}{_key(message)}")
    say(f"To:       {neutral(', '.join(f'{reader.name} <{reader.addr}>' for reader in content.readers))}")
    if content.groups:
        say(f"Groups:   {neutral(', '.join(name for _, name in content.groups))}")
    if content.omitted:
        say(f"Left out: {neutral(', '.join(content.omitted))}")
    say(f"Subject:  {neutral(content.subject or '(no subject)')}")
    say(f"Sent:     {shown_time(content.sent_at)}")
    if content.expires_at is not None:
        say(f"Expires:  {shown_time(content.expires_at)}")
    handed = _handed(content)
    for remark in (*message.remarks, *filter(None, [sentence, handed])):
        say(f"Notice:   {neutral(remark)}")
    if message.result in SHOWN:
        _show_contents(message.mid, content, show=show)


def _show_contents(mid: str, content: Content, *, show: bool) -> None:
    if content.body or not (content.items or content.attachments):
        say("")
        say_body(content.body)
    for item in content.items:
        say("")
        say_item(item, show=show)
    if content.attachments:
        say("\nFiles:")
        say_files(content.attachments)
    if covers_something(content.items) and not show:
        note(f"secrets are covered; show them with `waxpost read {mid} --show`")
    if content.attachments:
        note(f"save the files with `waxpost save {mid}`")
