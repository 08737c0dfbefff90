"""What a sandbox used is measured on the host, in the tenant's figures as soon as it is over, and the same whatever dies meanwhile."""

from decimal import Decimal

from conftest import HEAL_SECONDS, answers
from e2b import Sandbox
from plain_http import call, eventually

BUSY = "timeout 2 sh -c 'while :; do :; done' || true"


def test_a_life_is_in_figures_entries_and_file():
    sandbox = Sandbox.create(timeout=120)
    sandbox.commands.run(BUSY)

    lines = lines_after_the_end(sandbox)

    assert 1_000 < lines["cpu-used"]["quantity"]
    sandbox_id = sandbox.sandbox_id
    entries = call("GET", f"/v1/usage/entries?sandbox={sandbox_id}&limit=100").json["items"]
    file = call("GET", f"/v1/usage.csv?sandbox={sandbox_id}").body.decode()
    rows = [row.split(",") for row in file.splitlines()[1:]]
    for meter, line in lines.items():
        mine = [entry for entry in entries if entry["meter"] == meter]
        assert sum(entry["quantity"] for entry in mine) == line["quantity"]
        assert sum(int(row[5]) for row in rows if row[3] == meter) == line["quantity"]
        exact = sum(Decimal(entry["cost"]) for entry in mine)
        assert sum(Decimal(row[6]) for row in rows if row[3] == meter) == exact
        assert abs(exact - Decimal(line["cost"])) <= Decimal("0.0000005")


def test_what_runs_is_an_estimate_and_in_no_settled_figure():
    sandbox = Sandbox.create(timeout=120)
    try:
        eventually(lambda: "estimated" in figures(sandbox.sandbox_id))
        # A first heartbeat may tell of so little that it rounds to nothing.
        eventually(lambda: Decimal(view(sandbox.sandbox_id)["cost"]["estimated"]) > 0)
        assert figures(sandbox.sandbox_id)["settled"]["lines"] == []
    finally:
        sandbox.kill()


def test_no_moment_is_lost_or_doubled_by_a_death_of_the_agent(worker):
    sandbox = Sandbox.create(timeout=120)
    worker.kill()
    eventually(lambda: answers(lambda: sandbox.commands.run(BUSY)), HEAL_SECONDS)
    lines_after_the_end(sandbox)


def test_no_moment_is_lost_or_doubled_by_a_death_of_the_control_plane(control_plane):
    sandbox = Sandbox.create(timeout=120)
    control_plane.kill()
    eventually(lambda: figures_or_none(sandbox.sandbox_id) is not None)
    lines_after_the_end(sandbox)


def lines_after_the_end(sandbox):
    """The settled lines by meter, whole: of every millisecond between the start and the end, once."""
    eventually(lambda: call("DELETE", f"/sandboxes/{sandbox.sandbox_id}").status in (204, 404))
    eventually(lambda: view(sandbox.sandbox_id)["state"] == "TERMINATED")
    figure, seen = figures(sandbox.sandbox_id), view(sandbox.sandbox_id)
    lines = {line["meter"]: line for line in figure["settled"]["lines"]}
    lived = lines["vcpu"]["quantity"] // seen["vcpus"]
    entries = call("GET", f"/v1/usage/entries?sandbox={sandbox.sandbox_id}&meter=vcpu&limit=100").json["items"]
    stretches = sorted((entry["from"], entry["to"]) for entry in entries)
    assert stretches[0][0] == seen["startedAt"]
    assert all(before[1] == after[0] for before, after in zip(stretches, stretches[1:]))
    assert lines["memory"]["quantity"] == lived * seen["memoryMib"]
    assert lines["disk"]["quantity"] == lived * seen["diskMib"]
    assert "estimated" not in figure
    assert seen["cost"]["settled"] == figure["settled"]["cost"]
    return lines


def figures(sandbox_id):
    reply = call("GET", f"/v1/usage?sandbox={sandbox_id}")
    assert reply.status == 200, reply
    return reply.json


def figures_or_none(sandbox_id):
    try:
        return figures(sandbox_id)
    except (OSError, AssertionError):
        return None


def view(sandbox_id):
    return call("GET", f"/v1/sandboxes/{sandbox_id}").json
