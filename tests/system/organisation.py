"""The cast on a real server: people join through the links they would be given, each with devices of their own."""

from pathlib import Path
from types import TracebackType
from typing import Self

from tests.system.server_process import ServerProcess
from waxpost import Client, new_recovery_code

PASSWORD = "tangible otter marmalade 47"
NAMES = {
    "olga": "Olga Smith",
    "alice": "Alice Martin",
    "bob": "Bob Roy",
    "charlie": "Charlie Dean",
    "dana": "Dana Lee",
    "erin": "Erin Wood",
}


class Organisation:
    """One organisation. Its clients are closed at the end; `kits` holds everybody's recovery code."""

    def __init__(self, server: ServerProcess, devices: Path, *, url: str | None = None) -> None:
        self.server = server
        self.url = url or server.url
        self.devices = devices
        self.kits: dict[str, str] = {}
        self._clients: list[Client] = []
        self.kits["olga"] = new_recovery_code()
        self.olga = self._keep(
            Client.first_start(
                server.start_link,
                organisation="Example",
                addr=address("olga"),
                name=NAMES["olga"],
                password=PASSWORD,
                recovery_code=self.kits["olga"],
                home=self.home("olga"),
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()

    def home(self, who: str, device: str = "laptop") -> Path:
        """The folder of a device."""
        return self.devices / f"{who}-{device}"

    def joins(self, who: str) -> Client:
        """Invite a person and let them join on their laptop."""
        link = self.olga.invite(address(who), name=NAMES[who])
        self.kits[who] = new_recovery_code()
        return self._keep(
            Client.join(link.url, name=NAMES[who], password=PASSWORD, recovery_code=self.kits[who], home=self.home(who))
        )

    def signs_in(self, who: str, device: str = "phone", password: str = PASSWORD) -> Client:
        """Sign in on another device."""
        return self._keep(Client.sign_in(self.url, address(who), password, home=self.home(who, device)))

    def unlocks(self, who: str, device: str = "laptop", password: str = PASSWORD) -> Client:
        """Unlock again, as a new process would."""
        return self._keep(Client.unlock(password, home=self.home(who, device)))

    def _keep(self, client: Client) -> Client:
        self._clients.append(client)
        return client


def address(who: str) -> str:
    """The address of somebody in the cast."""
    return f"{who}@example.org"
