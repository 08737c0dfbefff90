"""What cannot be done, as the client's own exceptions."""

import pytest
from e2b import AuthenticationException, NotFoundException, Sandbox, TimeoutException
from e2b.exceptions import SandboxException

UNKNOWN_SANDBOX = "sbx01h455vb4pex5vsknk084sn02q"
WRONG_KEY = "e2b_" + "0" * 40


def test_a_wrong_key_is_refused():
    for action in (
        lambda: Sandbox.create(api_key=WRONG_KEY),
        lambda: Sandbox.list(api_key=WRONG_KEY).next_items(),
        lambda: Sandbox.get_info(UNKNOWN_SANDBOX, api_key=WRONG_KEY),
        lambda: Sandbox.kill(UNKNOWN_SANDBOX, api_key=WRONG_KEY),
    ):
        with pytest.raises(AuthenticationException):
            action()


def test_an_unknown_sandbox_is_not_found():
    with pytest.raises(NotFoundException):
        Sandbox.get_info(UNKNOWN_SANDBOX)
    with pytest.raises(NotFoundException):
        Sandbox.connect(UNKNOWN_SANDBOX)
    with pytest.raises(NotFoundException):
        Sandbox.set_timeout(UNKNOWN_SANDBOX, 60)
    assert Sandbox.kill(UNKNOWN_SANDBOX) is False


def test_an_unknown_template_is_named():
    with pytest.raises(Exception, match="no-such-template"):
        Sandbox.create("no-such-template")


def test_a_timeout_beyond_the_limit_is_refused():
    with pytest.raises(SandboxException, match="400"):
        Sandbox.create(timeout=10**9)


def test_a_dead_sandbox_says_so(sandboxes):
    sandbox = sandboxes.create()
    sandbox.kill()

    with pytest.raises(TimeoutException):
        sandbox.commands.run("true")
    with pytest.raises(TimeoutException):
        sandbox.files.list("/")
    with pytest.raises(SandboxException):
        sandbox.files.read("/etc/hostname")


def test_a_command_running_when_its_sandbox_dies_is_told(sandboxes):
    sandbox = sandboxes.create()
    handle = sandbox.commands.run("sleep 1000", background=True)

    sandbox.kill()

    with pytest.raises(Exception) as told:
        handle.wait()
    assert not isinstance(told.value, AssertionError)
