"""Watching a directory."""

import pytest
from conftest import eventually
from e2b import FilesystemEventType, InvalidArgumentException, NotFoundException


def test_changes_are_seen_in_order(sandbox):
    sandbox.files.make_dir("/tmp/watched")
    watcher = sandbox.files.watch_dir("/tmp/watched")

    sandbox.files.write("/tmp/watched/file", "1")
    sandbox.commands.run("chmod 600 /tmp/watched/file")
    sandbox.files.rename("/tmp/watched/file", "/tmp/watched/renamed")
    sandbox.files.remove("/tmp/watched/renamed")
    seen = collect(watcher, ("renamed", FilesystemEventType.REMOVE))

    assert ("file", FilesystemEventType.CREATE) in seen
    assert ("file", FilesystemEventType.WRITE) in seen
    assert ("file", FilesystemEventType.CHMOD) in seen
    assert ("file", FilesystemEventType.RENAME) in seen
    assert ("renamed", FilesystemEventType.CREATE) in seen
    assert seen.index(("file", FilesystemEventType.CREATE)) < seen.index(("file", FilesystemEventType.RENAME))
    watcher.stop()


def test_only_a_recursive_watch_sees_below(sandbox):
    sandbox.files.make_dir("/tmp/tree/branch")
    flat = sandbox.files.watch_dir("/tmp/tree")
    recursive = sandbox.files.watch_dir("/tmp/tree", recursive=True)

    sandbox.files.write("/tmp/tree/branch/leaf", "")
    sandbox.files.make_dir("/tmp/tree/new/deeper")
    sandbox.files.write("/tmp/tree/end", "")
    below = collect(recursive, ("branch/leaf", FilesystemEventType.CREATE))
    above = collect(flat, ("end", FilesystemEventType.CREATE))

    assert ("branch/leaf", FilesystemEventType.CREATE) in below
    assert "branch/leaf" not in [name for name, _ in above]
    flat.stop()
    recursive.stop()


def test_a_directory_made_later_is_watched_too(sandbox):
    sandbox.files.make_dir("/tmp/growing")
    watcher = sandbox.files.watch_dir("/tmp/growing", recursive=True)

    sandbox.files.make_dir("/tmp/growing/later")
    collect(watcher, ("later", FilesystemEventType.CREATE))
    sandbox.files.write("/tmp/growing/later/file", "")

    collect(watcher, ("later/file", FilesystemEventType.CREATE))
    watcher.stop()


def test_only_directories_that_exist_can_be_watched(sandbox):
    sandbox.files.write("/tmp/no-directory", "")

    with pytest.raises(NotFoundException):
        sandbox.files.watch_dir("/tmp/nothing-there")
    with pytest.raises(InvalidArgumentException):
        sandbox.files.watch_dir("/tmp/no-directory")


def collect(watcher, last):
    """Everything up to the event `last`, which must come."""
    seen = []

    def came():
        seen.extend((event.name, event.type) for event in watcher.get_new_events())
        return last in seen

    eventually(came)
    return seen
