"""A person in front of a browser: does what people do, by what they see on the page.

Every step ends when the page shows that it is done, so steps can follow one another like sentences.
"""

import re
from collections.abc import Sequence
from typing import Self

from playwright.sync_api import Locator, expect

from web.e2e.people.window import SLOW_MS
from web.e2e.people.writing import Writing


class Person(Writing):
    """Also an administrator, and somebody who checks keys."""

    def invites(self, name: str) -> str:
        """Make an invitation for somebody; the link to pass on."""
        self.goes_to("/admin/users").clicks("Invite people")
        dialog = self.dialog()
        dialog.get_by_label("Email address").fill(f"{name.split(maxsplit=1)[0].lower()}@example.org")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Make the link").click()
        return self._takes_link()

    def lets_start_over(self, name: str) -> str:
        """Approve that somebody makes a new key; the link to pass on."""
        self.acts_on(name, "Let start over")
        dialog = self.dialog()
        dialog.get_by_role("textbox").fill(name)
        dialog.get_by_role("button", name=re.compile("^Let .* start over$")).click()
        return self._takes_link()

    def suspends(self, name: str) -> Self:
        """Suspend somebody."""
        self.acts_on(name, "Suspend")
        self.dialog().get_by_role("button", name="Suspend").click()
        expect(self.dialog()).to_have_count(0, timeout=SLOW_MS)
        return self

    def restores(self, name: str) -> Self:
        """Restore somebody."""
        self.acts_on(name, "Restore")
        self.dialog().get_by_role("button", name="Restore").click()
        expect(self.dialog()).to_have_count(0, timeout=SLOW_MS)
        return self

    def acts_on(self, name: str, act: str) -> Self:
        """Choose from the menu of somebody's row."""
        self.goes_to("/admin/users").clicks(f"Actions for {name}")
        self.page.get_by_role("menuitem", name=act).click()
        return self

    def makes_group(self, name: str, members: Sequence[str]) -> Self:
        """Make a group as an administrator."""
        self.goes_to("/admin/groups")
        self.page.get_by_role("button", name="New group").first.click()
        dialog = self.dialog()
        dialog.get_by_label("Name").fill(name)
        for member in members:
            self._adds_member(dialog, member)
        dialog.get_by_role("button", name="Make the group").click()
        expect(dialog).to_have_count(0, timeout=SLOW_MS)
        return self

    def adds_to_group(self, group: str, member: str) -> Self:
        """Add somebody to a group as an administrator."""
        self.goes_to("/admin/groups").clicks(f"Change {group}")
        dialog = self.dialog()
        self._adds_member(dialog, member)
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0, timeout=SLOW_MS)
        return self

    def own_words(self) -> list[str]:
        """The eight words of the own key, as Settings shows them."""
        self.goes_to("/settings/security")
        words = self.page.get_by_role("list", name="Your eight words").get_by_role("listitem")
        expect(words).to_have_count(8, timeout=SLOW_MS)
        return [text.split()[-1] for text in words.all_inner_texts()]

    def types_words(self, words: Sequence[str]) -> Self:
        """Type the words that somebody reads out, and compare."""
        for number, word in enumerate(words, start=1):
            field = self.page.get_by_label(f"Word {number} of 8")
            field.fill(word)
            field.press("Tab")
        self.page.get_by_role("button", name="Check words").click()
        return self

    def confirms_words(self, words: Sequence[str]) -> Self:
        """Type the right words, and wait until the check is kept."""
        self.types_words(words)
        expect(self.page.get_by_label("Word 1 of 8")).to_have_count(0, timeout=SLOW_MS)
        return self

    def _takes_link(self) -> str:
        field = self.page.get_by_role("textbox", name="Link")
        expect(field).to_be_visible(timeout=SLOW_MS)
        link = field.input_value()
        self.clicks("Done")
        expect(field).to_have_count(0)
        return link

    def _adds_member(self, dialog: Locator, name: str) -> None:
        dialog.get_by_role("combobox", name="Members").fill(name)
        self.page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first.click()
