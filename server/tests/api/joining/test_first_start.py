"""The first start: one link, one administrator, once."""

from server.tests.people import Cast


async def test_it_works(people: Cast) -> None:
    answer = await people.alice.gets("session")

    assert answer["me"]["addr"] == "alice@example.org"
