"""Where tests keep files: a folder, and a bucket of a server that speaks S3: moto's, or that of WAXPOST_TEST_S3_URL.

`WAXPOST_TEST_S3_URL` is `http://host:port/bucket`; credentials come from the environment as for Waxpost itself.
"""

import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tools.ports import free_port
from waxpost_server.kit.ids import new_id

MADE_UP = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


class Bucket:
    """A bucket on a server of our own that can be stopped and started again, empty."""

    def __init__(self) -> None:
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.name = "waxpost"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, with an empty bucket."""
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                assert httpx.put(f"{self.endpoint}/{self.name}").status_code == 200
                return
            except httpx.TransportError:
                assert self._process.poll() is None, "the S3 server did not start"
                assert time.monotonic() < deadline, "the S3 server did not answer"
                time.sleep(0.05)

    def stop(self) -> None:
        """Be gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running_bucket() -> Generator[Bucket, None, None]:
    """A bucket for as long as the block runs."""
    bucket = Bucket()
    try:
        bucket.start()
        yield bucket
    finally:
        bucket.stop()


@pytest.fixture(scope="session")
def s3_place() -> Iterator[tuple[str, str, bool]]:
    """Endpoint and bucket that speak S3, and whether they are ours."""
    given = os.environ.get("WAXPOST_TEST_S3_URL")
    if given:
        parts = urlsplit(given)
        yield f"{parts.scheme}://{parts.netloc}", parts.path.strip("/"), False
        return
    with running_bucket() as bucket:
        yield bucket.endpoint, bucket.name, True


def use_bucket(monkeypatch: pytest.MonkeyPatch, endpoint: str, name: str, *, is_ours: bool = True) -> str:
    """Point the environment at an S3 server; the address of a fresh place in the bucket."""
    for variable, value in (MADE_UP if is_ours else {}).items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return f"s3://{name}/{new_id()}"


@pytest.fixture(params=["folder", "s3"])
def blobs_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty place for files."""
    if request.param == "folder":
        return (tmp_path / "blobs").as_uri()
    endpoint, name, is_ours = request.getfixturevalue("s3_place")
    return use_bucket(monkeypatch, endpoint, name, is_ours=is_ours)
