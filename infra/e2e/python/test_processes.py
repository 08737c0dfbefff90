"""Commands in the background: handles, signals, input, joining."""

import pytest
from conftest import eventually
from e2b import CommandExitException


def test_a_background_command_can_be_killed(sandbox):
    handle = sandbox.commands.run("sleep 1000", background=True)

    assert handle.pid in pids(sandbox)
    assert handle.kill() is True

    eventually(lambda: handle.pid not in pids(sandbox))
    with pytest.raises(CommandExitException) as failure:
        handle.wait()
    assert failure.value.exit_code == -1


def test_killing_what_is_gone_says_so(sandbox):
    assert sandbox.commands.kill(999_999) is False


def test_a_background_command_gives_its_output(sandbox):
    handle = sandbox.commands.run("echo one; sleep 0.2; echo two >&2", background=True)

    result = handle.wait()

    assert (result.stdout, result.stderr, result.exit_code) == ("one\n", "two\n", 0)


def test_lists_tell_what_runs(sandbox):
    handle = sandbox.commands.run("sleep 1001", background=True, envs={"MARK": "1"}, cwd="/tmp")

    process = next(item for item in sandbox.commands.list() if item.pid == handle.pid)

    assert process.cmd == "/bin/bash"
    assert process.args == ["-l", "-c", "sleep 1001"]
    assert process.envs.get("MARK") == "1"
    assert process.cwd == "/tmp"
    handle.kill()


def test_input_reaches_the_command(sandbox):
    handle = sandbox.commands.run("read -r line; echo got $line", background=True, stdin=True)

    sandbox.commands.send_stdin(handle.pid, "hello\n")

    assert handle.wait().stdout == "got hello\n"


def test_a_command_outlives_its_client(sandbox):
    handle = sandbox.commands.run("sleep 1; echo still > /tmp/outlived; sleep 1000", background=True)

    handle.disconnect()

    eventually(lambda: sandbox.files.exists("/tmp/outlived") and sandbox.files.read("/tmp/outlived") == "still\n")
    assert handle.pid in pids(sandbox)
    assert sandbox.commands.kill(handle.pid) is True


def test_a_running_command_can_be_joined(sandbox):
    handle = sandbox.commands.run("until [ -f /tmp/go ]; do sleep 0.05; done; echo joined; exit 4", background=True)
    handle.disconnect()

    joined = sandbox.commands.connect(handle.pid)
    sandbox.files.write("/tmp/go", "")

    with pytest.raises(CommandExitException) as failure:
        joined.wait()
    assert (failure.value.exit_code, failure.value.stdout) == (4, "joined\n")


def test_a_daemon_survives_the_command_that_started_it(sandbox):
    sandbox.commands.run("setsid sleep 1002 >/dev/null 2>&1 & echo started")

    assert sandbox.commands.run("pgrep -f 'sleep 1002' | wc -l").stdout.strip() >= "1"


def pids(sandbox):
    return [process.pid for process in sandbox.commands.list()]
