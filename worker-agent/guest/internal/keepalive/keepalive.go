// Package keepalive tells how often a silent stream says that it is alive.
package keepalive

import (
	"net/http"
	"strconv"
	"time"
)

const (
	header   = "Keepalive-Ping-Interval"
	fallback = 90 * time.Second
	longest  = time.Hour
)

// Interval is the one that the client asks for, in whole seconds from 1 to 3600, or 90 s.
func Interval(request http.Header) time.Duration {
	seconds, err := strconv.Atoi(request.Get(header))
	if err != nil || seconds < 1 {
		return fallback
	}
	return min(time.Duration(seconds)*time.Second, longest)
}
