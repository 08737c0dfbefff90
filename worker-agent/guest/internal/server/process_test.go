package server_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// running is a process as its Start stream shows it.
type running struct {
	*stream
	pid int
}

func shell(command string) map[string]any {
	return map[string]any{
		"process": map[string]any{"cmd": "/bin/bash", "args": []string{"-c", command}},
		"stdin":   false,
	}
}

func (b *box) start(request map[string]any, header ...string) *running {
	b.t.Helper()
	s := b.stream("/process.Process/Start", request, header...)
	pid, ok := at(s.message(), "event", "start", "pid").(float64)
	if !ok || pid <= 1 {
		b.t.Fatal("the first message is not a start with a pid")
	}
	return &running{s, int(pid)}
}

// finish reads the stream to its end: what was written and how the process ended.
func (r *running) finish() (output string, end map[string]any) {
	r.t.Helper()
	var kind string
	for {
		last, message := r.next()
		if last {
			r.t.Fatalf("the stream ended without the process's end: %v", message)
		}
		if ended, ok := at(message, "event", "end").(map[string]any); ok {
			if last, trailer := r.next(); !last || len(trailer) > 0 {
				r.t.Fatalf("after the end came %v", trailer)
			}
			return output, ended
		}
		chunk := data(r.t, message)
		if !strings.HasPrefix(chunk, kind) || kind == "" {
			kind, _, _ = strings.Cut(chunk, ":")
			output += chunk
			continue
		}
		output += strings.TrimPrefix(chunk, kind+":")
	}
}

func data(t *testing.T, message map[string]any) string {
	t.Helper()
	var all string
	for _, kind := range []string{"stdout", "stderr", "pty"} {
		encoded, ok := at(message, "event", "data", kind).(string)
		if !ok {
			continue
		}
		decoded, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		all += kind + ":" + string(decoded)
	}
	return all
}

func selector(pid int) map[string]any { return map[string]any{"pid": pid} }

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestRunsProgram(t *testing.T) {
	b := readyBox(t)

	output, end := b.start(shell("echo hello")).finish()

	if output != "stdout:hello\n" {
		t.Errorf("output is %q", output)
	}
	if end["exited"] != true || end["status"] != "exit status 0" || end["exitCode"] != nil || end["error"] != nil {
		t.Errorf("end is %v", end)
	}
}

func TestReportsExitCodeAndStderr(t *testing.T) {
	output, end := readyBox(t).start(shell("echo oops >&2; exit 3")).finish()

	if output != "stderr:oops\n" || end["exitCode"] != 3.0 || end["status"] != "exit status 3" || end["error"] != "exit status 3" {
		t.Errorf("got %q, %v", output, end)
	}
}

func TestEnvironmentOfProcess(t *testing.T) {
	b := readyBox(t)
	request := shell(`echo $HOME $USER $LOGNAME $A $B $E2B_SANDBOX; pwd`)
	request["process"].(map[string]any)["envs"] = map[string]string{"A": "2", "B": "3"}

	output, _ := b.start(request).finish()

	if want := "stdout:/root root root 2 3 true\n" + b.home + "\n"; output != want {
		t.Errorf("got %q, want %q", output, want)
	}
}

func TestRunsAsSelectedUser(t *testing.T) {
	request := shell(`id -un; grep Groups /proc/self/status; grep CapEff /proc/self/status`)
	request["process"].(map[string]any)["cwd"] = "/"
	authorization := "Basic " + base64.StdEncoding.EncodeToString([]byte("nobody:"))

	output, _ := readyBox(t).start(request, "Authorization", authorization).finish()

	if !strings.HasPrefix(output, "stdout:nobody\nGroups:\t65534") || !strings.Contains(output, "CapEff:\t0000000000000000") {
		t.Errorf("got %q", output)
	}
}

func TestRefusesStart(t *testing.T) {
	b := readyBox(t)
	noFile := filepath.Join(b.home, "file")
	if err := os.WriteFile(noFile, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		process       map[string]any
		user          string
		code, message string
	}{
		"unknown user":  {map[string]any{"cmd": "true"}, "root123", "unauthenticated", "invalid username: 'root123'"},
		"missing cwd":   {map[string]any{"cmd": "true", "cwd": "/missing"}, "", "invalid_argument", "cwd '/missing' does not exist"},
		"cwd is a file": {map[string]any{"cmd": "true", "cwd": noFile}, "", "invalid_argument", "is not a directory"},
		"no program":    {map[string]any{"cmd": "not-a-program"}, "", "invalid_argument", "was not found in PATH"},
		"missing file":  {map[string]any{"cmd": "/not/there"}, "", "invalid_argument", "no such file"},
		"nothing":       {map[string]any{}, "", "invalid_argument", "names no program"},
		"bad variable":  {map[string]any{"cmd": "true", "envs": map[string]string{"": "x"}}, "", "invalid_argument", "environment variable"},
	} {
		t.Run(name, func(t *testing.T) {
			var header []string
			if c.user != "" {
				header = []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(c.user+":"))}
			}
			code, message := b.stream("/process.Process/Start", map[string]any{"process": c.process}, header...).failure()
			if code != c.code || !strings.Contains(message, c.message) {
				t.Errorf("got %s: %s", code, message)
			}
		})
	}
}

func TestHomeAndRelativeDirectories(t *testing.T) {
	for cwd, want := range map[string]string{"~": "/root", "": "", ".": "/root", "/usr/../etc": "/etc"} {
		b := readyBox(t)
		request := shell("pwd")
		request["process"].(map[string]any)["cwd"] = cwd
		if want == "" {
			want = b.home
		}
		if output, _ := b.start(request).finish(); output != "stdout:"+want+"\n" {
			t.Errorf("cwd %q leads to %q, not %q", cwd, output, want)
		}
	}
}

func TestTimeoutEndsProcessWithItsChildren(t *testing.T) {
	b := readyBox(t)
	p := b.start(shell("sleep 1000 & echo $!; wait"), "Connect-Timeout-Ms", "300")
	child := pidIn(t, data(t, p.message()))

	code, _ := p.failure()

	if code != "deadline_exceeded" {
		t.Errorf("the stream ended with %q", code)
	}
	eventually(t, "the child has ended", func() bool { return gone(child) })
}

func TestLeavingDoesNotEndProcess(t *testing.T) {
	b := readyBox(t)
	p := b.start(shell("read -t 1000 < <(sleep 1000)"))
	p.body.Close()

	b.rpc("/process.Process/List", struct{}{}).expect(http.StatusOK, fmt.Sprintf(`"pid":%d`, p.pid))

	b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"}).expect(http.StatusOK, "{}")
	eventually(t, "the list is empty", func() bool { return b.rpc("/process.Process/List", struct{}{}).body == "{}" })
}

func TestKillEndsGroup(t *testing.T) {
	b := readyBox(t)
	p := b.start(shell("sleep 1000 & echo $!; wait"))
	child := pidIn(t, data(t, p.message()))

	b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"}).expect(http.StatusOK, "{}")

	_, end := p.finish()
	if end["exitCode"] != -1.0 || end["exited"] != nil || end["status"] != "signal: killed" {
		t.Errorf("end is %v", end)
	}
	eventually(t, "the child has ended", func() bool { return gone(child) })
	b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"}).expect(http.StatusNotFound, `"code":"not_found"`)
}

func TestEndedProcessCanBeConnected(t *testing.T) {
	b := readyBox(t)
	request := shell("exit 5")
	request["tag"] = "mine"
	p := b.start(request)
	p.finish()

	for _, by := range []map[string]any{selector(p.pid), {"tag": "mine"}} {
		late := b.stream("/process.Process/Connect", map[string]any{"process": by})
		if at(late.message(), "event", "start", "pid") != float64(p.pid) {
			t.Error("the first message is not the start")
		}
		if at(late.message(), "event", "end", "exitCode") != 5.0 {
			t.Error("the second message is not the end")
		}
	}
}

func TestEveryFollowerGetsOutput(t *testing.T) {
	b := readyBox(t)
	request := map[string]any{"process": map[string]any{"cmd": "cat"}}
	first := b.start(request)
	second := &running{b.stream("/process.Process/Connect", map[string]any{"process": selector(first.pid)}), first.pid}
	second.message()

	b.input(first.pid, "stdin", "both").expect(http.StatusOK, "{}")
	b.rpc("/process.Process/CloseStdin", map[string]any{"process": selector(first.pid)}).expect(http.StatusOK, "{}")

	for _, follower := range []*running{first, second} {
		if output, _ := follower.finish(); output != "stdout:both" {
			t.Errorf("a follower got %q", output)
		}
	}
}

func (b *box) input(pid int, kind, text string) *reply {
	b.t.Helper()
	return b.rpc("/process.Process/SendInput", map[string]any{"process": selector(pid), "input": map[string]any{kind: encoded(text)}})
}

func TestRefusesInput(t *testing.T) {
	b := readyBox(t)
	p := b.start(shell("sleep 1000"))
	defer b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"})

	b.input(p.pid, "stdin", "x").expect(http.StatusBadRequest, "not asked for at its start")
	b.input(999999, "stdin", "x").expect(http.StatusNotFound, "process with pid 999999 not found")
	b.rpc("/process.Process/SendInput", map[string]any{}).expect(http.StatusBadRequest, "selects no process")
}

func TestInputToProcessThatDoesNotReadEndsWithItsRequest(t *testing.T) {
	b := readyBox(t)
	p := b.start(map[string]any{"process": map[string]any{"cmd": "sleep", "args": []string{"1000"}}})
	defer b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"})
	request := map[string]any{"process": selector(p.pid), "input": map[string]any{"stdin": encoded(strings.Repeat("x", 1<<20))}}

	b.rpc("/process.Process/SendInput", request, "Connect-Timeout-Ms", "200").expect(http.StatusGatewayTimeout, `"code":"deadline_exceeded"`)
}

func TestTerminal(t *testing.T) {
	// Under nohup the terminal's jobs would ignore the hang-up that ends them; a caught signal is not inherited.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	b := readyBox(t)
	p := b.start(map[string]any{
		"process": map[string]any{"cmd": "/bin/bash", "args": []string{"--norc", "-i"}, "envs": map[string]string{"PS1": "> "}},
		"pty":     map[string]any{"size": map[string]any{"cols": 81, "rows": 25}},
	})
	update := map[string]any{"process": selector(p.pid), "pty": map[string]any{"size": map[string]any{"cols": 132, "rows": 43}}}

	b.input(p.pid, "pty", "stty size\n").expect(http.StatusOK, "{}")
	p.readUntil("25 81")
	b.rpc("/process.Process/Update", update).expect(http.StatusOK, "{}")
	b.input(p.pid, "pty", "stty size\n").expect(http.StatusOK, "{}")
	p.readUntil("43 132")
	b.rpc("/process.Process/CloseStdin", map[string]any{"process": selector(p.pid)}).expect(http.StatusBadRequest, "Ctrl+D")
	b.input(p.pid, "stdin", "x").expect(http.StatusBadRequest, "has a terminal")
	b.input(p.pid, "pty", "sleep 1000 & exit 7\n").expect(http.StatusOK, "{}")

	if _, end := p.finish(); end["exitCode"] != 7.0 {
		t.Errorf("end is %v", end)
	}
}

func (r *running) readUntil(text string) {
	r.t.Helper()
	for seen := ""; !strings.Contains(seen, text); {
		seen += strings.TrimPrefix(data(r.t, r.message()), "pty:")
	}
}

// jobPattern is not met by the echo of the command itself.
var jobPattern = regexp.MustCompile(`job=[0-9]+=`)

func TestKillEndsJobsOfTerminal(t *testing.T) {
	b := readyBox(t)
	p := b.start(map[string]any{
		"process": map[string]any{"cmd": "/bin/bash", "args": []string{"--norc", "-i"}, "envs": map[string]string{"PS1": "> "}},
		"pty":     map[string]any{"size": map[string]any{"cols": 80, "rows": 24}},
	})
	b.input(p.pid, "pty", "sleep 4321 & echo job=$!=\n").expect(http.StatusOK, "{}")
	var seen string
	eventually(t, "the job has started", func() bool {
		seen += strings.TrimPrefix(data(t, p.message()), "pty:")
		return jobPattern.MatchString(seen)
	})
	job := pidIn(t, jobPattern.FindString(seen))

	b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"}).expect(http.StatusOK, "{}")

	p.finish()
	eventually(t, "the job has ended", func() bool { return gone(job) })
}

func TestKeepsSilentStreamAlive(t *testing.T) {
	b := readyBox(t)
	p := b.start(shell("sleep 1000"), "Keepalive-Ping-Interval", "1")
	defer b.rpc("/process.Process/SendSignal", map[string]any{"process": selector(p.pid), "signal": "SIGNAL_SIGKILL"})

	if _, ok := at(p.message(), "event", "keepalive").(map[string]any); !ok {
		t.Error("the message is not a keepalive")
	}
}

func TestStreamsInputAsItArrives(t *testing.T) {
	b := readyBox(t)
	p := b.start(map[string]any{"process": map[string]any{"cmd": "cat"}})
	body, send := io.Pipe()
	done := make(chan *stream)
	go func() { done <- b.streamBody("/process.Process/StreamInput", body) }()

	for _, message := range []any{
		map[string]any{"start": map[string]any{"process": selector(p.pid)}},
		map[string]any{"keepalive": map[string]any{}},
		map[string]any{"data": map[string]any{"input": map[string]any{"stdin": encoded("one")}}},
	} {
		if _, err := send.Write(envelope(t, message)); err != nil {
			t.Fatal(err)
		}
	}
	if got := data(t, p.message()); got != "stdout:one" {
		t.Errorf("before the stream's end the process has read %q", got)
	}
	send.Close()

	answer := <-done
	if message := answer.message(); len(message) != 0 {
		t.Errorf("the answer is %v", message)
	}
	if code, _ := answer.failure(); code != "" {
		t.Errorf("the stream failed: %s", code)
	}
	b.input(p.pid, "stdin", "two").expect(http.StatusOK, "{}")
	b.rpc("/process.Process/CloseStdin", map[string]any{"process": selector(p.pid)}).expect(http.StatusOK, "{}")
	if output, _ := p.finish(); output != "stdout:two" {
		t.Errorf("after the stream's end the process has read %q", output)
	}
}

func TestStreamInputFailsBeforeItsEnd(t *testing.T) {
	b := readyBox(t)
	body, send := io.Pipe()
	defer send.Close()
	go send.Write(envelope(t, map[string]any{"start": map[string]any{"process": selector(999999)}}))

	answer := b.streamBody("/process.Process/StreamInput", body)

	if code, message := answer.failure(); code != "not_found" || message != "process with pid 999999 not found" {
		t.Errorf("got %s: %s", code, message)
	}
}

func TestSlowFollowerSlowsProcess(t *testing.T) {
	b := readyBox(t)
	count := filepath.Join(b.home, "written")
	p := b.start(shell("for i in $(seq 40); do head -c 1M /dev/zero; echo $i > " + count + "; done"))
	written := func() string { content, _ := os.ReadFile(count); return string(content) }

	eventually(t, "something was written", func() bool { return written() != "" })
	seen := written()
	eventually(t, "the process waits for its reader", func() bool {
		before := seen
		time.Sleep(200 * time.Millisecond)
		seen = written()
		return seen == before
	})
	if strings.TrimSpace(seen) == "40" {
		t.Fatal("40 MB were written though nobody read")
	}

	bytes := 0
	for {
		message := p.message()
		if end, ok := at(message, "event", "end").(map[string]any); ok {
			if end["status"] != "exit status 0" || bytes != 40<<20 {
				t.Errorf("end is %v after %d bytes", end, bytes)
			}
			return
		}
		bytes += len(data(t, message)) - len("stdout:")
	}
}

func pidIn(t *testing.T, text string) int {
	t.Helper()
	digits := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		t.Fatalf("no pid in %q", text)
	}
	pid, err := strconv.Atoi(digits[0])
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// gone holds for a zombie too: in a sandbox the guest is its orphans' parent and reaps them.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || err != nil || strings.Contains(string(stat), ") Z ")
}
