"""A sign-in ends, or its provider does."""

import time

import httpx
import pytest
from parts import HEAL_SECONDS
from people import KEYCLOAK, Person
from plain_http import KEY, call, eventually

LOGOUT_SECONDS_MAX = 10


def test_a_sign_out_ends_the_session_within_ten_seconds():
    person = Person()
    tokens = person.sign_up()
    assert tokens.me().status == 200

    began = time.monotonic()
    left = person.sign_out(tokens)
    eventually(lambda: tokens.me().status == 401, LOGOUT_SECONDS_MAX)

    assert left.left_to, "the provider sends people back to the console"
    assert time.monotonic() - began <= LOGOUT_SECONDS_MAX


def test_a_sign_out_ends_that_session_alone():
    here = Person()
    first = here.sign_up()
    there = Person(here.address, here.password)
    second = there.sign_in()
    assert first.me().status == second.me().status == 200

    there.sign_out(second)
    eventually(lambda: second.me().status == 401, LOGOUT_SECONDS_MAX)

    assert first.me().status == 200


def test_without_its_provider_keys_and_live_tokens_go_on_and_it_comes_back(keycloak):
    person = Person()
    tokens = person.sign_up()
    keycloak.keep_down()

    with pytest.raises(httpx.ConnectError):
        Person().start()
    assert call("GET", "/v2/sandboxes", key=KEY).status == 200
    assert tokens.me().status == 200

    keycloak.let_up()
    eventually(lambda: signs_in(person), 10 * HEAL_SECONDS)
    assert tokens.me().status == 200


def test_a_control_plane_that_starts_without_the_provider_says_so_and_takes_keys(keycloak, control_plane):
    tokens = Person().sign_up()
    keycloak.keep_down()
    control_plane.kill()

    refused = eventually(lambda: answer(tokens), HEAL_SECONDS)
    assert refused.status == 503 and "API keys work" in refused.json["detail"], refused
    assert call("GET", "/v2/sandboxes", key=KEY).status == 200

    keycloak.let_up()
    eventually(lambda: answer(tokens) and answer(tokens).status == 200, 10 * HEAL_SECONDS)


def test_a_provider_that_is_killed_comes_back_by_itself(keycloak):
    keycloak.kill()
    eventually(lambda: answers(KEYCLOAK), 10 * HEAL_SECONDS)


def signs_in(person):
    try:
        return Person(person.address, person.password).sign_in().me().status == 200
    except httpx.HTTPError:
        return False


def answer(tokens):
    try:
        return tokens.me()
    except OSError:
        return None


def answers(site):
    try:
        return httpx.get(f"{site}/realms/smartboxes", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
