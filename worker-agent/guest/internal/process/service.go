// Package process is the process service: it starts programs and terminals, passes their output to any number of streams
// and their input from any client.
package process

import (
	"context"
	"errors"
	"syscall"
	"time"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/logs"
	"smartboxes.io/guest/internal/spawn"
	processpb "smartboxes.io/guest/proto/process"
)

// Service implements process.Process.
type Service struct {
	box      *identity.Box
	spawner  *spawn.Spawner
	ring     *logs.Ring
	started  func()
	registry *registry
}

// NewService makes the service; started is told of every process that was started.
func NewService(box *identity.Box, spawner *spawn.Spawner, ring *logs.Ring, started func()) *Service {
	return &Service{box: box, spawner: spawner, ring: ring, started: started, registry: newRegistry()}
}

// Start runs a program and follows it. The request's deadline ends the program, the end of the connection does not.
func (s *Service) Start(ctx context.Context, request *connect.Request[processpb.StartRequest], stream *connect.ServerStream[processpb.StartResponse]) error {
	command, err := command(s.box.Identity(), request.Header(), request.Msg.GetProcess())
	if err != nil {
		return err
	}
	p, follower, err := s.start(ctx, command, request.Msg)
	if err != nil {
		return err
	}
	defer p.audience.leave(follower)
	err = follow(ctx, p, follower, request.Header(), func(event *processpb.ProcessEvent) error {
		if event.GetEnd() != nil && p.timedOut.Load() {
			return connect.NewError(connect.CodeDeadlineExceeded, context.DeadlineExceeded)
		}
		return stream.Send(&processpb.StartResponse{Event: event})
	})
	return err
}

func (s *Service) start(ctx context.Context, command *spawn.Command, request *processpb.StartRequest) (*process, *subscriber, error) {
	if err := s.registry.reserve(); err != nil {
		return nil, nil, err
	}
	p, err := s.launch(command, request)
	if err != nil {
		s.registry.release()
		return nil, nil, err
	}
	if deadline, limited := ctx.Deadline(); limited {
		p.limit(time.Until(deadline))
	}
	s.registry.add(p)
	s.started()
	follower, err := p.audience.join()
	if err != nil {
		return nil, nil, err
	}
	p.writeDown(s.ring)
	go func() {
		p.run()
		s.registry.forgetLater(p)
	}()
	return p, follower, nil
}

func (s *Service) launch(command *spawn.Command, request *processpb.StartRequest) (*process, error) {
	streams, err := openStreams(request)
	if err != nil {
		return nil, startError(command, err)
	}
	defer streams.closeTheirs()
	command.Files = streams.theirs
	command.Terminal = streams.terminal
	child, err := s.spawner.Start(command)
	if err != nil {
		streams.closeOurs()
		return nil, startError(command, err)
	}
	return newProcess(request, child, streams), nil
}

func openStreams(request *processpb.StartRequest) (*streams, error) {
	if request.GetPty() != nil {
		return openTerminal(request.GetPty().GetSize())
	}
	return openPipes(request.Stdin == nil || request.GetStdin())
}

// Connect follows a process from now on.
func (s *Service) Connect(ctx context.Context, request *connect.Request[processpb.ConnectRequest], stream *connect.ServerStream[processpb.ConnectResponse]) error {
	p, err := s.registry.find(request.Msg.GetProcess())
	if err != nil {
		return err
	}
	follower, err := p.audience.join()
	if err != nil {
		return err
	}
	defer p.audience.leave(follower)
	return follow(ctx, p, follower, request.Header(), func(event *processpb.ProcessEvent) error {
		return stream.Send(&processpb.ConnectResponse{Event: event})
	})
}

// List tells the running processes that were started here, whoever started them.
func (s *Service) List(context.Context, *connect.Request[processpb.ListRequest]) (*connect.Response[processpb.ListResponse], error) {
	response := new(processpb.ListResponse)
	for _, p := range s.registry.running() {
		response.Processes = append(response.Processes, p.info())
	}
	return connect.NewResponse(response), nil
}

// Update resizes a terminal.
func (s *Service) Update(_ context.Context, request *connect.Request[processpb.UpdateRequest]) (*connect.Response[processpb.UpdateResponse], error) {
	p, err := s.registry.findRunning(request.Msg.GetProcess())
	if err != nil {
		return nil, err
	}
	if size := request.Msg.GetPty().GetSize(); size != nil {
		if p.terminal == nil {
			return nil, refuse(connect.CodeFailedPrecondition, "process %d has no terminal", p.pid())
		}
		if err := resize(p.terminal, size); err != nil {
			return nil, refuse(connect.CodeInternal, "resizing the terminal of process %d: %v", p.pid(), err)
		}
	}
	return connect.NewResponse(new(processpb.UpdateResponse)), nil
}

// SendSignal signals the process and its descendants.
func (s *Service) SendSignal(_ context.Context, request *connect.Request[processpb.SendSignalRequest]) (*connect.Response[processpb.SendSignalResponse], error) {
	p, err := s.registry.findRunning(request.Msg.GetProcess())
	if err != nil {
		return nil, err
	}
	signal, known := map[processpb.Signal]syscall.Signal{
		processpb.Signal_SIGNAL_SIGKILL: syscall.SIGKILL,
		processpb.Signal_SIGNAL_SIGTERM: syscall.SIGTERM,
	}[request.Msg.GetSignal()]
	if !known {
		return nil, refuse(connect.CodeInvalidArgument, "signal %s cannot be sent: use SIGNAL_SIGTERM or SIGNAL_SIGKILL", request.Msg.GetSignal())
	}
	err = p.signalSession(signal)
	if errors.Is(err, syscall.ESRCH) {
		return nil, refuse(connect.CodeNotFound, "process with pid %d has ended", p.pid())
	}
	if err != nil {
		return nil, refuse(connect.CodeInternal, "signalling process %d: %v", p.pid(), err)
	}
	return connect.NewResponse(new(processpb.SendSignalResponse)), nil
}

// CloseStdin ends the process's input.
func (s *Service) CloseStdin(_ context.Context, request *connect.Request[processpb.CloseStdinRequest]) (*connect.Response[processpb.CloseStdinResponse], error) {
	p, err := s.registry.findRunning(request.Msg.GetProcess())
	if err != nil {
		return nil, err
	}
	if p.terminal != nil {
		return nil, refuse(connect.CodeFailedPrecondition, "process %d has a terminal: send Ctrl+D (0x04) instead", p.pid())
	}
	if err := p.closeInput(); err != nil {
		return nil, refuse(connect.CodeInternal, "closing the input of process %d: %v", p.pid(), err)
	}
	return connect.NewResponse(new(processpb.CloseStdinResponse)), nil
}
