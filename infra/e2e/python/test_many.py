"""Many sandboxes at once, each its own."""

from concurrent.futures import ThreadPoolExecutor

from e2b import Sandbox

HOW_MANY = 8


def test_many_sandboxes_share_nothing(sandboxes):
    with ThreadPoolExecutor(HOW_MANY) as pool:
        many = list(pool.map(lambda n: sandboxes.create(envs={"MINE": str(n)}), range(HOW_MANY)))
        list(pool.map(lambda n: many[n].files.write("/home/user/mine", f"file {n}"), range(HOW_MANY)))
        list(pool.map(lambda n: many[n].commands.run(f"sleep 20{n:02d}", background=True), range(HOW_MANY)))
        seen = list(pool.map(lambda n: many[n].commands.run("echo $MINE; cat mine; echo; pgrep -af 'sleep 20'").stdout, range(HOW_MANY)))

    assert len({sandbox.sandbox_id for sandbox in many}) == HOW_MANY
    for n, output in enumerate(seen):
        mine, file, *processes = output.splitlines()
        assert (mine, file) == (str(n), f"file {n}")
        assert [line for line in processes if not line.endswith(f"sleep 20{n:02d}") and "pgrep" not in line] == []


def test_the_end_of_one_is_not_the_end_of_another(sandboxes):
    one, other = sandboxes.create(), sandboxes.create()

    one.kill()

    assert other.is_running()
    assert other.commands.run("echo alive").stdout == "alive\n"


def test_every_sandbox_is_fresh(sandboxes):
    first = sandboxes.create(envs={"SECRET": "of the first"})
    first.files.write("/tmp/trace", "of the first")
    told = identity(first)
    first.kill()

    second = sandboxes.create()

    assert not second.files.exists("/tmp/trace")
    assert second.commands.run("echo [$SECRET]").stdout == "[]\n"
    assert all(mine != theirs for mine, theirs in zip(identity(second), told, strict=True))


def test_a_token_opens_only_its_own_sandbox(sandboxes):
    one, other = sandboxes.create(), sandboxes.create()

    assert Sandbox.connect(one.sandbox_id).sandbox_id == one.sandbox_id
    assert one.connection_config.sandbox_headers["X-Access-Token"] != other.connection_config.sandbox_headers["X-Access-Token"]


def identity(sandbox):
    """Host name, random bytes, the sandbox's id as it knows it."""
    return sandbox.commands.run("hostname; head -c 16 /dev/urandom | od -An -v -tx1; echo $E2B_SANDBOX_ID").stdout.splitlines()
