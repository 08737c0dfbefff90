"""Tokens of sandboxes: each holder has their own, good for one sandbox and for as long as the holder may open it."""

import base64
import hashlib
import time
import urllib.parse

import pytest
from plain_http import KEY, call, eventually, gateway, is_error

REFUSED_SECONDS_MAX = 10
FILE = "/home/user/given.txt"


@pytest.fixture
def new_key():
    """Makes keys of the same tenant, narrowed as asked, that end with the test."""
    made = []

    def make(**terms):
        reply = call("POST", "/v1/api-keys", {"name": "for a test", **terms})
        assert reply.status == 201, reply
        made.append(reply.json["id"])
        return reply.json

    yield make
    for key_id in made:
        call("DELETE", f"/v1/api-keys/{key_id}")


def test_a_revoked_keys_token_is_refused_and_anothers_goes_on(sandboxes, new_key):
    created = sandboxes.create()
    sandbox_id = created["sandboxID"]
    stolen = new_key()
    token = connect(sandbox_id, stolen["key"])
    assert write(sandbox_id, token, b"secret").status == 200
    link = signed(FILE, token)
    assert gateway("GET", link, sandbox_id).body == b"secret"

    assert call("DELETE", f"/v1/api-keys/{stolen['id']}").status == 204
    began = time.monotonic()

    eventually(lambda: read(sandbox_id, token).status == 401, REFUSED_SECONDS_MAX)
    assert is_error(gateway("GET", link, sandbox_id), 401, "invalid signature")
    assert time.monotonic() - began <= REFUSED_SECONDS_MAX
    assert read(sandbox_id, created["envdAccessToken"]).body == b"secret"
    assert gateway("GET", signed(FILE, created["envdAccessToken"]), sandbox_id).body == b"secret"


def test_a_rotated_keys_token_ends_with_the_overlap(sandboxes, new_key):
    old = new_key()
    created = sandboxes.create(key=old["key"])
    sandbox_id = created["sandboxID"]
    write(sandbox_id, created["envdAccessToken"], b"x")

    reply = call("POST", f"/v1/api-keys/{old['id']}/rotate", {"overlap": "0"})

    assert reply.status == 201, reply
    eventually(lambda: read(sandbox_id, created["envdAccessToken"]).status == 401, REFUSED_SECONDS_MAX)
    assert read(sandbox_id, connect(sandbox_id, reply.json["key"])).status == 200
    call("DELETE", f"/v1/api-keys/{reply.json['id']}")
    call("DELETE", f"/sandboxes/{sandbox_id}", key=KEY)


def test_each_holder_has_a_token_of_their_own_and_the_same_again(sandboxes, new_key):
    created = sandboxes.create()
    other = new_key()["key"]

    mine, theirs = connect(created["sandboxID"], KEY), connect(created["sandboxID"], other)

    assert mine == created["envdAccessToken"] != theirs
    assert connect(created["sandboxID"], other) == theirs
    assert call("GET", f"/sandboxes/{created['sandboxID']}", key=other).json["envdAccessToken"] == theirs


def test_a_token_opens_no_other_sandbox(sandboxes):
    one, two = sandboxes.create(), sandboxes.create()

    assert is_error(read(two["sandboxID"], one["envdAccessToken"]), 401)
    assert is_error(gateway("GET", signed(FILE, one["envdAccessToken"]), two["sandboxID"]), 401)
    assert is_error(read(one["sandboxID"], "0" * 64), 401)


def test_a_key_without_the_scope_is_given_no_token(sandboxes, new_key):
    key = new_key(scopes=["sandboxes:read", "sandboxes:write"])["key"]
    created = sandboxes.create(key=key)

    assert "envdAccessToken" not in created
    assert "envdAccessToken" not in call("GET", f"/sandboxes/{created['sandboxID']}", key=key).json
    refused = call("POST", f"/sandboxes/{created['sandboxID']}/connect", {"timeout": 60}, key=key)
    assert is_error(refused, 403, "sandboxes:exec") and refused.json["error_code"] == "scope_missing"


def connect(sandbox_id, key):
    reply = call("POST", f"/sandboxes/{sandbox_id}/connect", {"timeout": 300}, key=key)
    assert reply.status == 200, reply
    return reply.json["envdAccessToken"]


def write(sandbox_id, token, content):
    headers = {"X-Access-Token": token, "Content-Type": "application/octet-stream"}
    return gateway("POST", f"/files?username=user&path={FILE}", sandbox_id, content, headers)


def read(sandbox_id, token):
    return gateway("GET", f"/files?username=user&path={FILE}", sandbox_id, headers={"X-Access-Token": token})


def signed(path, token):
    digest = hashlib.sha256(f"{path}:read:user:{token}".encode()).digest()
    signature = "v1_" + base64.b64encode(digest).decode().rstrip("=")
    return "/files?" + urllib.parse.urlencode({"path": path, "username": "user", "signature": signature})
