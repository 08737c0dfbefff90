package filesystem

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"smartboxes.io/guest/internal/account"
	"smartboxes.io/guest/internal/xattr"
	filesystempb "smartboxes.io/guest/proto/filesystem"
)

// entryAt describes what is at the path itself.
func entryAt(path string, names *account.Names) (*filesystempb.EntryInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	return describe(path, info, names), nil
}

// describe: a symbolic link has its own size, permissions and owner, but its target's type and mode.
func describe(path string, info fs.FileInfo, names *account.Names) *filesystempb.EntryInfo {
	entry := &filesystempb.EntryInfo{
		Name:         utf8(filepath.Base(path)),
		Type:         typeOf(info.Mode()),
		Path:         utf8(path),
		Size:         info.Size(),
		Mode:         uint32(info.Mode().Perm()),
		Permissions:  info.Mode().String(),
		ModifiedTime: timestamppb.New(info.ModTime()),
		Metadata:     xattr.Read(path),
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		entry.Owner = names.User(stat.Uid)
		entry.Group = names.Group(stat.Gid)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		describeLink(entry, path)
	}
	return entry
}

// utf8 puts replacement characters where a name is no UTF-8: a message can hold nothing else, and one such name would keep
// everybody from seeing the directory it is in.
func utf8(name string) string {
	return strings.ToValidUTF8(name, "\uFFFD")
}

func describeLink(entry *filesystempb.EntryInfo, path string) {
	entry.IsSymlink = true
	entry.Type = filesystempb.FileType_FILE_TYPE_UNSPECIFIED
	entry.Mode = 0
	entry.SymlinkTarget = proto.String(utf8(linkTarget(path)))
	if target, err := os.Stat(path); err == nil {
		entry.Type = typeOf(target.Mode())
		entry.Mode = uint32(target.Mode().Perm())
	}
}

// linkTarget is where the link leads in the end, or says that it leads when nothing is there.
func linkTarget(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	target, err := os.Readlink(path)
	if err != nil {
		return path
	}
	if filepath.IsAbs(target) {
		return filepath.Clean(target)
	}
	return filepath.Join(filepath.Dir(path), target)
}

// typeOf leaves sockets, devices and FIFOs unspecified: the protocol has no name for them.
func typeOf(mode fs.FileMode) filesystempb.FileType {
	switch {
	case mode.IsRegular():
		return filesystempb.FileType_FILE_TYPE_FILE
	case mode.IsDir():
		return filesystempb.FileType_FILE_TYPE_DIRECTORY
	case mode&fs.ModeSymlink != 0:
		return filesystempb.FileType_FILE_TYPE_SYMLINK
	default:
		return filesystempb.FileType_FILE_TYPE_UNSPECIFIED
	}
}
