package server_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// logLines reads the logs as the worker does until a line has the text.
func (b *box) logLines(last string) []map[string]any {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.url+"/logs?from=1", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("SmartBoxes-Worker-Token", token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	var lines []map[string]any
	for scanner := bufio.NewScanner(response.Body); scanner.Scan(); {
		if scanner.Text() == "" {
			continue
		}
		line := map[string]any{}
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			b.t.Fatal(err)
		}
		lines = append(lines, line)
		if strings.Contains(line["l"].(string), last) {
			return lines
		}
	}
	b.t.Fatalf("the stream ended with %v", lines)
	return nil
}

func TestTheWorkerReadsWhatProcessesWrote(t *testing.T) {
	b := readyBox(t)
	request := shell("echo out; echo err >&2; exit 3")
	request["process"].(map[string]any)["envs"] = map[string]string{"SECRET": "hunter2"}
	b.start(request).finish()

	var all string
	for _, line := range b.logLines("ended") {
		all += line["s"].(string) + " " + line["v"].(string) + " " + line["l"].(string) + "\n"
	}

	for _, part := range []string{"system info Process ", `started: /bin/bash -c "echo out; echo err >&2; exit 3"`,
		"stdout info out\n", "stderr error err\n", "ended: exit status 3"} {
		if !strings.Contains(all, part) {
			t.Errorf("%q is not in\n%s", part, all)
		}
	}
	if strings.Contains(all, "hunter2") || strings.Contains(all, token) {
		t.Errorf("there is a secret in\n%s", all)
	}
}

func TestWhatTerminalsShowIsNotWrittenDown(t *testing.T) {
	b := readyBox(t)
	b.start(map[string]any{
		"process": map[string]any{"cmd": "/bin/bash", "args": []string{"-c", "echo typed"}},
		"pty":     map[string]any{"size": map[string]any{"cols": 80, "rows": 24}},
	}).finish()

	lines := b.logLines("ended")

	if len(lines) != 2 || !strings.HasPrefix(lines[0]["l"].(string), "Terminal ") {
		t.Errorf("got %v", lines)
	}
}

func TestLogsAreTheWorkersAlone(t *testing.T) {
	b := bootBox(t)
	b.get("/logs?from=1", "", "SmartBoxes-Worker-Token", "").expect(http.StatusServiceUnavailable, "")
	b = readyBox(t)

	b.get("/logs?from=1", token).expect(http.StatusUnauthorized, "unauthorized")
	b.get("/logs?from=1", token, "SmartBoxes-Worker-Token", "another").expect(http.StatusUnauthorized, "unauthorized")
	b.get("/logs", "", "SmartBoxes-Worker-Token", token).expect(http.StatusBadRequest, "number of a line")
}

func TestTheWorkerReadsOnceWhatIsThere(t *testing.T) {
	b := readyBox(t)
	b.start(shell("echo out")).finish()

	all := b.get("/logs?from=2&once=true", "", "SmartBoxes-Worker-Token", token)

	all.expect(http.StatusOK, `"n":2,`)
	if lines := strings.Count(all.body, "\n"); lines != 2 {
		t.Errorf("%d lines: %s", lines, all.body)
	}
}
