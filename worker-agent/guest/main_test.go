package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	processpb "smartboxes.io/guest/proto/process"
	"smartboxes.io/guest/proto/process/processpbconnect"
)

const (
	token = "a-token"
	// sizeMax is what the binary may weigh: it is part of every image.
	sizeMax = 15 << 20
)

// sandbox makes of fresh namespaces what a container is to the guest: it is process 1, has a host name and a few files of
// its own, and the memory that a file says.
const sandbox = `set -e
mount --make-rprivate /
mount -t tmpfs run /run
mkdir /run/etc
for f in hosts hostname; do touch /run/etc/$f; mount --bind /run/etc/$f /etc/$f; done
mount -t proc proc /proc
mount --bind "$2" /proc/meminfo
exec "$1" -listen 127.0.0.1:0 -relay 127.0.0.1:0`

// guest is the real binary as process 1.
type guest struct {
	t       *testing.T
	url     string
	meminfo string
	client  processpbconnect.ProcessClient
}

func boot(t *testing.T) *guest {
	t.Helper()
	g := &guest{t: t, meminfo: filepath.Join(t.TempDir(), "meminfo")}
	g.useMemory(100)
	command := exec.Command("/bin/sh", "-c", sandbox, "sh", build(t), g.meminfo)
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS,
		Pdeathsig:  syscall.SIGKILL,
	}
	said, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatalf("the guest did not start: %s%v", line, err)
	}
	g.url = "http://" + strings.TrimSpace(strings.TrimPrefix(line, "smartboxes-guest: serving at "))
	g.client = processpbconnect.NewProcessClient(tokenClient{}, g.url, connect.WithProtoJSON())
	g.init()
	return g
}

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "guest")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", binary, ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return binary
}

// tokenClient adds the access token to every request.
type tokenClient struct{}

func (tokenClient) Do(request *http.Request) (*http.Response, error) {
	request.Header.Set("X-Access-Token", token)
	return http.DefaultClient.Do(request)
}

func (g *guest) init() {
	g.t.Helper()
	body := `{"accessToken":"` + token + `","hostname":"sbxtest","defaultUser":"root","defaultWorkdir":"/","memoryMiB":512,"maxProcesses":77}`
	response, err := http.Post(g.url+"/init", "application/json", strings.NewReader(body))
	if err != nil {
		g.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		refusal, _ := io.ReadAll(response.Body)
		g.t.Fatalf("/init answers %d: %s", response.StatusCode, refusal)
	}
}

// useMemory makes the kernel say that so much is in use.
func (g *guest) useMemory(mebibytes int) {
	g.t.Helper()
	const total = 655360
	text := fmt.Sprintf("MemTotal: %d kB\nMemAvailable: %d kB\nCached: 0 kB\n", total, total-mebibytes<<10)
	if err := os.WriteFile(g.meminfo, []byte(text), 0o600); err != nil {
		g.t.Fatal(err)
	}
}

// run gives a command's output and its end.
func (g *guest) run(user, command string) (string, *processpb.ProcessEvent_EndEvent) {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(g.t.Context(), 30*time.Second)
	defer cancel()
	request := connect.NewRequest(&processpb.StartRequest{Process: &processpb.ProcessConfig{Cmd: "/bin/bash", Args: []string{"-c", command}}})
	basic := http.Request{Header: request.Header()}
	basic.SetBasicAuth(user, "")
	events, err := g.client.Start(ctx, request)
	if err != nil {
		g.t.Fatal(err)
	}
	defer events.Close()
	var output bytes.Buffer
	for events.Receive() {
		event := events.Msg().GetEvent()
		output.Write(event.GetData().GetStdout())
		output.Write(event.GetData().GetStderr())
		if end := event.GetEnd(); end != nil {
			return output.String(), end
		}
	}
	g.t.Fatalf("%s: %v", command, events.Err())
	return "", nil
}

func TestBinaryIsStaticAndSmall(t *testing.T) {
	binary := build(t)

	info, err := os.Stat(binary)
	if err != nil || info.Size() > sizeMax {
		t.Errorf("the guest weighs %d bytes, at most %d are allowed (%v)", info.Size(), sizeMax, err)
	}
	if output, _ := exec.Command("ldd", binary).CombinedOutput(); !strings.Contains(string(output), "not a dynamic executable") {
		t.Errorf("the guest is linked to %s", output)
	}
}

func TestProcessesAreLimited(t *testing.T) {
	g := boot(t)

	for _, user := range []string{"root", "nobody"} {
		output, _ := g.run(user, "ulimit -u; grep CapBnd /proc/self/status; cat /proc/sys/kernel/hostname")
		lines := strings.Fields(output)
		if lines[0] != "77" || lines[3] != "sbxtest" {
			t.Errorf("%s has %q", user, output)
		}
		var bounding uint64
		if _, err := fmt.Sscanf(lines[2], "%x", &bounding); err != nil || bounding&(1<<21|1<<24) != 0 || bounding == 0 {
			t.Errorf("%s can have the capabilities %s", user, lines[2])
		}
	}
}

func TestForkBombHurtsOnlyItsUser(t *testing.T) {
	g := boot(t)

	bomb := `python3 - <<'EOF'
import os, signal, sys
children = []
try:
    while True:
        pid = os.fork()
        if pid == 0:
            signal.pause()
        children.append(pid)
except OSError as refused:
    print(refused.errno, len(children))
for pid in children:
    os.kill(pid, signal.SIGKILL)
EOF`

	output, _ := g.run("nobody", bomb)
	if !strings.HasPrefix(output, "11 7") {
		t.Errorf("the bomb ended with %q, not with EAGAIN after some seventy processes", output)
	}
	if output, _ := g.run("root", "echo alive"); output != "alive\n" {
		t.Errorf("afterwards root gets %q", output)
	}
}

func TestOrphansAreReaped(t *testing.T) {
	g := boot(t)

	g.run("root", "setsid sh -c 'sleep 0.1 & exec true' >/dev/null 2>&1")

	output, _ := g.run("root", `for i in $(seq 200); do
  left=$(grep -lE '^Name:.(sleep|true)' /proc/[0-9]*/status 2>/dev/null)
  [ -z "$left" ] && { echo none; exit; }
  read -t 0.05 < <(:)
done; cat $left`)
	if output != "none\n" {
		t.Errorf("left are: %s", output)
	}
}

func TestMemoryLimitEndsBiggestProcessAndSaysSo(t *testing.T) {
	g := boot(t)
	ended := make(chan *processpb.ProcessEvent_EndEvent)
	go func() {
		_, end := g.run("root", `python3 -c 'import time; x = b"x" * (64 << 20); print("full", flush=True); time.sleep(1000)'; exit 9`)
		ended <- end
	}()
	g.waitFor("the program has its memory", func() bool {
		output, _ := g.run("root", "cut -d' ' -f2 /proc/[0-9]*/statm | sort -n | tail -1")
		var pages int
		_, _ = fmt.Sscan(output, &pages)
		return pages > 64<<20/os.Getpagesize()
	})

	g.useMemory(600)
	end := <-ended
	g.useMemory(100)

	if end.GetExitCode() != 9 || !strings.HasPrefix(end.GetError(), "limit:memory: the sandbox has used its 512 MiB of memory") {
		t.Errorf("end is %v", end)
	}
	request, err := http.NewRequest(http.MethodGet, g.url+"/limits", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := tokenClient{}.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if limits, _ := io.ReadAll(response.Body); !strings.Contains(string(limits), `"reason":"limit:memory"`) || !strings.Contains(string(limits), `"process":"python3"`) {
		t.Errorf("/limits says %s", limits)
	}
}

func (g *guest) waitFor(what string, condition func() bool) {
	g.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if condition() {
			return
		}
	}
	g.t.Fatalf("in vain waited until %s", what)
}
