package process

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"connectrpc.com/connect"
)

// input is the writing end of a process's standard input or terminal. A process that does not read blocks its writers,
// each of them for as long as its own request lives.
type input struct {
	file *os.File
	// turn holds one element while nobody writes, so that waiting for it can be given up.
	turn chan struct{}
}

func newInput(file *os.File) *input {
	in := &input{file: file, turn: make(chan struct{}, 1)}
	in.turn <- struct{}{}
	return in
}

func (in *input) write(ctx context.Context, data []byte) error {
	select {
	case <-in.turn:
	case <-ctx.Done():
		return contextError(ctx)
	}
	defer func() { in.turn <- struct{}{} }()

	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = in.file.SetWriteDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	_, err := in.file.Write(data)
	if !stop() {
		<-interrupted
		_ = in.file.SetWriteDeadline(time.Time{})
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return contextError(ctx)
	case errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.EIO), errors.Is(err, os.ErrClosed):
		return refuse(connect.CodeFailedPrecondition, "the process has closed its input")
	default:
		return refuse(connect.CodeInternal, "writing to the process: %v", err)
	}
}

func (in *input) close() error {
	err := in.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
