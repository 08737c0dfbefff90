// Package access decides whether a request may reach the sandbox at all.
package access

import (
	"net/http"

	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/problem"
)

// TokenHeader carries the sandbox's access token.
const TokenHeader = "X-Access-Token"

// WorkerTokenHeader carries the same token where only the worker can put it: its gateway, which puts the token into
// TokenHeader for those who may enter, passes no header on whose name begins like this one's.
const WorkerTokenHeader = "SmartBoxes-Worker-Token"

const unauthorized = "unauthorized access, please provide a valid access token or method signing if supported"

// AfterInit lets requests pass once the sandbox has an identity.
func AfterInit(box *identity.Box, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if box.Identity() == nil {
			problem.New(http.StatusServiceUnavailable, "the sandbox has not been initialised yet").Write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// WithToken lets requests pass that carry the sandbox's token.
func WithToken(box *identity.Box, next http.Handler) http.Handler {
	return with(TokenHeader, box, next)
}

// ForWorker lets the worker's own requests pass, and no client's.
func ForWorker(box *identity.Box, next http.Handler) http.Handler {
	return with(WorkerTokenHeader, box, next)
}

func with(header string, box *identity.Box, next http.Handler) http.Handler {
	return AfterInit(box, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !box.Identity().HasToken(r.Header.Get(header)) {
			problem.New(http.StatusUnauthorized, unauthorized).Write(w)
			return
		}
		next.ServeHTTP(w, r)
	}))
}
