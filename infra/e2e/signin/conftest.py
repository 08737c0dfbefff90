"""Sign-in has started, and whatever a test does to it is mended afterwards."""

import pytest
from parts import HEAL_SECONDS, Part
from people import Person, sign_in_is_ready
from plain_http import call, eventually

# Its first start fills a database and takes minutes on a busy machine.
START_SECONDS = 600


@pytest.fixture(scope="session", autouse=True)
def ready():
    eventually(sign_in_is_ready, START_SECONDS)


@pytest.fixture(scope="session")
def ada(ready):
    """Somebody who signed up. Tests that end sessions make somebody of their own."""
    person = Person()
    person.tokens = person.sign_up()
    return person


@pytest.fixture
def keycloak():
    part = Part("keycloak")
    yield part
    part.let_up()
    eventually(sign_in_is_ready, START_SECONDS)


@pytest.fixture
def control_plane():
    part = Part("control-plane-1")
    yield part
    part.let_up()
    eventually(control_plane_answers, HEAL_SECONDS)


def control_plane_answers():
    try:
        return call("GET", "/v2/sandboxes").status == 200
    except OSError:
        return False
