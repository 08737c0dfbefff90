package filesystem

import (
	"context"
	"crypto/rand"
	"sync"

	"connectrpc.com/connect"

	filesystempb "smartboxes.io/guest/proto/filesystem"
)

const (
	// watchersMax is how many watchers can wait to be polled.
	watchersMax = 64
	// queueMax is how many events a watcher keeps between two polls.
	queueMax = 10_000
)

// watchers are the watches of clients that poll, until they are removed.
type watchers struct {
	mu   sync.Mutex
	byID map[string]*watcher
}

func newWatchers() *watchers { return &watchers{byID: map[string]*watcher{}} }

// watcher collects events between polls.
type watcher struct {
	stopped chan struct{}

	mu     sync.Mutex
	events []*filesystempb.FilesystemEvent
	lost   int
	failed error
}

// CreateWatcher starts to collect what happens in a directory.
func (s *Service) CreateWatcher(_ context.Context, request *connect.Request[filesystempb.CreateWatcherRequest]) (*connect.Response[filesystempb.CreateWatcherResponse], error) {
	path, err := s.resolve(request.Header(), request.Msg.GetPath())
	if err != nil {
		return nil, err
	}
	w, err := openWatch(path, request.Msg)
	if err != nil {
		return nil, err
	}
	id, err := s.watchers.add(w)
	if err != nil {
		w.close()
		return nil, err
	}
	return connect.NewResponse(&filesystempb.CreateWatcherResponse{WatcherId: id}), nil
}

// GetWatcherEvents gives what happened since the last time.
func (s *Service) GetWatcherEvents(_ context.Context, request *connect.Request[filesystempb.GetWatcherEventsRequest]) (*connect.Response[filesystempb.GetWatcherEventsResponse], error) {
	w, err := s.watchers.find(request.Msg.GetWatcherId())
	if err != nil {
		return nil, err
	}
	events, err := w.take()
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&filesystempb.GetWatcherEventsResponse{Events: events}), nil
}

// RemoveWatcher ends a watcher.
func (s *Service) RemoveWatcher(_ context.Context, request *connect.Request[filesystempb.RemoveWatcherRequest]) (*connect.Response[filesystempb.RemoveWatcherResponse], error) {
	if err := s.watchers.remove(request.Msg.GetWatcherId()); err != nil {
		return nil, err
	}
	return connect.NewResponse(new(filesystempb.RemoveWatcherResponse)), nil
}

func (ws *watchers) add(watched *watch) (string, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if len(ws.byID) >= watchersMax {
		return "", refuse(connect.CodeResourceExhausted, "at most %d watchers can exist: remove one first", watchersMax)
	}
	w := &watcher{stopped: make(chan struct{})}
	go func() {
		defer watched.close()
		err := watched.run(w.stopped, w.keep)
		w.fail(err)
	}()
	id := rand.Text()
	ws.byID[id] = w
	return id, nil
}

func (ws *watchers) find(id string) (*watcher, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	w, ok := ws.byID[id]
	if !ok {
		return nil, refuse(connect.CodeNotFound, "watcher with id '%s' not found", id)
	}
	return w, nil
}

func (ws *watchers) remove(id string) error {
	w, err := ws.find(id)
	if err != nil {
		return err
	}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.byID[id] == w {
		delete(ws.byID, id)
		close(w.stopped)
	}
	return nil
}

func (w *watcher) keep(event *filesystempb.FilesystemEvent) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.events) >= queueMax {
		w.lost++
		return nil
	}
	w.events = append(w.events, event)
	return nil
}

func (w *watcher) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = err
}

// take gives the events, and only after them says that some were lost.
func (w *watcher) take() ([]*filesystempb.FilesystemEvent, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.events) > 0 {
		events := w.events
		w.events = nil
		return events, nil
	}
	if lost := w.lost; lost > 0 {
		w.lost = 0
		return nil, refuse(connect.CodeResourceExhausted, "a watcher keeps at most %d events between two polls, %d were lost: poll more often", queueMax, lost)
	}
	return nil, w.failed
}
