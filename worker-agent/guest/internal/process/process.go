package process

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"smartboxes.io/guest/internal/logs"
	"smartboxes.io/guest/internal/spawn"
	processpb "smartboxes.io/guest/proto/process"
)

// hangUpGrace is how long a terminal's last output may take after its process has ended.
const hangUpGrace = 200 * time.Millisecond

// process is one started process with its output's readers.
type process struct {
	config   *processpb.ProcessConfig
	tag      *string
	child    *spawn.Child
	terminal *os.File
	outputs  []output
	audience *audience
	ring     *logs.Ring

	mu    sync.Mutex
	input *input

	timer    *time.Timer
	timedOut atomic.Bool
	// blame is why the process, or one of its descendants, was ended by the sandbox.
	blame atomic.Pointer[string]
}

func newProcess(request *processpb.StartRequest, child *spawn.Child, s *streams) *process {
	p := &process{
		config:   request.GetProcess(),
		tag:      request.Tag,
		child:    child,
		outputs:  s.outputs,
		audience: newAudience(),
	}
	if s.input != nil {
		p.input = newInput(s.input)
	}
	if s.terminal {
		p.terminal = s.input
	}
	return p
}

func (p *process) pid() uint32 { return uint32(p.child.PID) }

func (p *process) info() *processpb.ProcessInfo {
	return &processpb.ProcessInfo{Config: p.config, Pid: p.pid(), Tag: p.tag}
}

func (p *process) startEvent() *processpb.ProcessEvent {
	return &processpb.ProcessEvent{Event: &processpb.ProcessEvent_Start{Start: &processpb.ProcessEvent_StartEvent{Pid: p.pid()}}}
}

// run passes the process's output on until its end, which it tells last. Output lasts until every holder of the pipes has
// closed them, as with a shell: a background child keeps the stream open.
func (p *process) run() {
	var readers sync.WaitGroup
	for _, out := range p.outputs {
		readers.Go(func() { p.read(out) })
	}
	if p.terminal != nil {
		<-p.child.Done()
		_ = p.signalSession(syscall.SIGHUP)
		_ = p.terminal.SetReadDeadline(time.Now().Add(hangUpGrace))
	}
	readers.Wait()
	<-p.child.Done()
	if p.timer != nil {
		p.timer.Stop()
	}
	p.closeFiles()
	end := p.endEvent()
	p.writeDownEnd(end.GetEnd())
	p.audience.tellEnd(end)
}

func (p *process) read(out output) {
	buffer := make([]byte, out.chunkMax)
	lines := p.lines(out)
	defer lines.End()
	for {
		n, err := out.file.Read(buffer)
		if n > 0 {
			data := append([]byte(nil), buffer[:n]...)
			lines.Write(data)
			p.audience.tell(&processpb.ProcessEvent{Event: &processpb.ProcessEvent_Data{Data: out.event(data)}})
		}
		if err != nil {
			return
		}
	}
}

func (p *process) closeFiles() {
	_ = p.closeInput()
	for _, out := range p.outputs {
		_ = out.file.Close()
	}
}

func (p *process) closeInput() error {
	p.mu.Lock()
	in := p.input
	p.input = nil
	p.mu.Unlock()
	if in == nil {
		return nil
	}
	return in.close()
}

func (p *process) openInput() (*input, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.input == nil {
		return nil, refuse(connect.CodeFailedPrecondition, "the input of process %d is closed, or was not asked for at its start", p.pid())
	}
	return p.input, nil
}

// limit ends the process with all its descendants when its time is over, whether or not somebody is still listening.
func (p *process) limit(life time.Duration) {
	p.timer = time.AfterFunc(life, func() {
		p.timedOut.Store(true)
		reason := fmt.Sprintf("the process was ended after its timeout of %s", life)
		p.blame.CompareAndSwap(nil, &reason)
		_ = p.signalSession(syscall.SIGKILL)
	})
}

func (p *process) endEvent() *processpb.ProcessEvent {
	status := p.child.Status()
	end := &processpb.ProcessEvent_EndEvent{
		ExitCode: int32(status.ExitStatus()),
		Exited:   status.Exited(),
		Status:   describe(status),
	}
	if !status.Exited() || status.ExitStatus() != 0 {
		end.Error = proto.String(end.Status)
		if reason := p.blame.Load(); reason != nil {
			end.Error = reason
		}
	}
	return &processpb.ProcessEvent{Event: &processpb.ProcessEvent_End{End: end}}
}

// describe says how a process ended in the words of Go's os package, which E2B's clients know.
func describe(status syscall.WaitStatus) string {
	if status.Exited() {
		return fmt.Sprintf("exit status %d", status.ExitStatus())
	}
	text := "signal: " + status.Signal().String()
	if status.CoreDump() {
		text += " (core dumped)"
	}
	return text
}
