"""What lies on disk, and how."""

import stat
import threading
from pathlib import Path

import pytest

from waxpost._exceptions import NoAccountHere
from waxpost._keys import Home, SavedAccount, SavedSettings, SavedVault, write_private

URL = "https://waxpost.example.org"
ACCOUNT = SavedAccount(URL, "alice@example.org", "u" * 22, "p", "s", 1)


def test_nobody_is_signed_in_at_first(tmp_path: Path) -> None:
    with pytest.raises(NoAccountHere):
        Home(tmp_path / "new").current()


def test_an_account_is_found_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    folder = home.folder(URL, "alice@example.org")
    folder.keep_signed_in(ACCOUNT, "token", b"slot")
    home.make_current(folder)

    again = Home(tmp_path / "home").current()

    assert (again.account(), again.token(), again.slot()) == (ACCOUNT, "token", b"slot")


def test_only_the_user_may_look(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    folder = home.folder(URL, "alice@example.org")
    folder.keep_signed_in(ACCOUNT, "token", b"slot")
    folder.keep_vault(SavedVault(3, b"sealed"))
    home.make_current(folder)

    for path in [home.path, *home.path.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)

    Home(tmp_path / "home").folder(URL, "a@example.org").write("token", b"x")

    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_signing_out_keeps_what_uncovers_a_server_that_goes_back_in_time(tmp_path: Path) -> None:
    folder = Home(tmp_path).folder(URL, "alice@example.org")
    folder.keep_signed_in(ACCOUNT, "token", b"slot")
    folder.keep_vault(SavedVault(3, b"sealed"))
    folder.keep_settings(SavedSettings("salt", 65536, 3, 1))

    folder.end_session()

    with pytest.raises(NoAccountHere):
        folder.token()
    with pytest.raises(NoAccountHere):
        folder.slot()
    assert folder.vault() == SavedVault(3, b"sealed")
    assert folder.settings() == SavedSettings("salt", 65536, 3, 1)


def test_two_servers_never_share_a_folder(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.folder(URL, "a@example.org").path != home.folder("https://other.example", "a@example.org").path


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Home(tmp_path).folder(URL, "a@example.org")
    folder.write("token", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("waxpost._keys.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        folder.write("token", b"new")

    assert folder.read("token") == b"old"
    assert [path.name for path in folder.path.iterdir()] == ["token"]


def test_a_second_process_waits_for_its_turn(tmp_path: Path) -> None:
    first, second = (Home(tmp_path).folder(URL, "a@example.org") for _ in range(2))
    order: list[str] = []
    entered = threading.Event()

    def other() -> None:
        entered.set()
        with second.turn():
            order.append("second")

    with first.turn(), first.turn():
        thread = threading.Thread(target=other)
        thread.start()
        assert entered.wait(10)
        thread.join(0.2)
        assert thread.is_alive()
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]


def test_a_secret_never_overwrites_a_file(tmp_path: Path) -> None:
    write_private(tmp_path / "kit", b"code")

    assert stat.S_IMODE((tmp_path / "kit").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "kit", b"other")
    assert (tmp_path / "kit").read_bytes() == b"code"
