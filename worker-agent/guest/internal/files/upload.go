package files

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/problem"
	"smartboxes.io/guest/internal/xattr"
)

const (
	// transferBuffer is the unit in which contents move: system calls are dear in gVisor.
	transferBuffer = 256 << 10
	// partsMax is how many files one multipart upload may carry.
	partsMax = 10_000
)

// Entry is a written file as the answer describes it.
type Entry struct {
	Name     string            `json:"name"`
	Path     string            `json:"path"`
	Type     string            `json:"type"`
	Metadata map[string]string `json:"metadata,omitempty"`
}

// upload is one POST: all its files belong to the same user and get the same metadata.
type upload struct {
	handler  *Handler
	as       account.Account
	metadata map[string]string
	written  []Entry
}

func (h *Handler) post(r *http.Request) ([]Entry, *problem.Problem) {
	query := r.URL.Query()
	if refusal := h.authorise(r, query, operationWrite); refusal != nil {
		return nil, refusal
	}
	as, refusal := h.account(query.Get("username"))
	if refusal != nil {
		return nil, refusal
	}
	metadata, err := xattr.FromHeader(r.Header)
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "%v", err)
	}
	u := &upload{handler: h, as: as, metadata: metadata, written: []Entry{}}
	if refusal := u.read(r, query); refusal != nil {
		return nil, refusal
	}
	return u.written, nil
}

func (u *upload) read(r *http.Request, query url.Values) *problem.Problem {
	body, refusal := decoded(r)
	if refusal != nil {
		return refusal
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return problem.New(http.StatusBadRequest, "the upload's Content-Type is missing or malformed")
	}
	switch kind {
	case "multipart/form-data":
		return u.readParts(multipart.NewReader(body, parameters["boundary"]), query.Get("path"))
	case "application/octet-stream":
		if query.Get("path") == "" {
			return problem.New(http.StatusBadRequest, "an upload of type application/octet-stream needs the path query parameter")
		}
		return u.write(query.Get("path"), body)
	default:
		return problem.New(http.StatusBadRequest, "unsupported Content-Type '%s': use multipart/form-data or application/octet-stream", kind)
	}
}

func decoded(r *http.Request) (io.Reader, *problem.Problem) {
	body := bufio.NewReaderSize(r.Body, transferBuffer)
	switch encoding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
		return body, nil
	case "gzip":
		unpacked, err := gzip.NewReader(body)
		if err != nil {
			return nil, problem.New(http.StatusBadRequest, "the upload is not gzip, as its Content-Encoding says: %v", err)
		}
		return unpacked, nil
	default:
		return nil, problem.New(http.StatusBadRequest, "unsupported Content-Encoding '%s': use gzip or none", encoding)
	}
}

func (u *upload) readParts(parts *multipart.Reader, path string) *problem.Problem {
	for range partsMax {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return problem.New(http.StatusBadRequest, "error reading the multipart upload: %v", err)
		}
		if part.FormName() != "file" {
			continue
		}
		if path != "" && len(u.written) > 0 {
			return problem.New(http.StatusBadRequest, "an upload with the path query parameter carries one file only")
		}
		target := path
		if target == "" {
			target = fileName(part)
		}
		if refusal := u.write(target, part); refusal != nil {
			return refusal
		}
	}
	return problem.New(http.StatusBadRequest, "a multipart upload carries at most %d parts", partsMax)
}

// fileName is the whole file name: multipart.Part.FileName would drop its directories.
func fileName(part *multipart.Part) string {
	_, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return parameters["filename"]
}

func (u *upload) write(path string, content io.Reader) *problem.Problem {
	if path == "" {
		return problem.New(http.StatusBadRequest, "a file of the upload has no path: set its filename or the path query parameter")
	}
	resolved, refusal := u.handler.resolve(u.as, path)
	if refusal != nil {
		return refusal
	}
	if err := u.as.MakeDirectories(filepath.Dir(resolved)); err != nil {
		return pathProblem(filepath.Dir(resolved), err)
	}
	_, err := os.Lstat(resolved)
	isNew := errors.Is(err, os.ErrNotExist)
	file, _, refusal := openRegular(resolved, os.O_WRONLY|os.O_CREATE)
	if refusal != nil {
		return refusal
	}
	defer file.Close()
	if refusal := u.fill(file, content, isNew); refusal != nil {
		if isNew {
			_ = os.Remove(resolved) // Half a file helps nobody, and keeps a full disk full.
		}
		return refusal
	}
	u.written = append(u.written, Entry{filepath.Base(resolved), resolved, "file", u.metadata})
	return nil
}

func (u *upload) fill(file *os.File, content io.Reader, isNew bool) *problem.Problem {
	if isNew {
		if err := file.Chown(int(u.as.UID), int(u.as.GID)); err != nil {
			return pathProblem(file.Name(), err)
		}
	} else if err := file.Truncate(0); err != nil {
		return pathProblem(file.Name(), err)
	}
	if refusal := transfer(file, content); refusal != nil {
		return refusal
	}
	if err := xattr.Replace(int(file.Fd()), u.metadata); err != nil {
		return problem.New(http.StatusInternalServerError, "error storing the metadata of '%s': %v", file.Name(), err)
	}
	if err := file.Close(); err != nil {
		return pathProblem(file.Name(), err)
	}
	return nil
}

// transfer copies in large units and tells a broken upload from a broken disk.
func transfer(file *os.File, content io.Reader) *problem.Problem {
	source := &sourceReader{reader: content}
	// A file would offer to read by itself, in smaller units than ours.
	target := bufio.NewWriterSize(struct{ io.Writer }{file}, transferBuffer)
	_, err := io.Copy(target, source)
	if source.err != nil {
		return problem.New(http.StatusBadRequest, "error reading the upload of '%s': %v", file.Name(), source.err)
	}
	if err == nil {
		err = target.Flush()
	}
	if err != nil {
		return pathProblem(file.Name(), err)
	}
	return nil
}

// sourceReader remembers that it was the reading that failed.
type sourceReader struct {
	reader io.Reader
	err    error
}

func (s *sourceReader) Read(into []byte) (int, error) {
	n, err := s.reader.Read(into)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}
