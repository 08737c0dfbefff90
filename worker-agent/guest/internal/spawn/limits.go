package spawn

import (
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// LimitProcesses sets how many processes each Unix user may have. It binds what is started from now on.
func LimitProcesses(most uint64) error {
	return unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: most, Max: most})
}

// Weaken makes sure that no child, also one of root's, holds the two capabilities that exempt a process from RLIMIT_NPROC.
// This program keeps them, since leaving the bounding set counts only at the next execve, and so it can fork while a fork
// bomb fills its user's limit. It works in programs built without cgo only, as the guest is.
func Weaken() error {
	for _, capability := range []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_SYS_RESOURCE} {
		_, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_CAPBSET_DROP, capability, 0, 0, 0, 0)
		if errno != 0 {
			return fmt.Errorf("taking capability %d from the sandbox's processes: %w", capability, errno)
		}
	}
	return clearInheritable()
}

// clearInheritable closes the other way by which a capability survives execve.
func clearInheritable() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return fmt.Errorf("reading the guest's capabilities: %w", err)
	}
	sets[0].Inheritable, sets[1].Inheritable = 0, 0
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&sets[0])), 0)
	if errno != 0 {
		return fmt.Errorf("clearing the guest's inheritable capabilities: %w", errno)
	}
	return nil
}
