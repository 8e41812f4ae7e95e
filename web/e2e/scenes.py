"""Every page of the app, filled, with every dialog, menu and error that can be opened on it.

A scene begins at an address and goes on by what a person does there. `INSIDE` are Olga's, who is an administrator.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, expect

from web.e2e import carry_acts, entry_acts
from web.e2e.people.person import Person

WRONG = "not the password at all"


@dataclass(frozen=True)
class Scene:
    """`path` may name a member of what the organisation was filled with; `then` does the rest."""

    name: str
    path: str
    ready: str
    then: Callable[[Person], object] = lambda person: person

    def show(self, person: Person, filled: object) -> None:
        """Bring the person's page there."""
        person.page.goto(f"{person.url}{self.path.format(**vars(filled))}")
        person.sees_heading(self.ready)
        self.then(person)


def chooses_in_compose(*names: str) -> Callable[[Person], Person]:
    def choose(person: Person) -> Person:
        for name in names:
            person.chooses(name)
        return person

    return choose


def _types_for_people(person: Person) -> None:
    person.page.get_by_role("combobox", name="To").fill("a")
    expect(person.page.get_by_role("option").first).to_be_visible()


def _sees_who(person: Person) -> None:
    person.chooses("Bob Roy").chooses("Alice Martin").clicks("See who").sees("bob@example.org")


def _is_held_by_group(person: Person) -> None:
    person.chooses("Platform team").sees("You have not written to Platform team before.").clicks("Why do I see this?")


def _sends_nothing(person: Person) -> None:
    person.tries_to_send().sees("Add at least one person or group.")


def _picks_a_date(person: Person) -> None:
    person.lets_it_expire().page.get_by_role("button", name="Expires after").click()
    person.sees("7 days")


def _opens_credentials(person: Person) -> None:
    person.presses("Alt+a").presses("1").sees_heading("Add credentials")


def _generates(mode: str) -> Callable[[Person], object]:
    def generate(person: Person) -> None:
        _opens_credentials(person)
        person.presses("Control+g").page.get_by_text(mode, exact=True).click()
        expect(person.page.get_by_test_id("candidate")).to_have_count(6)
        person.sees("Spelled out")

    return generate


def _generates_with_everything(person: Person) -> None:
    _generates("Random")(person)
    person.page.get_by_role("region", name="Password generator").get_by_role("button", name="More").click()
    person.sees("Always include")


def _asks_the_impossible(person: Person) -> None:
    _generates("Random")(person)
    person.page.get_by_role("textbox", name="Digits, at least").fill("99")
    person.sees_alert("more than the length of 20")


def _adds_nothing(person: Person) -> None:
    _opens_credentials(person)
    person.clicks("Add").sees("Enter a title")


def _attaches_credentials(person: Person) -> None:
    person.adds_credentials("Door system", password="v5#Mqt.R84zk!Lh2dPw9").sees("Very strong password")


def _chooses_files(person: Person) -> None:
    person.clicks("More").page.get_by_role("menuitem", name="File").click()
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    names = {"Access policy 2026.pdf": b"%PDF", f"{'switch-configs-' * 8}.zip": b"PK", "empty.txt": b""}
    files = [FilePayload(name=name, mimeType="text/plain", buffer=content) for name, content in names.items()]
    chooser.value.set_files(files)
    person.sees("1 file was not added.").sees("2 of 2 ready.")


def _attaches_files(person: Person) -> None:
    _chooses_files(person)
    person.clicks("Add 2 files").sees("encrypted on this device")


def _previews_text(person: Person) -> None:
    person.clicks("Preview notes.txt")
    expect(person.dialog().get_by_role("textbox")).to_have_value("The door opens at nine.\n")


def _opens_cards(person: Person) -> None:
    person.clicks("Show password").sees("Hides again in").clicks("Open").sees("bastion.example")


def _enlarges(person: Person) -> None:
    person.clicks("Large letters, password").sees("exclamation mark")


def _opens_entry(person: Person) -> None:
    person.page.get_by_role("row").filter(has_text="Grafana").click()
    person.sees_heading("Grafana").clicks("Show password").sees("Hides again in")


def _opens_files(person: Person) -> None:
    person.page.get_by_role("row").filter(has_text="Lisbon office").click()
    person.sees("plan.pdf")


def _previews_pdf(person: Person) -> None:
    _opens_files(person)
    person.clicks("Preview plan.pdf").sees("Page 1 of 2").clicks("Next page").sees("Page 2 of 2")
    expect(person.dialog().get_by_role("img", name="plan.pdf, page 2 of 2")).to_be_visible()


def _removes_file(person: Person) -> None:
    _opens_files(person)
    person.clicks("Remove plan.pdf").sees("Nobody can bring it back.")


def _adds_files(person: Person) -> None:
    _opens_files(person)
    person.clicks("Add files")
    with person.page.expect_file_chooser() as chooser:
        person.clicks("choose from this computer")
    chooser.value.set_files([FilePayload(name="codes.txt", mimeType="text/plain", buffer=b"one two")])
    person.sees("1 of 1 ready.")


def _opens_version(person: Person) -> None:
    _opens_entry(person)
    versions = person.page.get_by_role("region", name="Earlier versions")
    versions.get_by_role("button").click()
    expect(versions.get_by_role("button", name="Show password")).to_be_visible()


def _sees_copies(person: Person) -> None:
    _opens_entry(person)
    copies = person.page.get_by_role("region", name="Where copies went")
    # Who got it stands in the message: until that is opened, a copy is told of by its time alone.
    expect(copies).to_contain_text(" a copy on ")


def _edits_entry(person: Person) -> None:
    _opens_entry(person)
    person.clicks("Edit").sees_heading("Edit entry").clicks("Change password")
    # The value comes from the worker; until then the button stays.
    expect(person.dialog().get_by_label("Password", exact=True)).to_be_visible()


def _orders_entry(person: Person) -> None:
    _opens_entry(person)
    person.clicks("Edit").sees_heading("Edit entry").clicks("Change the order").sees("Drag the fields")


def _deletes_entry(person: Person) -> None:
    person.page.get_by_role("row").filter(has_text="Old router").click()
    person.sees_heading("Old router").clicks("Delete for good").sees("Nobody can bring it back.")


def _saves_no_entry(person: Person) -> None:
    person.clicks("Add a field").page.get_by_role("menuitem", name="Covered field with a name of your own").click()
    person.dialog().get_by_label("Value").fill("4711")
    person.clicks("Save").sees("Enter a title").sees("Enter a name for this field")


def _generates_for_entry(person: Person) -> None:
    person.clicks("More for the password").page.get_by_role("menuitem", name="Password generator").click()
    person.sees("Spelled out")


def _saves_password(person: Person) -> None:
    person.sees("Spelled out").clicks("Save as entry").sees_heading("New entry")


def _finds_no_entry(person: Person) -> None:
    person.page.get_by_label("Search My entries").fill("nowhere")
    person.sees("Nothing found for")


def _discards(person: Person) -> None:
    person.page.get_by_label("Subject").fill("Half")
    person.clicks("Discard").sees("Discard this message?")


def _checks_key(person: Person) -> None:
    person.clicks("Check, key of Bob Roy").sees_heading("Check Bob’s key")


def _types_wrong_words(person: Person) -> None:
    _checks_key(person)
    person.types_words(["abandon"] * 8).sees("These are not the words of this key.")


def _changes_password_badly(person: Person) -> None:
    person.clicks("Change password")
    person.dialog().get_by_role("button", name="Change password").click()
    person.dialog().get_by_label("New password", exact=True).fill("short")
    person.sees("At least 12 characters")


def _begins_new_kit(person: Person) -> None:
    person.clicks("Make a new kit")
    person.dialog().get_by_label("Password", exact=True).fill(person.password)
    person.dialog().get_by_role("button").last.click()
    expect(person.page.get_by_role("article", name="Recovery kit")).to_be_visible(timeout=20_000)


def _acts_on_bob(act: str, sentence: str) -> Callable[[Person], object]:
    def act_on(person: Person) -> None:
        person.clicks("Actions for Bob Roy").page.get_by_role("menuitem", name=act).click()
        person.sees(sentence)

    return act_on


def _invites_badly(person: Person) -> None:
    person.clicks("Invite people").dialog().get_by_role("button", name="Make the link").click()
    person.sees("Enter an email address")


def _copies_a_link(person: Person) -> None:
    person.page.get_by_role("button", name="Copy").first.click()


def _shows_unread(person: Person) -> None:
    person.has_row("Rota").page.get_by_role("group", name="Filter").get_by_role("button").last.click()
    expect(person.page.get_by_role("button", pressed=True)).to_have_text(re.compile("Unread"))


def _asks_for_nothing(person: Person) -> None:
    person.clicks("Add a field of your own").clicks("Create request link").sees("Say what you need")


def _opens_account_menu(person: Person) -> None:
    person.page.get_by_role("button", name="your account").click()
    person.sees("Shortcuts")


def _opens_options(person: Person) -> None:
    person.page.get_by_role("combobox", name="State").click()
    person.sees("Suspended")


def _shows_details(person: Person) -> None:
    person.message().get_by_role("button", name="can read this").click()
    person.sees("Locked on").page.get_by_text("Show technical details").click()


FOLDER_MENU = "More for this folder"
COMPOSE, SECURITY, USERS, GROUPS = "/messages/new", "/settings/security", "/admin/users", "/admin/groups"
INSIDE = [
    Scene("inbox", "/messages/inbox", "Inbox", lambda olga: olga.has_row("Door codes")),
    Scene("unread only", "/messages/inbox", "Inbox", _shows_unread),
    Scene("selected", "/messages/inbox", "Inbox", lambda olga: olga.has_row("Rota").clicks("Select all")),
    Scene("message", "/messages/inbox/{received}", "Door codes", lambda olga: olga.reads("4711")),
    Scene("credentials shown", "/messages/inbox/{received}", "Door codes", _opens_cards),
    Scene("large letters", "/messages/inbox/{received}", "Door codes", _enlarges),
    Scene("message details", "/messages/inbox/{received}", "Door codes", _shows_details),
    Scene("files", "/messages/inbox/{files}", "Floor plans", lambda olga: olga.sees("3 attachments")),
    Scene("file previewed", "/messages/inbox/{files}", "Floor plans", _previews_text),
    Scene("sent", "/messages/sent", "Sent", lambda olga: olga.has_row("Welcome")),
    Scene("sent message", "/messages/sent/{sent}", "Welcome", lambda olga: olga.reads("1 of 2 has read it")),
    Scene("no message", "/messages/inbox/AAAAAAAAAAAAAAAAAAAAAA", "This message does not exist"),
    Scene("entries", "/entries", "All entries", lambda olga: olga.sees("Grafana")),
    Scene("entries, other types", "/entries", "All entries", lambda olga: entry_acts.opens_menu(olga, "More types")),
    Scene("entries, orders", "/entries", "All entries", lambda olga: entry_acts.opens_menu(olga, "Sort")),
    Scene("entries, sorted", "/entries", "All entries", entry_acts.is_sorted),
    Scene("entries, none of a type", "/entries", "All entries", entry_acts.has_none_of_type),
    Scene("entries, selected", "/entries", "All entries", entry_acts.selects_all),
    Scene("entries, moved", "/entries", "All entries", entry_acts.asks_where_to),
    Scene("entries, into a folder without a name", "/entries", "All entries", entry_acts.names_no_folder),
    Scene("entry", "/entries", "All entries", _opens_entry),
    Scene("earlier version of an entry", "/entries", "All entries", _opens_version),
    Scene("entry, copies", "/entries", "All entries", _sees_copies),
    Scene("files of an entry", "/entries", "All entries", _opens_files),
    Scene("file of an entry, previewed", "/entries", "All entries", _previews_pdf),
    Scene("file of an entry, removed", "/entries", "All entries", _removes_file),
    Scene("files for an entry", "/entries", "All entries", _adds_files),
    Scene("entry edited", "/entries", "All entries", _edits_entry),
    Scene("entry, order of fields", "/entries", "All entries", _orders_entry),
    Scene("new entry", "/entries/new", "New entry"),
    Scene("new entry, not saved", "/entries/new", "New entry", _saves_no_entry),
    Scene("new entry, generator", "/entries/new", "New entry", _generates_for_entry),
    Scene("no entry found", "/entries", "All entries", _finds_no_entry),
    Scene("no favourites", "/entries/favourites", "Favourites", lambda olga: olga.sees("No favourites yet.")),
    Scene("expiring entries", "/entries/expiring", "Expiring", lambda olga: olga.sees("Grafana")),
    Scene("folder of entries", "/entries/folder#Servers", "Servers", lambda olga: olga.sees("Grafana")),
    Scene("folder, menu", "/entries/folder#Servers", "Servers", lambda olga: entry_acts.opens_menu(olga, FOLDER_MENU)),
    Scene("folder, renamed", "/entries/folder#Servers", "Servers", entry_acts.renames_folder),
    Scene("trash of entries", "/entries/trash", "Trash", _deletes_entry),
    Scene("trash, selected", "/entries/trash", "Trash", entry_acts.selects_trash),
    Scene("trash, deleted for good", "/entries/trash", "Trash", entry_acts.deletes_for_good),
    Scene("no entry", "/entries/all/AAAAAAAAAAAAAAAAAAAAAA", "All entries", lambda olga: olga.sees("is not here")),
    Scene("password generator", "/entries/generator", "Password generator", lambda olga: olga.sees("Spelled out")),
    Scene("password generator, saved", "/entries/generator", "Password generator", _saves_password),
    Scene("password check-up", "/entries/checkup", "Password check-up", lambda olga: olga.sees("to change.")),
    Scene("import", "/entries/import", "Import"),
    Scene("import, refused", "/entries/import", "Import", carry_acts.is_refused),
    Scene("import, previewed", "/entries/import", "Import", carry_acts.previews),
    Scene("import, locked", "/entries/import", "Import", carry_acts.is_locked),
    Scene("export", "/entries/export", "Export"),
    Scene("export, no passphrase", "/entries/export", "Export", carry_acts.exports_nothing),
    Scene("export, plain", "/entries/export", "Export", carry_acts.exports_plain),
    Scene("compose", COMPOSE, "New message"),
    Scene("compose, people found", COMPOSE, "New message", _types_for_people),
    Scene("compose, who", COMPOSE, "New message", _sees_who),
    Scene("compose, group", COMPOSE, "New message", _is_held_by_group),
    Scene("compose, errors", COMPOSE, "New message", _sends_nothing),
    Scene("compose, expiry", COMPOSE, "New message", _picks_a_date),
    Scene("credentials", COMPOSE, "New message", _opens_credentials),
    Scene("credentials, errors", COMPOSE, "New message", _adds_nothing),
    Scene("credentials, random", COMPOSE, "New message", _generates_with_everything),
    Scene("credentials, impossible", COMPOSE, "New message", _asks_the_impossible),
    *(
        Scene(f"credentials, {mode}", COMPOSE, "New message", _generates(mode))
        for mode in ("Passphrase", "Pronounceable", "PIN", "Pattern", "Hex")
    ),
    Scene("credentials, attached", COMPOSE, "New message", _attaches_credentials),
    Scene("add files, refused", COMPOSE, "New message", _chooses_files),
    Scene("compose, files", COMPOSE, "New message", _attaches_files),
    Scene("compose, discard", COMPOSE, "New message", _discards),
    Scene("reply", "/messages/new?reply={received}", "Reply"),
    Scene("requests", "/messages/requests", "No requests yet"),
    Scene("new request", "/messages/requests/new", "Request a secret"),
    Scene("new request, errors", "/messages/requests/new", "Request a secret", _asks_for_nothing),
    Scene("people", "/people", "People", lambda olga: olga.sees("bob@example.org")),
    Scene("key check", "/people", "People", _checks_key),
    Scene("key check, wrong", "/people", "People", _types_wrong_words),
    Scene("groups", "/people/groups", "Groups", lambda olga: olga.sees("Platform team")),
    Scene("group", "/people/groups/{gid}", "Platform team", lambda olga: olga.sees("bob@example.org")),
    Scene("security", SECURITY, "Security", lambda olga: olga.sees("This device").sees("People you checked")),
    Scene("change password", SECURITY, "Security", _changes_password_badly),
    Scene("new kit", SECURITY, "Security", _begins_new_kit),
    Scene("appearance", "/settings/appearance", "Appearance"),
    Scene("users", USERS, "Users and groups", lambda olga: olga.sees("bob@example.org")),
    Scene("users, filter", USERS, "Users and groups", _opens_options),
    Scene("user menu", USERS, "Users and groups", lambda olga: olga.clicks("Actions for Bob Roy").sees("Suspend")),
    Scene("suspend", USERS, "Users and groups", _acts_on_bob("Suspend", "cannot sign in from now on")),
    Scene("start over", USERS, "Users and groups", _acts_on_bob("Let start over", "Only if both")),
    Scene("invite", USERS, "Users and groups", _invites_badly),
    Scene("admin groups", GROUPS, "Users and groups", lambda olga: olga.sees("Platform team")),
    Scene("new group", GROUPS, "Users and groups", lambda olga: olga.clicks("New group").sees("Everyone who writes")),
    Scene("change group", GROUPS, "Users and groups", lambda olga: olga.clicks("Change Platform team").sees("Members")),
    Scene("delete group", GROUPS, "Users and groups", lambda olga: olga.clicks("Delete Nobody yet").sees("Nobody can")),
    Scene("invitations", "/admin/invitations", "Users and groups", lambda olga: olga.sees("dana@example.org")),
    Scene("link", "/admin/invitations", "Users and groups", _copies_a_link),
    Scene("account menu", "/messages/inbox", "Inbox", _opens_account_menu),
    Scene("shortcuts", "/messages/inbox", "Inbox", lambda olga: olga.has_row("Rota").presses("?").sees("Lock now")),
    Scene("nowhere", "/nowhere", "This page does not exist."),
]


def _signs_in_badly(person: Person) -> None:
    person.tries_to_sign_in(WRONG).sees_alert("That address and password do not match.")


def _recovers_badly(person: Person) -> None:
    person.clicks("Continue").sees("Enter an email address")


OUTSIDE = [
    Scene("sign in", "/sign-in", "Sign in"),
    Scene("sign in, refused", "/sign-in", "Sign in", _signs_in_badly),
    Scene("recover", "/recover", "Use your recovery kit"),
    Scene("recover, errors", "/recover", "Use your recovery kit", _recovers_badly),
    Scene("bad link", "/join/AAAAAAAAAAAAAAAAAAAAAA#nonsense", "This link is not complete"),
]
