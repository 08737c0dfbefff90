package filesystem

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"connectrpc.com/connect"
)

func refuse(code connect.Code, format string, args ...any) error {
	return connect.NewError(code, fmt.Errorf(format, args...))
}

// pathError is what a failed operation on a path means to the caller.
func pathError(path string, err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return refuse(connect.CodeNotFound, "path '%s' does not exist", path)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.EINVAL), errors.Is(err, syscall.ELOOP),
		errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EROFS):
		return refuse(connect.CodeInvalidArgument, "path '%s': %v", path, err)
	case errors.Is(err, syscall.EXDEV):
		return refuse(connect.CodeInvalidArgument, "path '%s' is on another file system: copy instead of moving", path)
	case errors.Is(err, syscall.ENOTEMPTY), errors.Is(err, os.ErrExist):
		return refuse(connect.CodeAlreadyExists, "path '%s' already exists", path)
	case errors.Is(err, os.ErrPermission):
		return refuse(connect.CodePermissionDenied, "path '%s': %v", path, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EIO): // EIO: see files.diskFull.
		return refuse(connect.CodeResourceExhausted, "not enough disk space available for '%s' (limit:disk): remove files first", path)
	default:
		return refuse(connect.CodeInternal, "path '%s': %v", path, err)
	}
}
