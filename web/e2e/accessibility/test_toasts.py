"""On a phone nothing that sends or closes lies under a toast."""

from playwright.sync_api import expect

from web.e2e.conftest import MakePerson
from web.e2e.people.window import SLOW_MS

IS_COVERED = """(button) => {
  const box = button.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top === null || !button.contains(top);
}"""


def test_a_toast_on_a_phone_covers_neither_send_nor_close(enters: MakePerson) -> None:
    alice = enters("alice")
    alice.begins_message("To Olga", "Text.", to=["Olga Smith"])
    alice.page.set_viewport_size({"width": 390, "height": 844})
    alice.presses_send()
    toast = alice.page.get_by_role("alert").filter(has_text="Sent to 1 person")
    # Under the pointer it stays.
    toast.hover()

    alice.presses("c").sees_heading("New message")

    expect(toast).to_be_visible(timeout=SLOW_MS)
    # The toast has a button of that name, too.
    closing = alice.dialog().get_by_role("button", name="Close")
    for button in (alice.dialog().get_by_role("button", name="Send"), closing):
        assert not button.first.evaluate(IS_COVERED)
