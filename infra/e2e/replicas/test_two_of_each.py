"""Two control-plane replicas and two workers: any replica answers, any gateway serves."""

import os
import signal
import uuid
from pathlib import Path

from conftest import APIS, GATEWAYS, base, through
from e2b import Sandbox, SandboxUnreachableException
from plain_http import call, eventually

STATE = Path(os.environ["SMARTBOXES_STATE"])


def test_either_gateway_serves_every_sandbox(spread):
    for sandbox in spread:
        for gateway in (0, 1):
            same = Sandbox.connect(sandbox.sandbox_id, **through(gateway, gateway))
            assert same.commands.run("echo $E2B_SANDBOX_ID").stdout.strip() == sandbox.sandbox_id


def test_large_files_cross_between_workers(spread):
    content = os.urandom(16 << 20)
    for sandbox in spread[:2]:
        for gateway in (0, 1):
            same = Sandbox.connect(sandbox.sandbox_id, **through(0, gateway))
            same.files.write("/tmp/large", content)
            assert bytes(same.files.read("/tmp/large", format="bytes")) == content


def test_streams_cross_between_workers(spread):
    for sandbox in spread[:2]:
        for gateway in (0, 1):
            same = Sandbox.connect(sandbox.sandbox_id, **through(1, gateway))
            handle = same.commands.run("for i in $(seq 5); do echo $i; sleep 0.1; done", background=True)
            assert [out for out, _, _ in handle if out] and handle.wait().stdout == "1\n2\n3\n4\n5\n"


def test_both_replicas_list_the_same(spread):
    mine = {sandbox.sandbox_id for sandbox in spread}

    for api in (0, 1):
        listed = {item.sandbox_id for item in Sandbox.list(**through(api, 0)).next_items()}
        assert mine <= listed


def test_a_kill_through_one_is_read_through_the_other():
    for killer, reader in ((0, 1), (1, 0)):
        sandbox = Sandbox.create(timeout=600, **through(reader, reader))
        sandbox_id = sandbox.sandbox_id

        assert call("DELETE", f"/sandboxes/{sandbox_id}", base=base(APIS[killer])).status == 204

        assert call("GET", f"/sandboxes/{sandbox_id}", base=base(APIS[reader])).status == 404
        assert call("DELETE", f"/sandboxes/{sandbox_id}", base=base(APIS[reader])).status == 404
        for gateway in GATEWAYS:
            reply = call("GET", "/health", headers={"E2b-Sandbox-Id": sandbox_id, "E2b-Sandbox-Port": "49983"}, key=None, base=base(gateway))
            assert reply.status == 502, reply


def test_one_idempotency_key_means_one_sandbox_on_both():
    key = uuid.uuid4().hex
    replies = [call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 120}, headers={"Idempotency-Key": key}, base=base(api)) for api in APIS]

    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].json == replies[1].json
    call("DELETE", f"/sandboxes/{replies[0].json['sandboxID']}")


def test_one_replica_is_enough(spread):
    pid = int((STATE / "service" / "control-plane-1" / "supervise" / "pid").read_text())
    os.kill(pid, signal.SIGKILL)

    # Its workers come to the other replica by themselves; until then a create may ask to come back.
    def creates():
        reply = call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 60}, base=base(APIS[1]))
        assert reply.status in (201, 503), reply
        return reply.status == 201 and reply.json["sandboxID"]

    sandbox_id = eventually(creates)
    assert call("DELETE", f"/sandboxes/{sandbox_id}", base=base(APIS[1])).status == 204
    for sandbox in spread:
        assert Sandbox.get_info(sandbox.sandbox_id, **through(1, 1)).sandbox_id == sandbox.sandbox_id
        # A gateway whose worker has not found the other replica yet cannot tell where its neighbour's sandboxes are.
        eventually(lambda: says_it_is_alive(sandbox))
    # The supervisor brings it back, and whoever comes next needs both.
    eventually(lambda: healthy(APIS[0]))


def says_it_is_alive(sandbox):
    try:
        return sandbox.commands.run("echo alive").stdout == "alive\n"
    except SandboxUnreachableException:
        return False


def healthy(api):
    try:
        return call("GET", "/health", base=base(api)).status in (200, 204)
    except ConnectionError:
        return False
