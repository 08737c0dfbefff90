package rehearsal

import (
	"os/user"
	"strings"
	"testing"
	"time"

	"smartboxes.io/guest/internal/spawn"
)

const longer = 20 * time.Second

// spawner is the only one there can be in a program.
var spawner = spawn.New()

func TestRehearsesTheFirstCommandOfABoxThatWaits(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	ran := make(chan *spawn.Child, 1)
	Await(time.Millisecond, func() bool { return false }, me.Username, func(command *spawn.Command) (*spawn.Child, error) {
		if got := strings.Join(command.Args, " "); got != "/bin/bash -l -c true" {
			t.Errorf("rehearsed %q", got)
		}
		child, err := spawner.Start(command)
		if err != nil {
			t.Errorf("the rehearsal did not start: %v", err)
			close(ran)
			return nil, err
		}
		ran <- child
		return child, nil
	})

	select {
	case child := <-ran:
		<-child.Done()
		if child.Status().ExitStatus() != 0 {
			t.Errorf("the rehearsal ended with %d", child.Status().ExitStatus())
		}
	case <-time.After(longer):
		t.Fatal("nothing was rehearsed")
	}
}

func TestLeavesABoxAloneThatHasBeenNamed(t *testing.T) {
	asked := make(chan struct{}, 1)
	Await(time.Millisecond, func() bool { asked <- struct{}{}; return true }, "root", func(*spawn.Command) (*spawn.Child, error) {
		t.Error("rehearsed in a sandbox that is somebody's")
		return nil, nil
	})

	select {
	case <-asked:
	case <-time.After(longer):
		t.Fatal("nobody asked whether the box has been named")
	}
}

func TestNeedsNoSuchUser(t *testing.T) {
	if err := rehearse("no-such-user", func(*spawn.Command) (*spawn.Child, error) { return nil, nil }); err == nil {
		t.Error("rehearsed as nobody")
	}
}
