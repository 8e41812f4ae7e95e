"""Words: what must be caught, and what must be left alone. Forbidden words are put together here, not written."""

import pytest

from tools.check_words import HOSTS, breaches

CHECKOUT = "/srv/some/checkout"
HOME = "/" + "home"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/operator/install.md", f"from https://{HOSTS[0]}/simple"),
        ("requirements/run.txt", f"--{'index-url'} https://example.org/simple\n"),
        ("requirements/run.txt", f"--{'find-links'}=wheels\n"),
        ("web/package-lock.json", f'{{\n  "{"resolved"}": "https://example.org/a.tgz"\n}}'),
        ("uv.lock", "version = 1\n"),
        ("docs/notes.md", f"see {HOME}/alice/waxpost\n"),
        ("tools/run.sh", f"cd {CHECKOUT}/web\n"),
        ("server/src/waxpost_server/kit/utils.py", ""),
        ("server/src/waxpost_server/common/send.py", ""),
        ("web/src/lib/helpers.ts", ""),
        ("sdk/src/waxpost/_client.py", "class MessageService:\n    pass\n"),
        ("web/src/api/client.ts", "export class ApiManager {}\n"),
    ],
)
def test_what_may_not_be_there_is_caught(path: str, text: str) -> None:
    assert len(breaches(path, text, CHECKOUT)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements/run.txt", "litestar==2.25.0 \\\n    --hash=sha256:00\n    # via -r requirements/run.in\n"),
        ("web/package-lock.json", '{"node_modules/a": {"version": "1.0.0", "integrity": "sha512-00"}}'),
        ("web/src/api/client.ts", "const resolved = await fetch('/v1/home/x')\n"),
        ("tools/setup.py", "Path('/usr/lib/postgresql')\n"),
        ("deploy/Containerfile", "WORKDIR /srv/waxpost\n"),
        ("docs/user/start.md", "Open https://waxpost.example.org/home/inbox.\n"),
        ("server/src/waxpost_server/manage.py", "class Managed:\n    pass\n"),
        ("server/src/waxpost_server/kit/database.py", ""),
        ("spec/common.md", ""),
    ],
)
def test_what_is_fine_is_left_alone(path: str, text: str) -> None:
    assert breaches(path, text, CHECKOUT) == []


def test_the_line_is_named() -> None:
    assert breaches("a.md", f"one\ntwo {CHECKOUT}\n", CHECKOUT) == ["a.md:2: holds the path of this checkout"]
