"""The main job: two people exchange a message that nobody between them can read."""

from web.e2e.people.person import Person


def test_two_people_exchange_a_message(olga: Person, alice: Person) -> None:
    alice.sees_no_dot()

    olga.goes_to("/messages/inbox").sends("Lunch on Friday?", "At **noon**, by the fountain.", to=["Alice Martin"])

    alice.sees_dot().opens("Lunch on Friday?").reads("At noon, by the fountain.").sees_no_dot()
    olga.opens("Lunch on Friday?", folder="sent").sees("Read")


def test_an_answer_goes_back(olga: Person, alice: Person) -> None:
    olga.goes_to("/messages/inbox").sends("Lunch?", "At noon.", to=["Alice Martin"])
    alice.opens("Lunch?")

    alice.page.get_by_role("button", name="Reply").first.click()
    alice.page.get_by_role("textbox", name="Message").fill("With pleasure.")
    alice.presses_send()

    olga.sees_dot().opens("Re: Lunch?").reads("With pleasure.")
