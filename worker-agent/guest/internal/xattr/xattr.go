// Package xattr keeps a file's user-defined metadata in its extended attributes, under user.e2b.
package xattr

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	prefix       = "user.e2b."
	headerPrefix = "X-Metadata-"
	// keyBytesMax is the kernel's limit of 255 for a name, less the prefix.
	keyBytesMax = 255 - len(prefix)
	// totalBytesMax is what a file's inode has room for on common file systems, names with prefix and values together.
	totalBytesMax = 4096
)

// FromHeader collects the metadata that an upload's headers carry: X-Metadata-KEY: VALUE, the first of each key.
func FromHeader(header http.Header) (map[string]string, error) {
	metadata := map[string]string{}
	total := 0
	for name, values := range header {
		if !strings.HasPrefix(name, headerPrefix) {
			continue
		}
		key := strings.ToLower(name[len(headerPrefix):])
		if key == "" || len(key) > keyBytesMax {
			return nil, fmt.Errorf("a metadata key has 1 to %d bytes", keyBytesMax)
		}
		if !printable(key) || !printable(values[0]) {
			return nil, fmt.Errorf("metadata '%s' is not printable ASCII", key)
		}
		total += len(prefix) + len(key) + len(values[0])
		metadata[key] = values[0]
	}
	if total > totalBytesMax {
		return nil, fmt.Errorf("the metadata takes %d bytes, at most %d are possible", total, totalBytesMax)
	}
	return metadata, nil
}

func printable(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] > 0x7e {
			return false
		}
	}
	return true
}

// Replace makes the metadata the file's only metadata. A file system without attributes can hold none.
func Replace(fd int, metadata map[string]string) error {
	old, err := list(func(into []byte) (int, error) { return unix.Flistxattr(fd, into) })
	if unsupported(err) && len(metadata) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, kept := metadata[strings.TrimPrefix(name, prefix)]; kept {
			continue
		}
		if err := unix.Fremovexattr(fd, name); err != nil && !errors.Is(err, unix.ENODATA) {
			return err
		}
	}
	for key, value := range metadata {
		if err := unix.Fsetxattr(fd, prefix+key, []byte(value), 0); err != nil {
			return err
		}
	}
	return nil
}

// Read gives the metadata of the file at the path, itself and not what it links to. What cannot be read is not there.
func Read(path string) map[string]string {
	names, err := list(func(into []byte) (int, error) { return unix.Llistxattr(path, into) })
	if err != nil || len(names) == 0 {
		return nil
	}
	metadata := make(map[string]string, len(names))
	value := make([]byte, totalBytesMax)
	for _, name := range names {
		n, err := unix.Lgetxattr(path, name, value)
		if err == nil {
			// Programs in the sandbox may have put anything there; messages hold text.
			metadata[strings.ToValidUTF8(strings.TrimPrefix(name, prefix), "\uFFFD")] = strings.ToValidUTF8(string(value[:n]), "\uFFFD")
		}
	}
	return metadata
}

// list gives the names under our prefix. Most files have none, so the first call only asks for the size.
func list(call func(into []byte) (int, error)) ([]string, error) {
	size, err := call(nil)
	if err != nil || size == 0 {
		return nil, err
	}
	buffer := make([]byte, size)
	n, err := call(buffer)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range bytes.SplitSeq(buffer[:n], []byte{0}) {
		if bytes.HasPrefix(name, []byte(prefix)) {
			names = append(names, string(name))
		}
	}
	return names, nil
}

func unsupported(err error) bool {
	return errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOSYS)
}
