"""Answers are allow-lists: every member of every answer stands in answers.txt, and none of them is a stored secret.

After a change that is meant: `python -m server.tests.house.write_answers`.
"""

import re
from pathlib import Path

from litestar import Litestar

from server.tests.house.answers import fields_of

LIST = Path(__file__).with_name("answers.txt")
# What the server stores to check somebody, and what only its owner's own answer may hold.
SECRET = re.compile(r"verifier|_hash$|claim|login_key|pepper|secret|code")
OWN = {
    "token": {"POST /v1/sign-in", "POST /v1/sign-in/recovery", "POST /v1/start", "PUT /v1/credentials"},
    "pass": {"POST /v1/invitations/{id}/open", "POST /v1/requests/{id}/begin", "POST /v1/again/{id}/open"},
}
CLAIMS = {"POST /v1/invitations/{id}/claim", "POST /v1/again/{id}/claim"}


async def test_rule_06_every_member_of_every_answer_is_listed(app: Litestar) -> None:
    assert fields_of(app) == LIST.read_text().splitlines()


async def test_rule_06_no_answer_holds_a_stored_secret(app: Litestar) -> None:
    for line in fields_of(app):
        route, _, path = line.partition(" -> ")
        name = re.split(r"[.\[\]]+", path)[-1]
        assert not SECRET.search(name), line
        if name in OWN:
            assert route.rpartition(" ")[0] in OWN[name] | (CLAIMS if name == "token" else set()), line
