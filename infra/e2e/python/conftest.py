"""What every test of the scenario shares: sandboxes that end with whoever asked for them, and waits that are conditions."""

import importlib.metadata
import os
import time
import uuid

import e2b
import pytest
from e2b import Sandbox

# Ends whatever a killed test run leaves behind.
SANDBOX_SECONDS = 600
WAIT_SECONDS = 30

CLIENT = tuple(int(number) for number in importlib.metadata.version("e2b").split("."))
# Sandbox.connect of an older client sends its sandbox nothing that says which one is meant: see test_nameless_connect.py.
CONNECT_NAMES_ITS_SANDBOX = CLIENT >= (2, 25, 1)
ONLY_FOR = {
    "test_input_streams.py": hasattr(e2b, "SandboxNotRunningException"),
    "test_nameless_connect.py": not CONNECT_NAMES_ITS_SANDBOX,
}


def pytest_ignore_collect(collection_path):
    """Older clients lack some calls; their scenario is smaller rather than full of skips."""
    return None if ONLY_FOR.get(collection_path.name, True) else True


def naming(sandbox_id):
    """What an old client has to be told so that its connected sandbox can be reached through one URL."""
    return {} if CONNECT_NAMES_ITS_SANDBOX else {"headers": {"E2b-Sandbox-Id": sandbox_id, "E2b-Sandbox-Port": "49983"}}


def pytest_report_header():
    return f"e2b {importlib.metadata.version('e2b')} -> {os.environ['E2B_API_URL']}"


@pytest.fixture(scope="session")
def run_id():
    """Marks this run's sandboxes, so that lists can be filtered on an installation that others use too."""
    return uuid.uuid4().hex


class Sandboxes:
    """Creates sandboxes and ends them all."""

    def __init__(self, run_id):
        self.run_id = run_id
        self.created = []

    def create(self, metadata=None, timeout=SANDBOX_SECONDS, **options):
        sandbox = Sandbox.create(metadata={"run": self.run_id, **(metadata or {})}, timeout=timeout, **options)
        self.created.append(sandbox)
        return sandbox

    def end(self):
        for sandbox in self.created:
            sandbox.kill()


@pytest.fixture
def sandboxes(run_id):
    """For tests that need sandboxes of their own."""
    mine = Sandboxes(run_id)
    yield mine
    mine.end()


@pytest.fixture(scope="module")
def sandbox(run_id):
    """One sandbox for all tests of a file that do not disturb each other."""
    mine = Sandboxes(run_id)
    yield mine.create()
    mine.end()


def eventually(condition, seconds=WAIT_SECONDS):
    """Waits until condition() gives something true and returns that; fails with the last value otherwise."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < until, f"still {value!r} after {seconds} s"
        time.sleep(0.05)


def near(duration, seconds, tolerance=10):
    return abs(duration.total_seconds() - seconds) <= tolerance
