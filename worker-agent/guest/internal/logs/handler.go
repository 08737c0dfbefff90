package logs

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"smartboxes.io/guest/internal/problem"
)

const (
	// batch is how many lines are copied at a time.
	batch = 256
	// pause lets lines gather, so that a chatty process does not wake the worker for each.
	pause = 100 * time.Millisecond
	// aliveEvery is how often an empty line says that the sandbox is still there.
	aliveEvery = 30 * time.Second
	// patience is how long a reader may take no bytes.
	patience = 30 * time.Second
	// readersMax is one for the worker's agent and some for those that it has not noticed to be gone.
	readersMax = 4
)

// Handler streams the lines to the worker.
type Handler struct {
	ring    *Ring
	readers atomic.Int32
}

// NewHandler makes the handler.
func NewHandler(ring *Ring) *Handler { return &Handler{ring: ring} }

// ServeHTTP answers GET /logs?from=N with one JSON object a line, from number N on, until the reader goes away; with
// once=true it ends when there are no more.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	from, err := strconv.ParseUint(r.URL.Query().Get("from"), 10, 64)
	if err != nil {
		problem.New(http.StatusBadRequest, "from must be the number of a line").Write(w)
		return
	}
	once := r.URL.Query().Get("once") == "true"
	defer h.readers.Add(-1)
	if h.readers.Add(1) > readersMax {
		problem.New(http.StatusTooManyRequests, "at most %d can read at once", readersMax).Write(w)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	control := http.NewResponseController(w)
	if control.Flush() != nil {
		return
	}
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		lines, reached, news := h.ring.From(from, batch)
		if once && len(lines) == 0 {
			return
		}
		if news != nil {
			select {
			case <-news:
				time.Sleep(pause)
				continue
			case <-alive.C:
			case <-r.Context().Done():
				return
			}
		}
		from = next(from, lines, reached, news != nil)
		_ = control.SetWriteDeadline(time.Now().Add(patience))
		if _, err := w.Write(encode(lines)); err != nil {
			return
		}
		if control.Flush() != nil {
			return
		}
	}
}

// next passes over lines that were counted only, if nothing was kept behind them: the next line's number tells of them.
func next(from uint64, lines []Line, reached uint64, waited bool) uint64 {
	switch {
	case len(lines) > 0:
		return lines[len(lines)-1].Number + 1
	case waited:
		return from
	default:
		return reached + 1
	}
}

// encode gives an empty line for no lines.
func encode(lines []Line) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	for _, line := range lines {
		_ = encoder.Encode(line) // Numbers and valid text: nothing that could not be said in JSON.
	}
	if text.Len() == 0 {
		text.WriteByte('\n')
	}
	return text.Bytes()
}
