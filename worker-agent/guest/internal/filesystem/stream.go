package filesystem

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/keepalive"
	filesystempb "smartboxes.io/guest/proto/filesystem"
)

// WatchDir streams what happens in a directory until the client leaves. A slow client is waited for.
func (s *Service) WatchDir(ctx context.Context, request *connect.Request[filesystempb.WatchDirRequest], stream *connect.ServerStream[filesystempb.WatchDirResponse]) error {
	path, err := s.resolve(request.Header(), request.Msg.GetPath())
	if err != nil {
		return err
	}
	w, err := openWatch(path, request.Msg)
	if err != nil {
		return err
	}
	defer w.close()
	start := &filesystempb.WatchDirResponse_Start{Start: &filesystempb.WatchDirResponse_StartEvent{}}
	if err := stream.Send(&filesystempb.WatchDirResponse{Event: start}); err != nil {
		return err
	}
	return pass(ctx, w, keepalive.Interval(request.Header()), stream)
}

// pass sends the events from one goroutine, as a stream demands, with a keepalive whenever nothing happened for a while.
func pass(ctx context.Context, w *watch, interval time.Duration, stream *connect.ServerStream[filesystempb.WatchDirResponse]) error {
	ctx, cancel := context.WithCancel(ctx)
	events := make(chan *filesystempb.FilesystemEvent)
	ended := make(chan error, 1)
	go func() {
		ended <- w.run(ctx.Done(), func(event *filesystempb.FilesystemEvent) error {
			select {
			case events <- event:
			case <-ctx.Done():
			}
			return nil
		})
	}()
	defer func() { <-ended }()
	defer cancel()

	quiet := time.NewTimer(interval)
	defer quiet.Stop()
	for {
		var response filesystempb.WatchDirResponse
		select {
		case event := <-events:
			response.Event = &filesystempb.WatchDirResponse_Filesystem{Filesystem: event}
		case <-quiet.C:
			response.Event = &filesystempb.WatchDirResponse_Keepalive{Keepalive: &filesystempb.WatchDirResponse_KeepAlive{}}
		case err := <-ended:
			ended <- err
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := stream.Send(&response); err != nil {
			return err
		}
		quiet.Reset(interval)
	}
}
