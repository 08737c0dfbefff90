"""The addresses of both replicas and both gateways."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from e2b import Sandbox

# One range of ports per installation, a stride of ten per replica or worker: +0 is the API, +1 the gateway.
PORT_BASE = int((Path(os.environ["SMARTBOXES_STATE"]) / "port-base").read_text())
APIS = [f"http://127.0.0.1:{PORT_BASE + 10 * index}" for index in range(2)]
GATEWAYS = [f"http://127.0.0.1:{PORT_BASE + 1 + 10 * index}" for index in range(2)]


def through(api, gateway):
    """The client's settings for one replica and one gateway."""
    return {"api_url": APIS[api], "sandbox_url": GATEWAYS[gateway]}


def base(url):
    return urlsplit(url)


@pytest.fixture
def spread():
    """Enough sandboxes that both workers have some."""
    made = [Sandbox.create(timeout=600, **through(n % 2, n % 2)) for n in range(6)]
    yield made
    # Either replica ends what the other made; the first may just have been killed.
    for sandbox in made:
        Sandbox.kill(sandbox.sandbox_id, **through(1, 1))
