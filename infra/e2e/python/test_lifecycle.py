"""A sandbox's life as its owner sees it: made, looked at, prolonged, joined, ended."""

from datetime import datetime, timedelta, timezone

import pytest
from conftest import eventually, naming, near
from e2b import NotFoundException, Sandbox


def test_a_new_sandbox_reports_what_was_asked_for(sandboxes, run_id):
    sandbox = sandboxes.create(metadata={"colour": "blue"}, timeout=120)

    info = sandbox.get_info()

    assert info.sandbox_id == sandbox.sandbox_id
    assert info.metadata == {"run": run_id, "colour": "blue"}
    assert info.state.value == "running"
    assert info.name == "base"
    assert (info.cpu_count, info.memory_mb) == (2, 512)
    assert info.envd_version == "0.6.13"
    assert near(info.end_at - info.started_at, 120)


def test_ids_fit_into_host_names(sandboxes):
    sandbox_id = sandboxes.create().sandbox_id

    assert sandbox_id.isalnum() and sandbox_id == sandbox_id.lower()
    assert len(sandbox_id) == 29


def test_a_timeout_can_be_prolonged_and_shortened(sandboxes):
    sandbox = sandboxes.create(timeout=300)

    sandbox.set_timeout(600)
    longer = sandbox.get_info().end_at
    sandbox.set_timeout(60)
    shorter = sandbox.get_info().end_at

    now = datetime.now(timezone.utc)
    assert near(longer - now, 600)
    assert near(shorter - now, 60)


def test_the_deadline_ends_the_sandbox(sandboxes):
    sandbox = sandboxes.create(timeout=300)

    sandbox.set_timeout(2)

    eventually(lambda: not sandbox.is_running())
    eventually(lambda: gone(sandbox.sandbox_id))
    assert Sandbox.kill(sandbox.sandbox_id) is False


def test_a_timeout_at_creation_ends_the_sandbox(sandboxes):
    sandbox = sandboxes.create(timeout=3)

    assert sandbox.is_running()
    eventually(lambda: not sandbox.is_running())


def test_connecting_gives_the_same_sandbox(sandboxes):
    sandbox = sandboxes.create()
    sandbox.files.write("/home/user/here.txt", "still here")

    joined = Sandbox.connect(sandbox.sandbox_id, **naming(sandbox.sandbox_id))

    assert joined.sandbox_id == sandbox.sandbox_id
    assert joined.files.read("/home/user/here.txt") == "still here"
    assert joined.commands.run("echo joined").stdout == "joined\n"


def test_connecting_never_shortens_the_life(sandboxes):
    sandbox = sandboxes.create(timeout=600)
    before = sandbox.get_info().end_at

    Sandbox.connect(sandbox.sandbox_id, timeout=30)

    assert sandbox.get_info().end_at >= before - timedelta(seconds=2)


def test_connecting_can_prolong_the_life(sandboxes):
    sandbox = sandboxes.create(timeout=60)

    Sandbox.connect(sandbox.sandbox_id, timeout=600)

    left = sandbox.get_info().end_at - datetime.now(timezone.utc)
    assert near(left, 600)


def test_a_killed_sandbox_is_gone_at_once(sandboxes, run_id):
    sandbox = sandboxes.create()
    assert sandbox.is_running()

    assert sandbox.kill() is True

    assert not sandbox.is_running()
    assert gone(sandbox.sandbox_id)
    assert sandbox.sandbox_id not in [item.sandbox_id for item in Sandbox.list(limit=100).next_items()]
    assert sandbox.kill() is False
    assert Sandbox.kill(sandbox.sandbox_id) is False


def test_a_sandbox_used_as_a_context_ends_with_it(sandboxes):
    with sandboxes.create() as sandbox:
        assert sandbox.commands.run("true").exit_code == 0

    assert gone(sandbox.sandbox_id)


def gone(sandbox_id):
    """Looking raises, changing raises: as if it had never been."""
    try:
        Sandbox.get_info(sandbox_id)
        return False
    except NotFoundException:
        with pytest.raises(NotFoundException):
            Sandbox.set_timeout(sandbox_id, 60)
        with pytest.raises(NotFoundException):
            Sandbox.connect(sandbox_id)
        return True
