package memory

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// Info is the sandbox's memory in bytes, as its kernel counts it: what the kernel itself (gVisor's sentry) takes is not in it.
type Info struct {
	Total, Available, Cached uint64
}

// Used is what processes and memory-backed files hold.
func (i Info) Used() uint64 {
	if i.Available > i.Total {
		return 0
	}
	return i.Total - i.Available
}

// ReadInfo reads /proc/meminfo.
func ReadInfo() (Info, error) {
	content, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return Info{}, err
	}
	return parseInfo(content)
}

func parseInfo(content []byte) (Info, error) {
	var info Info
	targets := map[string]*uint64{"MemTotal": &info.Total, "MemAvailable": &info.Available, "Cached": &info.Cached}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		name, rest, found := bytes.Cut(lines.Bytes(), []byte(":"))
		target := targets[string(name)]
		if !found || target == nil {
			continue
		}
		kilobytes, err := strconv.ParseUint(string(bytes.Fields(rest)[0]), 10, 64)
		if err != nil {
			return Info{}, fmt.Errorf("/proc/meminfo: %s is not a number: %w", name, err)
		}
		*target = kilobytes << 10
		delete(targets, string(name))
	}
	if len(targets) > 0 {
		return Info{}, fmt.Errorf("/proc/meminfo lacks %d of the expected lines", len(targets))
	}
	return info, nil
}
