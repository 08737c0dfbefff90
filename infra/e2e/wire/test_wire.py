"""What replies look like on the wire."""

import base64
import http.client
import json
import socket
from datetime import datetime, timezone

import pytest
from plain_http import API, GATEWAY, KEY, UNKNOWN_SANDBOX, call, eventually, gateway, is_error


def test_health_needs_no_key():
    assert call("GET", "/health", key=None).status in (200, 204)


@pytest.mark.parametrize("path", ["/sandboxes", "/v2/sandboxes"])
def test_a_new_sandbox_has_the_fields_clients_need(sandboxes, path):
    reply = call("POST", path, {"templateID": "base"})
    sandboxes.ids.append((reply.json["sandboxID"], KEY))

    assert reply.status == 201
    assert reply.json["templateID"] == "base" or reply.json.get("alias") == "base"
    assert reply.json["clientID"]
    assert reply.json["envdVersion"] == "0.6.13"
    assert len(reply.json["envdAccessToken"]) >= 32


def test_versions_differ_in_their_default_timeout(sandboxes):
    """Old clients expect 15 s when they send none, new ones 300 s."""
    for path, seconds in (("/sandboxes", 15), ("/v2/sandboxes", 300)):
        created = call("POST", path, {"templateID": "base"}).json
        sandboxes.ids.append((created["sandboxID"], KEY))
        detail = call("GET", f"/sandboxes/{created['sandboxID']}").json
        assert abs(life(detail) - seconds) <= 3, detail


def test_details_tell_what_holds(sandboxes):
    created = sandboxes.create(metadata={"a": "b"}, allow_internet_access=True)

    detail = call("GET", f"/sandboxes/{created['sandboxID']}").json

    assert detail["state"] == "running"
    assert detail["metadata"] == {"a": "b"}
    assert (detail["cpuCount"], detail["memoryMB"], detail["diskSizeMB"]) == (2, 512, 5120)
    assert detail["allowInternetAccess"] is False
    assert detail["envdAccessToken"] == created["envdAccessToken"]


def test_lists_page_by_header(sandboxes, mark):
    for _ in range(3):
        sandboxes.create(metadata=mark)
    query = f"metadata=mark%3D{mark['mark']}&limit=2"

    first = call("GET", f"/v2/sandboxes?{query}")
    second = call("GET", f"/v2/sandboxes?{query}&nextToken={first.headers['x-next-token']}")

    assert (len(first.json), len(second.json)) == (2, 1)
    assert int(first.headers["x-total-running"]) >= 3
    assert "x-next-token" not in second.headers
    assert [s["sandboxID"] for s in call("GET", f"/v2/sandboxes?{query}&order=asc").json][0] == second.json[0]["sandboxID"]


def test_refreshes_keep_alive(sandboxes):
    created = sandboxes.create(timeout=60)

    assert call("POST", f"/sandboxes/{created['sandboxID']}/refreshes", {"duration": 600}).status == 204
    assert life(call("GET", f"/sandboxes/{created['sandboxID']}").json) > 500


def test_connecting_answers_with_the_token(sandboxes):
    created = sandboxes.create()

    for path in (f"/sandboxes/{created['sandboxID']}/connect", f"/v2/sandboxes/{created['sandboxID']}/connect"):
        reply = call("POST", path, {"timeout": 60})
        assert reply.status == 200, reply
        assert reply.json["envdAccessToken"] == created["envdAccessToken"]


def test_the_gateway_knows_the_living_and_the_dead(sandboxes):
    created = sandboxes.create()
    sandbox_id = created["sandboxID"]

    assert gateway("GET", "/health", sandbox_id).status == 204
    closed = gateway("GET", "/", sandbox_id, port=3999)
    assert closed.status == 502
    assert "port is not open" in closed.json["message"] and closed.json["port"] == 3999
    call("DELETE", f"/sandboxes/{sandbox_id}")
    for dead in (sandbox_id, UNKNOWN_SANDBOX):
        reply = gateway("GET", "/health", dead)
        assert reply.status == 502
        assert reply.json == {"sandboxId": dead, "message": "The sandbox was not found", "code": 502}


def test_the_guest_answers_only_to_its_token(sandboxes):
    one, other = sandboxes.create(), sandboxes.create()

    for headers in ({}, {"X-Access-Token": "wrong"}, {"X-Access-Token": other["envdAccessToken"]}):
        reply = gateway("POST", "/process.Process/List", one["sandboxID"], {}, headers)
        assert reply.status == 401, reply
    assert gateway("POST", "/process.Process/List", one["sandboxID"], {}, token(one)).status == 200


def test_the_guests_own_doors_are_closed_from_outside(sandboxes):
    created = sandboxes.create()

    reply = gateway("POST", "/init", created["sandboxID"], {"accessToken": "mine now"}, token(created))

    assert reply.status == 404


def test_a_users_server_is_reached_by_header_and_by_host(sandboxes):
    created = sandboxes.create()
    sandbox_id = created["sandboxID"]
    start(created, "cd /tmp && echo served > index.html && exec python3 -m http.server 3000 --bind 0.0.0.0")

    def served():
        reply = gateway("GET", "/index.html", sandbox_id, port=3000)
        return reply.status == 200 and reply.body == b"served\n"

    eventually(served)
    by_host = call("GET", "/index.html", headers={"Host": f"3000-{sandbox_id}.example.test"}, key=None, base=GATEWAY)
    assert (by_host.status, by_host.body) == (200, b"served\n")


def test_one_connection_serves_several_sandboxes(sandboxes):
    """Clients keep one pool per address: each request is routed by itself."""
    one, other = sandboxes.create(envVars={"WHO": "one"}), sandboxes.create(envVars={"WHO": "other"})
    connection = http.client.HTTPConnection(GATEWAY.hostname, GATEWAY.port, timeout=30)
    seen = []
    for created in (one, other, one):
        headers = {"E2b-Sandbox-Id": created["sandboxID"], "E2b-Sandbox-Port": "49983"} | token(created)
        connection.request("GET", "/envs", headers=headers)
        seen.append(json.loads(connection.getresponse().read())["WHO"])
    connection.close()

    assert seen == ["one", "other", "one"]


def test_browsers_may_ask(sandboxes):
    created = sandboxes.create()

    preflight = gateway(
        "OPTIONS", "/files", created["sandboxID"], headers={"Origin": "https://example.test", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-access-token"}
    )

    assert preflight.status in (200, 204)
    assert preflight.headers["access-control-allow-origin"] in ("*", "https://example.test")


def test_another_tenants_sandbox_is_like_none():
    """With one tenant there is only the unknown id to compare with; both answers are the same sentence."""
    reply = call("GET", f"/sandboxes/{UNKNOWN_SANDBOX}")

    assert is_error(reply, 404, UNKNOWN_SANDBOX)


def test_a_keys_case_of_header_does_not_matter():
    connection = http.client.HTTPConnection(API.hostname, API.port, timeout=30)
    connection.request("GET", API.path.rstrip("/") + "/sandboxes", headers={"x-api-key": KEY})
    assert connection.getresponse().status == 200
    connection.close()


def life(detail):
    return (datetime.fromisoformat(detail["endAt"].replace("Z", "+00:00")) - datetime.now(timezone.utc)).total_seconds()


def token(created):
    return {"X-Access-Token": created["envdAccessToken"]}


def start(created, command):
    """Starts a command and leaves it running: the stream is dropped after its first message."""
    message = json.dumps({"process": {"cmd": "/bin/bash", "args": ["-l", "-c", command]}}).encode()
    body = b"\0" + len(message).to_bytes(4, "big") + message
    head = (
        f"POST /process.Process/Start HTTP/1.1\r\nHost: {GATEWAY.hostname}\r\nE2b-Sandbox-Id: {created['sandboxID']}\r\n"
        f"E2b-Sandbox-Port: 49983\r\nX-Access-Token: {created['envdAccessToken']}\r\nConnect-Protocol-Version: 1\r\n"
        f"Content-Type: application/connect+json\r\nAuthorization: Basic {base64.b64encode(b'user:').decode()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((GATEWAY.hostname, GATEWAY.port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        received = b""
        while b'"start"' not in received:
            chunk = connection.recv(4096)
            assert chunk, received
            received += chunk
