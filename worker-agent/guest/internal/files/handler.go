// Package files serves the contents of files over plain HTTP: download, upload, and composing one file of several.
package files

import (
	"io"
	"net/http"
	"time"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/problem"
)

// drainedMax is how much of an upload that does not fit is still received.
const drainedMax = 4 << 30

// Handler serves /files and /files/compose of one box.
type Handler struct {
	box *identity.Box
	now func() time.Time
}

// NewHandler makes the handler; now is the wall clock that signatures expire by.
func NewHandler(box *identity.Box, now func() time.Time) *Handler {
	return &Handler{box: box, now: now}
}

// Get answers GET /files.
func (h *Handler) Get(w http.ResponseWriter, r *http.Request) {
	if refusal := h.get(w, r); refusal != nil {
		refusal.Write(w)
	}
}

// Post answers POST /files.
func (h *Handler) Post(w http.ResponseWriter, r *http.Request) {
	written, refusal := h.post(r)
	if refusal != nil {
		if refusal.Code == http.StatusInsufficientStorage {
			// Many clients read no answer before they have sent everything, and would only see a broken connection.
			_, _ = io.CopyN(io.Discard, r.Body, drainedMax)
		}
		refusal.Write(w)
		return
	}
	problem.WriteJSON(w, http.StatusOK, written)
}

// Compose answers POST /files/compose.
func (h *Handler) Compose(w http.ResponseWriter, r *http.Request) {
	composed, refusal := h.compose(w, r)
	if refusal != nil {
		refusal.Write(w)
		return
	}
	problem.WriteJSON(w, http.StatusOK, composed)
}

func (h *Handler) account(username string) (account.Account, *problem.Problem) {
	name := h.box.Identity().UserOr(username)
	as, err := account.Lookup(name)
	if err != nil {
		return as, problem.New(http.StatusUnauthorized, "error looking up user '%s': %v", name, err)
	}
	return as, nil
}

func (h *Handler) resolve(as account.Account, path string) (string, *problem.Problem) {
	resolved, err := as.Resolve(path, h.box.Identity().Workdir)
	if err != nil {
		return "", problem.New(http.StatusBadRequest, "%v", err)
	}
	return resolved, nil
}
