package account

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// DirectoryMode is the mode of directories that the guest makes for a user.
const DirectoryMode = 0o755

// MakeDirectories makes a directory and the missing ones above it, each owned by the user; existing ones keep their owner.
func (a Account) MakeDirectories(path string) error {
	missing, err := missingAbove(path)
	if err != nil {
		return err
	}
	for i := len(missing) - 1; i >= 0; i-- {
		err := os.Mkdir(missing[i], DirectoryMode)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		if err := os.Lchown(missing[i], int(a.UID), int(a.GID)); err != nil {
			return err
		}
	}
	return nil
}

func missingAbove(path string) ([]string, error) {
	var missing []string
	for {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			return missing, nil
		}
		if err == nil || errors.Is(err, syscall.ENOTDIR) {
			return nil, fmt.Errorf("'%s' is in the way: %w", path, syscall.ENOTDIR)
		}
		if !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		missing = append(missing, path)
		path = filepath.Dir(path)
	}
}
