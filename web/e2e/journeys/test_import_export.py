"""Import and export of My entries: files of other programs come in, one's own go out, and nothing is sent anywhere."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost.crypto.age import AgeReader
from waxpost.crypto.recipients import Passphrase
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

SAMPLES = Path(__file__).parent.parent / "samples"
PASSPHRASE = "teapot lantern orbit 4711"
# Values that the samples cover.
COVERED = (
    'sample "bitwarden" password',
    "sample-9-9-9",
    "4111111111111111",
    "sample chrome password",
    "sample 1password password",
    "sample keepass password",
)


@pytest.fixture(scope="module")
def olga(enters: MakePerson) -> Person:
    """On her laptop."""
    return enters("olga", width=1400)


@pytest.fixture(scope="module")
def command(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Olga on the command line."""
    made = CommandLine(tmp_path_factory.mktemp("cli"), PASSWORD)
    made("sign-in", organisation.server.url, "--address", address("olga"))
    return made


@pytest.fixture
def spied(olga: Person) -> list[bytes]:
    """Every body that Olga's browser sends from now on."""
    bodies: list[bytes] = []
    olga.page.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    return bodies


def sample(name: str) -> FilePayload:
    """A file as its program exports it."""
    if name.endswith(".1pux"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export.attributes", '{"version":3}')
            archive.writestr("export.data", (SAMPLES / "onepassword-export.json").read_bytes())
            archive.writestr("files/d1___codes.txt", b"abc")
        return {"name": name, "mimeType": "application/octet-stream", "buffer": packed.getvalue()}
    return {"name": name, "mimeType": "application/octet-stream", "buffer": (SAMPLES / name).read_bytes()}


def gives(person: Person, file: FilePayload) -> Locator:
    """Choose a file in the import; the dialog."""
    dialog = person.goes_to("/entries/all").clicks("Import", role="link").dialog()
    with person.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="choose from this computer").click()
    chooser.value.set_files([file])
    return dialog


def previews(dialog: Locator, heading: str) -> None:
    """Nothing covered is in the preview."""
    expect(dialog.get_by_role("heading", name=heading)).to_be_visible(timeout=SLOW_MS)
    html = dialog.page.content()
    assert not [value for value in COVERED if value in html]


def imports(dialog: Locator, button: str, result: str) -> None:
    """Take what the preview offers."""
    dialog.get_by_role("button", name=button).click()
    expect(dialog.get_by_text(result)).to_be_visible(timeout=SLOW_MS)
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)


def test_bitwarden_comes_in_once(olga: Person, command: CommandLine, spied: list[bytes]) -> None:
    assert "Grafana of the samples" not in command("entries").out
    dialog = gives(olga, sample("bitwarden.json"))
    previews(dialog, "5 entries from Bitwarden")
    dialog.get_by_text("2 are not taken").click()
    expect(dialog).to_contain_text("Entry 6: Thrown away")
    expect(dialog).to_contain_text("It is in the trash there.")
    dialog.get_by_text("3 things stay behind").click()
    expect(dialog).to_contain_text("1 passkey: it works only there")
    dialog.get_by_text("In 2 folders").click()
    expect(dialog).to_contain_text("Servers/Oslo")
    # Looking saves nothing.
    assert "Grafana of the samples" not in command("entries").out
    imports(dialog, "Import 5 entries", "5 entries are saved.")
    olga.sees("Grafana of the samples").sees("Bastion of the samples")
    assert command("entry", "show", "Grafana of the samples", "--value", "password").out == f"{COVERED[0]}\n"
    assert command("entry", "show", "Grafana of the samples", "--value", "Door code").out == f"{COVERED[1]}\n"
    assert "Servers/Oslo" in command("entries", "--search", "Grafana of the samples").out
    assert not [body for body in spied for value in COVERED if value.encode() in body]

    # The second time everything is there already.
    dialog = gives(olga, sample("bitwarden.json"))
    previews(dialog, "5 entries from Bitwarden")
    expect(dialog.get_by_role("button", name="Nothing new to import")).to_be_disabled()
    dialog.get_by_label("Take 5 duplicates, too").check()
    dialog.get_by_text("5 duplicates", exact=True).click()
    expect(dialog.get_by_role("button", name="Import 5 entries")).to_be_enabled()
    dialog.get_by_label("Take 5 duplicates, too").uncheck()
    dialog.get_by_role("button", name="Choose another file").click()
    expect(dialog.get_by_role("button", name="choose from this computer")).to_be_visible()
    olga.presses("Escape")
    assert command("entries").out.count("Grafana of the samples") == 1


def test_chrome_comes_in(olga: Person, command: CommandLine) -> None:
    dialog = gives(olga, sample("chrome.csv"))
    previews(dialog, "3 entries from Chrome")
    dialog.get_by_text("1 is not taken").click()
    expect(dialog).to_contain_text("Row 5: broken")
    imports(dialog, "Import 3 entries", "3 entries are saved.")
    wiki = command("entry", "show", "Wiki of the samples", "--value", "password").out
    assert wiki == '=HYPERLINK("https://example.org")\n'


def test_1password_comes_in(olga: Person, command: CommandLine) -> None:
    dialog = gives(olga, sample("samples.1pux"))
    previews(dialog, "4 entries from 1Password")
    imports(dialog, "Import 4 entries", "4 entries are saved.")
    shown = json.loads(command("entry", "show", "GitLab of the samples", "--json").out)
    assert (shown["folder"], shown["tags"]) == ("Operations", ["production", "ci"])
    assert COVERED[4] in [field["value"] for field in shown["item"]["fields"]]


def test_keepass_asks_for_its_password_and_comes_in(
    enters: MakePerson, organisation: Organisation, tmp_path: Path
) -> None:
    # Entries of his own: the sample of Bitwarden holds one that is the same.
    charlie, command = enters("charlie"), CommandLine(tmp_path / "cli", PASSWORD)
    command("sign-in", organisation.server.url, "--address", address("charlie"))
    dialog = gives(charlie, sample("keepass.kdbx"))
    expect(dialog).to_contain_text("keepass.kdbx is locked.", timeout=SLOW_MS)
    field = dialog.get_by_label("Password of the database")
    dialog.get_by_role("button", name="Unlock").click()
    expect(dialog).to_contain_text("Enter the password")
    field.fill("not this one")
    dialog.get_by_role("button", name="Unlock").click()
    expect(dialog).to_contain_text("This does not open the database.", timeout=SLOW_MS)
    field.fill("sample password")
    dialog.get_by_role("button", name="Unlock").click()
    previews(dialog, "2 entries from KeePass")
    imports(dialog, "Import 2 entries", "2 entries are saved.")
    assert command("entry", "show", "Kibana of the samples", "--value", "password").out == f"{COVERED[5]}\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "This file is empty."),
        ("letter.txt", b"Dear Olga", "does not know this kind of file"),
        ("locked.json", b'{"encrypted":true}', "locked with a password"),
        ("half.json", b'{"encrypted":false,"items":[', "damaged or not complete"),
        ("other.zip", b"PK\x03\x04", "damaged or not complete"),
        ("<img src=x onerror=alert(1)>.kdb", b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "KeePass 1"),
    ],
)
def test_what_cannot_be_read_says_why(olga: Person, name: str, content: bytes, sentence: str) -> None:
    dialog = gives(olga, {"name": name, "mimeType": "", "buffer": content})
    expect(dialog.get_by_role("alert")).to_contain_text(sentence, timeout=SLOW_MS)
    olga.presses("Escape")
    expect(dialog).to_have_count(0)


def test_the_locked_export_opens_elsewhere_and_is_taken_back(
    olga: Person, command: CommandLine, tmp_path: Path
) -> None:
    command("entry", "add", "Exported wiki", "--secret", "password", text="sample exported password\n")
    olga.goes_to("/entries/all").has_row("Exported wiki")
    dialog = olga.clicks("Export", role="link").dialog()
    dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_contain_text("Use at least 12 characters")
    dialog.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    expect(dialog).to_contain_text("Very strong", timeout=SLOW_MS)
    dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_contain_text("Type the same passphrase again")
    dialog.get_by_label("Passphrase again").fill(PASSPHRASE)
    with olga.page.expect_download() as download:
        dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_contain_text("Your entries are in waxpost-entries-")
    dialog.get_by_role("button", name="Done").click()
    assert download.value.suggested_filename.endswith(".age")
    file = tmp_path / "entries.age"
    download.value.save_as(file)

    # The reader of the command line knows nothing of the one in the browser.
    reader = AgeReader([Passphrase(PASSPHRASE, 18)])
    exported = json.loads(reader.feed(file.read_bytes()) + reader.finish())
    titles = [item["item"]["title"] for item in exported["items"]]
    assert sorted(titles) == sorted(json_titles(command))
    assert "sample exported password" in json.dumps(exported)

    dialog = gives(olga, {"name": "entries.age", "mimeType": "", "buffer": file.read_bytes()})
    expect(dialog).to_contain_text("entries.age is locked.", timeout=SLOW_MS)
    dialog.get_by_label("Passphrase of the file").fill("another passphrase")
    dialog.get_by_role("button", name="Unlock").click()
    expect(dialog).to_contain_text("That passphrase does not match.", timeout=SLOW_MS)
    dialog.get_by_label("Passphrase of the file").fill(PASSPHRASE)
    dialog.get_by_role("button", name="Unlock").click()
    previews(dialog, f"{len(titles)} entries from Waxpost")
    expect(dialog.get_by_role("button", name="Nothing new to import")).to_be_disabled()
    olga.presses("Escape")

    command("entry", "delete", "Exported wiki")
    olga.goes_to("/entries/all").has_no_row("Exported wiki")
    dialog = gives(olga, {"name": "entries.age", "mimeType": "", "buffer": file.read_bytes()})
    dialog.get_by_label("Passphrase of the file").fill(PASSPHRASE)
    dialog.get_by_role("button", name="Unlock").click()
    imports(dialog, "Import 1 entry", "1 entry is saved.")
    assert "Exported wiki" in command("entries").out


def test_the_plain_export_needs_the_password(olga: Person, command: CommandLine) -> None:
    dialog = olga.goes_to("/entries/all").clicks("Export", role="link").dialog()
    dialog.get_by_label("Plain, as JSON").check()
    expect(dialog).to_contain_text("Everybody who finds this file can read every password")
    dialog.get_by_label("Your password").fill("not the password at all")
    dialog.get_by_role("button", name="Export without a lock").click()
    expect(dialog).to_contain_text("That password does not match.", timeout=SLOW_MS)
    dialog.get_by_label("Your password").fill(PASSWORD)
    with olga.page.expect_download() as download:
        dialog.get_by_role("button", name="Export without a lock").click()
    exported = json.loads(download.value.path().read_text())
    assert (exported["v"], exported["t"], exported["addr"]) == (1, "waxpost-export", address("olga"))
    assert sorted(item["item"]["title"] for item in exported["items"]) == sorted(json_titles(command))


def json_titles(command: CommandLine) -> list[str]:
    """The titles of all entries, as the command line has them."""
    return [entry["item"]["title"] for entry in json.loads(command("entries", "--json").out)]


def test_a_lost_connection_says_how_many_are_saved_and_goes_on(enters: MakePerson, organisation: Organisation) -> None:
    # A list of his own: so many rows would hide what the other tests look for.
    bob = enters("bob")
    rows = "\n".join(f"Bulk {n},https://h{n}.example.org,root,pass-{n},{'n' * 30_000}" for n in range(120))
    file = f"name,url,username,password,note\n{rows}\n".encode()
    dialog = gives(bob, {"name": "bulk.csv", "mimeType": "", "buffer": file})
    expect(dialog.get_by_role("heading", name="120 entries from Chrome")).to_be_visible(timeout=SLOW_MS)
    bob.expects_complaint("Failed to load resource")
    saves = 0

    def cut_second(route: object) -> None:
        nonlocal saves
        saves += route.request.method == "PUT"  # type: ignore[attr-defined]
        route.abort() if saves == 2 else route.continue_()  # type: ignore[attr-defined]

    bob.page.route("**/v1/vault", cut_second)
    dialog.get_by_role("button", name="Import 120 entries").click()
    expect(dialog.get_by_role("alert")).to_contain_text("of 120 entries are saved.", timeout=SLOW_MS)
    bob.page.unroute("**/v1/vault")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_contain_text("120 entries are saved.", timeout=SLOW_MS)
    with organisation.unlocks("bob") as device:
        assert sum(entry.title.startswith("Bulk ") for entry in device.entries()) == 120
