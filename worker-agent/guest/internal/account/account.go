// Package account looks up the Unix users of the sandbox and resolves paths as they would mean them.
package account

import (
	"errors"
	"fmt"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// Account is a Unix user as a process needs it.
type Account struct {
	Name   string
	Home   string
	UID    uint32
	GID    uint32
	Groups []uint32
}

// Lookup reads the user database each time: tenants add users while the sandbox runs.
func Lookup(name string) (Account, error) {
	found, err := user.Lookup(name)
	if err != nil {
		return Account{}, err
	}
	uid, err := parseID(found.Uid)
	if err != nil {
		return Account{}, err
	}
	gid, err := parseID(found.Gid)
	if err != nil {
		return Account{}, err
	}
	groups, err := groupsOf(found)
	if err != nil {
		return Account{}, err
	}
	return Account{Name: found.Username, Home: found.HomeDir, UID: uid, GID: gid, Groups: groups}, nil
}

func groupsOf(found *user.User) ([]uint32, error) {
	ids, err := found.GroupIds()
	if err != nil {
		return nil, fmt.Errorf("reading the groups of user '%s': %w", found.Username, err)
	}
	groups := make([]uint32, 0, len(ids))
	for _, id := range ids {
		group, err := parseID(id)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}

func parseID(text string) (uint32, error) {
	id, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return 0, fmt.Errorf("the user database holds the id '%s', which is not a number", text)
	}
	return uint32(id), nil
}

// Resolve makes a path absolute: nothing means fallback, "~" and relative paths start at the user's home.
func (a Account) Resolve(path, fallback string) (string, error) {
	if path == "" {
		path = fallback
	}
	if strings.ContainsRune(path, 0) {
		return "", errors.New("a path cannot contain a zero byte")
	}
	if path == "~" || strings.HasPrefix(path, "~/") {
		return filepath.Join(a.Home, path[1:]), nil
	}
	if strings.HasPrefix(path, "~") {
		return "", fmt.Errorf("cannot expand another user's home in path '%s': write it out", path)
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path), nil
	}
	return filepath.Join(a.Home, path), nil
}

// Names turns owner ids into names and remembers them for as long as one answer takes.
type Names struct {
	users, groups map[uint32]string
}

// NewNames makes an empty memory of names.
func NewNames() *Names {
	return &Names{users: map[uint32]string{}, groups: map[uint32]string{}}
}

// User gives the user's name, or the number when nobody has it.
func (n *Names) User(uid uint32) string {
	return remember(n.users, uid, func(id string) (string, bool) {
		found, err := user.LookupId(id)
		if err != nil {
			return "", false
		}
		return found.Username, true
	})
}

// Group gives the group's name, or the number when there is none.
func (n *Names) Group(gid uint32) string {
	return remember(n.groups, gid, func(id string) (string, bool) {
		found, err := user.LookupGroupId(id)
		if err != nil {
			return "", false
		}
		return found.Name, true
	})
}

func remember(names map[uint32]string, id uint32, lookup func(string) (string, bool)) string {
	if name, ok := names[id]; ok {
		return name
	}
	text := strconv.FormatUint(uint64(id), 10)
	name, ok := lookup(text)
	if !ok {
		name = text
	}
	names[id] = name
	return name
}
