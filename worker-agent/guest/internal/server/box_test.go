package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"smartboxes.io/guest/internal/files"
	"smartboxes.io/guest/internal/filesystem"
	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/logs"
	"smartboxes.io/guest/internal/memory"
	"smartboxes.io/guest/internal/process"
	"smartboxes.io/guest/internal/server"
	"smartboxes.io/guest/internal/spawn"
)

const token = "0tQG31xiMp0IOQfaz9dcwi72L1CPo8e0"

// spawner is the only one there can be in a program.
var spawner = sync.OnceValue(spawn.New)

// box is a guest served on loopback whose machine is a temporary directory.
type box struct {
	t    *testing.T
	url  string
	root string
	home string
}

func bootBox(t *testing.T) *box {
	t.Helper()
	root := t.TempDir()
	machine := identity.Machine{Root: root, SetHostName: func(name []byte) error {
		return os.WriteFile(root+"/kernel-hostname", name, 0o600)
	}}
	if err := os.MkdirAll(root+"/dev", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/dev/urandom", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	state := identity.NewBox(machine, func(*identity.Identity) {})
	written := new(logs.Ring)
	served := httptest.NewServer(server.New(server.Services{
		Box:        state,
		Process:    process.NewService(state, spawner(), written, func() {}),
		Filesystem: filesystem.NewService(state),
		Files:      files.NewHandler(state, time.Now),
		Memory:     memory.NewGuard(spawn.Childless, func(int, string) {}),
		Logs:       written,
	}).Handler)
	t.Cleanup(served.Close)
	return &box{t: t, url: served.URL, root: root, home: root + "/work"}
}

// readyBox is a box that has been given its identity: root's, working in a temporary directory.
func readyBox(t *testing.T) *box {
	t.Helper()
	b := bootBox(t)
	if err := os.Mkdir(b.home, 0o755); err != nil {
		t.Fatal(err)
	}
	reply := b.post("/init", "", map[string]any{
		"accessToken": token, "defaultUser": "root", "defaultWorkdir": b.home, "envVars": map[string]string{"A": "1"},
	})
	reply.expect(http.StatusNoContent, "")
	return b
}

// reply is an answer read to its end.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (b *box) do(method, path, token string, body io.Reader, header ...string) *reply {
	b.t.Helper()
	request, err := http.NewRequest(method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("X-Access-Token", token)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return &reply{b.t, response.StatusCode, response.Header, string(content)}
}

func (b *box) post(path, token string, message any) *reply {
	b.t.Helper()
	body, err := json.Marshal(message)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(http.MethodPost, path, token, bytes.NewReader(body), "Content-Type", "application/json")
}

func (b *box) get(path, token string, header ...string) *reply {
	b.t.Helper()
	return b.do(http.MethodGet, path, token, nil, header...)
}

func (r *reply) expect(status int, part string) {
	r.t.Helper()
	if r.status != status || !strings.Contains(r.body, part) {
		r.t.Fatalf("got %d %s, want %d with %q", r.status, r.body, status, part)
	}
}
