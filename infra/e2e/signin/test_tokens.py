"""What is no access token for the API is refused by it, whoever signed it."""

import httpx
import pytest
from people import KEYCLOAK, api, operator_token, secret
from plain_http import call


def test_an_id_token_is_no_access_token(ada):
    assert ada.tokens.me().status == 200
    assert api("GET", "/v1/me", ada.tokens.id).status == 401


def test_a_refresh_token_is_no_access_token(ada):
    assert api("GET", "/v1/me", ada.tokens.refresh).status == 401


@pytest.mark.parametrize("realm", ["smartboxes", "smartboxes-staff"])
def test_a_token_for_another_audience_is_refused(realm):
    assert api("GET", "/v1/me", operator_token(realm)).status == 401


def test_a_token_that_was_changed_is_refused(ada):
    head, body, signature = ada.tokens.access.split(".")
    assert api("GET", "/v1/me", f"{head}.{body}.{signature[:-8]}AAAAAAAA").status == 401


def test_a_person_creates_on_the_clients_own_paths(ada):
    """The same routes as with a key."""
    reply = call("GET", "/v2/sandboxes", headers={"Authorization": f"Bearer {ada.tokens.access}"}, key=None)
    assert reply.status == 200 and reply.json == [], reply


def test_a_token_is_refreshed_and_keeps_its_session(ada):
    reply = httpx.post(f"{ada.oidc}/token", auth=(ada.client, secret("oidc-console")), timeout=60,
                       data={"grant_type": "refresh_token", "refresh_token": ada.tokens.refresh})
    assert reply.status_code == 200, reply.text
    assert api("GET", "/v1/me", reply.json()["access_token"]).status == 200


def test_the_provider_names_itself_as_the_control_plane_expects():
    found = httpx.get(f"{KEYCLOAK}/realms/smartboxes/.well-known/openid-configuration", timeout=60).json()
    assert found["issuer"] == f"{KEYCLOAK}/realms/smartboxes"
    assert found["backchannel_logout_session_supported"] is True
