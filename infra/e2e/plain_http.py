"""A plain HTTP client, so that every byte of a request and a reply is the test's own."""

import http.client
import json
import os
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

API = urlsplit(os.environ["E2B_API_URL"])
GATEWAY = urlsplit(os.environ["E2B_SANDBOX_URL"])
KEY = os.environ["E2B_API_KEY"]
UNKNOWN_SANDBOX = "sbx01h455vb4pex5vsknk084sn02q"
WAIT_SECONDS = 30


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def call(method, path, body=None, headers=None, key=KEY, base=API, timeout=60):
    """One request on a connection of its own; a body that is no bytes is sent as JSON."""
    sent = {"X-API-KEY": key} if key else {}
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
    if body is not None:
        sent["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=timeout)
    try:
        connection.request(method, base.path.rstrip("/") + path, body=body, headers=sent | (headers or {}))
        response = connection.getresponse()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def gateway(method, path, sandbox_id, body=None, headers=None, port=49983):
    """A request as clients send it to a sandbox."""
    routing = {"E2b-Sandbox-Id": sandbox_id, "E2b-Sandbox-Port": str(port)}
    return call(method, path, body, routing | (headers or {}), key=None, base=GATEWAY)


class Sandboxes:
    def __init__(self):
        self.ids = []

    def create(self, key=KEY, **body):
        reply = call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 300, **body}, key=key)
        assert reply.status == 201, reply
        self.ids.append((reply.json["sandboxID"], key))
        return reply.json

    def end(self):
        for sandbox_id, key in self.ids:
            call("DELETE", f"/sandboxes/{sandbox_id}", key=key)


def listed(metadata, key=KEY):
    """The ids of the sandboxes with this metadata (values of letters and digits only)."""
    query = "%26".join(f"{name}%3D{value}" for name, value in metadata.items())
    reply = call("GET", f"/v2/sandboxes?metadata={query}", key=key)
    assert reply.status == 200, reply
    return [sandbox["sandboxID"] for sandbox in reply.json]


def is_error(reply, status, *words):
    """The reply is E2B's error body with this status and these words in its sentence."""
    assert reply.status == status, reply
    assert reply.json["code"] == status, reply
    for word in words:
        assert word in reply.json["message"], reply
    assert "Exception" not in reply.json["message"] and "\tat " not in reply.json["message"], reply
    return True


def eventually(condition, seconds=WAIT_SECONDS):
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < until, f"still {value!r} after {seconds} s"
        time.sleep(0.05)
