"""Input as a stream and the closing of it: calls that the oldest client lacks."""

from e2b import PtySize


def test_closing_the_input_ends_it(sandbox):
    handle = sandbox.commands.run("wc -c", background=True, stdin=True)

    handle.send_stdin("12345")
    handle.close_stdin()

    assert handle.wait().stdout.strip() == "5"


def test_input_can_be_streamed(sandbox):
    handle = sandbox.commands.run("cat", background=True, stdin=True)

    sandbox.commands.stream_input(handle.pid, (f"line {n}\n" for n in range(100)))
    sandbox.commands.close_stdin(handle.pid)

    assert handle.wait().stdout == "".join(f"line {n}\n" for n in range(100))


def test_a_terminal_can_be_joined_and_streamed_into(sandbox):
    terminal = sandbox.pty.create(PtySize(rows=24, cols=80))
    terminal.disconnect()

    joined = sandbox.pty.connect(terminal.pid)
    sandbox.pty.stream_input(terminal.pid, iter([b"echo $((6", b"*7)); exit\n"]))

    assert "42" in b"".join(data or b"" for _, _, data in joined).decode()


def test_files_stream_and_compress(sandbox):
    content = b"compressible " * 100_000

    sandbox.files.write("/tmp/packed", content, gzip=True)
    sandbox.files.write("/tmp/streamed", iter([content, content]), use_octet_stream=True)

    assert bytes(sandbox.files.read("/tmp/packed", format="bytes", gzip=True)) == content
    assert sandbox.files.get_info("/tmp/streamed").size == 2 * len(content)


def test_files_carry_metadata(sandbox):
    sandbox.files.write("/tmp/labelled", "x", metadata={"origin": "test"})

    assert sandbox.files.get_info("/tmp/labelled").metadata == {"origin": "test"}
