package files

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/problem"
)

const (
	composeBytesMax = 1 << 20
	// sourcesMax is how many files one can be composed of.
	sourcesMax = 10_000
)

type composeRequest struct {
	Sources     []string `json:"source_paths"`
	Destination string   `json:"destination"`
	Username    string   `json:"username"`
}

// compose joins the sources in a new file beside the destination, puts it in its place, and removes the sources: whoever
// looks sees the old destination or the whole new one.
func (h *Handler) compose(w http.ResponseWriter, r *http.Request) (*Entry, *problem.Problem) {
	var request composeRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, composeBytesMax)).Decode(&request); err != nil {
		return nil, problem.New(http.StatusBadRequest, "the body of /files/compose is not what it should be: %v", err)
	}
	if len(request.Sources) == 0 || len(request.Sources) > sourcesMax || request.Destination == "" {
		return nil, problem.New(http.StatusBadRequest, "composing needs a destination and 1 to %d source_paths", sourcesMax)
	}
	as, refusal := h.account(request.Username)
	if refusal != nil {
		return nil, refusal
	}
	destination, refusal := h.resolve(as, request.Destination)
	if refusal != nil {
		return nil, refusal
	}
	sources := make([]string, len(request.Sources))
	for i, source := range request.Sources {
		if sources[i], refusal = h.resolve(as, source); refusal != nil {
			return nil, refusal
		}
	}
	if refusal := join(as, sources, destination); refusal != nil {
		return nil, refusal
	}
	return &Entry{Name: filepath.Base(destination), Path: destination, Type: "file"}, nil
}

func join(as account.Account, sources []string, destination string) *problem.Problem {
	directory := filepath.Dir(destination)
	if err := as.MakeDirectories(directory); err != nil {
		return pathProblem(directory, err)
	}
	if info, err := os.Stat(destination); err == nil && !info.Mode().IsRegular() {
		return problem.New(http.StatusBadRequest, "path '%s' is not a regular file", destination)
	}
	joined, err := os.CreateTemp(directory, ".compose-*")
	if err != nil {
		return pathProblem(directory, err)
	}
	defer os.Remove(joined.Name()) // Gone by then if all went well.
	defer joined.Close()
	for _, source := range sources {
		if refusal := appendFile(joined, source); refusal != nil {
			return refusal
		}
	}
	err = errors.Join(joined.Chown(int(as.UID), int(as.GID)), joined.Chmod(0o644), joined.Close(), os.Rename(joined.Name(), destination))
	if err != nil {
		return pathProblem(destination, err)
	}
	return removeSources(sources, destination)
}

// appendFile lets the kernel copy between the files where it can.
func appendFile(joined *os.File, source string) *problem.Problem {
	file, _, refusal := openRegular(source, os.O_RDONLY)
	if refusal != nil {
		return refusal
	}
	defer file.Close()
	if _, err := io.Copy(joined, file); err != nil {
		return pathProblem(joined.Name(), err)
	}
	return nil
}

func removeSources(sources []string, destination string) *problem.Problem {
	for _, source := range sources {
		if source == destination {
			continue
		}
		if err := os.Remove(source); err != nil && !errors.Is(err, os.ErrNotExist) {
			return pathProblem(source, err)
		}
	}
	return nil
}
