package filesystem

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/account"
	filesystempb "smartboxes.io/guest/proto/filesystem"
)

const (
	// entriesMax bounds one listing, which is held in memory whole.
	entriesMax = 50_000
	// batch is how many names are read from a directory at a time.
	batch = 1024
)

var errTooMany = errors.New("too many entries")

// ListDir lists a directory, down to the given depth, each directory before what is in it, by name.
func (s *Service) ListDir(ctx context.Context, request *connect.Request[filesystempb.ListDirRequest]) (*connect.Response[filesystempb.ListDirResponse], error) {
	path, err := s.resolve(request.Header(), request.Msg.GetPath())
	if err != nil {
		return nil, err
	}
	if err := requireDirectory(path); err != nil {
		return nil, err
	}
	l := &listing{ctx: ctx, names: account.NewNames()}
	err = l.add(path, max(request.Msg.GetDepth(), 1))
	switch {
	case errors.Is(err, errTooMany):
		return nil, refuse(connect.CodeResourceExhausted, "a listing has at most %d entries: list '%s' with less depth, or a directory in it", entriesMax, path)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil, err
	case err != nil:
		return nil, pathError(path, err)
	}
	return connect.NewResponse(&filesystempb.ListDirResponse{Entries: l.entries}), nil
}

func requireDirectory(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return pathError(path, err)
	}
	if !info.IsDir() {
		return refuse(connect.CodeInvalidArgument, "path '%s' is not a directory", path)
	}
	return nil
}

type listing struct {
	ctx     context.Context
	names   *account.Names
	entries []*filesystempb.EntryInfo
}

func (l *listing) add(directory string, depth uint32) error {
	found, err := l.read(directory)
	if err != nil {
		return err
	}
	for _, item := range found {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		info, err := item.Info()
		if err != nil {
			continue // Gone since it was listed.
		}
		path := filepath.Join(directory, item.Name())
		l.entries = append(l.entries, describe(path, info, l.names))
		if len(l.entries) > entriesMax {
			return errTooMany
		}
		if depth > 1 && item.IsDir() {
			if err := l.add(path, depth-1); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// read stops early, where os.ReadDir would read a million names before anybody counts them.
func (l *listing) read(directory string) ([]fs.DirEntry, error) {
	file, err := os.Open(directory)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var found []fs.DirEntry
	for {
		some, err := file.ReadDir(batch)
		found = append(found, some...)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(l.entries)+len(found) > entriesMax {
			return nil, errTooMany
		}
	}
	slices.SortFunc(found, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return found, nil
}
