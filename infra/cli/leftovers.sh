# What of this installation is still on the host after everything has been stopped. Names of host objects carry the
# installation's id, so a search for it finds what no list of ours remembers.

leftovers() {
  local id
  id=$(installation_id)
  left_processes "$id"
  awk -v id="$id" -v state="$STATE/" 'index($0, id) || index($0, state) { print "mount " $5 }' /proc/self/mountinfo
  if command -v ip >/dev/null; then
    ip netns list | awk -v id="$id" 'index($1, id) { print "network namespace " $1 }'
    ip -o link | awk -v id="$id" 'index($2, id) { print "network interface " $2 }'
  fi
  if command -v nft >/dev/null; then nft list tables | awk -v id="$id" 'index($0, id) { print "nft " $0 }'; fi
  find /sys/fs/cgroup -type d -name "*$id*" | sed 's/^/cgroup /'
} 2>/dev/null

# Programs run from the state directory or with it in their arguments; ourselves and those who wait for us left out.
left_processes() {
  local process pid arguments
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    arguments=$(tr '\0' ' ' <"$process/cmdline") || continue
    [[ $arguments == *"$STATE/"* || $arguments == *"/$1"* ]] || continue
    is_ancestor "$pid" || echo "process $pid: ${arguments:0:120}"
  done
}

is_ancestor() {
  local pid=$BASHPID
  while ((pid > 1)); do
    ((pid == $1)) && return 0
    pid=$(awk '$1 == "PPid:" { print $2 }' "/proc/$pid/status")
  done
  return 1
}

say_leftovers() {
  local left
  left=$(leftovers)
  [[ -n $left ]] || return 0
  echo "Still on this host from installation $(installation_id):" >&2
  awk '{ print "  " $0 }' <<<"$left" >&2
  return 1
}
