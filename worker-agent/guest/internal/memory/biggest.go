package memory

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// victim is a process with the memory that it holds.
type victim struct {
	pid   int
	name  string
	bytes uint64
}

// biggest finds the process with the most resident memory, this one aside.
func biggest(proc string) (victim, bool) {
	entries, err := os.ReadDir(proc)
	if err != nil {
		return victim{}, false
	}
	var most victim
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		if held := resident(filepath.Join(proc, entry.Name(), "statm")); held > most.bytes {
			most = victim{pid: pid, bytes: held}
		}
	}
	if most.pid == 0 {
		return victim{}, false
	}
	name, _ := os.ReadFile(filepath.Join(proc, strconv.Itoa(most.pid), "comm"))
	most.name = string(bytes.TrimSpace(name))
	return most, true
}

// resident is the second field of statm, in pages; a process that has just ended holds nothing.
func resident(statm string) uint64 {
	content, err := os.ReadFile(statm)
	if err != nil {
		return 0
	}
	fields := bytes.Fields(content)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
