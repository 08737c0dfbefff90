package files

import (
	"errors"
	"net/http"
	"os"
	"syscall"

	"smartboxes.io/guest/internal/problem"
)

// openRegular opens a file and refuses everything that is not a regular one. It never waits for a FIFO's other end.
func openRegular(path string, flags int) (*os.File, os.FileInfo, *problem.Problem) {
	file, err := os.OpenFile(path, flags|syscall.O_NONBLOCK, 0o644)
	if err != nil {
		return nil, nil, pathProblem(path, err)
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		return file, info, nil
	}
	_ = file.Close()
	switch {
	case err != nil:
		return nil, nil, pathProblem(path, err)
	case info.IsDir():
		return nil, nil, isDirectory(path)
	default:
		return nil, nil, problem.New(http.StatusBadRequest, "path '%s' is not a regular file", path)
	}
}

func isDirectory(path string) *problem.Problem {
	return problem.New(http.StatusBadRequest, "path '%s' is a directory", path)
}

// pathProblem is what a failed operation on a path means to the caller.
func pathProblem(path string, err error) *problem.Problem {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return problem.New(http.StatusNotFound, "path '%s' does not exist", path)
	case errors.Is(err, syscall.EISDIR):
		return isDirectory(path)
	case errors.Is(err, syscall.ENXIO):
		return problem.New(http.StatusBadRequest, "path '%s' is not a regular file", path)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.ELOOP), errors.Is(err, syscall.EINVAL),
		errors.Is(err, syscall.ETXTBSY), errors.Is(err, syscall.EROFS), errors.Is(err, os.ErrPermission):
		return problem.New(http.StatusBadRequest, "error opening file '%s': %v", path, err)
	case diskFull(err):
		return problem.New(http.StatusInsufficientStorage, "not enough disk space available for '%s' (limit:disk): remove files first", path)
	default:
		return problem.New(http.StatusInternalServerError, "error opening file '%s': %v", path, err)
	}
}

// diskFull: gVisor's capped disk layer answers the first write over the cap with ENOSPC and further small ones with EIO,
// which nothing else in a sandbox causes on a write.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EIO)
}
