"""Parts that a test may do anything to."""

import pytest
from e2b import Sandbox
from parts import HEAL_SECONDS, Part
from plain_http import call, eventually


@pytest.fixture
def control_plane():
    yield from mended(Part("control-plane-1"))


@pytest.fixture
def worker():
    yield from mended(Part("worker-agent-1"))


@pytest.fixture
def postgresql():
    yield from mended(Part("postgresql"))


def mended(part):
    """Whatever a test did to the part, the next one finds everything well."""
    yield part
    if part._pid_or_none():
        part.thaw()
    part.let_up()
    eventually(creates_again, HEAL_SECONDS)


def creates_again():
    try:
        reply = call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 60})
    except OSError:
        return False
    if reply.status != 201:
        return False
    call("DELETE", f"/sandboxes/{reply.json['sandboxID']}")
    return True


@pytest.fixture
def counting():
    """A sandbox whose command writes a number every tenth of a second, whole each time: a file half written is no fault of ours."""
    sandbox = Sandbox.create(timeout=600)
    sandbox.commands.run("n=0; while :; do n=$((n+1)); echo $n > /tmp/next; mv /tmp/next /tmp/count; sleep 0.1; done", background=True, timeout=0)
    eventually(lambda: sandbox.files.exists("/tmp/count"))
    yield sandbox
    Sandbox.kill(sandbox.sandbox_id)


def count(sandbox):
    return int(sandbox.files.read("/tmp/count"))


def answers(action):
    """True once action() works; what the client raises meanwhile is part of the fault."""
    try:
        return action() or True
    except Exception:
        return False
