package filesystem

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"connectrpc.com/connect"
	"github.com/fsnotify/fsnotify"
	"golang.org/x/sys/unix"

	"smartboxes.io/guest/internal/account"
	filesystempb "smartboxes.io/guest/proto/filesystem"
)

// directoriesMax is how many directories one recursive watch may hold: the kernel's inotify watches are shared.
const directoriesMax = 8192

// watch reports what changes in a directory.
type watch struct {
	root         string
	recursive    bool
	includeEntry bool
	notifier     *fsnotify.Watcher
	directories  int
}

type watchRequest interface {
	GetPath() string
	GetRecursive() bool
	GetIncludeEntry() bool
	GetAllowNetworkMounts() bool
}

func openWatch(path string, request watchRequest) (*watch, error) {
	if err := requireDirectory(path); err != nil {
		return nil, err
	}
	if !request.GetAllowNetworkMounts() {
		if err := refuseNetworkMount(path); err != nil {
			return nil, err
		}
	}
	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, refuse(connect.CodeResourceExhausted, "the sandbox cannot have more watches: remove one first (%v)", err)
	}
	w := &watch{
		root:         path,
		recursive:    request.GetRecursive(),
		includeEntry: request.GetIncludeEntry(),
		notifier:     notifier,
	}
	if err := w.add(path, nil); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func refuseNetworkMount(path string) error {
	var about unix.Statfs_t
	if err := unix.Statfs(path, &about); err != nil {
		return pathError(path, err)
	}
	switch about.Type {
	case unix.NFS_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC:
		return refuse(connect.CodeInvalidArgument, "path '%s' is on a network file system, where changes may go unseen: set allowNetworkMounts to watch it all the same", path)
	default:
		return nil
	}
}

func (w *watch) close() { _ = w.notifier.Close() }

// add watches a directory and, recursively, those in it. What is found in a directory that came to be only now may have
// been made before anybody watched: found is told of it.
func (w *watch) add(directory string, found func(path string)) error {
	if !w.recursive {
		return w.addOne(directory)
	}
	return filepath.WalkDir(directory, func(path string, item fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, os.ErrNotExist):
			return nil
		case err != nil:
			return pathError(path, err)
		}
		if found != nil && path != directory {
			found(path)
		}
		if !item.IsDir() && path != directory {
			return nil
		}
		return w.addOne(path)
	})
}

func (w *watch) addOne(directory string) error {
	if w.directories >= directoriesMax {
		return refuse(connect.CodeResourceExhausted, "a recursive watch holds at most %d directories: watch a smaller part of '%s'", directoriesMax, w.root)
	}
	err := w.notifier.Add(directory)
	switch {
	case errors.Is(err, os.ErrNotExist) && directory != w.root:
		return nil
	case errors.Is(err, unix.ENOSPC):
		return refuse(connect.CodeResourceExhausted, "the sandbox cannot watch more directories: remove a watcher first")
	case err != nil:
		return pathError(directory, err)
	}
	w.directories++
	return nil
}

// run reports events until stopped is closed, or until the watch cannot go on, which is its error.
func (w *watch) run(stopped <-chan struct{}, report func(*filesystempb.FilesystemEvent) error) error {
	for {
		select {
		case event := <-w.notifier.Events:
			if err := w.handle(event, report); err != nil {
				return err
			}
		case err := <-w.notifier.Errors:
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				return refuse(connect.CodeResourceExhausted, "files in '%s' change faster than they are read, events were lost: watch again", w.root)
			}
			return refuse(connect.CodeInternal, "watching '%s': %v", w.root, err)
		case <-stopped:
			return nil
		}
	}
}

var operations = []struct {
	bit  fsnotify.Op
	kind filesystempb.EventType
}{
	{fsnotify.Create, filesystempb.EventType_EVENT_TYPE_CREATE},
	{fsnotify.Rename, filesystempb.EventType_EVENT_TYPE_RENAME},
	{fsnotify.Chmod, filesystempb.EventType_EVENT_TYPE_CHMOD},
	{fsnotify.Write, filesystempb.EventType_EVENT_TYPE_WRITE},
	{fsnotify.Remove, filesystempb.EventType_EVENT_TYPE_REMOVE},
}

func (w *watch) handle(event fsnotify.Event, report func(*filesystempb.FilesystemEvent) error) error {
	for _, operation := range operations {
		if !event.Has(operation.bit) {
			continue
		}
		if err := report(w.event(event.Name, operation.kind)); err != nil {
			return err
		}
	}
	if w.recursive && event.Has(fsnotify.Create) {
		return w.follow(event.Name, report)
	}
	return nil
}

// follow extends the watch to a directory that has just appeared.
func (w *watch) follow(path string, report func(*filesystempb.FilesystemEvent) error) error {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return nil
	}
	var made []string
	if err := w.add(path, func(path string) { made = append(made, path) }); err != nil {
		return err
	}
	for _, path := range made {
		if err := report(w.event(path, filesystempb.EventType_EVENT_TYPE_CREATE)); err != nil {
			return err
		}
	}
	return nil
}

func (w *watch) event(path string, kind filesystempb.EventType) *filesystempb.FilesystemEvent {
	event := &filesystempb.FilesystemEvent{Type: kind}
	if name, err := filepath.Rel(w.root, path); err == nil {
		event.Name = utf8(name)
	}
	if w.includeEntry {
		if entry, err := entryAt(path, account.NewNames()); err == nil {
			event.Entry = entry
		}
	}
	return event
}
