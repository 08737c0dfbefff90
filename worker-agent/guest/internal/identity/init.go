package identity

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"time"

	"smartboxes.io/guest/internal/problem"
)

const (
	// initBytesMax bounds the body of /init: environment and certificates.
	initBytesMax = 4 << 20
	// memoryPerProcess is what one more process costs the host at its peak (measured 3.8 MB), rounded up.
	memoryPerProcess = 5 << 20
)

var hostNamePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// initRequest is the body of /init. Timestamp is only checked: gVisor's clocks are the host's, there is nothing to step.
type initRequest struct {
	AccessToken    string            `json:"accessToken"`
	EnvVars        map[string]string `json:"envVars"`
	Timestamp      *time.Time        `json:"timestamp"`
	DefaultUser    string            `json:"defaultUser"`
	DefaultWorkdir string            `json:"defaultWorkdir"`
	CABundle       string            `json:"caBundle"`

	// The rest is ours, not E2B's.
	HostName     string `json:"hostname"`
	Entropy      []byte `json:"entropy"`
	SandboxID    string `json:"sandboxID"`
	TemplateID   string `json:"templateID"`
	MemoryMiB    uint64 `json:"memoryMiB"`
	ProcessesMax uint64 `json:"maxProcesses"`
}

// ServeHTTP answers POST /init.
func (b *Box) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request, refusal := readInit(w, r)
	if refusal == nil {
		refusal = b.accept(request)
	}
	if refusal != nil {
		refusal.Write(w)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func readInit(w http.ResponseWriter, r *http.Request) (*initRequest, *problem.Problem) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, initBytesMax))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return nil, problem.New(http.StatusRequestEntityTooLarge, "the body of /init is larger than %d bytes", initBytesMax)
	}
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "reading the body of /init: %v", err)
	}
	request := new(initRequest)
	if err := json.Unmarshal(body, request); err != nil {
		return nil, problem.New(http.StatusBadRequest, "the body of /init is not what it should be: %v", err)
	}
	if complaint := request.complaint(); complaint != "" {
		return nil, problem.New(http.StatusBadRequest, "%s", complaint)
	}
	return request, nil
}

func (r *initRequest) complaint() string {
	if r.AccessToken == "" {
		return "/init needs an accessToken"
	}
	if r.HostName != "" && !hostNamePattern.MatchString(r.HostName) {
		return "the hostname has to be one label of lower-case letters, digits and hyphens"
	}
	for key, value := range r.EnvVars {
		if key == "" || strings.ContainsAny(key, "=\x00") || strings.ContainsRune(value, 0) {
			return "an environment variable needs a name without '=', and no zero bytes"
		}
	}
	return ""
}

func (r *initRequest) identity() *Identity {
	environment := r.variables()
	maps.Copy(environment, r.EnvVars)
	identity := &Identity{
		token:        r.AccessToken,
		environment:  environment,
		User:         r.DefaultUser,
		Workdir:      r.DefaultWorkdir,
		MemoryBytes:  r.MemoryMiB * bytesPerMiB,
		ProcessesMax: r.ProcessesMax,
	}
	if identity.User == "" {
		identity.User = fallbackUser
	}
	if identity.ProcessesMax == 0 {
		identity.ProcessesMax = identity.MemoryBytes / memoryPerProcess
	}
	return identity
}

// variables are those that tell a program that it runs in a sandbox, and in which.
func (r *initRequest) variables() map[string]string {
	variables := map[string]string{"E2B_SANDBOX": "true"}
	if r.SandboxID != "" {
		variables["E2B_SANDBOX_ID"] = r.SandboxID
	}
	if r.TemplateID != "" {
		variables["E2B_TEMPLATE_ID"] = r.TemplateID
	}
	return variables
}
