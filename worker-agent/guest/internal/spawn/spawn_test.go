package spawn

import (
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
	"smartboxes.io/guest/internal/account"
)

var spawner = sync.OnceValue(New)

func command(t *testing.T, args ...string) *Command {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { null.Close() })
	return &Command{Path: args[0], Args: args, Dir: "/", As: account.Account{}, Files: [3]*os.File{null, null, null}}
}

func TestEveryChildEnds(t *testing.T) {
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			child, err := spawner().Start(command(t, "/bin/sh", "-c", "exit $0", string(rune('0'+i%8))))
			if err != nil {
				t.Error(err)
				return
			}
			<-child.Done()
			if got := child.Status().ExitStatus(); got != i%8 {
				t.Errorf("child %d ended with %d", i, got)
			}
		})
	}
	all.Wait()
}

func TestFailedStart(t *testing.T) {
	if _, err := spawner().Start(command(t, "/not/there")); !errors.Is(err, syscall.ENOENT) {
		t.Errorf("got %v", err)
	}
}

func TestReapsOrphans(t *testing.T) {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	defer unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
	ended := make(chan os.Signal, 8)
	signal.Notify(ended, unix.SIGCHLD)
	defer signal.Stop(ended)

	child, err := spawner().Start(command(t, "/bin/sh", "-c", "sleep 0.1 & exit 0"))
	if err != nil {
		t.Fatal(err)
	}
	<-child.Done()

	for !Childless() {
		<-ended
		spawner().reapOne()
	}
}
