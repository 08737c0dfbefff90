package process

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"syscall"
)

// signalSession signals the process, its group, and every other process of its session: a shell with job control gives
// each job a group of its own. Only what made itself a session of its own (a daemon) lives on.
func (p *process) signalSession(signal syscall.Signal) error {
	leader := p.child.PID
	err := syscall.Kill(-leader, signal)
	for _, pid := range sessionMembers(leader) {
		if groupErr := syscall.Kill(pid, signal); groupErr == nil {
			err = nil
		}
	}
	return err
}

// sessionMembers lists the processes of the session that are not in its leader's group.
func sessionMembers(leader int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var members []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		group, session, err := groupAndSession(pid)
		if err == nil && session == leader && group != leader {
			members = append(members, pid)
		}
	}
	return members
}

var errStat = errors.New("unexpected form of /proc/PID/stat")

// groupAndSession reads fields 5 and 6 of /proc/PID/stat, which follow a name that may contain anything.
func groupAndSession(pid int) (group, session int, err error) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, err
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 4 {
		return 0, 0, errStat
	}
	group, err = strconv.Atoi(string(fields[2]))
	if err != nil {
		return 0, 0, err
	}
	session, err = strconv.Atoi(string(fields[3]))
	return group, session, err
}
