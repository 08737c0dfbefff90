"""Bad input gets the right refusal, never 5xx, and nothing half-made."""

import socket

import pytest
from plain_http import API, KEY, UNKNOWN_SANDBOX, call, is_error, listed

CREATE_PATHS = ["/sandboxes", "/v2/sandboxes"]


@pytest.mark.parametrize("path", CREATE_PATHS)
@pytest.mark.parametrize("timeout", [0, -1, 10**12, 10**30, "soon", []])
def test_a_timeout_that_makes_no_sense(mark, path, timeout):
    reply = call("POST", path, {"templateID": "base", "timeout": timeout, "metadata": mark})

    assert is_error(reply, 400)
    assert listed(mark) == []


@pytest.mark.parametrize("path", CREATE_PATHS)
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"not json",
        b"[]",
        b"null",
        b'"text"',
        b"",
        b"{}",
        b'{"templateID": null}',
        b'{"templateID": ""}',
        b'{"templateID": "base", "metadata": []}',
        b'{"templateID": "base", "metadata": {"a": {"b": "c"}}}',
        b'{"templateID": "base", "envVars": "A=1"}',
        b'{"templateID": "base", "metadata": {"a": null}}',
        b'\xff\xfe{"templateID": "base"}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_request(path, body):
    assert is_error(call("POST", path, body), 400)


@pytest.mark.parametrize("path", CREATE_PATHS)
def test_an_unknown_template(mark, path):
    reply = call("POST", path, {"templateID": "no-such-template", "metadata": mark})

    assert is_error(reply, 404, "no-such-template")
    assert listed(mark) == []


@pytest.mark.parametrize("path", CREATE_PATHS)
def test_far_too_much_metadata(mark, path):
    reply = call("POST", path, {"templateID": "base", "metadata": mark | {f"key{n}": "v" for n in range(100_000)}})

    assert reply.status in (400, 413) and is_error(reply, reply.status)
    assert listed(mark) == []


def test_a_nul_byte_in_metadata_is_no_crash(mark):
    """PostgreSQL's text cannot hold it."""
    reply = call("POST", "/v2/sandboxes", {"templateID": "base", "metadata": mark | {"nul": "a\0b"}})

    assert is_error(reply, 400)
    assert listed(mark) == []


@pytest.mark.parametrize("variable", ["A=B", "", "NUL\0"])
def test_an_environment_variable_that_cannot_be(mark, variable):
    reply = call("POST", "/v2/sandboxes", {"templateID": "base", "metadata": mark, "envVars": {variable: "x"}})

    assert is_error(reply, 400)
    assert listed(mark) == []


def test_a_gigabyte_is_refused_early():
    """Announced, and sent without an announcement: in both cases long before a gigabyte has been taken."""
    for head in (b"Content-Length: 1073741824", b"Transfer-Encoding: chunked"):
        with socket.create_connection((API.hostname, API.port), timeout=30) as connection:
            connection.sendall(
                b"POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + KEY.encode() + b"\r\nContent-Type: application/json\r\n" + head + b"\r\n\r\n"
            )
            answer = flood(connection, chunked=b"chunked" in head)
        assert answer.startswith(b"HTTP/1.1 413"), answer[:200]


def flood(connection, chunked, most=64 << 20):
    """Sends until an answer comes; the answer's first bytes."""
    block = b"x" * 65536
    packet = b"10000\r\n" + block + b"\r\n" if chunked else block
    connection.settimeout(0.01)
    sent = 0
    while sent < most:
        try:
            answer = connection.recv(4096)
            assert answer, "the connection was closed without an answer"
            return answer
        except TimeoutError:
            pass
        try:
            connection.sendall(packet)
        except TimeoutError:
            continue
        except OSError:
            connection.settimeout(5)
            return connection.recv(4096)
        sent += len(block)
    raise AssertionError(f"{sent} bytes were taken without an answer")


@pytest.mark.parametrize("key", [None, "", "nonsense", "e2b_" + "0" * 40, KEY + "0", KEY[:-1], KEY.upper(), "e2b_" + "é" * 4])
def test_a_key_that_opens_nothing(key):
    headers = {} if key is None else {"X-API-KEY": key.encode("utf-8").decode("latin-1")}
    for method, path in (("GET", "/sandboxes"), ("GET", "/v2/sandboxes"), ("GET", f"/sandboxes/{UNKNOWN_SANDBOX}"), ("DELETE", f"/sandboxes/{UNKNOWN_SANDBOX}")):
        assert is_error(call(method, path, headers=headers, key=None), 401)
    assert is_error(call("POST", "/v2/sandboxes", {"templateID": "base"}, headers=headers, key=None), 401)


@pytest.mark.parametrize("sandbox_id", [UNKNOWN_SANDBOX, "x", "sbx", "iabc-def", "sbx" + "z" * 26, "SBX" + "0" * 26, "%00", "..%2F..", "sbx" + "0" * 2000, "%F0%9F%A6%8A"])
def test_an_id_that_names_nothing(sandbox_id):
    for method, path, body in (
        ("GET", "", None),
        ("DELETE", "", None),
        ("POST", "/timeout", {"timeout": 60}),
        ("POST", "/refreshes", {"duration": 60}),
        ("POST", "/connect", {"timeout": 60}),
    ):
        reply = call(method, f"/sandboxes/{sandbox_id}{path}", body)
        assert reply.status in (400, 404, 414, 431), (method, path, reply)
        if reply.status == 404:
            assert is_error(reply, 404)


@pytest.mark.parametrize("timeout", [-1, 10**12, "soon", None])
def test_a_changed_timeout_that_makes_no_sense(sandboxes, timeout):
    sandbox_id = sandboxes.create()["sandboxID"]

    assert is_error(call("POST", f"/sandboxes/{sandbox_id}/timeout", {"timeout": timeout}), 400)
    assert call("GET", f"/sandboxes/{sandbox_id}").status == 200


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=101", "limit=many", "nextToken=nonsense", "state=dead", "order=sideways", "startedAfter=yesterday"])
def test_a_list_that_cannot_be(query):
    assert is_error(call("GET", f"/v2/sandboxes?{query}"), 400)


@pytest.mark.parametrize("path", ["/", "/nothing", "/sandboxes/a/b/c", "/v2", "/v3/sandboxes", "/sandboxes/..%2f..%2fetc", "/v1/nothing"])
def test_an_unknown_path(path):
    reply = call("GET", path)

    assert reply.status == 404, reply


@pytest.mark.parametrize("method,path", [("PUT", "/sandboxes"), ("DELETE", "/v2/sandboxes"), ("PATCH", f"/sandboxes/{UNKNOWN_SANDBOX}"), ("GET", f"/sandboxes/{UNKNOWN_SANDBOX}/timeout")])
def test_a_method_that_is_not_there(method, path):
    assert call(method, path).status in (404, 405)


def test_another_content_type():
    reply = call("POST", "/v2/sandboxes", b"templateID=base", headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert reply.status in (400, 415) and is_error(reply, reply.status)
