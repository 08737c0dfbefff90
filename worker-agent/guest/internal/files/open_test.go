package files

import (
	"fmt"
	"net/http"
	"os"
	"syscall"
	"testing"
)

func TestFullDiskIsToldAsSuch(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EIO} {
		err := fmt.Errorf("writing: %w", &os.PathError{Op: "write", Path: "/f", Err: errno})
		if got := pathProblem("/f", err).Code; got != http.StatusInsufficientStorage {
			t.Errorf("%v answers %d", errno, got)
		}
	}
}
