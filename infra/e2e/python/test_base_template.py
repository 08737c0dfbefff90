"""What the `base` template promises to the code inside."""

import pytest


@pytest.mark.parametrize("command", ["bash", "python3", "python", "pip", "node", "git", "curl", "ps", "sudo"])
def test_the_usual_tools_are_there(sandbox, command):
    assert sandbox.commands.run(f"{command} --version").exit_code == 0


def test_the_user_is_an_ordinary_one_who_may_become_root(sandbox):
    assert sandbox.commands.run("id -u; sudo id -u").stdout.split() == ["1000", "0"]


@pytest.mark.parametrize(("shell", "path"), [("bash", "/usr/games"), ("sudo bash", "/usr/sbin")])
def test_a_login_shell_asks_no_other_program_who_it_is(sandbox, shell, path):
    """It is half the time of a command that does nothing else."""
    shown = sandbox.commands.run(f"{shell} -lxc 'echo $PATH'")

    assert path in shown.stdout
    assert "id -u" not in shown.stderr


def test_the_limits_are_the_templates(sandbox):
    cpus = int(sandbox.commands.run("python3 -c 'import os; print(os.cpu_count())'").stdout)

    assert cpus == 2


def test_temporary_files_are_on_disk(sandbox):
    """More than the memory fits into /tmp, and none of it counts as memory."""
    sandbox.commands.run("head -c 700M /dev/zero > /tmp/large")

    assert sandbox.commands.run("stat -c %s /tmp/large; rm /tmp/large").stdout == f"{700 << 20}\n"


def test_nothing_is_reachable(sandbox):
    """Egress is not built yet, and absent egress must fail at once rather than hang."""
    refused = sandbox.commands.run("curl -s --max-time 5 http://192.0.2.1/ || echo refused $?", timeout=20)

    assert refused.stdout.startswith("refused")
    assert "28" not in refused.stdout.split(), "the connection hung until curl gave up"


def test_the_sandboxs_own_ports_work_inside(sandbox):
    sandbox.commands.run("setsid python3 -m http.server 8000 >/dev/null 2>&1 &")

    served = sandbox.commands.run("curl -s --retry 20 --retry-connrefused --retry-delay 1 -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/")

    assert served.stdout == "200"
