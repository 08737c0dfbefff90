package files

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"smartboxes.io/guest/internal/problem"
)

// peeked is how much of a file that claims to be empty is read to see whether it is: files of /proc are not.
const peeked = 64 << 10

func (h *Handler) get(w http.ResponseWriter, r *http.Request) *problem.Problem {
	query := r.URL.Query()
	if refusal := h.authorise(r, query, operationRead); refusal != nil {
		return refusal
	}
	as, refusal := h.account(query.Get("username"))
	if refusal != nil {
		return refusal
	}
	path, refusal := h.resolve(as, query.Get("path"))
	if refusal != nil {
		return refusal
	}
	encoding, ok := negotiate(r.Header)
	if !ok {
		return problem.New(http.StatusNotAcceptable, "no acceptable encoding found, supported: [identity, gzip]")
	}
	file, info, refusal := openRegular(path, os.O_RDONLY)
	if refusal != nil {
		return refusal
	}
	defer file.Close()
	describeDownload(w.Header(), file.Name())
	if info.Size() == 0 {
		return serveUnsized(w, r, file)
	}
	if encoding == gzipEncoding {
		serveGzip(w, r, file)
		return nil
	}
	serve(w, r, file, info.ModTime())
	return nil
}

// serve handles ranges and conditions. ServeContent sends the file with the least copying.
func serve(w http.ResponseWriter, r *http.Request, content io.ReadSeeker, modified time.Time) {
	http.ServeContent(w, r, "", modified, content)
}

func serveGzip(w http.ResponseWriter, r *http.Request, file *os.File) {
	w.Header().Set("Content-Encoding", gzipEncoding)
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	packed, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	// Once the answer has begun a failure can only cut it short: without the trailer the client sees that.
	if _, err := io.CopyBuffer(packed, onlyReader{file}, make([]byte, transferBuffer)); err == nil {
		_ = packed.Close()
	}
}

// serveUnsized serves a file whose size is said to be 0. Most are empty, which is told by a length of 0.
func serveUnsized(w http.ResponseWriter, r *http.Request, file *os.File) *problem.Problem {
	start := make([]byte, peeked)
	n, err := io.ReadFull(file, start)
	switch err {
	case io.EOF, io.ErrUnexpectedEOF:
		w.Header().Set("Content-Length", strconv.Itoa(n))
		serve(w, r, bytes.NewReader(start[:n]), time.Time{})
	case nil:
		w.WriteHeader(http.StatusOK)
		_, _ = io.CopyBuffer(w, io.MultiReader(bytes.NewReader(start), onlyReader{file}), make([]byte, transferBuffer))
	default:
		return pathProblem(file.Name(), err)
	}
	return nil
}

// onlyReader hides the other methods of a file, by which io.Copy would choose a way of its own.
type onlyReader struct{ io.Reader }
