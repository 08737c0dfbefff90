// Package problem answers plain HTTP requests with E2B's error body.
package problem

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Problem is an error for the caller: an HTTP status and a sentence.
type Problem struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (p *Problem) Error() string { return p.Message }

// New makes a Problem with a formatted sentence.
func New(code int, format string, args ...any) *Problem {
	return &Problem{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Write answers the request with the problem.
func (p *Problem) Write(w http.ResponseWriter) {
	WriteJSON(w, p.Code, p)
}

// WriteJSON answers with a status and a value as JSON. A caller that has gone is not an error of ours.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
