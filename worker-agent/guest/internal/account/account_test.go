package account

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestResolvesPaths(t *testing.T) {
	someone := Account{Name: "someone", Home: "/home/someone"}
	for path, want := range map[string]string{
		"":            "/work",
		"~":           "/home/someone",
		"~/a":         "/home/someone/a",
		"a/../b":      "/home/someone/b",
		"/x//y/../z/": "/x/z",
	} {
		if got, err := someone.Resolve(path, "/work"); err != nil || got != want {
			t.Errorf("%q is %q (%v), want %q", path, got, err, want)
		}
	}
	for _, path := range []string{"~root/a", "a\x00b"} {
		if got, err := someone.Resolve(path, ""); err == nil {
			t.Errorf("%q is %q", path, got)
		}
	}
}

func TestLooksUpAccounts(t *testing.T) {
	root, err := Lookup("root")
	if err != nil || root.UID != 0 || root.Home != "/root" || len(root.Groups) == 0 {
		t.Errorf("got %+v, %v", root, err)
	}
	if _, err := Lookup("root123"); err == nil {
		t.Error("found a user that is not there")
	}
	if names := NewNames(); names.User(0) != "root" || names.User(54321) != "54321" || names.Group(0) != "root" {
		t.Error("owners have other names")
	}
}

func TestMakesMissingDirectoriesOnly(t *testing.T) {
	daemon, err := Lookup("daemon")
	if err != nil {
		t.Fatal(err)
	}
	there := t.TempDir()

	for range 2 {
		if err := daemon.MakeDirectories(filepath.Join(there, "a", "b")); err != nil {
			t.Fatal(err)
		}
	}

	for path, want := range map[string]uint32{there: 0, there + "/a": daemon.UID, there + "/a/b": daemon.UID} {
		info, err := os.Stat(path)
		if err != nil || info.Sys().(*syscall.Stat_t).Uid != want {
			t.Errorf("%s: %v, want owner %d", path, err, want)
		}
	}
	if err := os.WriteFile(there+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := daemon.MakeDirectories(there + "/file/below"); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("got %v", err)
	}
}
