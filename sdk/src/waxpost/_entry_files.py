"""Files of saved entries: put up before the entry is saved, taken over by the same request as it (spec/entries.md 8.1).

Each has an identity of its own, which lies in the entry: whoever sees one file learns nothing of another.
"""

from collections.abc import Collection, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from waxpost._api import Api
from waxpost._exceptions import NoSuchFile, Refused
from waxpost._transfers import HeldFile, Uploads, Watcher
from waxpost._values import Attachment
from waxpost.crypto.attachment import check_manifest, read_manifest, written_manifest
from waxpost.crypto.members import Members
from waxpost.crypto.recipients import HybridIdentity
from waxpost.crypto.records import FILES_MOST, EntryFile

Files = tuple[EntryFile, ...]


@contextmanager
def uploaded(api: Api, paths: Sequence[Path], watch: Watcher | None = None) -> Generator[Files]:
    """The files on the server, for an entry that is saved within the context.

    When the saving fails they are taken back; the server keeps those that a vault has taken over all the same.
    """
    with ExitStack() as stack:
        running: list[Uploads] = []
        for path in paths:
            upload = stack.enter_context(Uploads(api, watch))
            upload.add(path)
            running.append(upload)
        yield tuple(_entry_file(upload) for upload in running)
        for upload in running:
            upload.keep()


def check_files(count: int, removed: Collection[int], added: int) -> None:
    """Whether an entry with so many files can lose these indexes and get so many more, before anything travels."""
    for index in removed:
        if not 0 <= index < count:
            raise NoSuchFile(index + 1, count, of="entry")
    if count - len(set(removed)) + added > FILES_MOST:
        raise Refused("form", f"an entry has at most {FILES_MOST} files")


def with_files(files: Sequence[EntryFile], removed: Collection[int], added: Sequence[EntryFile]) -> Files:
    """The files of an entry without those of these indexes, and with new ones at the end."""
    check_files(len(files), removed, len(added))
    return (*(file for index, file in enumerate(files) if index not in removed), *added)


def held_file(files: Sequence[EntryFile], index: int) -> HeldFile:
    """What fetches and opens the file of this index; `NoSuchFile`, refused(attachment) for a manifest that is none."""
    if not 0 <= index < len(files):
        raise NoSuchFile(index + 1, len(files), of="entry")
    file = files[index]
    i, manifest = read_manifest(Members(file.att))
    check_manifest(i, 0, manifest)
    return HeldFile(file.blob, manifest, HybridIdentity.from_text(file.mk))


def attachment_of(file: EntryFile) -> Attachment:
    """What a person sees of a file; its name may be hostile."""
    name, kind, size = (file.att.get(member) for member in ("name", "type", "size"))
    return Attachment(str(name or ""), str(kind or ""), size if isinstance(size, int) else 0)


def _entry_file(upload: Uploads) -> EntryFile:
    [blob], [manifest] = upload.key.blobs, upload.manifests
    att = written_manifest(manifest, 0)
    assert isinstance(att, dict)
    return EntryFile(blob, upload.key.identity.text, att)
