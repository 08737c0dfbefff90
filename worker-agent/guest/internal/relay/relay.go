// Package relay lets the worker's gateway reach servers that listen on the sandbox's loopback only, as development servers
// do by default: the gateway's own connections arrive at the sandbox's other address, where such a server is not.
//
// It speaks SOCKS 5 (RFC 1928), whatever address is asked for means loopback, and it asks for no password: every process of
// the sandbox reaches the same servers without it, and from outside nobody but the worker reaches the sandbox at all.
package relay

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"strconv"
	"syscall"
	"time"
)

const (
	// connectionsMax bounds what is relayed at once; more than the gateway admits to one sandbox.
	connectionsMax = 2048
	// handshakeWithin is how long a caller may take to say where it wants to go.
	handshakeWithin = 5 * time.Second
	dialWithin      = 5 * time.Second
	// acceptPause is how long to wait after a failure to accept, for example for want of descriptors.
	acceptPause = 100 * time.Millisecond
)

// The numbers of RFC 1928.
const (
	version         = 5
	methodNone      = 0
	methodsRefused  = 0xff
	commandConnect  = 1
	addressIPv4     = 1
	addressDomain   = 3
	addressIPv6     = 4
	replySucceeded  = 0
	replyFailed     = 1
	replyRefused    = 5
	replyNoCommand  = 7
	replyNoAddress  = 8
	portBytes       = 2
	requestHeadSize = 4
)

var errRefused = errors.New("not a connection that is relayed")

// loopback are the addresses under which a server may listen, in the order in which they are tried.
var loopback = []string{"127.0.0.1", "::1"}

// Serve relays what the listener accepts until the listener is closed.
func Serve(listener net.Listener) {
	taken := make(chan struct{}, connectionsMax)
	for {
		caller, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			log.Printf("relay: %v", err)
			time.Sleep(acceptPause)
			continue
		}
		select {
		case taken <- struct{}{}:
			go func() {
				defer func() { <-taken }()
				relay(caller.(*net.TCPConn))
			}()
		default:
			_ = caller.Close()
		}
	}
}

func relay(caller *net.TCPConn) {
	defer caller.Close()
	_ = caller.SetDeadline(time.Now().Add(handshakeWithin))
	port, err := handshake(caller)
	if err != nil {
		return
	}
	server, err := dial(port)
	if err != nil {
		_ = reply(caller, replyFor(err))
		return
	}
	defer server.Close()
	if reply(caller, replySucceeded) != nil {
		return
	}
	_ = caller.SetDeadline(time.Time{})
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		pass(server, caller)
	}()
	pass(caller, server)
	<-answered
}

// pass ends one direction when its source has ended, and both when its target takes no more.
func pass(from, to *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		_ = from.Close()
		_ = to.Close()
		return
	}
	_ = to.CloseWrite()
}

// handshake reads a greeting and a request, and gives the port that is asked for.
func handshake(caller io.ReadWriter) (uint16, error) {
	head := make([]byte, 2)
	if _, err := io.ReadFull(caller, head); err != nil {
		return 0, err
	}
	methods := make([]byte, head[1])
	if _, err := io.ReadFull(caller, methods); err != nil {
		return 0, err
	}
	if head[0] != version {
		return 0, errRefused
	}
	if !bytes.Contains(methods, []byte{methodNone}) {
		_, _ = caller.Write([]byte{version, methodsRefused})
		return 0, errRefused
	}
	if _, err := caller.Write([]byte{version, methodNone}); err != nil {
		return 0, err
	}
	return request(caller)
}

func request(caller io.ReadWriter) (uint16, error) {
	head := make([]byte, requestHeadSize)
	if _, err := io.ReadFull(caller, head); err != nil {
		return 0, err
	}
	if head[0] != version || head[1] != commandConnect {
		_ = reply(caller, replyNoCommand)
		return 0, errRefused
	}
	var length int
	switch head[3] {
	case addressIPv4:
		length = net.IPv4len
	case addressIPv6:
		length = net.IPv6len
	case addressDomain:
		if _, err := io.ReadFull(caller, head[:1]); err != nil {
			return 0, err
		}
		length = int(head[0])
	default:
		_ = reply(caller, replyNoAddress)
		return 0, errRefused
	}
	target := make([]byte, length+portBytes)
	if _, err := io.ReadFull(caller, target); err != nil {
		return 0, err
	}
	return uint16(target[length])<<8 | uint16(target[length+1]), nil
}

func dial(port uint16) (server *net.TCPConn, err error) {
	for _, address := range loopback {
		var connection net.Conn
		connection, err = net.DialTimeout("tcp", net.JoinHostPort(address, strconv.Itoa(int(port))), dialWithin)
		if err == nil {
			return connection.(*net.TCPConn), nil
		}
	}
	return nil, err
}

func replyFor(err error) byte {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return replyRefused
	}
	return replyFailed
}

// reply answers a request; the address that the relay is bound to means nothing to anybody.
func reply(caller io.Writer, code byte) error {
	_, err := caller.Write([]byte{version, code, 0, addressIPv4, 0, 0, 0, 0, 0, 0})
	return err
}
