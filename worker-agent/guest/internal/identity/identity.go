// Package identity holds who this sandbox is: its access token, environment, user and limits.
//
// A box boots without an identity and is given one by the worker, once per boot, through POST /init:
//
//	(booted) --/init T--> named T --/init T--> named T     (entropy and certificates are taken again)
//	                         |
//	                         '--/init U--> refused, 409    (a used box is never given to somebody else)
package identity

import (
	"crypto/subtle"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"

	"smartboxes.io/guest/internal/problem"
)

const (
	fallbackUser = "user"
	bytesPerMiB  = 1 << 20
)

// Identity is what one /init said. It is never changed after it was published.
type Identity struct {
	token       string
	environment map[string]string

	// User runs what names no user of its own.
	User string
	// Workdir is where processes start and empty paths lead; empty means the user's home.
	Workdir string
	// MemoryBytes is the advertised memory; 0 means that nobody said.
	MemoryBytes uint64
	// ProcessesMax is how many processes one Unix user may have; 0 means that nobody said.
	ProcessesMax uint64
}

// Token is the secret that every caller has to know.
func (i *Identity) Token() string { return i.token }

// HasToken compares in constant time.
func (i *Identity) HasToken(token string) bool {
	return subtle.ConstantTimeCompare([]byte(i.token), []byte(token)) == 1
}

// Environment is a copy of the variables that every process gets.
func (i *Identity) Environment() map[string]string { return maps.Clone(i.environment) }

// UserOr gives the named user, or the default one for an empty name.
func (i *Identity) UserOr(name string) string {
	if name == "" {
		return i.User
	}
	return name
}

// Box is the sandbox's identity over time: none, then one.
type Box struct {
	machine Machine
	named   func(*Identity)

	initialising sync.Mutex
	current      atomic.Pointer[Identity]
}

// NewBox makes a box without an identity; named is told the identity before any other request sees it.
func NewBox(machine Machine, named func(*Identity)) *Box {
	return &Box{machine: machine, named: named}
}

// Identity is nil until /init.
func (b *Box) Identity() *Identity { return b.current.Load() }

func (b *Box) accept(request *initRequest) *problem.Problem {
	b.initialising.Lock()
	defer b.initialising.Unlock()

	current := b.Identity()
	if current != nil && !current.HasToken(request.AccessToken) {
		return problem.New(http.StatusConflict, "this sandbox already has an identity, which lasts until its end")
	}
	if err := b.machine.refresh(request); err != nil {
		return problem.New(http.StatusInternalServerError, "initialising the sandbox: %v", err)
	}
	if current != nil {
		return nil
	}
	if err := b.machine.name(request); err != nil {
		return problem.New(http.StatusInternalServerError, "initialising the sandbox: %v", err)
	}
	identity := request.identity()
	b.named(identity)
	b.current.Store(identity)
	return nil
}
