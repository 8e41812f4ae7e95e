"""The words of the mails to readers of links: the link without its key, and the code, in the link's language. Pure.

Never a subject, a text or words that open: a mail is a postcard. Who reads it on its way learns that somebody wrote.
"""

from typing import Final

from waxpost_server.mail.dates import date_words
from waxpost_server.mail.letter import Letter, Link

LANGS: Final = ("en", "de", "fr")

_LINK: Final = {
    "en": (
        "{name} sent you a secure message",
        "{who} sent you a message that is locked. You can read it in your browser, without an account.",
        "Open the message",
        "It opens with words that {name} gives you in another way, by telephone for example. They are in no mail.",
        "It can be opened until {until}.",
        "{addr} let Waxpost write this. If you do not know the sender, do not answer, and open nothing.",
    ),
    "de": (
        "{name} hat Ihnen eine sichere Nachricht geschickt",
        "{who} hat Ihnen eine verschlossene Nachricht geschickt. Sie können sie im Browser lesen, ohne Konto.",
        "Nachricht öffnen",
        (
            "Sie öffnet sich mit Wörtern, die Sie von {name} auf anderem Weg bekommen, zum Beispiel am Telefon. Sie "
            "stehen in keiner Mail."
        ),
        "Sie kann bis {until} geöffnet werden.",
        (
            "{addr} hat Waxpost das schreiben lassen. Wenn Sie den Absender nicht kennen, antworten Sie nicht und "
            "öffnen Sie nichts."
        ),
    ),
    "fr": (
        "{name} vous a envoyé un message sécurisé",
        "{who} vous a envoyé un message verrouillé. Vous pouvez le lire dans votre navigateur, sans compte.",
        "Ouvrir le message",
        (
            "Il s’ouvre avec des mots que {name} vous donne par une autre voie, par téléphone par exemple. Ils ne sont "
            "dans aucun courriel."
        ),
        "Il peut être ouvert jusqu’au {until}.",
        (
            "{addr} a fait écrire ceci par Waxpost. Si vous ne connaissez pas l’expéditeur, ne répondez pas et "
            "n’ouvrez rien."
        ),
    ),
}
_CODE: Final = {
    "en": (
        "Your code for a secure message",
        "Your code for the message of {who}:",
        "It works for 10 minutes, on the page that asked for it. Give it to nobody.",
        "Somebody who has a link of {addr} asked for this code. If it was not you, ignore this mail.",
    ),
    "de": (
        "Ihr Code für eine sichere Nachricht",
        "Ihr Code für die Nachricht von {who}:",
        "Er gilt 10 Minuten, auf der Seite, die danach gefragt hat. Geben Sie ihn niemandem.",
        (
            "Jemand, der einen Link von {addr} hat, hat diesen Code verlangt. Wenn Sie es nicht waren, beachten Sie "
            "diese Mail nicht."
        ),
    ),
    "fr": (
        "Votre code pour un message sécurisé",
        "Votre code pour le message de {who} :",
        "Il est valable 10 minutes, sur la page qui l’a demandé. Ne le donnez à personne.",
        "Quelqu’un qui a un lien de {addr} a demandé ce code. Si ce n’était pas vous, ignorez ce courriel.",
    ),
}


def link_letter(link_id: str, lang: str, name: str | None, addr: str, expires_at: int) -> Letter:
    """The letter that brings a link without its key; `name` and `addr` are its maker's in the directory."""
    subject, sent, label, words, until, ending = _LINK[lang]
    given = {"name": name or addr, "who": _who(name, addr), "addr": addr, "until": date_words(expires_at, lang)}
    return Letter(
        subject.format(**given),
        (sent.format(**given), Link(label, f"/s/{link_id}"), words.format(**given), until.format(**given)),
        ending.format(**given),
        lang,
    )


def code_letter(code: str, lang: str, name: str | None, addr: str) -> Letter:
    """The letter that brings a code; it has no link, because the page that asked for it is open."""
    subject, yours, works, ending = _CODE[lang]
    who = _who(name, addr)
    return Letter(subject, (yours.format(who=who), code, works), ending.format(addr=addr), lang)


def _who(name: str | None, addr: str) -> str:
    return f"{name} ({addr})" if name else addr
