"""Files: written, read, listed, moved, removed."""

import hashlib
import os

import pytest
from e2b import FileType, InvalidArgumentException, NotFoundException
from e2b.exceptions import NotEnoughSpaceException

MIB = 1 << 20


def test_what_is_written_can_be_read(sandbox):
    written = sandbox.files.write("/home/user/a/b.txt", "hello")

    assert (written.name, written.path) == ("b.txt", "/home/user/a/b.txt")
    assert sandbox.files.read("/home/user/a/b.txt") == "hello"
    assert sandbox.commands.run("cat a/b.txt; stat -c %U a a/b.txt").stdout.split() == ["hellouser", "user"]


def test_relative_paths_start_at_home(sandbox):
    sandbox.files.write("relative.txt", "x")

    assert sandbox.files.read("/home/user/relative.txt") == "x"


def test_writing_again_replaces(sandbox):
    sandbox.files.write("/tmp/again.txt", "long content")
    sandbox.files.write("/tmp/again.txt", "short")

    assert sandbox.files.read("/tmp/again.txt") == "short"


@pytest.mark.parametrize("name", ["with space.txt", "ümlaut€.txt", "per%cent&amp=.txt", "quote'\".txt", "🦊.txt"])
def test_names_may_hold_any_character(sandbox, name):
    sandbox.files.write(f"/tmp/names/{name}", name)

    assert sandbox.files.read(f"/tmp/names/{name}") == name
    assert name in [entry.name for entry in sandbox.files.list("/tmp/names")]


def test_bytes_stay_bytes(sandbox):
    content = bytes(range(256)) * 40

    sandbox.files.write("/tmp/bytes.bin", content)

    assert bytes(sandbox.files.read("/tmp/bytes.bin", format="bytes")) == content


def test_an_empty_file_is_empty(sandbox):
    sandbox.files.write("/tmp/empty", "")

    assert sandbox.files.read("/tmp/empty") == ""
    assert sandbox.files.get_info("/tmp/empty").size == 0


def test_a_big_file_comes_back_whole(sandbox):
    content = os.urandom(32 * MIB)

    sandbox.files.write("/tmp/big.bin", content)
    streamed = hashlib.sha256()
    for chunk in sandbox.files.read("/tmp/big.bin", format="stream"):
        streamed.update(chunk)

    assert sandbox.commands.run("sha256sum /tmp/big.bin").stdout.split()[0] == hashlib.sha256(content).hexdigest()
    assert streamed.hexdigest() == hashlib.sha256(content).hexdigest()


def test_several_files_go_in_one_request(sandbox):
    entries = [{"path": f"/tmp/several/{n}/file.txt", "data": str(n)} for n in range(5)]

    written = sandbox.files.write_files(entries)

    assert [info.path for info in written] == [entry["path"] for entry in entries]
    assert [sandbox.files.read(entry["path"]) for entry in entries] == ["0", "1", "2", "3", "4"]


def test_another_user_can_be_named(sandbox):
    sandbox.files.write("/root/secret.txt", "mine", user="root")

    assert sandbox.files.read("/root/secret.txt", user="root") == "mine"
    assert sandbox.commands.run("stat -c %U:%G /root/secret.txt", user="root").stdout == "root:root\n"


def test_listing_tells_kind_size_and_rights(sandbox):
    sandbox.commands.run("mkdir -p /tmp/list/sub && echo hi > /tmp/list/file && chmod 640 /tmp/list/file")

    directory, file = sorted(sandbox.files.list("/tmp/list"), key=lambda entry: entry.name, reverse=True)

    assert (directory.name, directory.type, directory.path) == ("sub", FileType.DIR, "/tmp/list/sub")
    assert (file.name, file.type, file.size, file.mode) == ("file", FileType.FILE, 3, 0o640)
    assert (file.permissions, file.owner, file.group) == ("-rw-r-----", "user", "user")


def test_listing_goes_as_deep_as_asked(sandbox):
    sandbox.commands.run("mkdir -p /tmp/deep/1/2/3")

    assert paths(sandbox, depth=1) == ["/tmp/deep/1"]
    assert paths(sandbox, depth=2) == ["/tmp/deep/1", "/tmp/deep/1/2"]
    assert paths(sandbox, depth=9) == ["/tmp/deep/1", "/tmp/deep/1/2", "/tmp/deep/1/2/3"]
    with pytest.raises(InvalidArgumentException):
        sandbox.files.list("/tmp/deep", depth=0)


def test_symbolic_links_are_told(sandbox):
    sandbox.commands.run("echo target > /tmp/target; ln -sf /tmp/target /tmp/link")

    link = sandbox.files.get_info("/tmp/link")

    assert link.symlink_target == "/tmp/target"
    assert link.permissions.startswith("L")
    assert sandbox.files.get_info("/tmp/target").symlink_target is None
    assert sandbox.files.read("/tmp/link") == "target\n"


def test_existence_can_be_asked(sandbox):
    sandbox.files.write("/tmp/exists", "")

    assert sandbox.files.exists("/tmp/exists")
    assert sandbox.files.exists("/tmp")
    assert not sandbox.files.exists("/tmp/does-not")


def test_directories_are_made_once(sandbox):
    assert sandbox.files.make_dir("/tmp/made/deep") is True
    assert sandbox.files.make_dir("/tmp/made/deep") is False
    assert sandbox.files.get_info("/tmp/made/deep").type == FileType.DIR


def test_files_move(sandbox):
    sandbox.files.write("/tmp/old-name", "content")

    moved = sandbox.files.rename("/tmp/old-name", "/tmp/new-name")

    assert moved.path == "/tmp/new-name"
    assert sandbox.files.read("/tmp/new-name") == "content"
    assert not sandbox.files.exists("/tmp/old-name")


def test_files_and_directories_are_removed(sandbox):
    sandbox.files.write("/tmp/remove/deep/file", "")

    sandbox.files.remove("/tmp/remove/deep/file")
    assert not sandbox.files.exists("/tmp/remove/deep/file")
    sandbox.files.remove("/tmp/remove")
    assert not sandbox.files.exists("/tmp/remove")


def test_what_is_missing_is_not_found(sandbox):
    for action in (
        lambda: sandbox.files.read("/tmp/missing"),
        lambda: sandbox.files.list("/tmp/missing"),
        lambda: sandbox.files.get_info("/tmp/missing"),
        lambda: sandbox.files.rename("/tmp/missing", "/tmp/other"),
    ):
        with pytest.raises(NotFoundException):
            action()


def test_what_makes_no_sense_is_refused(sandbox):
    sandbox.files.write("/tmp/plain", "x")

    with pytest.raises(InvalidArgumentException):
        sandbox.files.list("/tmp/plain")
    with pytest.raises(InvalidArgumentException):
        sandbox.files.write("/tmp", "a directory cannot be written")
    with pytest.raises(InvalidArgumentException):
        sandbox.files.read("/tmp")


def test_a_full_disk_is_told(sandboxes):
    sandbox = sandboxes.create()
    # Reserved, not written: 5 GiB through a slow disk would take most of a minute. The rest is written, by the client.
    sandbox.commands.run("fallocate -l 4G /tmp/fill-1 && fallocate -l 960M /tmp/fill-2")

    with pytest.raises(NotEnoughSpaceException):
        for part in range(128):
            sandbox.files.write(f"/tmp/more-{part}", os.urandom(MIB))
    assert sandbox.commands.run("rm -f /tmp/fill-* /tmp/more-*; echo alive").stdout == "alive\n"


def paths(sandbox, depth):
    return [entry.path for entry in sandbox.files.list("/tmp/deep", depth=depth)]
