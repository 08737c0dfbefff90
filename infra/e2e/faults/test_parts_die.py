"""kill -9 of each part while sandboxes run: they go on, the API says 503, everything heals."""

import json
import time
import uuid

from conftest import HEAL_SECONDS, answers, count
from e2b import Sandbox
from plain_http import call, eventually, gateway, is_error

# What the supervisor and the part need to be back, at most.
DATABASE_SECONDS_MAX = 10


def test_sandboxes_outlive_the_control_plane(control_plane, counting):
    control_plane.keep_down()
    before = count(counting)

    # The way in leads past the control plane: commands and files work while it is down.
    assert counting.commands.run("echo through").stdout == "through\n"
    eventually(lambda: count(counting) > before + 10)
    control_plane.let_up()

    eventually(lambda: answers(lambda: Sandbox.get_info(counting.sandbox_id)), HEAL_SECONDS)
    assert count(counting) > before
    assert counting.is_running()


def test_sandboxes_outlive_the_worker_agent(worker, counting):
    before = count(counting)

    worker.kill()

    eventually(lambda: answers(lambda: count(counting)), HEAL_SECONDS)
    assert count(counting) > before
    eventually(lambda: answers(lambda: counting.commands.run("echo back").stdout == "back\n"))
    assert Sandbox.get_info(counting.sandbox_id).state.value == "running"
    assert Sandbox.kill(counting.sandbox_id) is True
    eventually(lambda: not counting.is_running())


def test_a_kill_of_both_at_once_heals(control_plane, worker, counting):
    before = count(counting)

    control_plane.kill()
    worker.kill()

    eventually(lambda: answers(lambda: count(counting) > before), HEAL_SECONDS)
    eventually(lambda: answers(lambda: Sandbox.get_info(counting.sandbox_id)), HEAL_SECONDS)


def test_a_sandbox_ends_at_its_deadline_with_nobody_listening(control_plane):
    sandbox = Sandbox.create(timeout=5)
    control_plane.keep_down()

    eventually(lambda: not sandbox.is_running(), 15)
    control_plane.let_up()

    eventually(lambda: status(sandbox.sandbox_id) == 404, HEAL_SECONDS)


def test_without_its_database_the_api_asks_to_come_back(postgresql, counting):
    acknowledged = Sandbox.create(timeout=600)
    before = count(counting)
    postgresql.keep_down()

    for method, path, body in (
        ("GET", "/sandboxes", None),
        ("GET", f"/sandboxes/{acknowledged.sandbox_id}", None),
        ("POST", "/v2/sandboxes", {"templateID": "base"}),
        ("POST", f"/sandboxes/{acknowledged.sandbox_id}/timeout", {"timeout": 600}),
    ):
        reply = call(method, path, body)
        assert is_error(reply, 503), (method, path)
        assert int(reply.headers["retry-after"]) >= 1
    assert counting.commands.run("echo through").stdout == "through\n"
    postgresql.let_up()

    began = time.monotonic()
    eventually(lambda: status(acknowledged.sandbox_id) == 200, HEAL_SECONDS)
    assert time.monotonic() - began <= DATABASE_SECONDS_MAX
    assert count(counting) > before
    assert acknowledged.is_running()
    assert acknowledged.kill() is True


def test_no_acknowledged_write_is_lost_with_the_database(postgresql):
    """Creates run on while PostgreSQL is killed: whatever got a 201 is there afterwards, whatever got less is not."""
    mark = uuid.uuid4().hex
    made = []
    for attempt in range(12):
        if attempt == 4:
            postgresql.kill()
        reply = call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 300, "metadata": {"mark": mark}})
        assert reply.status in (201, 503), reply
        if reply.status == 201:
            made.append(reply.json["sandboxID"])

    # Each by itself: one answer says that a connection to the database is back, not that all of the pool are.
    for sandbox_id in made:
        eventually(lambda: status(sandbox_id) not in (None, 503), HEAL_SECONDS)
        assert status(sandbox_id) == 200
    # A refused create may be undone by the reconciler a little later, but undone it is.
    eventually(lambda: {item["sandboxID"] for item in call("GET", f"/v2/sandboxes?metadata=mark%3D{mark}").json} == set(made), HEAL_SECONDS)
    for sandbox_id in made:
        assert call("DELETE", f"/sandboxes/{sandbox_id}").status == 204


def test_a_kill_is_read_back_with_the_worker_unheard(worker, counting):
    worker.freeze()

    reply = call("DELETE", f"/sandboxes/{counting.sandbox_id}")

    assert reply.status == 204, reply
    assert status(counting.sandbox_id) == 404
    assert counting.sandbox_id not in [item["sandboxID"] for item in call("GET", "/v2/sandboxes").json]
    assert call("DELETE", f"/sandboxes/{counting.sandbox_id}").status == 404
    worker.thaw()
    eventually(lambda: gateway("GET", "/health", counting.sandbox_id).status == 502)


def test_an_unheard_worker_ends_nothing(worker, counting):
    before = count(counting)
    worker.freeze()

    # Longer than any heartbeat: the sandbox stays in the list and is placed nowhere else.
    time.sleep(12)
    assert status(counting.sandbox_id) == 200
    worker.thaw()

    eventually(lambda: answers(lambda: count(counting) > before + 60))
    assert status(counting.sandbox_id) == 200


def test_without_a_worker_a_create_is_asked_to_come_back(worker):
    worker.keep_down()
    eventually(lambda: call("POST", "/v2/sandboxes", {"templateID": "base"}).status == 503)

    reply = call("POST", "/v2/sandboxes", {"templateID": "base"})

    assert is_error(reply, 503)
    assert int(reply.headers["retry-after"]) >= 1
    assert "should-retry" not in reply.headers or reply.headers["should-retry"] == "true"


def status(sandbox_id):
    """The API's answer, or None while there is nobody to give one."""
    try:
        return call("GET", f"/sandboxes/{sandbox_id}").status
    except (OSError, json.JSONDecodeError):
        return None
