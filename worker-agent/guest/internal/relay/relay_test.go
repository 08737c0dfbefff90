package relay_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"smartboxes.io/guest/internal/relay"
)

var (
	greeting = []byte{5, 1, 0}
	greeted  = []byte{5, 0}
)

// listen gives a listener on loopback that ends with the test.
func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

// caller is a connection to a relay.
type caller struct {
	t *testing.T
	*net.TCPConn
}

func call(t *testing.T) *caller {
	t.Helper()
	listener := listen(t, "127.0.0.1:0")
	go relay.Serve(listener)
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	_ = connection.SetDeadline(time.Now().Add(20 * time.Second))
	return &caller{t, connection.(*net.TCPConn)}
}

func (c *caller) say(parts ...[]byte) {
	c.t.Helper()
	if _, err := c.Write(bytes.Join(parts, nil)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *caller) hear(want []byte) {
	c.t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, want) {
		c.t.Fatalf("heard %v (%v), want %v", got, err, want)
	}
}

func (c *caller) hearEnd() {
	c.t.Helper()
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		c.t.Fatalf("heard %d bytes more (%v), want the end", n, err)
	}
}

func portOf(listener net.Listener) []byte {
	port := listener.Addr().(*net.TCPAddr).Port
	return []byte{byte(port >> 8), byte(port)}
}

func answer(code byte) []byte { return []byte{5, code, 0, 1, 0, 0, 0, 0, 0, 0} }

// serveTwice answers all it has read to the end, twice over.
func serveTwice(listener net.Listener) {
	connection, err := listener.Accept()
	if err != nil {
		return
	}
	defer connection.Close()
	all, _ := io.ReadAll(connection)
	_, _ = connection.Write(append(all, all...))
}

func TestRelaysToLoopbackWhateverAddressIsAskedFor(t *testing.T) {
	for name, address := range map[string][]byte{
		"IPv4":   {1, 127, 0, 0, 1},
		"IPv6":   append([]byte{4}, make([]byte, 16)...),
		"domain": append([]byte{3, 11}, "example.com"...),
		"far":    {1, 192, 0, 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := listen(t, "127.0.0.1:0")
			go serveTwice(server)
			c := call(t)

			c.say(greeting, []byte{5, 1, 0}, address, portOf(server))
			c.hear(greeted)
			c.hear(answer(0))
			c.say([]byte("abc"))
			_ = c.CloseWrite()

			c.hear([]byte("abcabc"))
			c.hearEnd()
		})
	}
}

func TestFindsServersOnIPv6(t *testing.T) {
	server := listen(t, "[::1]:0")
	go serveTwice(server)
	c := call(t)

	c.say(greeting, []byte{5, 1, 0, 1, 127, 0, 0, 1}, portOf(server))
	c.hear(greeted)
	c.hear(answer(0))
}

func TestSaysThatNothingListens(t *testing.T) {
	server := listen(t, "127.0.0.1:0")
	port := portOf(server)
	_ = server.Close()
	c := call(t)

	c.say(greeting, []byte{5, 1, 0, 1, 127, 0, 0, 1}, port)
	c.hear(greeted)
	c.hear(answer(5))
	c.hearEnd()
}

func TestRefusesWhatIsNoConnect(t *testing.T) {
	for name, said := range map[string]struct{ request, heard []byte }{
		"HTTP":            {[]byte("GET / HTTP/1.1\r\n"), nil},
		"password only":   {[]byte{5, 1, 2}, []byte{5, 0xff}},
		"bind":            {[]byte{5, 1, 0, 5, 2, 0, 1}, append(greeted, answer(7)...)},
		"unknown address": {[]byte{5, 1, 0, 5, 1, 0, 9}, append(greeted, answer(8)...)},
	} {
		t.Run(name, func(t *testing.T) {
			c := call(t)
			c.say(said.request)
			_ = c.CloseWrite()
			c.hear(said.heard)
			c.hearEnd()
		})
	}
}
