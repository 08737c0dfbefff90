package process

import (
	"context"

	"connectrpc.com/connect"

	processpb "smartboxes.io/guest/proto/process"
)

// SendInput writes to the process's standard input or terminal.
func (s *Service) SendInput(ctx context.Context, request *connect.Request[processpb.SendInputRequest]) (*connect.Response[processpb.SendInputResponse], error) {
	p, err := s.registry.findRunning(request.Msg.GetProcess())
	if err != nil {
		return nil, err
	}
	if err := p.send(ctx, request.Msg.GetInput()); err != nil {
		return nil, err
	}
	return connect.NewResponse(new(processpb.SendInputResponse)), nil
}

// StreamInput writes each message as it arrives. The end of the stream does not end the process's input.
func (s *Service) StreamInput(ctx context.Context, stream *connect.ClientStream[processpb.StreamInputRequest]) (*connect.Response[processpb.StreamInputResponse], error) {
	var p *process
	for stream.Receive() {
		if err := s.apply(ctx, &p, stream.Msg()); err != nil {
			return nil, err
		}
	}
	if err := stream.Err(); err != nil {
		return nil, err
	}
	return connect.NewResponse(new(processpb.StreamInputResponse)), nil
}

func (s *Service) apply(ctx context.Context, to **process, message *processpb.StreamInputRequest) (err error) {
	switch event := message.GetEvent().(type) {
	case *processpb.StreamInputRequest_Start:
		*to, err = s.registry.findRunning(event.Start.GetProcess())
		return err
	case *processpb.StreamInputRequest_Data:
		if *to == nil {
			return refuse(connect.CodeInvalidArgument, "the first message of the stream has to be its start")
		}
		return (*to).send(ctx, event.Data.GetInput())
	default:
		return nil // A keepalive, or something newer than this program.
	}
}

func (p *process) send(ctx context.Context, data *processpb.ProcessInput) error {
	in, err := p.openInput()
	if err != nil {
		return err
	}
	switch kind := data.GetInput().(type) {
	case *processpb.ProcessInput_Stdin:
		if p.terminal != nil {
			return refuse(connect.CodeInvalidArgument, "process %d has a terminal: send the input as pty", p.pid())
		}
		return in.write(ctx, kind.Stdin)
	case *processpb.ProcessInput_Pty:
		if p.terminal == nil {
			return refuse(connect.CodeInvalidArgument, "process %d has no terminal: send the input as stdin", p.pid())
		}
		return in.write(ctx, kind.Pty)
	default:
		return refuse(connect.CodeInvalidArgument, "the request carries neither stdin nor pty input")
	}
}
