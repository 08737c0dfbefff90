"""Commands that run to their end: output, exit codes, environment, directory, user, time limit."""

import pytest
from conftest import eventually
from e2b import CommandExitException, InvalidArgumentException, TimeoutException
from e2b.exceptions import SandboxException


def test_output_comes_back(sandbox):
    result = sandbox.commands.run("python3 -c 'print(6*7)'; echo oops >&2")

    assert (result.stdout, result.stderr, result.exit_code) == ("42\n", "oops\n", 0)
    assert not result.error


def test_a_failing_command_raises_with_its_output(sandbox):
    with pytest.raises(CommandExitException) as failure:
        sandbox.commands.run("echo out; echo err >&2; exit 3")

    assert (failure.value.exit_code, failure.value.stdout, failure.value.stderr) == (3, "out\n", "err\n")


def test_an_unknown_command_is_127(sandbox):
    with pytest.raises(CommandExitException) as failure:
        sandbox.commands.run("no-such-command")

    assert failure.value.exit_code == 127
    assert "no-such-command" in failure.value.stderr


def test_output_arrives_while_the_command_runs(sandbox):
    seen = []

    sandbox.commands.run("for i in 1 2 3; do echo $i; done; echo done >&2", on_stdout=seen.append, on_stderr=seen.append)

    # The two streams have no order between them.
    assert sorted("".join(seen).split()) == ["1", "2", "3", "done"]


def test_unicode_and_binary_output_survive(sandbox):
    assert sandbox.commands.run("printf 'äöü €  🦊'").stdout == "äöü €  🦊"
    assert sandbox.commands.run("head -c 200000 /dev/zero | tr '\\0' x").stdout == "x" * 200000


def test_environments_stack(sandboxes):
    sandbox = sandboxes.create(envs={"A": "from create", "B": "kept"})

    assert sandbox.commands.run("echo $A, $B").stdout == "from create, kept\n"
    assert sandbox.commands.run("echo $A, $B", envs={"A": "from run"}).stdout == "from run, kept\n"
    assert sandbox.commands.run("echo $A").stdout == "from create\n"


def test_a_sandbox_knows_itself(sandbox):
    stdout = sandbox.commands.run("echo $E2B_SANDBOX $E2B_SANDBOX_ID").stdout

    assert stdout.split() == ["true", sandbox.sandbox_id]


def test_commands_start_at_home(sandbox):
    assert sandbox.commands.run("pwd; whoami; echo $HOME").stdout.split() == ["/home/user", "user", "/home/user"]


def test_a_directory_can_be_chosen(sandbox):
    assert sandbox.commands.run("pwd", cwd="/tmp").stdout == "/tmp\n"


def test_a_missing_directory_is_refused(sandbox):
    with pytest.raises(InvalidArgumentException, match="does not exist"):
        sandbox.commands.run("pwd", cwd="/no/such/directory")


def test_a_user_can_be_chosen(sandbox):
    assert sandbox.commands.run("whoami; pwd", user="root").stdout.split() == ["root", "/root"]


def test_an_unknown_user_is_refused(sandbox):
    with pytest.raises(Exception, match="invalid username: 'nobody-like-that'"):
        sandbox.commands.run("whoami", user="nobody-like-that")


def test_a_command_ends_at_its_time_limit(sandbox):
    with pytest.raises(TimeoutException):
        sandbox.commands.run("echo $$ > /tmp/limited; sleep 3600", timeout=2)

    # The client stops waiting by its own clock, which may be ahead of the sandbox's by a moment.
    eventually(lambda: sandbox.commands.run('kill -0 "$(cat /tmp/limited)" 2>/dev/null || echo ended').stdout == "ended\n")


def test_a_command_without_a_time_limit_runs_on(sandbox):
    assert sandbox.commands.run("sleep 1; echo done", timeout=0).stdout == "done\n"


def test_standard_input_is_empty_unless_asked_for(sandbox):
    assert sandbox.commands.run("cat; echo end", stdin=False).stdout == "end\n"


def test_a_signal_is_told_from_an_exit_code(sandbox):
    with pytest.raises(SandboxException) as failure:
        sandbox.commands.run("kill -KILL $$")

    assert "killed" in str(failure.value.error)
