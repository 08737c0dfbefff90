"""Sandboxes that end with the test that asked for them."""

import uuid

import pytest
from plain_http import Sandboxes, call, listed


@pytest.fixture
def sandboxes():
    mine = Sandboxes()
    yield mine
    mine.end()


@pytest.fixture
def mark():
    """Metadata that finds only this test's sandboxes, and ends whatever it left."""
    value = uuid.uuid4().hex
    yield {"mark": value}
    for sandbox_id in listed({"mark": value}):
        call("DELETE", f"/sandboxes/{sandbox_id}")
