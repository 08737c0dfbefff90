package process

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"connectrpc.com/connect"

	processpb "smartboxes.io/guest/proto/process"
)

const (
	// trackedMax is how many processes can be known at once, those that ended just now included.
	trackedMax = 2048
	// endedKept is how long the end of a process can still be asked for.
	endedKept = 30 * time.Second
)

// registry knows the processes that were started here and have not been forgotten.
type registry struct {
	mu        sync.Mutex
	processes map[uint32]*process
	reserved  int
}

func newRegistry() *registry {
	return &registry{processes: map[uint32]*process{}}
}

// reserve keeps a place for a process that is about to start; give it back with add or release.
func (r *registry) reserve() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.processes)+r.reserved >= trackedMax {
		r.forgetEnded()
	}
	if len(r.processes)+r.reserved >= trackedMax {
		return refuse(connect.CodeResourceExhausted, "at most %d processes can be started through the API at once: end one first", trackedMax)
	}
	r.reserved++
	return nil
}

func (r *registry) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reserved--
}

func (r *registry) add(p *process) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reserved--
	r.processes[p.pid()] = p
}

// forgetLater drops an ended process after a while. Its pid may belong to another one by then.
func (r *registry) forgetLater(p *process) {
	time.AfterFunc(endedKept, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.processes[p.pid()] == p {
			delete(r.processes, p.pid())
		}
	})
}

func (r *registry) forgetEnded() {
	for pid, p := range r.processes {
		if p.audience.ended() {
			delete(r.processes, pid)
		}
	}
}

// find gives the selected process, running or just ended.
func (r *registry) find(selector *processpb.ProcessSelector) (*process, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch by := selector.GetSelector().(type) {
	case *processpb.ProcessSelector_Pid:
		if p, ok := r.processes[by.Pid]; ok {
			return p, nil
		}
		return nil, refuse(connect.CodeNotFound, "process with pid %d not found", by.Pid)
	case *processpb.ProcessSelector_Tag:
		if p := r.tagged(by.Tag); p != nil {
			return p, nil
		}
		return nil, refuse(connect.CodeNotFound, "process with tag %s not found", by.Tag)
	default:
		return nil, refuse(connect.CodeInvalidArgument, "the request selects no process: give a pid or a tag")
	}
}

// tagged prefers a running process over an ended one of the same tag.
func (r *registry) tagged(tag string) *process {
	var ended *process
	for _, p := range r.processes {
		if p.tag == nil || *p.tag != tag {
			continue
		}
		if !p.audience.ended() {
			return p
		}
		ended = p
	}
	return ended
}

// findRunning is find without the processes that have ended.
func (r *registry) findRunning(selector *processpb.ProcessSelector) (*process, error) {
	p, err := r.find(selector)
	if err == nil && p.audience.ended() {
		return nil, refuse(connect.CodeNotFound, "process with pid %d has ended", p.pid())
	}
	return p, err
}

func (r *registry) running() []*process {
	r.mu.Lock()
	defer r.mu.Unlock()
	var running []*process
	for _, p := range r.processes {
		if !p.audience.ended() {
			running = append(running, p)
		}
	}
	slices.SortFunc(running, func(a, b *process) int { return cmp.Compare(a.pid(), b.pid()) })
	return running
}
