// Package spawn starts processes as a Unix user and waits for all children, including the orphans that PID 1 inherits.
package spawn

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
	"smartboxes.io/guest/internal/account"
)

// Command is a process to be started. Its working directory and its files are opened by the caller.
type Command struct {
	Path string
	// Args starts with the program's own name.
	Args []string
	Env  []string
	Dir  string
	As   account.Account
	// Files become descriptors 0, 1 and 2.
	Files [3]*os.File
	// Terminal says that descriptor 0 is a terminal and controls the process's session.
	Terminal bool
}

// Child is a started process, the leader of its own session and process group.
type Child struct {
	PID int

	done   chan struct{}
	status syscall.WaitStatus
}

// Done is closed when the process has ended.
func (c *Child) Done() <-chan struct{} { return c.done }

// Status is how the process ended, once Done is closed.
func (c *Child) Status() syscall.WaitStatus { return c.status }

// Spawner owns every child of this program: there can be one Spawner only, and nothing else may wait for children.
type Spawner struct {
	mu       sync.Mutex
	children map[int]*Child
	// While a fork is under way its child may end before we know its pid: ends nobody has claimed are kept until then.
	forking   int
	unclaimed map[int]syscall.WaitStatus
}

// New starts waiting for children.
func New() *Spawner {
	s := &Spawner{
		children:  map[int]*Child{},
		unclaimed: map[int]syscall.WaitStatus{},
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, unix.SIGCHLD)
	go s.reap(ended)
	return s
}

// Start starts the process. The caller keeps its files and closes them.
func (s *Spawner) Start(command *Command) (*Child, error) {
	s.mu.Lock()
	s.forking++
	s.mu.Unlock()

	pid, err := command.fork()

	s.mu.Lock()
	defer s.mu.Unlock()
	s.forking--
	defer s.forgetUnclaimed()
	if err != nil {
		return nil, err
	}
	child := &Child{PID: pid, done: make(chan struct{})}
	if status, ended := s.unclaimed[pid]; ended {
		delete(s.unclaimed, pid)
		child.end(status)
		return child, nil
	}
	s.children[pid] = child
	return child, nil
}

func (c *Command) fork() (int, error) {
	return syscall.ForkExec(c.Path, c.Args, &syscall.ProcAttr{
		Dir:   c.Dir,
		Env:   c.Env,
		Files: []uintptr{c.Files[0].Fd(), c.Files[1].Fd(), c.Files[2].Fd()},
		Sys: &syscall.SysProcAttr{
			Setsid:     true,
			Setctty:    c.Terminal,
			Credential: &syscall.Credential{Uid: c.As.UID, Gid: c.As.GID, Groups: c.As.Groups},
		},
	})
}

func (s *Spawner) forgetUnclaimed() {
	if s.forking == 0 {
		clear(s.unclaimed)
	}
}

func (s *Spawner) reap(ended <-chan os.Signal) {
	for range ended {
		for s.reapOne() {
		}
	}
}

func (s *Spawner) reapOne() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var status syscall.WaitStatus
	pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
	if err == syscall.EINTR {
		return true
	}
	if err != nil || pid <= 0 {
		return false
	}
	if child, ours := s.children[pid]; ours {
		delete(s.children, pid)
		child.end(status)
	} else if s.forking > 0 {
		s.unclaimed[pid] = status
	}
	return true
}

func (c *Child) end(status syscall.WaitStatus) {
	c.status = status
	close(c.done)
}

// Childless says that this program has no child, and so, being PID 1, that the sandbox has no other process.
func Childless() bool {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_ALL, 0, &info, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return err == unix.ECHILD
}
