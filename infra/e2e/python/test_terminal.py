"""Terminals: a shell that is typed into."""

from conftest import eventually
from e2b import PtySize


def test_a_terminal_echoes_runs_and_ends(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80), envs={"PS1": "ready> "})

    sandbox.pty.send_stdin(terminal.pid, b"tty && echo $((6*7)) && exit\n")
    seen = drain(terminal)

    assert "/dev/pts/" in seen
    assert "42" in seen
    assert terminal.wait().exit_code == 0


def test_a_terminal_knows_its_size_and_learns_a_new_one(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80))

    sandbox.pty.send_stdin(terminal.pid, b"stty size; read -r; stty size; exit\n")
    read_until(terminal, "24 80")
    sandbox.pty.resize(terminal.pid, PtySize(rows=40, cols=132))
    sandbox.pty.send_stdin(terminal.pid, b"\n")

    assert "40 132" in drain(terminal)


def test_a_terminal_has_the_usual_environment(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80), cwd="/tmp", envs={"MARK": "set"})

    sandbox.pty.send_stdin(terminal.pid, b'echo "[$TERM|$MARK|$PWD|$(id -un)]"; exit\n')

    assert "[xterm-256color|set|/tmp|user]" in drain(terminal)


def test_control_c_interrupts(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80))

    sandbox.pty.send_stdin(terminal.pid, b"echo begin; sleep 1003\n")
    read_until(terminal, "begin\r\n")
    # Earlier the shell has not yet given the terminal to its child, and the character ends nothing.
    eventually(lambda: runs(sandbox, "sleep 1003"))
    sandbox.pty.send_stdin(terminal.pid, b"\x03")
    sandbox.pty.send_stdin(terminal.pid, b"echo code $?; exit 0\n")

    assert "code 130" in drain(terminal)


def test_a_terminal_can_be_killed(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80))

    assert sandbox.pty.kill(terminal.pid) is True
    drain(terminal)
    assert sandbox.pty.kill(999_999) is False


def runs(sandbox, command):
    return command in [process.strip() for process in sandbox.commands.run("ps -eo args").stdout.splitlines()]


def read_until(terminal, text):
    """Reads up to text; the handle's own iterator goes on afterwards."""
    seen = ""
    for _, _, data in terminal:
        seen += (data or b"").decode(errors="replace")
        if text in seen:
            return seen
    raise AssertionError(f"the terminal ended without {text!r}: {seen!r}")


def drain(terminal):
    return b"".join(data or b"" for _, _, data in terminal).decode(errors="replace")
