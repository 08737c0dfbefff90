# What the machine itself must offer. Never a weaker boundary in silence: a missing requirement is named, and ends `up`.

readonly MEMORY_MIB_LEAST=3072
readonly DISK_MIB_LEAST=6144

preflight() {
  [[ $(uname -s)-$(uname -m) == Linux-x86_64 ]] || fail "This machine is $(uname -s) on $(uname -m); SmartBoxes needs Linux on x86_64."
  check_memory
  check_disk "$STATE"
  check_disk "$SMARTBOXES_CACHE"
  [[ $SMARTBOXES_RUNTIME == simulated ]] || check_isolation
}

check_memory() {
  local available
  available=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  ((available >= MEMORY_MIB_LEAST)) \
    || fail "Only $available MiB of memory are available; at least $MEMORY_MIB_LEAST are needed. End other programs or use a larger machine."
}

check_disk() {
  local available
  mkdir -p "$1" 2>/dev/null || :
  [[ -w $1 ]] || fail "$1 cannot be written. Choose another directory, or run as a user who may write it."
  available=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  ((available >= DISK_MIB_LEAST)) \
    || fail "Only $available MiB are free on the disk of $1; at least $DISK_MIB_LEAST are needed. Free some, or choose another directory (--state, SMARTBOXES_CACHE)."
}

# gVisor needs no KVM, but namespaces, cgroups and nft rules of the host's network, hence root.
check_isolation() {
  ((EUID == 0)) || fail "Sandboxes need root (network namespaces, cgroups, nft rules). Run as root, or set SMARTBOXES_RUNTIME=simulated to try the API without isolation."
  check_cgroups
  unshare --net true 2>/dev/null || fail "This kernel refuses a new network namespace ('unshare --net true' fails). Run outside a container, or in a privileged one."
  unshare --user true 2>/dev/null || fail "This kernel refuses a new user namespace ('unshare --user true' fails). Set sysctl user.max_user_namespaces above 0."
}

# Asked once the packages are there: a machine without the program nft is not yet a kernel without packet filters.
check_packet_filter() {
  [[ $SMARTBOXES_RUNTIME == simulated ]] || nft list tables >/dev/null 2>&1 \
    || fail "nft does not work here ('nft list tables' fails). Load the kernel module nf_tables."
}

check_cgroups() {
  local controller
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    for controller in cpu memory pids; do
      grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers || fail "The cgroup controller '$controller' is off; sandboxes would have no such limit. Turn it on at boot."
    done
  else
    for controller in cpu memory pids; do
      [[ -w /sys/fs/cgroup/$controller ]] || fail "There is no writable cgroup hierarchy /sys/fs/cgroup/$controller; sandboxes would have no such limit. Mount it."
    done
  fi
}
