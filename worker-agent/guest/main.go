// Smartboxes-guest is the daemon inside every sandbox. It is the first process of its box, runs as root, and serves E2B's
// envd protocol: processes, terminals, files and watches. It trusts nobody but the holder of the box's access token, which
// the worker hands it once (package identity).
package main

import (
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"smartboxes.io/guest/internal/files"
	"smartboxes.io/guest/internal/filesystem"
	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/logs"
	"smartboxes.io/guest/internal/memory"
	"smartboxes.io/guest/internal/process"
	"smartboxes.io/guest/internal/rehearsal"
	"smartboxes.io/guest/internal/relay"
	"smartboxes.io/guest/internal/server"
	"smartboxes.io/guest/internal/spawn"
)

const (
	// An idle sandbox should cost little: collect early, for requests allocate little.
	garbagePercent = 50
	// heapSoftMax makes the collector work harder before large messages of many streams grow the guest further.
	heapSoftMax = 64 << 20
	// defaultUser is whose first command is rehearsed; a template without one goes without.
	defaultUser = "user"
)

func main() {
	address := flag.String("listen", "0.0.0.0:49983", "address to serve at")
	relayAddress := flag.String("relay", "0.0.0.0:49984", "address at which to relay to servers on loopback, once there is an identity")
	flag.Parse()
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(heapSoftMax)
	log.SetFlags(0)
	log.SetPrefix("smartboxes-guest: ")

	listener, err := net.Listen("tcp4", *address)
	if err != nil {
		log.Fatal(err)
	}
	go endOnSignal()
	if err := spawn.Weaken(); err != nil {
		log.Fatal(err)
	}
	log.Printf("serving at %s", listener.Addr())
	if err := assemble(*relayAddress).Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func assemble(relayAddress string) *http.Server {
	var processes *process.Service
	guard := memory.NewGuard(spawn.Childless, func(pid int, reason string) { processes.Blame(pid, reason) })
	box := identity.NewBox(identity.RealMachine(), func(named *identity.Identity) {
		keepLimits(named, guard)
		relayAt(relayAddress)
	})
	spawner := spawn.New()
	written := new(logs.Ring)
	processes = process.NewService(box, spawner, written, guard.Wake)
	rehearsal.Await(rehearsal.Patience, func() bool { return box.Identity() != nil }, defaultUser, spawner.Start)
	return server.New(server.Services{
		Box:        box,
		Process:    processes,
		Filesystem: filesystem.NewService(box),
		Files:      files.NewHandler(box, time.Now),
		Memory:     guard,
		Logs:       written,
	})
}

// relayAt begins before the sandbox has a process of its own that could hold the port.
func relayAt(address string) {
	listener, err := net.Listen("tcp4", address)
	if err != nil {
		log.Printf("servers that listen on loopback only are out of reach: %v", err)
		return
	}
	go relay.Serve(listener)
}

// keepLimits ends other processes for their memory only where they are this box's: outside a sandbox they would be the
// machine's.
func keepLimits(named *identity.Identity, guard *memory.Guard) {
	if most := named.ProcessesMax; most > 0 {
		if err := spawn.LimitProcesses(most); err != nil {
			log.Printf("limiting processes to %d per user: %v", most, err)
		}
	}
	if named.MemoryBytes > 0 && os.Getpid() == 1 {
		go guard.Keep(named.MemoryBytes)
	}
}

// endOnSignal ends the box: with its first process all others end. PID 1 ignores signals that it does not ask for.
func endOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
	os.Exit(0)
}
