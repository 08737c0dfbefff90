package process

import (
	"errors"
	"os"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"smartboxes.io/guest/internal/logs"
	processpb "smartboxes.io/guest/proto/process"
)

// streams joins a process with the guest: the process's ends, to be closed once it runs, and ours.
type streams struct {
	theirs   [3]*os.File
	terminal bool

	// input is nil when the process reads nothing.
	input   *os.File
	outputs []output
}

type output struct {
	file *os.File
	// chunkMax is the most bytes one event carries.
	chunkMax int
	// name is what the logs call the stream; a terminal's has none.
	name  string
	event func(data []byte) *processpb.ProcessEvent_DataEvent
}

const (
	pipeChunkMax     = 32 << 10
	terminalChunkMax = 16 << 10
)

func stdoutEvent(data []byte) *processpb.ProcessEvent_DataEvent {
	return &processpb.ProcessEvent_DataEvent{Output: &processpb.ProcessEvent_DataEvent_Stdout{Stdout: data}}
}

func stderrEvent(data []byte) *processpb.ProcessEvent_DataEvent {
	return &processpb.ProcessEvent_DataEvent{Output: &processpb.ProcessEvent_DataEvent_Stderr{Stderr: data}}
}

func ptyEvent(data []byte) *processpb.ProcessEvent_DataEvent {
	return &processpb.ProcessEvent_DataEvent{Output: &processpb.ProcessEvent_DataEvent_Pty{Pty: data}}
}

func openTerminal(size *processpb.PTY_Size) (*streams, error) {
	ours, theirs, err := pty.Open()
	if err != nil {
		return nil, err
	}
	s := &streams{
		theirs:   [3]*os.File{theirs, theirs, theirs},
		terminal: true,
		input:    ours,
		outputs:  []output{{ours, terminalChunkMax, "", ptyEvent}},
	}
	if err := resize(ours, size); err != nil {
		s.closeAll()
		return nil, err
	}
	return s, nil
}

func resize(terminal *os.File, size *processpb.PTY_Size) error {
	if size == nil {
		return nil
	}
	return pty.Setsize(terminal, &pty.Winsize{Cols: uint16(size.GetCols()), Rows: uint16(size.GetRows())})
}

func openPipes(withInput bool) (*streams, error) {
	s := new(streams)
	if err := s.fill(withInput); err != nil {
		s.closeAll()
		return nil, err
	}
	return s, nil
}

func (s *streams) fill(withInput bool) (err error) {
	if withInput {
		s.theirs[0], s.input, err = pipe(0)
	} else {
		s.theirs[0], err = os.Open(os.DevNull)
	}
	if err != nil {
		return err
	}
	for i, out := range []output{{name: logs.Stdout, event: stdoutEvent}, {name: logs.Stderr, event: stderrEvent}} {
		out.chunkMax = pipeChunkMax
		s.theirs[i+1], out.file, err = pipe(1)
		if err != nil {
			return err
		}
		s.outputs = append(s.outputs, out)
	}
	return nil
}

// pipe makes a pipe whose end number `theirs` blocks, as programs expect, while ours is served by Go's poller.
func pipe(theirs int) (their, our *os.File, err error) {
	var ends [2]int
	if err := unix.Pipe2(ends[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, err
	}
	if err := unix.SetNonblock(ends[1-theirs], true); err != nil {
		return nil, nil, errors.Join(err, unix.Close(ends[0]), unix.Close(ends[1]))
	}
	return os.NewFile(uintptr(ends[theirs]), "pipe"), os.NewFile(uintptr(ends[1-theirs]), "pipe"), nil
}

func (s *streams) closeTheirs() {
	for _, file := range s.theirs {
		if file != nil {
			_ = file.Close() // A terminal stands here three times: closing it again is harmless.
		}
	}
}

func (s *streams) closeOurs() {
	if s.input != nil {
		_ = s.input.Close()
	}
	for _, out := range s.outputs {
		_ = out.file.Close()
	}
}

func (s *streams) closeAll() {
	s.closeTheirs()
	s.closeOurs()
}
