package process

import (
	"sync"

	"connectrpc.com/connect"

	processpb "smartboxes.io/guest/proto/process"
)

const (
	// subscribersMax is how many streams may follow one process.
	subscribersMax = 64
	// eventsAhead is how many events a subscriber may lag behind before the process has to wait for it.
	eventsAhead = 4
)

// audience passes the events of one process to every stream that follows it. A slow stream slows the process down; without
// any stream the output is lost.
type audience struct {
	mu          sync.Mutex
	subscribers map[*subscriber]struct{}
	end         *processpb.ProcessEvent
}

type subscriber struct {
	events chan *processpb.ProcessEvent
	left   chan struct{}
}

func newAudience() *audience {
	return &audience{subscribers: map[*subscriber]struct{}{}}
}

// join follows the process from now on; who comes after the end is told the end.
func (a *audience) join() (*subscriber, error) {
	s := &subscriber{
		events: make(chan *processpb.ProcessEvent, eventsAhead),
		left:   make(chan struct{}),
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.end != nil {
		s.events <- a.end
		return s, nil
	}
	if len(a.subscribers) >= subscribersMax {
		return nil, refuse(connect.CodeResourceExhausted, "at most %d streams can follow one process: close one first", subscribersMax)
	}
	a.subscribers[s] = struct{}{}
	return s, nil
}

func (a *audience) leave(s *subscriber) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.subscribers, s)
	close(s.left)
}

func (a *audience) tell(event *processpb.ProcessEvent) {
	a.mu.Lock()
	present := a.present()
	a.mu.Unlock()
	deliver(event, present)
}

func (a *audience) tellEnd(end *processpb.ProcessEvent) {
	a.mu.Lock()
	a.end = end
	present := a.present()
	a.mu.Unlock()
	deliver(end, present)
}

func (a *audience) ended() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.end != nil
}

func (a *audience) present() []*subscriber {
	present := make([]*subscriber, 0, len(a.subscribers))
	for s := range a.subscribers {
		present = append(present, s)
	}
	return present
}

func deliver(event *processpb.ProcessEvent, to []*subscriber) {
	for _, s := range to {
		select {
		case s.events <- event:
		case <-s.left:
		}
	}
}
