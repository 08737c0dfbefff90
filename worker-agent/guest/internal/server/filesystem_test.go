package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

func (b *box) filesystem(method string, message any) *reply {
	b.t.Helper()
	return b.rpc("/filesystem.Filesystem/"+method, message)
}

// entry decodes the entry of an answer.
func (r *reply) entry() map[string]any {
	r.t.Helper()
	r.expect(http.StatusOK, "entry")
	var answer struct{ Entry map[string]any }
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
		r.t.Fatal(err)
	}
	return answer.Entry
}

func path(path string) map[string]any { return map[string]any{"path": path} }

func TestStatFile(t *testing.T) {
	b := readyBox(t)
	file := b.put("file", "123")

	entry := b.filesystem("Stat", path(file)).entry()

	for key, want := range map[string]any{
		"name": "file", "type": "FILE_TYPE_FILE", "path": file, "size": "3", "mode": 420.0, "permissions": "-rw-r--r--",
		"owner": "root", "group": "root", "isSymlink": nil, "symlinkTarget": nil,
	} {
		if entry[key] != want {
			t.Errorf("%s is %v, want %v", key, entry[key], want)
		}
	}
	b.filesystem("Stat", path("/missing")).expect(http.StatusNotFound, `"code":"not_found"`)
}

func TestStatSymbolicLink(t *testing.T) {
	b := readyBox(t)
	b.put("file", "123")
	for link, target := range map[string]string{"good": "file", "dangling": "nowhere"} {
		if err := os.Symlink(target, b.home+"/"+link); err != nil {
			t.Fatal(err)
		}
	}

	good := b.filesystem("Stat", path(b.home+"/good")).entry()
	if good["isSymlink"] != true || good["type"] != "FILE_TYPE_FILE" || good["mode"] != 420.0 ||
		good["permissions"] != "Lrwxrwxrwx" || good["symlinkTarget"] != b.home+"/file" || good["size"] != "4" {
		t.Errorf("got %v", good)
	}
	dangling := b.filesystem("Stat", path(b.home+"/dangling")).entry()
	if dangling["isSymlink"] != true || dangling["type"] != nil || dangling["mode"] != nil || dangling["symlinkTarget"] != b.home+"/nowhere" {
		t.Errorf("got %v", dangling)
	}
}

// One name that is no text must not hide the directory it is in.
func TestListsNamesThatAreNoText(t *testing.T) {
	b := readyBox(t)
	b.put("a\xffb", "")
	b.put("line\nbreak", "")
	if err := os.Symlink("to\xfe", b.home+"/link"); err != nil {
		t.Fatal(err)
	}

	answer := b.filesystem("ListDir", path(b.home))

	answer.expect(http.StatusOK, "")
	var content struct {
		Entries []struct{ Name, Path, SymlinkTarget string }
	}
	if err := json.Unmarshal([]byte(answer.body), &content); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, entry := range content.Entries {
		seen = append(seen, entry.Name+entry.SymlinkTarget)
	}
	for _, want := range []string{"a\uFFFDb", "line\nbreak", "link" + b.home + "/to\uFFFD"} {
		if !slices.Contains(seen, want) {
			t.Errorf("%q is not among %q", want, seen)
		}
	}
}

func TestListDir(t *testing.T) {
	b := readyBox(t)
	for _, made := range []string{"/b/deep", "/a"} {
		if err := os.MkdirAll(b.home+made, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	b.put("c", "")
	b.put("b/x", "")
	list := func(depth int) []string {
		answer := b.filesystem("ListDir", map[string]any{"path": b.home, "depth": depth})
		answer.expect(http.StatusOK, "")
		var content struct{ Entries []struct{ Path string } }
		if err := json.Unmarshal([]byte(answer.body), &content); err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, entry := range content.Entries {
			paths = append(paths, strings.TrimPrefix(entry.Path, b.home))
		}
		return paths
	}

	for depth, want := range map[int][]string{
		0: {"/a", "/b", "/c"}, 1: {"/a", "/b", "/c"}, 2: {"/a", "/b", "/b/deep", "/b/x", "/c"},
	} {
		if got := list(depth); !slices.Equal(got, want) {
			t.Errorf("depth %d lists %v, want %v", depth, got, want)
		}
	}
	b.filesystem("ListDir", map[string]any{"path": b.home, "depth": -1}).expect(http.StatusBadRequest, "invalid_argument")
	b.filesystem("ListDir", path(b.home+"/c")).expect(http.StatusBadRequest, "is not a directory")
	b.filesystem("ListDir", path("/missing")).expect(http.StatusNotFound, "not_found")
}

func TestListingHasALimit(t *testing.T) {
	b := readyBox(t)
	for i := range 50_001 {
		if err := os.Symlink("x", fmt.Sprintf("%s/%d", b.home, i)); err != nil {
			t.Fatal(err)
		}
	}

	b.filesystem("ListDir", path(b.home)).expect(http.StatusTooManyRequests, "at most 50000 entries")
}

func TestMakeMoveRemove(t *testing.T) {
	b := readyBox(t)
	deep := b.home + "/x/y"

	if entry := b.filesystem("MakeDir", path(deep)).entry(); entry["type"] != "FILE_TYPE_DIRECTORY" || entry["permissions"] != "drwxr-xr-x" {
		t.Errorf("got %v", entry)
	}
	b.filesystem("MakeDir", path(deep)).expect(http.StatusConflict, `"code":"already_exists"`)
	file := b.put("x/y/file", "")
	b.filesystem("MakeDir", path(file)).expect(http.StatusBadRequest, "not a directory")

	moved := b.filesystem("Move", map[string]string{"source": file, "destination": b.home + "/new/place"}).entry()
	if moved["path"] != b.home+"/new/place" {
		t.Errorf("got %v", moved)
	}
	b.filesystem("Move", map[string]string{"source": file, "destination": deep}).expect(http.StatusNotFound, "not_found")

	b.filesystem("Remove", path(b.home+"/x")).expect(http.StatusOK, "{}")
	b.filesystem("Remove", path(b.home+"/x")).expect(http.StatusOK, "{}")
	b.filesystem("Remove", path("/")).expect(http.StatusBadRequest, "root directory")
	if _, err := os.Stat(b.home + "/x"); !os.IsNotExist(err) {
		t.Error("the directory is still there")
	}
}

// changes does one thing of each kind below the directory.
func (b *box) changes(t *testing.T) {
	t.Helper()
	file := b.put("file", "1")
	for _, err := range []error{
		os.Chmod(file, 0o600), os.Rename(file, b.home+"/moved"), os.Remove(b.home + "/moved"), os.MkdirAll(b.home+"/new/below", 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

var expectedChanges = []string{
	"file EVENT_TYPE_CREATE", "file EVENT_TYPE_WRITE", "file EVENT_TYPE_CHMOD", "file EVENT_TYPE_RENAME",
	"moved EVENT_TYPE_CREATE", "moved EVENT_TYPE_REMOVE", "new EVENT_TYPE_CREATE", "new/below EVENT_TYPE_CREATE", "new/below/late EVENT_TYPE_CREATE",
}

func TestWatchStreamsChanges(t *testing.T) {
	b := readyBox(t)
	s := b.stream("/filesystem.Filesystem/WatchDir", map[string]any{"path": b.home, "recursive": true, "includeEntry": true})
	if _, ok := s.message()["start"]; !ok {
		t.Fatal("the first message is not the start")
	}
	b.changes(t)
	pending := slices.Clone(expectedChanges)

	for len(pending) > 0 {
		event := s.message()["filesystem"].(map[string]any)
		seen := fmt.Sprint(event["name"], " ", event["type"])
		if seen == "new/below EVENT_TYPE_CREATE" {
			b.put("new/below/late", "")
		}
		if seen == "new EVENT_TYPE_CREATE" && at(event, "entry", "type") != "FILE_TYPE_DIRECTORY" {
			t.Errorf("the event's entry is %v", event["entry"])
		}
		if i := slices.Index(pending, seen); i >= 0 {
			pending = slices.Delete(pending, i, i+1)
		}
	}
}

func TestRefusesWatch(t *testing.T) {
	b := readyBox(t)
	for target, want := range map[string]string{b.put("file", ""): "invalid_argument", "/missing": "not_found"} {
		if code, _ := b.stream("/filesystem.Filesystem/WatchDir", path(target)).failure(); code != want {
			t.Errorf("watching %s fails with %s", target, code)
		}
		b.filesystem("CreateWatcher", path(target)).expect(map[string]int{"invalid_argument": 400, "not_found": 404}[want], want)
	}
}

func (b *box) createWatcher() (id map[string]string) {
	b.t.Helper()
	created := b.filesystem("CreateWatcher", path(b.home))
	created.expect(http.StatusOK, "watcherId")
	if err := json.Unmarshal([]byte(created.body), &id); err != nil {
		b.t.Fatal(err)
	}
	return id
}

func TestWatcherKeepsChangesUntilPolled(t *testing.T) {
	b := readyBox(t)
	id := b.createWatcher()

	b.changes(t)

	var seen string
	eventually(t, "the last change is seen", func() bool {
		seen += b.filesystem("GetWatcherEvents", id).body
		return strings.Contains(seen, `"name":"new"`)
	})
	if strings.Contains(seen, "below") {
		t.Error("a watch that is not recursive saw into a new directory")
	}
	b.filesystem("RemoveWatcher", id).expect(http.StatusOK, "{}")
	b.filesystem("RemoveWatcher", id).expect(http.StatusNotFound, "not_found")
	b.filesystem("GetWatcherEvents", id).expect(http.StatusNotFound, "not_found")
}

func TestWatchersHaveALimit(t *testing.T) {
	b := readyBox(t)
	for range 64 {
		id := b.createWatcher()
		defer b.filesystem("RemoveWatcher", id)
	}

	b.filesystem("CreateWatcher", path(b.home)).expect(http.StatusTooManyRequests, "at most 64 watchers")
}
