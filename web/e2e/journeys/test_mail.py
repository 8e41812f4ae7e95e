"""Mail in the settings: a switch that is kept, where the server sends mails."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.system.organisation import Organisation
from tests.system.server_process import ServerProcess
from tools.ports import free_port
from web.e2e.conftest import MakePerson, web_settings
from web.e2e.people.person import Person

SWITCH = "Tell me of new messages by mail"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with a mail server in its settings, which nobody needs to answer here."""
    settings = {"smtp_host": "127.0.0.1", "smtp_port": str(free_port()), "smtp_from": "waxpost@example.org"}
    with ServerProcess(tmp_path_factory.mktemp("e2e") / "server", **web_settings(), **settings) as process:
        yield process


@pytest.fixture(scope="module")
def bob(enters: MakePerson) -> Person:
    """Bob, in front of a browser."""
    return enters("bob")


@pytest.fixture
def switch(bob: Person) -> Locator:
    """The switch in his settings."""
    bob.goes_to("/settings/security")
    return bob.page.get_by_role("switch", name=SWITCH)


def test_the_switch_is_kept_by_the_server(bob: Person, switch: Locator, organisation: Organisation) -> None:
    expect(switch).to_be_visible()
    was = switch.is_checked()

    with bob.page.expect_response(lambda answer: answer.request.method == "PATCH") as answered:
        switch.press(" ")

    assert answered.value.json() == {"mail_available": True, "mail_new_messages": not was, "mail_link_opened": True}
    expect(switch).to_be_checked(checked=not was)
    bob.reloads()
    expect(switch).to_be_checked(checked=not was)
    with organisation.unlocks("bob") as again:
        assert again.mail_choice().is_wanted is not was


def test_a_choice_that_cannot_be_kept_is_taken_back(bob: Person, switch: Locator) -> None:
    expect(switch).to_be_visible()
    was = switch.is_checked()
    bob.page.route("**/v1/preferences", lambda way: way.abort() if way.request.method == "PATCH" else way.continue_())

    bob.expects_complaint("ERR_FAILED")
    switch.press(" ")

    bob.sees("The server did not answer.")
    expect(switch).to_be_checked(checked=was)
    bob.page.unroute("**/v1/preferences")
