"""The hostile server is honest until it attacks: the whole page works through it, scripts, cookies and live events."""

from playwright.sync_api import expect

from tests.hostile.page import TEXT, Scene
from web.e2e.people.window import SLOW_MS


def test_page_worker_cookies_and_live_events_all_come_through_the_double(scene: Scene) -> None:
    """What the other browser tests rest on: nothing reaches the real server but through the one in between."""
    # Other files share the double, and what it has seen.
    before = len(scene.hostile.seen)
    who = scene.joins_lost()
    reader = scene.visit(who)
    with reader.page.expect_response("**/v1/events*") as stream:
        reader.signs_in()
    assert stream.value.ok
    seen = scene.hostile.seen[before:]
    worker = next(one for one in seen if "worker" in one.path and one.path.endswith(".js"))
    assert "wasm-unsafe-eval" in worker.answer_headers["content-security-policy"]
    page = next(one for one in seen if one.path == "/sign-in")
    assert "wasm-unsafe-eval" not in page.answer_headers["content-security-policy"]
    assert {cookie.get("name") for cookie in reader.context.cookies()} == {"__Host-waxpost", "__Host-waxpost-device"}
    reader.sees_no_dot()
    streams = [one for one in seen if one.route == ("events",)]
    assert [(one.status, one.answer) for one in streams] == [(200, b"")]

    scene.delivers("olga", who, "Live through it")

    reader.sees_dot().has_row("Live through it")
    assert [one for one in scene.hostile.seen[before:] if one.route == ("events",)] == streams
    reader.opens("Live through it").reads(TEXT).sees_no_dot()
    expect(reader.page.get_by_role("alert")).to_have_count(0, timeout=SLOW_MS)
