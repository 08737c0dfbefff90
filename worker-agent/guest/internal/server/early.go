package server

import (
	"io"
	"net/http"
	"time"
)

// lingering is how long a connection may stay open for the rest of a request that has been answered already.
const lingering = 5 * time.Second

// answerEarly lets the handler answer while the client is still sending. Without it HTTP/1.1 reads the request to its end
// first, which for a stream of input may be never. The connection is not used again: the rest of the request would stand
// before the next one, and net/http panics when it meets the end of a body that was answered before.
func answerEarly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		control := http.NewResponseController(w)
		if err := control.EnableFullDuplex(); err != nil {
			next.ServeHTTP(w, r)
			return
		}
		r.Body = undrained{r.Body}
		next.ServeHTTP(w, r)
		_ = control.SetReadDeadline(time.Now().Add(lingering))
	})
}

// undrained leaves closing the body, which waits for its rest, to the HTTP server: it does so after it has answered.
type undrained struct{ io.Reader }

func (undrained) Close() error { return nil }
