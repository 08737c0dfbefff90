package process

import (
	"context"
	"net/http"
	"time"

	"smartboxes.io/guest/internal/keepalive"
	processpb "smartboxes.io/guest/proto/process"
)

// follow sends the process's start, its events, and a keepalive whenever nothing was said for a while. It returns after
// the end event, or when the request is over.
func follow(ctx context.Context, p *process, follower *subscriber, header http.Header, send func(*processpb.ProcessEvent) error) error {
	if err := send(p.startEvent()); err != nil {
		return err
	}
	quiet := time.NewTimer(keepalive.Interval(header))
	defer quiet.Stop()
	for {
		var event *processpb.ProcessEvent
		select {
		case event = <-follower.events:
		case <-quiet.C:
			event = &processpb.ProcessEvent{Event: &processpb.ProcessEvent_Keepalive{Keepalive: &processpb.ProcessEvent_KeepAlive{}}}
		case <-ctx.Done():
			return contextError(ctx)
		}
		if err := send(event); err != nil {
			return err
		}
		if event.GetEnd() != nil {
			return nil
		}
		quiet.Reset(keepalive.Interval(header))
	}
}
