package process

import (
	"strconv"
	"strings"

	"smartboxes.io/guest/internal/logs"
	processpb "smartboxes.io/guest/proto/process"
)

// commandMax is how much of a command line the logs show, in bytes.
const commandMax = 1 << 10

// writeDown notes the start. The environment is nobody's to read; what terminals show is not noted, since it holds what was
// typed.
func (p *process) writeDown(ring *logs.Ring) {
	p.ring = ring
	what := "Process"
	if p.terminal != nil {
		what = "Terminal"
	}
	ring.Say(logs.Info, p.pid(), "%s %d started: %s", what, p.pid(), commandLine(p.config))
}

func (p *process) writeDownEnd(end *processpb.ProcessEvent_EndEvent) {
	if reason := p.blame.Load(); reason != nil {
		p.ring.Say(logs.Error, p.pid(), "Process %d ended: %s: %s", p.pid(), end.GetStatus(), *reason)
		return
	}
	p.ring.Say(logs.Info, p.pid(), "Process %d ended: %s", p.pid(), end.GetStatus())
}

// lines is where an output's lines go. A terminal's go nowhere.
func (p *process) lines(out output) lines {
	if out.name == "" {
		return unwritten{}
	}
	return p.ring.Lines(out.name, p.pid())
}

type lines interface {
	Write(data []byte)
	End()
}

type unwritten struct{}

func (unwritten) Write([]byte) {}
func (unwritten) End()         {}

func commandLine(config *processpb.ProcessConfig) string {
	words := []string{quoted(config.GetCmd())}
	length := len(words[0])
	for _, argument := range config.GetArgs() {
		if length > commandMax {
			break
		}
		words = append(words, quoted(argument))
		length += len(argument) + 1
	}
	line := strings.Join(words, " ")
	if len(line) > commandMax {
		return line[:commandMax] + " ..."
	}
	return line
}

func quoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n\"'\\$`;&|<>(){}*?") {
		return word
	}
	if len(word) > commandMax {
		word = word[:commandMax]
	}
	return strconv.Quote(word)
}
