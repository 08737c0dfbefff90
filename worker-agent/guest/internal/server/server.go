// Package server puts the guest's services behind one HTTP server.
package server

import (
	"net/http"
	"time"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/access"
	"smartboxes.io/guest/internal/files"
	"smartboxes.io/guest/internal/filesystem"
	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/logs"
	"smartboxes.io/guest/internal/memory"
	"smartboxes.io/guest/internal/metrics"
	"smartboxes.io/guest/internal/problem"
	"smartboxes.io/guest/internal/process"
	"smartboxes.io/guest/proto/filesystem/filesystempbconnect"
	"smartboxes.io/guest/proto/process/processpbconnect"
)

const (
	// messageBytesMax bounds one RPC message from a client.
	messageBytesMax = 16 << 20
	headerBytesMax  = 256 << 10
	headerTimeout   = 30 * time.Second
	// idleTimeout is longer than any proxy in front keeps an unused connection, so that it is the proxy that closes.
	idleTimeout = 15 * time.Minute
)

// Services are what the server serves.
type Services struct {
	Box        *identity.Box
	Process    *process.Service
	Filesystem *filesystem.Service
	Files      *files.Handler
	Memory     *memory.Guard
	Logs       *logs.Ring
}

// New makes the server. It has no timeout for whole requests: streams last as long as their clients want.
func New(services Services) *http.Server {
	return &http.Server{
		Handler:           crossOrigin(routes(services)),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    headerBytesMax,
	}
}

func routes(s Services) http.Handler {
	secured := func(handler http.Handler) http.Handler { return access.WithToken(s.Box, handler) }
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.Handle("POST /init", s.Box)
	mux.Handle("GET /envs", secured(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		problem.WriteJSON(w, http.StatusOK, s.Box.Identity().Environment())
	})))
	mux.Handle("GET /metrics", secured(metrics.NewHandler(s.Box)))
	mux.Handle("GET /limits", secured(s.limits()))
	mux.Handle("GET /logs", access.ForWorker(s.Box, logs.NewHandler(s.Logs)))
	mux.Handle("GET /files", access.AfterInit(s.Box, http.HandlerFunc(s.Files.Get)))
	mux.Handle("POST /files", access.AfterInit(s.Box, http.HandlerFunc(s.Files.Post)))
	mux.Handle("POST /files/compose", secured(http.HandlerFunc(s.Files.Compose)))

	path, handler := processpbconnect.NewProcessHandler(s.Process, rpcOptions()...)
	mux.Handle(path, secured(handler))
	mux.Handle(processpbconnect.ProcessStreamInputProcedure, secured(answerEarly(handler)))
	path, handler = filesystempbconnect.NewFilesystemHandler(s.Filesystem, rpcOptions()...)
	mux.Handle(path, secured(handler))
	mux.Handle("/", secured(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.New(http.StatusNotFound, "there is nothing at %s %s", r.Method, r.URL.Path).Write(w)
	})))
	return mux
}

// rpcOptions: no compression, since compressing each small message of a stream costs more than it saves.
func rpcOptions() []connect.HandlerOption {
	return []connect.HandlerOption{
		connect.WithReadMaxBytes(messageBytesMax),
		connect.WithCompression("gzip", nil, nil),
	}
}

// limits is for the worker, which has to know why processes ended: what was ended for exceeding a limit.
func (s Services) limits() http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		latest, total := s.Memory.Ends()
		problem.WriteJSON(w, http.StatusOK, map[string]any{"total": total, "latest": latest})
	}
}
