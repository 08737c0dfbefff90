"""API keys: made, listed without their secret, revoked with effect."""

import re

from plain_http import KEY, call, eventually, is_error


def test_a_key_lives_from_its_making_to_its_revocation(sandboxes):
    made = call("POST", "/v1/api-keys", {"name": "for a test"})
    assert made.status == 201, made
    key, key_id = made.json["key"], made.json["id"]
    assert re.fullmatch(r"e2b_[0-9a-f]{40}", key)

    assert call("GET", "/sandboxes", key=key).status == 200
    sandbox_id = sandboxes.create(key=key)["sandboxID"]
    listing = call("GET", "/v1/api-keys")
    assert key_id in listing.body.decode() and key not in listing.body.decode()

    assert call("DELETE", f"/v1/api-keys/{key_id}").status == 204
    eventually(lambda: call("GET", "/sandboxes", key=key).status == 401, seconds=10)
    # Both keys are the same tenant's, so its sandbox lives on under the other.
    assert call("GET", f"/sandboxes/{sandbox_id}").status == 200
    call("DELETE", f"/sandboxes/{sandbox_id}", key=KEY)


def test_a_wrong_digit_is_caught():
    last = "0" if KEY[-1] != "0" else "1"

    assert is_error(call("GET", "/sandboxes", key=KEY[:-1] + last), 401)
