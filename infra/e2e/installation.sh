# An installation of our own for a test run: started from nothing, ended, and looked after for what it left behind.
# shellcheck shell=bash

# start_installation NAME [SETTING=VALUE...]: brings up DIR/NAME on free ports and exports what clients need. Nothing of the
# caller's own installation gets into it: a variable would win over the file.
start_installation() {
  local name=$1
  shift
  unset SMARTBOXES_PORT_BASE SMARTBOXES_CONTROL_PLANES SMARTBOXES_WORKERS SMARTBOXES_RUNTIME SMARTBOXES_DATABASE_URL SMARTBOXES_SIGN_IN SMARTBOXES_SIGNUP_PLAN \
    "${!SMARTBOXES_OIDC_@}" "${!SMARTBOXES_SMTP_@}"
  STATE=$WORK/$name
  mkdir -p "$STATE"
  printf 'SMARTBOXES_PORT_BASE=%s\n' "$(free_port_base)" >"$STATE/settings"
  printf '%s\n' "$@" >>"$STATE/settings"
  # Of two lines the first counts: only tests of sign-in wait for a sign-in service.
  echo 'SMARTBOXES_SIGN_IN=no' >>"$STATE/settings"
  "$SMARTBOXES" up --detach --state "$STATE" || die "The installation for '$name' did not start; its logs are in $STATE/logs."
  RUNNING=$STATE
  use_installation
}

use_installation() {
  eval "$("$SMARTBOXES" env --state "$STATE")"
  export SMARTBOXES_STATE=$STATE
}

end_installation() {
  [[ -n ${RUNNING:-} ]] || return 0
  local state=$RUNNING
  RUNNING=
  "$SMARTBOXES" down --state "$state" || fail_check "down of $state failed"
  check_nothing_left "$state"
}

# Ports below the range from which the kernel takes those of outgoing connections, all roles of nine replicas free.
free_port_base() {
  local base
  for _ in {1..50}; do
    base=$((12000 + RANDOM % 180 * 100))
    [[ -z $(listening_between "$base" $((base + 99))) ]] && { echo "$base"; return; }
  done
  die 'No free range of 100 ports was found between 12000 and 30000.'
}

listening_between() {
  ss -Hltn 2>/dev/null | awk '{ sub(/.*:/, "", $4); print $4 }' | awk -v from="$1" -v to="$2" '$1 >= from && $1 <= to'
}

# check_nothing_left STATE: every kind of host object carries the installation's id, so a search for it must come up empty.
check_nothing_left() {
  local id left
  id=$(cat "$1/installation") || return 0
  left=$(leftovers "$id" "$1")
  if [[ -z $left ]]; then
    echo "Nothing is left of installation $id: no process, mount, network namespace, interface, nft table, cgroup."
    PASSED=$((PASSED + 1))
  else
    fail_check "installation $id left behind:"$'\n'"$left"
  fi
}

leftovers() {
  local id=$1 state=$2
  for process in /proc/[0-9]*; do
    [[ ${process##*/} == "$$" || ${process##*/} == "$BASHPID" ]] && continue
    tr 2>/dev/null '\0' ' ' <"$process/cmdline" | grep -qF -e "$state/" -e "/$id" && echo "process ${process##*/}: $(tr '\0' ' ' <"$process/cmdline" | cut -c1-200)"
  done
  awk -v id="$id" -v state="$state/" 'index($0, id) || index($0, state) { print "mount " $5 }' /proc/self/mountinfo
  ip netns list 2>/dev/null | awk -v id="$id" 'index($0, id) { print "network namespace " $1 }'
  ip -o link 2>/dev/null | awk -v id="$id" 'index($2, id) { print "interface " $2 }'
  nft list tables 2>/dev/null | awk -v id="$id" 'index($0, id) { print "nft " $0 }'
  find /sys/fs/cgroup -type d -name "*$id*" 2>/dev/null | sed 's/^/cgroup /'
}
