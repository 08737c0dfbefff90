package process

import (
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/caller"
	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/spawn"
	processpb "smartboxes.io/guest/proto/process"
)

// searchPath is where programs are looked for when the image says nothing.
const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// command makes of a request what is to be executed, or refuses it.
func command(box *identity.Identity, header http.Header, config *processpb.ProcessConfig) (*spawn.Command, error) {
	as, err := caller.Account(box, header)
	if err != nil {
		return nil, err
	}
	dir, err := workdir(box, as, config.GetCwd())
	if err != nil {
		return nil, err
	}
	variables := environment(box, as, config.GetEnvs())
	path, err := lookUp(config.GetCmd(), variables["PATH"], dir)
	if err != nil {
		return nil, err
	}
	env, err := flatten(variables)
	if err != nil {
		return nil, err
	}
	return &spawn.Command{
		Path: path,
		Args: append([]string{config.GetCmd()}, config.GetArgs()...),
		Env:  env,
		Dir:  dir,
		As:   as,
	}, nil
}

func workdir(box *identity.Identity, as account.Account, asked string) (string, error) {
	fallback := box.Workdir
	if fallback == "" {
		fallback = as.Home
	}
	dir, err := as.Resolve(asked, fallback)
	if err != nil {
		return "", refuse(connect.CodeInvalidArgument, "%v", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", refuse(connect.CodeInvalidArgument, "cwd '%s' does not exist", dir)
	}
	if !info.IsDir() {
		return "", refuse(connect.CodeInvalidArgument, "cwd '%s' is not a directory", dir)
	}
	return dir, nil
}

// environment: later ones win.
func environment(box *identity.Identity, as account.Account, asked map[string]string) map[string]string {
	variables := map[string]string{
		"PATH":    os.Getenv("PATH"),
		"HOME":    as.Home,
		"USER":    as.Name,
		"LOGNAME": as.Name,
	}
	if variables["PATH"] == "" {
		variables["PATH"] = searchPath
	}
	maps.Copy(variables, box.Environment())
	maps.Copy(variables, asked)
	return variables
}

func flatten(variables map[string]string) ([]string, error) {
	env := make([]string, 0, len(variables))
	for name, value := range variables {
		if name == "" || strings.ContainsAny(name, "=\x00") || strings.ContainsRune(value, 0) {
			return nil, refuse(connect.CodeInvalidArgument, "environment variable %q: a name may not be empty or contain '=', nothing may contain a zero byte", name)
		}
		env = append(env, name+"="+value)
	}
	return env, nil
}

// lookUp finds the program in the search path of the process, not in ours.
func lookUp(program, path, dir string) (string, error) {
	if program == "" {
		return "", refuse(connect.CodeInvalidArgument, "the request names no program: set process.cmd")
	}
	if strings.Contains(program, "/") {
		return program, nil
	}
	for _, place := range filepath.SplitList(path) {
		if !filepath.IsAbs(place) {
			place = filepath.Join(dir, place)
		}
		candidate := filepath.Join(place, program)
		if info, err := os.Stat(candidate); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return candidate, nil
		}
	}
	return "", refuse(connect.CodeInvalidArgument, "program '%s' was not found in PATH", program)
}

// startError explains why a process could not be made.
func startError(command *spawn.Command, err error) error {
	switch {
	case errors.Is(err, syscall.EAGAIN):
		return refuse(connect.CodeResourceExhausted, "limit:pids: the sandbox cannot have more processes: end some first")
	case errors.Is(err, syscall.ENOMEM):
		return refuse(connect.CodeResourceExhausted, "limit:memory: the sandbox has no memory left for another process: end some first")
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return refuse(connect.CodeResourceExhausted, "the sandbox cannot have more open files: end some processes first")
	default:
		return refuse(connect.CodeInvalidArgument, "error starting process '%s': %v", command.Path, err)
	}
}
