"""Settings come from the environment or from files, and nonsense stops the start with a sentence."""

import dataclasses
import re
import stat
from pathlib import Path

import pytest

from tools import make_configuration
from waxpost_server.kit.secrets import SecretsMissing, open_secrets
from waxpost_server.kit.settings import SettingRefused, Settings, read_settings, unknown_settings

SMTP = {"WAXPOST_SMTP_HOST": "mail.example.org", "WAXPOST_SMTP_FROM": "Waxpost <waxpost@example.org>"}
LOGIN = {"WAXPOST_SMTP_USER": "waxpost", "WAXPOST_SMTP_PASSWORD": "secret"}


def test_defaults_serve_on_loopback_from_the_data_folder() -> None:
    settings = read_settings({})

    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert settings.database_url == "sqlite:///data/waxpost.db"
    assert settings.sqlite_synchronous == "FULL"
    assert settings.trusted_proxies == ()


def test_the_port_moves_the_address() -> None:
    assert read_settings({"PORT": "8123"}).base_url == "http://127.0.0.1:8123"
    assert read_settings({"PORT": "8123", "WAXPOST_PORT": "8124"}).port == 8124


def test_a_setting_can_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "url"
    path.write_text("postgresql://waxpost:secret@127.0.0.1/waxpost\n")

    settings = read_settings({"WAXPOST_DATABASE_URL_FILE": str(path)})

    assert settings.database_url == "postgresql://waxpost:secret@127.0.0.1/waxpost"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"WAXPOST_PORT": "many"}, "WAXPOST_PORT"),
        ({"WAXPOST_PORT": "70000"}, "WAXPOST_PORT"),
        ({"WAXPOST_BASE_URL": "waxpost.example.org"}, "WAXPOST_BASE_URL"),
        ({"WAXPOST_BASE_URL": "https://example.org/waxpost"}, "WAXPOST_BASE_URL"),
        ({"WAXPOST_DATABASE_URL": "mysql://x"}, "WAXPOST_DATABASE_URL"),
        ({"WAXPOST_TRUSTED_PROXIES": "everybody"}, "WAXPOST_TRUSTED_PROXIES"),
        ({"WAXPOST_SQLITE_SYNCHRONOUS": "OFF"}, "WAXPOST_SQLITE_SYNCHRONOUS"),
        ({"WAXPOST_DATABASE_URL_FILE": "/does/not/exist"}, "WAXPOST_DATABASE_URL_FILE"),
        ({"WAXPOST_SMTP_FROM": "waxpost@example.org"}, "WAXPOST_SMTP_HOST is not: name the mail server"),
        ({"WAXPOST_SMTP_PASSWORD": "secret"}, "WAXPOST_SMTP_HOST is not: name the mail server"),
        ({"WAXPOST_SMTP_HOST": "mail.example.org"}, "WAXPOST_SMTP_FROM is not: name the sender"),
        (SMTP | {"WAXPOST_SMTP_HOST": "smtp://mail.example.org"}, "WAXPOST_SMTP_HOST must be a name"),
        (SMTP | {"WAXPOST_SMTP_HOST": "mail.example.org\r\nEVIL"}, "WAXPOST_SMTP_HOST must be a name"),
        (SMTP | {"WAXPOST_SMTP_FROM": "waxpost"}, "WAXPOST_SMTP_FROM must look like"),
        (SMTP | {"WAXPOST_SMTP_FROM": "Wax\r\nBcc: a@b.c <waxpost@example.org>"}, "WAXPOST_SMTP_FROM must look like"),
        (SMTP | {"WAXPOST_SMTP_USER": "waxpost"}, "belong together"),
        (SMTP | {"WAXPOST_SMTP_PASSWORD": "secret"}, "belong together"),
        (SMTP | LOGIN | {"WAXPOST_SMTP_SECURITY": "none"}, "in the clear: use starttls or tls"),
        (SMTP | {"WAXPOST_SMTP_SECURITY": "ssl"}, "must be one of starttls, tls, none"),
        (SMTP | {"WAXPOST_SMTP_PORT": "70000"}, "WAXPOST_SMTP_PORT must be between"),
        (SMTP | {"WAXPOST_SMTP_TIMEOUT_SECONDS": "0"}, "WAXPOST_SMTP_TIMEOUT_SECONDS must be between"),
        (SMTP | {"WAXPOST_SMTP_CA": "no certificate"}, "WAXPOST_SMTP_CA must be a certificate"),
        ({"WAXPOST_MAIL_DELAY_SECONDS": "-1"}, "WAXPOST_MAIL_DELAY_SECONDS must be between"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingRefused, match=named):
        read_settings(environment)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_of_the_mail_server_follows_from_how_the_way_there_is_protected(security: str, port: int) -> None:
    assert not read_settings({}).has_mail

    settings = read_settings(SMTP | {"WAXPOST_SMTP_SECURITY": security})

    assert settings.has_mail
    assert settings.smtp_port == port
    assert read_settings(SMTP | {"WAXPOST_SMTP_PORT": "2525"}).smtp_port == 2525


def test_the_password_of_the_mail_server_stands_in_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("Correct horse\n")
    given = SMTP | {"WAXPOST_SMTP_USER": "waxpost", "WAXPOST_SMTP_PASSWORD_FILE": str(tmp_path / "password")}

    settings = read_settings(given)

    assert settings.smtp_password == "Correct horse"
    assert "horse" not in repr(settings)
    assert unknown_settings(given | {"WAXPOST_SMTP_CA_FILE": "x"}) == []


def test_a_misspelt_setting_is_noticed() -> None:
    assert unknown_settings({"WAXPOST_PROXY": "x", "WAXPOST_PORT": "1", "WAXPOST_HOST_FILE": "y", "PATH": "z"}) == [
        "WAXPOST_PROXY"
    ]


def test_what_the_command_line_reads_is_not_taken_for_a_misspelt_setting() -> None:
    manual = Path(__file__).parents[3] / "docs" / "user" / "command-line.md"
    variables = re.findall(r"WAXPOST_[A-Z_]+", manual.read_text())

    assert "WAXPOST_RECOVERY_CODE_FILE" in variables
    assert unknown_settings(dict.fromkeys(variables, "x")) == []


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # pyright: ignore[reportAttributeAccessIssue] - what this test is about


def test_the_manual_lists_every_setting_as_it_is() -> None:
    assert make_configuration.TARGET.read_text() == make_configuration.document()


def test_secrets_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    first = open_secrets(tmp_path / "secrets", is_in_use=False)
    second = open_secrets(tmp_path / "secrets", is_in_use=True)

    assert first == second
    assert len({first.pepper, first.slot_key, first.salt_key, first.log_key, first.cookie_key}) == 5
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (tmp_path / "secrets").iterdir())
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert first.pepper.hex() not in repr(first)


def test_a_lost_secret_of_a_house_in_use_stops_the_start(tmp_path: Path) -> None:
    open_secrets(tmp_path, is_in_use=False)
    (tmp_path / "pepper").unlink()

    with pytest.raises(SecretsMissing, match="pepper"):
        open_secrets(tmp_path, is_in_use=True)

    assert not (tmp_path / "pepper").exists()


def test_a_damaged_secret_is_named(tmp_path: Path) -> None:
    open_secrets(tmp_path, is_in_use=False)
    (tmp_path / "log_key").write_bytes(b"short")

    with pytest.raises(SecretsMissing, match="log_key is damaged"):
        open_secrets(tmp_path, is_in_use=True)
