// Command precompile writes runsc's seccomp programs as Go source.
//
// The Go module of gVisor carries the compiler of these programs but not its output, so a runsc built from it
// compiles them again at every start of a sandbox (about 14 ms of CPU). The build runs this command on a copy
// of the module, replaces the two empty registries with its output, and only then builds runsc.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"gvisor.dev/gvisor/pkg/seccomp/precompiledseccomp"
	sentry "gvisor.dev/gvisor/runsc/boot/filter/config"
	gofer "gvisor.dev/gvisor/runsc/fsgofer/filter/config"
)

// unused marks programs for devices and networks that no sandbox of ours is ever given; they would only make the
// binary bigger.
var unused = []string{"NVProxy=true", "TPUProxy=true", "RDMAProxy=true", "HostNetwork=true", `Platform="kvm`}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: precompile GVISOR_MODULE_COPY"))
	}
	module := os.Args[1]
	register(filepath.Join(module, "runsc/boot/filter/filter_precompiled.go"), sentry.PrecompiledPrograms)
	register(filepath.Join(module, "runsc/fsgofer/filter/filter_precompiled.go"), gofer.PrecompiledPrograms)
}

// register fills the registry in file, which must look as it did at the pinned version: a silent mismatch would
// give a slow runsc that nobody notices.
func register(file string, compile func() ([]precompiledseccomp.Program, error)) {
	programs, err := compile()
	if err != nil {
		fail(fmt.Errorf("compile the programs for %s: %w", file, err))
	}
	sort.Slice(programs, func(i, j int) bool { return programs[i].Name < programs[j].Name })
	var registrations strings.Builder
	count := 0
	for _, program := range programs {
		if isUnused(program.Name) {
			continue
		}
		registrations.WriteString(program.Registration("\t", "precompiledseccomp", "programs"))
		count++
	}
	if count == 0 {
		fail(fmt.Errorf("no seccomp program left for %s: the names have changed", file))
	}

	source, err := os.ReadFile(file)
	if err != nil {
		fail(err)
	}
	text := string(source)
	text = replaceOnce(file, text, "\tprecompiledPrograms = programs\n", registrations.String()+"\tprecompiledPrograms = programs\n")
	text = replaceOnce(file, text, "const PrecompilationDisabledAtBuildTime = true", "const PrecompilationDisabledAtBuildTime = false")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		fail(err)
	}
	fmt.Printf("  %d seccomp programs -> %s\n", count, filepath.Base(filepath.Dir(filepath.Dir(file)))+"/filter")
}

func isUnused(name string) bool {
	for _, mark := range unused {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return false
}

func replaceOnce(file, text, old, replacement string) string {
	if strings.Count(text, old) != 1 {
		fail(fmt.Errorf("%s: expected exactly one %q: the pinned gVisor version has changed", file, old))
	}
	return strings.Replace(text, old, replacement, 1)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "precompile:", err)
	os.Exit(1)
}
