// Package filesystem is the file service: what files are, where they go, and what happens to them. Their contents are
// served by package files.
package filesystem

import (
	"context"
	"net/http"
	"os"
	"path/filepath"

	"connectrpc.com/connect"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/caller"
	"smartboxes.io/guest/internal/identity"
	filesystempb "smartboxes.io/guest/proto/filesystem"
)

// Service implements filesystem.Filesystem.
type Service struct {
	box      *identity.Box
	watchers *watchers
}

// NewService makes the service.
func NewService(box *identity.Box) *Service {
	return &Service{box: box, watchers: newWatchers()}
}

func (s *Service) locate(header http.Header, path string) (account.Account, string, error) {
	box := s.box.Identity()
	as, err := caller.Account(box, header)
	if err != nil {
		return as, "", err
	}
	resolved, err := as.Resolve(path, box.Workdir)
	if err != nil {
		return as, "", refuse(connect.CodeInvalidArgument, "%v", err)
	}
	return as, resolved, nil
}

func (s *Service) resolve(header http.Header, path string) (string, error) {
	_, resolved, err := s.locate(header, path)
	return resolved, err
}

// Stat describes one path, not following a symbolic link.
func (s *Service) Stat(_ context.Context, request *connect.Request[filesystempb.StatRequest]) (*connect.Response[filesystempb.StatResponse], error) {
	path, err := s.resolve(request.Header(), request.Msg.GetPath())
	if err != nil {
		return nil, err
	}
	entry, err := entryAt(path, account.NewNames())
	if err != nil {
		return nil, pathError(path, err)
	}
	return connect.NewResponse(&filesystempb.StatResponse{Entry: entry}), nil
}

// MakeDir makes a directory and the missing ones above it, owned by the caller's user.
func (s *Service) MakeDir(_ context.Context, request *connect.Request[filesystempb.MakeDirRequest]) (*connect.Response[filesystempb.MakeDirResponse], error) {
	as, path, err := s.locate(request.Header(), request.Msg.GetPath())
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return nil, refuse(connect.CodeAlreadyExists, "directory '%s' already exists", path)
		}
		return nil, refuse(connect.CodeInvalidArgument, "path '%s' already exists and is not a directory", path)
	}
	if err := as.MakeDirectories(path); err != nil {
		return nil, pathError(path, err)
	}
	entry, err := entryAt(path, account.NewNames())
	if err != nil {
		return nil, pathError(path, err)
	}
	return connect.NewResponse(&filesystempb.MakeDirResponse{Entry: entry}), nil
}

// Move renames, also into directories that are not there yet.
func (s *Service) Move(_ context.Context, request *connect.Request[filesystempb.MoveRequest]) (*connect.Response[filesystempb.MoveResponse], error) {
	as, source, err := s.locate(request.Header(), request.Msg.GetSource())
	if err != nil {
		return nil, err
	}
	destination, err := s.resolve(request.Header(), request.Msg.GetDestination())
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(source); err != nil {
		return nil, pathError(source, err)
	}
	if err := as.MakeDirectories(filepath.Dir(destination)); err != nil {
		return nil, pathError(destination, err)
	}
	if err := os.Rename(source, destination); err != nil {
		return nil, pathError(destination, err)
	}
	entry, err := entryAt(destination, account.NewNames())
	if err != nil {
		return nil, pathError(destination, err)
	}
	return connect.NewResponse(&filesystempb.MoveResponse{Entry: entry}), nil
}

// Remove removes a file, or a directory with all that is in it. What is not there is removed already.
func (s *Service) Remove(_ context.Context, request *connect.Request[filesystempb.RemoveRequest]) (*connect.Response[filesystempb.RemoveResponse], error) {
	path, err := s.resolve(request.Header(), request.Msg.GetPath())
	if err != nil {
		return nil, err
	}
	if path == "/" {
		return nil, refuse(connect.CodeInvalidArgument, "the root directory cannot be removed: end the sandbox instead")
	}
	if err := os.RemoveAll(path); err != nil {
		return nil, pathError(path, err)
	}
	return connect.NewResponse(new(filesystempb.RemoveResponse)), nil
}
