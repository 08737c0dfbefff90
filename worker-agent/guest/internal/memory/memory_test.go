package memory

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestReadsMeminfo(t *testing.T) {
	info, err := parseInfo([]byte("MemTotal:         655360 kB\nMemFree:   1 kB\nMemAvailable:     640940 kB\nBuffers: 0 kB\nCached:             8740 kB\n"))

	if err != nil || info.Total != 655360<<10 || info.Cached != 8740<<10 || info.Used() != (655360-640940)<<10 {
		t.Errorf("got %+v, %v", info, err)
	}
	if _, err := parseInfo([]byte("MemTotal: 1 kB\n")); err == nil {
		t.Error("a file without the figures was accepted")
	}
}

func TestLooksMoreOftenTheLessIsLeft(t *testing.T) {
	for left, want := range map[uint64]time.Duration{
		0:       pollMin,
		1 << 20: pollMin,
		1 << 28: 125 * time.Millisecond,
		1 << 30: pollMax,
	} {
		if got := pause(left); got != want {
			t.Errorf("with %d bytes left it pauses %s, want %s", left, got, want)
		}
	}
}

func TestFindsBiggestProcess(t *testing.T) {
	proc := t.TempDir()
	for pid, statm := range map[string]string{"7": "900 10 1", "8": "100 90 1", "9": "garbled", "self": "1 9999 1"} {
		directory := filepath.Join(proc, pid)
		if err := os.Mkdir(directory, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{"statm": statm, "comm": "name-" + pid + "\n"} {
			if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}

	most, found := biggest(proc)

	if !found || most.pid != 8 || most.name != "name-8" || most.bytes != 90*uint64(os.Getpagesize()) {
		t.Errorf("got %+v", most)
	}
	if _, found := biggest(t.TempDir()); found {
		t.Error("found a process where there is none")
	}
}
