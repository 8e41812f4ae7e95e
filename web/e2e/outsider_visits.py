"""Each state of the two pages that people outside see, in groups; the server's answers that hurt are made up here.

A group is what one test presses. What was shown by a made-up answer is the same however often it is shown: `watches`
keeps the links and requests of `Handed` as they are.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from playwright.sync_api import APIResponse, FilePayload, Route, expect

from web.e2e.link_scenes import ASKS, HANDED, TITLE, Visit
from web.e2e.outside import PASSPHRASE, SECRET
from web.e2e.request_acts import SENT, Answerer

PASS = {"pass": "A" * 43, "ends_at": "2099-01-01T00:00:00Z"}
LINK = "/v1/links/[^/]+/"
REQUEST = "/v1/requests/[^/]+/"
CODE_LABEL = "Code from the mail"
UNREACHED = "The message could not be reached"
LOST = "net::ERR_FAILED"


def _refuses(status: int, code: str, **facts: int | str) -> Callable[[Route], None]:
    problem = {"type": "about:blank", "title": "No", "detail": "No.", "status": status, "code": code, **facts}
    return lambda route: route.fulfill(status=status, content_type="application/problem+json", json=problem)


def watches(kim: Answerer) -> Answerer:
    """Whoever presses everything: nothing is deleted or answered, and no place elsewhere is asked."""
    kim.expects_complaint(LOST).expects_complaint("status of 503").expects_complaint("asked another place")
    looked: dict[str, APIResponse] = {}

    def look_once(route: Route) -> None:
        # So often as this nobody looks: the server would count it.
        url = route.request.url
        if url not in looked:
            looked[url] = route.fetch()
        route.fulfill(response=looked[url])

    for path, answer in (
        (f"{LINK}delete$", _refuses(503, "storage-unavailable")),
        (f"{REQUEST}open$", look_once),
        (f"{REQUEST}begin$", lambda route: route.fulfill(status=201, json=PASS)),
        (f"{REQUEST}answer$", _refuses(503, "storage-unavailable")),
    ):
        kim.context.route(re.compile(path), answer)
    kim.context.route(re.compile("^https://"), lambda route: route.abort())
    return kim


def _answers(path: str, answer: Callable[[Route], Any], times: int = 1) -> Callable[[Answerer], Answerer]:
    """So often the server answers like this; later questions get no answer, so that what the page does is seen."""

    def arrange(kim: Answerer) -> Answerer:
        asked: list[str] = []

        def reply(route: Route) -> None:
            asked.append(route.request.url)
            if len(asked) <= times:
                answer(route)

        kim.page.route(re.compile(path), reply)
        return kim

    return arrange


def _lose(route: Route) -> None:
    route.abort()


def _then(*steps: Callable[[Answerer], object]) -> Callable[[Answerer], None]:
    def go(kim: Answerer) -> None:
        for step in steps:
            step(kim)

    return go


def _sees(text: str) -> Callable[[Answerer], object]:
    return lambda kim: kim.sees(text)


# ---- a link


def _gives(label: str = "Passphrase", text: str = PASSPHRASE) -> Callable[[Answerer], object]:
    return lambda kim: kim.gives(text, label=label)


def _is_mailed_a_code(again_at: str) -> Callable[[Answerer], Answerer]:
    facts = {"only_for": "k…@partner.example", "again_at": again_at}
    return _then_code(_answers(f"{LINK}code$", lambda route: route.fulfill(json=facts)))


def _then_code(arrange: Callable[[Answerer], Answerer]) -> Callable[[Answerer], Answerer]:
    def mail(kim: Answerer) -> Answerer:
        return arrange(kim).gives(PASSPHRASE).sees("Six digits were sent to")

    return mail


def _types_a_wrong_code(kim: Answerer) -> None:
    kim.page.route(re.compile(f"{LINK}claim$"), _refuses(403, "link-code-wrong", tries_left=4))
    kim.gives("123456", label=CODE_LABEL).sees_alert("That code does not match. 4 tries left.")


def _opens_by_digits(kim: Answerer) -> None:
    kim.types_digits().sees("VPN set-up guide.pdf")


def _copies(kim: Answerer) -> None:
    _opens_by_digits(kim)
    kim.clicks("Copy password").sees("Clipboard clears in 30 s.")


def _cannot_delete(kim: Answerer) -> None:
    _opens_by_digits(kim)
    kim.clicks("I have it, delete now").clicks("Delete now")
    expect(kim.dialog().get_by_role("alert")).to_be_visible()
    # Pressed again it waits for an answer.
    kim.page.route(re.compile(f"{LINK}delete$"), lambda _: None)


def _is_getting_a_file(kim: Answerer) -> None:
    _opens_by_digits(kim)
    kim.page.route(re.compile("/blobs/[^/]+/parts/"), lambda _: None)
    kim.clicks("Download VPN set-up guide.pdf")
    expect(kim.page.get_by_role("button", name="Stop getting VPN set-up guide.pdf")).to_be_visible()


def _waits_until_it_locks(kim: Answerer) -> None:
    _opens_by_digits(kim)
    # As when the page is left and the browser's Back button brings it from its store.
    kim.page.evaluate("dispatchEvent(new Event('pagehide'))")


# ---- a request


def _types(kim: Answerer) -> None:
    kim.types("Username", "portal-admin").types("Password", SECRET)


def _generates(kim: Answerer) -> None:
    kim.clicks("Generate a password")
    expect(kim.page.get_by_label("Password", exact=True)).not_to_have_value("")


def _sends(kim: Answerer) -> None:
    kim.sends("Olga")


def _is_sending(kim: Answerer) -> None:
    kim.page.route(re.compile(f"{REQUEST}answer$"), lambda _: None)
    _types(kim)
    kim.sends("Olga")
    expect(kim.page.get_by_role("button", name="Sending")).to_be_disabled()


def _is_over(kim: Answerer) -> None:
    _types(kim)
    kim.page.route(re.compile(f"{REQUEST}(answer|open)$"), _refuses(404, "request-gone"))
    kim.sends("Olga").sees_alert("This request has ended meanwhile")


def _chooses_an_empty_file(kim: Answerer) -> None:
    empty = FilePayload(name="empty.txt", mimeType="text/plain", buffer=b"")
    kim.page.locator("input[type=file]").set_input_files([empty])
    kim.sees_alert("empty.txt is empty.")


_SENT_BY = "Olga sent you a secure message"
_CLAIM = f"{LINK}claim$"
_WRONG = _refuses(403, "link-claim-wrong", tries_left=4)
_NAMED = {visit.name: visit for visit in HANDED}
# The server counts wrong tries; here it only says so, that the link is not locked by being looked at.
_IS_WRONG = _then(_answers(_CLAIM, _WRONG), _gives(text="wrong"), lambda kim: kim.sees_alert("4 tries left."))
GROUPS: dict[str, list[Visit]] = {
    "with a passphrase": [
        _NAMED["secret"],
        replace(_NAMED["secret, wrong"], then=_IS_WRONG),
        Visit("code", "{code_url}", _SENT_BY, _is_mailed_a_code("2099-01-01T00:00:00Z")),
        Visit(
            "code, wrong",
            "{code_url}",
            _SENT_BY,
            _then(_is_mailed_a_code("2099-01-01T00:00:00Z"), _types_a_wrong_code),
        ),
        Visit(
            "code, again", "{code_url}", _SENT_BY, _then(_is_mailed_a_code("2020-01-01T00:00:00Z"), _sees("another"))
        ),
    ],
    "with words": [_NAMED["words"], _NAMED["words, typed"], _NAMED["words, wrong"]],
    "with digits": [_NAMED["plain"], _NAMED["plain, digits"]],
    "that was opened": [
        _NAMED["opened, large letters"],
        _NAMED["opened"],
        _NAMED["opened, delete"],
        Visit("opened, copied", "{plain_url}", TITLE, _copies),
        Visit("opened, not deleted", "{plain_url}", TITLE, _cannot_delete),
        Visit("opened, file on its way", "{plain_url}", TITLE, _is_getting_a_file),
    ],
    "after a fault": [
        _NAMED["plain, wrong digits"],
        Visit(
            "no answer",
            "{secret_url}",
            _SENT_BY,
            _then(_answers(_CLAIM, _lose), _gives(), lambda kim: kim.sees_alert("The server did not answer.")),
        ),
        Visit("unreached", "{secret_url}", UNREACHED, first=_answers(f"{LINK}access$", _lose)),
        _NAMED["gone"],
        _NAMED["too many tries"],
        _NAMED["cut link"],
        Visit("left", "{plain_url}", "This page is locked", _waits_until_it_locks),
    ],
    "that asks": [
        _NAMED["asked"],
        Visit("asked, generated", "{asked_url}", ASKS, _generates),
        _NAMED["asked, filled"],
        _NAMED["asked, nothing"],
        Visit("asked, refused file", "{asked_url}", ASKS, _chooses_an_empty_file),
        _NAMED["reply"],
    ],
    "that cannot be answered": [
        Visit(
            "asked, unsure",
            "{asked_url}",
            ASKS,
            _then(_types, _answers(f"{REQUEST}answer$", _lose), _sends, lambda kim: kim.sees_alert("Nothing is lost")),
        ),
        Visit("asked, sending", "{asked_url}", ASKS, _is_sending),
        Visit("asked, over", "{asked_url}", ASKS, _is_over),
        Visit(
            "asked, sent",
            "{asked_url}",
            SENT,
            _then(
                _types,
                lambda kim: kim.page.route(re.compile(f"{REQUEST}answer$"), lambda route: route.fulfill(status=204)),
                _sends,
            ),
        ),
        Visit(
            "request unreached",
            "{asked_url}",
            "The request could not be reached",
            first=_answers(f"{REQUEST}open$", _lose),
        ),
        _NAMED["request over"],
        _NAMED["request, cut link"],
    ],
}

# What is shown by answers that are made up here.
MORE = [visit for group in GROUPS.values() for visit in group if visit.name not in _NAMED]


def _opens_in_its_language(kim: Answerer) -> None:
    kim.page.get_by_role("main").locator("input").fill(PASSPHRASE)
    kim.presses("Enter")


def _is_asked_in_their_language(kim: Answerer) -> None:
    kim.page.get_by_role("main").get_by_role("textbox").first.fill("portal-admin")


# The language of a link is its sender's choice; that of a request is the browser's.
IN_LANGUAGES: dict[Literal["de", "fr"], list[Visit]] = {
    "de": [
        Visit("German", "{german_url}", "Olga hat Ihnen eine sichere Nachricht geschickt"),
        Visit("German, opened", "{german_url}", TITLE, _opens_in_its_language),
        Visit("German, asked", "{asked_url}", "Olga bittet Sie um: Print portal login", _is_asked_in_their_language),
    ],
    "fr": [
        Visit("French", "{french_url}", "Olga vous a envoyé un message sécurisé"),
        Visit("French, opened", "{french_url}", TITLE, _opens_in_its_language),
        Visit(
            "French, asked",
            "{asked_url}",
            "Olga vous demande\u00a0: Print portal login",
            _is_asked_in_their_language,
        ),
    ],
}
