"""Logs of sandboxes, from what a process writes to what the API and a file say of it."""

import json
import struct

from plain_http import UNKNOWN_SANDBOX, call, eventually, gateway, is_error


def test_what_a_process_writes_is_in_the_log_of_its_sandbox_and_stays_after_the_end(sandboxes):
    created = sandboxes.create(envVars={"SECRET": "not-for-logs"})
    sandbox_id = created["sandboxID"]
    run(created, "echo out; echo oops >&2; printf '\\033[31mred\\n'; exit 3")

    texts = eventually(lambda: whole(lines(sandbox_id)))

    for expected in ("Sandbox started.", "out", "oops", "\x1b[31mred"):
        assert texts.count(expected) == 1, texts
    assert call("DELETE", f"/sandboxes/{sandbox_id}").status == 204
    ended = eventually(lambda: over(call("GET", f"/v1/sandboxes/{sandbox_id}/logs")))
    assert "out" in [line["text"] for line in ended.json["items"]]
    assert b"not-for-logs" not in ended.body and created["envdAccessToken"].encode() not in ended.body
    file = call("GET", f"/v1/sandboxes/{sandbox_id}/logs.txt")
    assert file.headers["content-disposition"].startswith("attachment") and file.headers["x-content-type-options"] == "nosniff"
    assert b"stderr oops\n" in file.body and b"stdout \\x1b[31mred\n" in file.body
    assert b"\x1b" not in file.body


def test_both_of_e2bs_paths_tell_it_in_their_shapes(sandboxes):
    created = sandboxes.create()
    sandbox_id = created["sandboxID"]
    run(created, "echo needle >&2")

    def entries():
        reply = call("GET", f"/v2/sandboxes/{sandbox_id}/logs?search=NEEDLE&level=error&direction=backward&limit=10")
        assert reply.status == 200, reply
        return reply.json["logs"]

    entry = eventually(entries)[0]
    assert entry["level"] == "error" and entry["message"] == "needle" and entry["fields"]["stream"] == "stderr"
    v1 = call("GET", f"/sandboxes/{sandbox_id}/logs?limit=1000").json
    parsed = [json.loads(line["line"]) for line in v1["logs"]]
    assert all("level" in line and "logger" in line for line in parsed)
    assert [line["message"] for line in parsed] == [entry["message"] for entry in v1["logEntries"]]
    assert is_error(call("GET", f"/sandboxes/{UNKNOWN_SANDBOX}/logs"), 404)
    assert is_error(call("GET", f"/v2/sandboxes/{sandbox_id}/logs?limit=1001"), 400, "limit")


def lines(sandbox_id):
    reply = call("GET", f"/v1/sandboxes/{sandbox_id}/logs")
    assert reply.status == 200, reply
    return [line["text"] for line in reply.json["items"]]


def over(reply):
    return reply if reply.json["state"] == "ended" else None


def whole(texts):
    return texts if any("exit status 3" in text for text in texts) else None


def run(created, script):
    message = json.dumps({"process": {"cmd": "/bin/sh", "args": ["-c", script]}, "stdin": False}).encode()
    headers = {
        "X-Access-Token": created["envdAccessToken"],
        "Content-Type": "application/connect+json",
        "Connect-Protocol-Version": "1",
    }
    body = struct.pack(">BI", 0, len(message)) + message
    reply = gateway("POST", "/process.Process/Start", created["sandboxID"], body, headers)
    assert reply.status == 200, reply
