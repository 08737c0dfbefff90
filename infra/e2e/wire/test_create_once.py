"""A create means one sandbox: with a key it can be repeated, and a caller who has gone leaves none."""

import json
import random
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from plain_http import API, KEY, call, eventually, is_error, listed

TOGETHER = 20
# About as long as a create takes, so that callers leave at every step of one.
LEAVES_AFTER_SECONDS_MAX = 0.1


def test_the_same_key_and_body_give_the_same_sandbox(mark):
    body, key = {"templateID": "base", "timeout": 120, "metadata": mark}, uuid.uuid4().hex

    first, second = (create(body, key) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    assert len(listed(mark)) == 1


def test_many_at_once_with_one_key_give_one_sandbox(mark):
    body, key = {"templateID": "base", "timeout": 120, "metadata": mark}, uuid.uuid4().hex

    with ThreadPoolExecutor(TOGETHER) as pool:
        replies = list(pool.map(lambda _: create(body, key), range(TOGETHER)))

    made = {reply.json["sandboxID"] for reply in replies if reply.status == 201}
    assert len(made) == 1, replies
    for reply in replies:
        if reply.status != 201:
            assert is_error(reply, 409) and reply.headers["should-retry"] == "true", reply
            assert reply.json["error_code"] == "idempotency_in_progress"
    assert listed(mark) == list(made)


def test_the_same_key_with_another_body_is_refused(mark):
    key = uuid.uuid4().hex
    assert create({"templateID": "base", "timeout": 120, "metadata": mark}, key).status == 201

    other = create({"templateID": "base", "timeout": 121, "metadata": mark}, key)

    assert is_error(other, 422) and other.json["error_code"] == "idempotency_request_mismatch"
    assert len(listed(mark)) == 1


def test_a_key_that_cannot_be(mark):
    for key in ("x" * 256, "sp ace", "ü"):
        assert is_error(create({"templateID": "base", "metadata": mark}, key), 400)
    assert listed(mark) == []


def test_a_caller_who_leaves_before_the_answer_leaves_no_sandbox(mark):
    """Without a key nobody could ever find the sandbox again. Some answers win the race: those are real sandboxes."""
    answered = set()
    for _ in range(TOGETHER):
        body = json.dumps({"templateID": "base", "timeout": 600, "metadata": mark}).encode()
        with socket.create_connection((API.hostname, API.port), timeout=30) as connection:
            connection.sendall(
                b"POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-KEY: "
                + KEY.encode() + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
            )
            # Some answers are there before the caller goes; what comes at all comes whole, for the server is read to its end.
            time.sleep(random.uniform(0, LEAVES_AFTER_SECONDS_MAX))
            connection.shutdown(socket.SHUT_WR)
            head, _, body = read_to_end(connection).partition(b"\r\n\r\n")
            if b" 201 " in head.split(b"\r\n")[0]:
                answered.add(json.loads(body)["sandboxID"])

    eventually(lambda: set(listed(mark)) <= answered)


def test_a_caller_who_leaves_but_gave_a_key_finds_its_sandbox(mark):
    body, key = {"templateID": "base", "timeout": 120, "metadata": mark}, uuid.uuid4().hex
    raw = json.dumps(body).encode()
    with socket.create_connection((API.hostname, API.port), timeout=30) as connection:
        connection.sendall(
            f"POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-KEY: {KEY}\r\nIdempotency-Key: {key}\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw
        )

    reply = eventually(lambda: (r := create(body, key)).status == 201 and r)

    assert listed(mark) == [reply.json["sandboxID"]]


def read_to_end(connection):
    """What the server still says; a reset is an end like any other."""
    received = b""
    try:
        while more := connection.recv(65536):
            received += more
    except ConnectionResetError:
        pass
    return received


def create(body, key):
    return call("POST", "/v2/sandboxes", body, headers={"Idempotency-Key": key})
