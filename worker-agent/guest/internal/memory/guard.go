// Package memory keeps the sandbox within its advertised memory.
//
// The worker gives the box's cgroup the advertised memory plus a reserve. Over the cgroup's limit the host's kernel ends
// the whole sandbox, so at the advertised figure the guard ends the biggest process instead. It polls, which a fast enough
// program can outrun: then it is the cgroup that holds.
package memory

import (
	"fmt"
	"log"
	"sync"
	"syscall"
	"time"
)

const (
	// Reason is the stable code of an end by the memory limit.
	Reason = "limit:memory"

	// growthPerSecond is how fast a program is expected to fill memory at most; the guard looks again before it could have
	// filled what is left.
	growthPerSecond = 2 << 30
	pollMin         = 10 * time.Millisecond // gVisor counts no more often.
	pollMax         = 250 * time.Millisecond
	// goneWithin is how long an ended process may take to give its memory back before the next one is ended.
	goneWithin = 500 * time.Millisecond
	// worthwhile is the least a process has to hold: ending smaller ones would not help, the memory is in files then.
	worthwhile = 4 << 20
	// endsKept is how many ends the guard remembers.
	endsKept = 16
)

// End is a process that the guard ended.
type End struct {
	Reason      string    `json:"reason"`
	Message     string    `json:"message"`
	PID         int       `json:"pid"`
	Process     string    `json:"process"`
	HeldBytes   uint64    `json:"heldBytes"`
	MemoryBytes uint64    `json:"memoryBytes"`
	At          time.Time `json:"at"`
}

// Guard ends the biggest process whenever the sandbox has used its memory.
type Guard struct {
	// alone says that the sandbox has no process but this one, so that memory cannot grow.
	alone func() bool
	// blame is told before a process is ended, while its ancestors can still be found.
	blame func(pid int, reason string)
	wake  chan struct{}

	mu    sync.Mutex
	ends  []End
	total int
}

// NewGuard makes a guard that does nothing yet.
func NewGuard(alone func() bool, blame func(pid int, reason string)) *Guard {
	return &Guard{alone: alone, blame: blame, wake: make(chan struct{}, 1)}
}

// Wake tells the guard that there is a process to watch.
func (g *Guard) Wake() {
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// Ends are the latest processes that were ended, and how many there were in all.
func (g *Guard) Ends() (latest []End, total int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]End{}, g.ends...), g.total
}

// Keep holds the sandbox below so many bytes, for ever. An idle sandbox costs no polling.
func (g *Guard) Keep(limit uint64) {
	for {
		if g.alone() {
			<-g.wake
		}
		info, err := ReadInfo()
		if err != nil {
			log.Printf("the memory limit is not kept: %v", err)
			return
		}
		if used := info.Used(); used < limit {
			time.Sleep(pause(limit - used))
		} else {
			g.endBiggest(limit)
		}
	}
}

// pause is how long nothing can happen with so many bytes left.
func pause(left uint64) time.Duration {
	full := time.Duration(float64(left) / growthPerSecond * float64(time.Second))
	return min(max(full, pollMin), pollMax)
}

func (g *Guard) endBiggest(limit uint64) {
	most, found := biggest("/proc")
	if !found || most.bytes < worthwhile {
		time.Sleep(pollMax)
		return
	}
	end := End{
		Reason:      Reason,
		Message:     fmt.Sprintf("%s: the sandbox has used its %d MiB of memory, so its biggest process was ended: %s, which held %d MiB", Reason, limit>>20, most.name, most.bytes>>20),
		PID:         most.pid,
		Process:     most.name,
		HeldBytes:   most.bytes,
		MemoryBytes: limit,
		At:          time.Now(),
	}
	g.blame(most.pid, end.Message)
	if err := syscall.Kill(most.pid, syscall.SIGKILL); err != nil {
		return // It ended by itself.
	}
	g.record(end)
	waitGone(most.pid)
}

func (g *Guard) record(end End) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.total++
	g.ends = append(g.ends, end)
	if len(g.ends) > endsKept {
		g.ends = g.ends[1:]
	}
}

func waitGone(pid int) {
	for deadline := time.Now().Add(goneWithin); time.Now().Before(deadline); time.Sleep(pollMin) {
		if syscall.Kill(pid, 0) != nil {
			return
		}
	}
}
