// Package rehearsal plays a sandbox's first command before there is anybody to wait for it. The first login shell of a box
// finds its program, libraries and profile in no cache of the kernel that serves it, and takes half as long again as those
// after it.
package rehearsal

import (
	"log"
	"os"
	"time"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/spawn"
)

// Patience is how long a box has to wait for its sandbox before it rehearses: one that was booted for somebody who waits is
// named at once, and must not share its processors with a rehearsal.
const Patience = 200 * time.Millisecond

// Start starts a process, as a spawn.Spawner does.
type Start func(*spawn.Command) (*spawn.Child, error)

// Await rehearses once the box has been nobody's for so long. Nothing depends on it: what fails is only logged.
func Await(patience time.Duration, isNamed func() bool, user string, start Start) {
	time.AfterFunc(patience, func() {
		if isNamed() {
			return
		}
		if err := rehearse(user, start); err != nil {
			log.Printf("the first command is not rehearsed: %v", err)
		}
	})
}

// rehearse runs what commands.run runs, as who it is run by, and leaves nothing behind but warm caches.
func rehearse(user string, start Start) error {
	as, err := account.Lookup(user)
	if err != nil {
		return err
	}
	nothing, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer nothing.Close()
	child, err := start(&spawn.Command{
		Path:  "/bin/bash",
		Args:  []string{"/bin/bash", "-l", "-c", "true"},
		Env:   []string{"HOME=" + as.Home, "USER=" + as.Name, "LOGNAME=" + as.Name, "PATH=" + os.Getenv("PATH")},
		Dir:   "/",
		As:    as,
		Files: [3]*os.File{nothing, nothing, nothing},
	})
	if err != nil {
		return err
	}
	<-child.Done()
	return nil
}
