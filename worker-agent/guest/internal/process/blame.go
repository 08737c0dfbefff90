package process

import (
	"bytes"
	"os"
	"strconv"
)

// ancestorsMax bounds the way up from a process to the one that was started here.
const ancestorsMax = 64

// Blame gives the reason for which a process is about to be ended to the process started here that it descends from, whose
// end will tell it.
func (s *Service) Blame(pid int, reason string) {
	for range ancestorsMax {
		if p := s.registry.runningWithPID(pid); p != nil {
			p.blame.CompareAndSwap(nil, &reason)
			return
		}
		if pid = parent(pid); pid <= 1 {
			return
		}
	}
}

func (r *registry) runningWithPID(pid int) *process {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.processes[uint32(pid)]
	if p == nil || p.audience.ended() {
		return nil
	}
	return p
}

// parent is field 4 of /proc/PID/stat, or 0.
func parent(pid int) int {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	up, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return 0
	}
	return up
}
