"""The page of a link in the language that its sender set, and until that is known in the language of the browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from waxpost import Client, LinkDraft
from web.e2e.accessibility.axe import violations
from web.e2e.outside import PASSPHRASE, SECRET, makes
from web.e2e.people.outsider import Outsider

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Visits = Callable[..., Outsider]


@pytest.fixture(scope="module")
def alice(organisation: Organisation) -> Client:
    """Somebody who makes links."""
    return organisation.joins("alice")


@pytest.fixture
def visits(browser: "Browser", server: ServerProcess) -> Iterator[Visits]:
    """Open a link in a browser that speaks `locale`; afterwards no page has complained."""
    everybody: list[Outsider] = []

    def visit(url: str, locale: str = "en-GB") -> Outsider:
        outsider = Outsider(browser, server.url, f"outsider {len(everybody)}", locale=locale)
        everybody.append(outsider)
        return outsider.opens(url)

    yield visit
    for outsider in everybody:
        assert outsider.complaints == []
        assert outsider.context.cookies() == []
        outsider.leaves()


class Said(NamedTuple):
    """What the page says on the way through a whole link."""

    lang: Literal["de", "fr"]
    title: str
    heading: str
    views: str
    until: str
    passphrase: str
    show: str
    wrong: str
    sent: str
    left: str
    secret: str
    copied: str
    size: str
    download: str
    save: str
    delete: str
    ask: str
    now: str
    deleted: str
    gone: str


GERMAN = Said(
    "de",
    "Eine sichere Nachricht – Waxpost",
    "Alice hat Ihnen eine sichere Nachricht geschickt",
    "Noch 3 Ansichten.",
    r"Gültig bis \w+, \d+\. [\w.]+( \d{4})?, \d\d:\d\d Uhr\.",
    "Passphrase",
    "Nachricht zeigen",
    "Diese Passphrase passt nicht. Noch 4 Versuche. Es wurde nichts verbraucht.",
    "Gesendet heute, ",
    "Noch 2 Ansichten nach dieser",
    "Passwort",
    "Passwort kopiert. Die Zwischenablage wird in 30 s geleert.",
    "92,8 KB",
    "plan.pdf herunterladen",
    "Sichern Sie, was Sie brauchen",
    "Ich habe sie, jetzt löschen",
    "Diese Nachricht für alle löschen?",
    "Jetzt löschen",
    "Die Nachricht ist gelöscht",
    "Diese Nachricht ist nicht mehr verfügbar",
)
FRENCH = Said(
    "fr",
    "Un message sécurisé – Waxpost",
    "Alice vous a envoyé un message sécurisé",
    "Encore 3 consultations.",
    r"Valable jusqu’au \w+ \d+ [\w.]+( \d{4})? à \d\d:\d\d\.",
    "Phrase secrète",
    "Afficher le message",
    "Cette phrase secrète ne correspond pas. Encore 4 essais. Rien n’a été décompté.",
    "Envoyé aujourd’hui à ",
    "Encore 2 consultations après celle-ci",
    "Mot de passe",
    "Copié : Mot de passe. Le presse-papiers sera vidé dans 30 s.",
    "92,8 Ko",
    "Télécharger plan.pdf",
    "Enregistrez ce dont vous avez besoin",
    "Je l’ai, supprimer maintenant",
    "Supprimer ce message pour tout le monde ?",
    "Supprimer maintenant",
    "Le message est supprimé",
    "Ce message n’est plus disponible",
)
# What stands on the page in English and nowhere in the message.
ENGLISH = re.compile(
    r"\b(?:the|this|your|you|link|message that|views?|copied|copy|show|works|left|sent)\b", re.IGNORECASE
)


def in_this_language(outsider: Outsider, said: Said) -> None:
    """The page says which language it speaks, and has no English words, also none for those who listen to it."""
    outsider.page.wait_for_function("lang => document.documentElement.lang === lang", arg=said.lang)
    assert outsider.page.title() == said.title
    names = (
        "[...document.querySelectorAll('[aria-label],[title]')].map((one) => one.ariaLabel ?? one.title).join('\\n')"
    )
    words = outsider.page.locator("body").inner_text() + outsider.page.evaluate(names)
    # The message itself is as it was written.
    for given in ("Hello Kim, here is your login.", "<img src=x onerror=alert(1)> far", "Alice", "Link"):
        words = words.replace(given, "")
    assert ENGLISH.findall(words) == []
    assert violations(outsider.page) == []


@pytest.mark.parametrize("said", [GERMAN, FRENCH], ids=["de", "fr"])
def test_every_step_speaks_the_language_that_the_sender_set(
    alice: Client, visits: Visits, tmp_path: Path, said: Said
) -> None:
    """In a browser that speaks English."""
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.7 " + b"x" * 95_000)
    url = makes(alice, plan, passphrase=PASSPHRASE, lang=said.lang)
    kim = visits(url).sees_heading(said.heading).sees(said.views)
    expect(kim.page.get_by_text(re.compile(said.until))).to_be_visible()
    in_this_language(kim, said)

    def gives(passphrase: str) -> None:
        kim.page.get_by_label(said.passphrase, exact=True).fill(passphrase)
        kim.clicks(said.show)

    kim.expects_complaint("403")
    gives("wrong")
    kim.sees_alert(said.wrong)
    in_this_language(kim, said)
    gives(PASSPHRASE)
    kim.reads("Kestrel VPN").sees(said.sent).sees(said.size).sees(said.save)
    expect(kim.page.get_by_role("article")).to_contain_text(said.left)
    in_this_language(kim, said)

    kim.page.locator("dl").get_by_role("button", name=said.secret).last.click()
    kim.sees(said.copied)
    assert kim.page.evaluate("navigator.clipboard.readText()") == SECRET
    with kim.page.expect_download():
        kim.clicks(said.download)
    kim.clicks(said.delete).sees(said.ask)
    in_this_language(kim, said)
    kim.clicks(said.now).is_told(said.deleted)
    in_this_language(kim, said)


@pytest.mark.parametrize(
    ("locale", "title"), [("de-CH", "Diese Nachricht ist nicht mehr"), ("pl-PL", "This message is not")]
)
def test_what_ended_is_told_in_the_language_of_the_browser(
    alice: Client, visits: Visits, locale: str, title: str
) -> None:
    """The server gives one answer for all that is not there, and so no language; English for a browser without one."""
    url = makes(alice, lang="fr")
    alice.revoke_link(url.rpartition("/s/")[2].partition("#")[0])

    visits(url, locale).sees(title)


def test_a_link_of_words_turns_to_its_language_when_they_were_typed(alice: Client, visits: Visits) -> None:
    """Before that nobody can know it."""
    link = alice.create_link(LinkDraft("Door", "4711", is_words=True, lang="de"))
    assert link.url is not None
    assert link.passphrase is not None
    kim = visits(link.url, "fr-FR").sees_heading("Tapez les mots que vous avez reçus")
    in_this_language(kim, FRENCH)
    assert kim.asked == []

    kim.page.get_by_label("Mots", exact=True).fill(link.passphrase)
    kim.clicks("Afficher le message").reads("Door").sees("Gesendet heute, ")

    assert kim.page.locator("html").get_attribute("lang") == "de"


def test_two_digits_are_read_aloud_in_the_language(alice: Client, visits: Visits) -> None:
    """And nothing is asked of the server for wrong ones."""
    kim = visits(makes(alice, lang="de")).clicks("Nachricht zeigen").sees("Geben Sie diese zwei Ziffern ein")
    drawn = kim.page.get_by_role("img")
    names = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    assert drawn.get_attribute("aria-label") == ", ".join(names[int(digit)] for digit in kim.drawn())
    in_this_language(kim, GERMAN)

    kim.page.get_by_role("textbox").fill("0")
    kim.clicks("Nachricht zeigen").sees_alert(
        "Geben Sie die zwei Ziffern ein, die oben stehen. Es wurde nichts verbraucht."
    )


def test_a_language_that_cannot_be_loaded_leaves_the_page_in_the_one_it_has(alice: Client, visits: Visits) -> None:
    """The message is worth more than its language."""
    url = makes(alice, passphrase=PASSPHRASE, lang="de")
    kim = visits("about:blank").expects_complaint("net::ERR_")
    refused: list[str] = []
    kim.page.route(re.compile(r"/assets/link-de-"), lambda route: (refused.append(route.request.url), route.abort()))

    kim.page.goto(url)
    kim.gives(PASSPHRASE).reads("Kestrel VPN").sees("2 views left")

    assert len(refused) == 1
    assert kim.page.locator("html").get_attribute("lang") == "en"


def stands_in_the_window(one: Locator) -> None:
    expect(one).to_be_visible()
    box = one.bounding_box()
    assert box is not None
    assert box["y"] < 200


@pytest.mark.parametrize("page_of", ["s", "r"])
def test_without_javascript_the_page_says_what_it_needs(alice: Client, browser: "Browser", page_of: str) -> None:
    """In each of its languages, as it cannot know which is wanted; and has used nothing. So does the app."""
    url = makes(alice).replace("/s/", f"/{page_of}/")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[Request] = []

    def hear(request: Request) -> None:
        asked.append(request)

    page.on("request", hear)
    page.goto(url)
    expect(page.get_by_role("heading")).to_have_text(
        [
            "Turn on JavaScript to use this page",
            "Schalten Sie JavaScript ein, um diese Seite zu benutzen",
            "Activez JavaScript pour utiliser cette page",
        ]
    )
    assert [one.get_attribute("lang") for one in page.locator("noscript [lang]").all()] == ["de", "fr"]
    expect(page.locator(".sp-plain")).to_contain_text("This page locks and unlocks messages on your own device.")
    stands_in_the_window(page.get_by_role("heading").first)
    page.goto(url.partition(f"/{page_of}/")[0])
    stands_in_the_window(page.get_by_role("heading", name="Turn on JavaScript to use Waxpost"))
    assert [one.url for one in asked if "/v1/" in one.url] == []
    context.close()
