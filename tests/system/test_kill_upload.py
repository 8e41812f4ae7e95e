"""The server killed in the middle of uploads: parts that were acknowledged are held, whole, and the upload goes on."""

import asyncio
import random
import signal

import httpx

from server.tests.files import File, begins, fetches, file_of, finishes, puts
from server.tests.mailroom import Mailroom, Person
from tests.system.test_kill import Servers, room, servers, settings, start  # noqa: F401 - fixtures
from waxpost_server.attachments.inventory import Shortfall, find_shortfall
from waxpost_server.kit.blobs import BlobStore

KILLS = 6
LONGEST_SECONDS = 0.4
SEED = 20261121
PLAIN = 41 * 1024 * 1024  # six parts


async def goes_on_until_lost(who: Person, file: File, acknowledged: set[int]) -> None:
    """Put up one part after the other until the server is gone or everything is held."""
    for number in range(len(file.parts)):
        try:
            answer = await puts(who, file, number)
        except httpx.TransportError:
            return
        assert answer.status_code == 204, answer.text
        acknowledged.add(number)


async def test_rule_16_a_killed_server_holds_the_parts_it_acknowledged(
    room: Mailroom,  # noqa: F811
    servers: Servers,  # noqa: F811
) -> None:
    alice, bob = await room.joins("alice"), await room.joins("bob")
    files = [file_of(PLAIN) for _ in range(KILLS)]
    chance, is_cut = random.Random(SEED), False
    await room.sets_policy("file_max_mib", "50")

    for file in files:
        acknowledged: set[int] = set()
        server = await start(room, servers)
        assert (await begins(alice, file)).status_code == 201
        going = asyncio.create_task(goes_on_until_lost(alice, file, acknowledged))
        await asyncio.sleep(chance.uniform(0.02, LONGEST_SECONDS))
        server.send_signal(signal.SIGKILL)
        await going
        is_cut = is_cut or len(acknowledged) < len(file.parts)

        server = await start(room, servers)
        held = set((await alice.get(f"/v1/blobs/{file.id}"))["held"])
        assert acknowledged <= held
        for number in held:
            assert (await fetches(alice, file, number)).content == file.parts[number]
        for number in range(len(file.parts)):
            assert (await puts(alice, file, number)).status_code == 204
        assert (await finishes(alice, file)).status_code == 200
        server.send_signal(signal.SIGKILL)

    server = await start(room, servers)
    await room.sets_policy("message_files_max_mib", "300")
    await alice.sends([bob], blobs=[file.id for file in files])
    for number, part in enumerate(files[0].parts):
        assert (await fetches(bob, files[0], number)).content == part
    server.send_signal(signal.SIGKILL)
    assert is_cut, "no kill met an upload"
    assert await find_shortfall(room.db, BlobStore(room.settings.blobs_url)) == Shortfall(0, 0, 0)
