package server_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"
)

const endOfStream = 2

// stream is a server stream read as a client sees it: JSON messages in envelopes.
type stream struct {
	t    *testing.T
	body io.ReadCloser
}

func envelope(t *testing.T, message any) []byte {
	t.Helper()
	body, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(body))), body...)
}

func (b *box) stream(path string, message any, header ...string) *stream {
	b.t.Helper()
	return b.streamBody(path, bytes.NewReader(envelope(b.t, message)), header...)
}

func (b *box) streamBody(path string, body io.Reader, header ...string) *stream {
	b.t.Helper()
	request, err := http.NewRequest(http.MethodPost, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("X-Access-Token", token)
	request.Header.Set("Content-Type", "application/connect+json")
	request.Header.Set("Connect-Protocol-Version", "1")
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		b.t.Fatalf("a stream answers %d, not 200", response.StatusCode)
	}
	return &stream{b.t, response.Body}
}

// next reads one envelope.
func (s *stream) next() (last bool, message map[string]any) {
	s.t.Helper()
	var head [5]byte
	if _, err := io.ReadFull(s.body, head[:]); err != nil {
		s.t.Fatalf("the stream broke off: %v", err)
	}
	body := make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err := io.ReadFull(s.body, body); err != nil {
		s.t.Fatalf("the stream broke off: %v", err)
	}
	if err := json.Unmarshal(body, &message); err != nil {
		s.t.Fatalf("%q is not JSON: %v", body, err)
	}
	return head[0] == endOfStream, message
}

// message reads one envelope that is not the last.
func (s *stream) message() map[string]any {
	s.t.Helper()
	last, message := s.next()
	if last {
		s.t.Fatalf("the stream ended: %v", message)
	}
	return message
}

// failure reads to the end and gives its error's code and message, empty when there is none.
func (s *stream) failure() (code, message string) {
	s.t.Helper()
	for {
		last, end := s.next()
		if !last {
			continue
		}
		problem, _ := end["error"].(map[string]any)
		code, _ = problem["code"].(string)
		message, _ = problem["message"].(string)
		return code, message
	}
}

func at(message map[string]any, keys ...string) any {
	var value any = message
	for _, key := range keys {
		inner, _ := value.(map[string]any)
		value = inner[key]
	}
	return value
}

func (b *box) rpc(path string, message any, header ...string) *reply {
	b.t.Helper()
	body, err := json.Marshal(message)
	if err != nil {
		b.t.Fatal(err)
	}
	header = append([]string{"Content-Type", "application/json", "Connect-Protocol-Version", "1"}, header...)
	return b.do(http.MethodPost, path, token, bytes.NewReader(body), header...)
}

// eventually waits for a condition that another process brings about.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("in vain waited until %s", what)
}
