"""What clients before 2.25.1 cannot do through E2B_SANDBOX_URL: their Sandbox.connect(id) sends the sandbox its token only.

No header names it and neither does the host, so a gateway of many sandboxes has nothing to go by (the token is checked,
never searched for). The refusal says what is missing, and passing it as `headers` is enough.
"""

import pytest
from conftest import naming
from e2b import InvalidArgumentException, Sandbox


def test_a_connection_that_names_no_sandbox_is_refused_in_words(sandboxes):
    sandbox = sandboxes.create()

    joined = Sandbox.connect(sandbox.sandbox_id)

    with pytest.raises(InvalidArgumentException, match="names no sandbox: send E2b-Sandbox-Id"):
        joined.files.read("/etc/hostname")


def test_the_same_object_goes_on_working_after_connect(sandboxes):
    sandbox = sandboxes.create()

    sandbox.connect(timeout=600)

    assert sandbox.commands.run("echo joined").stdout == "joined\n"


def test_headers_make_up_for_it(sandboxes):
    sandbox = sandboxes.create()

    joined = Sandbox.connect(sandbox.sandbox_id, **naming(sandbox.sandbox_id))

    assert joined.commands.run("echo joined").stdout == "joined\n"
