#!/usr/bin/env bats
# infra/smartboxes seen from outside: what it prints, how it ends, what it leaves behind.

bats_require_minimum_version 1.5.0

setup() {
  smartboxes="$BATS_TEST_DIRNAME/../smartboxes"
  state="$BATS_TEST_TMPDIR/state"
  unset SMARTBOXES_STATE SMARTBOXES_PORT_BASE SMARTBOXES_CONTROL_PLANES SMARTBOXES_WORKERS SMARTBOXES_RUNTIME SMARTBOXES_DATABASE_URL \
    "${!SMARTBOXES_OIDC_@}" "${!SMARTBOXES_SMTP_@}"
  # What starts with sign-in is tested in signin.bats.
  export SMARTBOXES_SIGN_IN=no
}

teardown() {
  local installation
  for installation in "$BATS_TEST_TMPDIR"/*/installation; do
    [ -f "$installation" ] && "$smartboxes" down --state "$(dirname "$installation")" >/dev/null
  done
  return 0
}

up() { "$smartboxes" up --detach --state "${1:-$state}"; }

# Everything a host shows that could carry a state directory or an installation's id.
leftovers() {
  local folder=$1 id process
  id=$(cat "$folder/installation")
  for process in /proc/[0-9]*; do
    [ "$process" = "/proc/$$" ] && continue
    if tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -qF "$folder" || [[ "$(readlink "$process/cwd")" == "$folder"* ]]; then
      echo "process ${process#/proc/}: $(tr '\0' ' ' <"$process/cmdline")"
    fi
  done
  grep -F -e "$folder" -e "$id" /proc/self/mountinfo | sed 's/^/mount /'
  ip netns list | grep -F "$id" | sed 's/^/netns /'
  ip -o link | grep -F "$id" | sed 's/^/link /'
  nft list tables | grep -F "$id" | sed 's/^/nft /'
  find /sys/fs/cgroup -name "*$id*" | sed 's/^/cgroup /'
  find /run/smartboxes -lname "$folder" 2>/dev/null | sed 's/^/reservation /'
}

assert_nothing_left() {
  local left
  left=$(leftovers "$1" 2>/dev/null || true)
  [ -z "$left" ] || { echo "$left"; return 1; }
}

wait_until() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    "$@" && return
    sleep 0.1
  done
  echo "never came true: $*"
  return 1
}

@test "an unknown verb is refused with the list of verbs" {
  run -2 "$smartboxes" fly
  [[ "$output" == *"There is no verb 'fly'. Verbs: "*up* ]]
}

@test "a run of everything that is ended from outside does not say that it went well" {
  local run=$BATS_TEST_TMPDIR/run
  mkdir -p "$run/.ci" "$run/infra"
  cp "$BATS_TEST_DIRNAME/../../.ci/run" "$run/.ci/"
  printf '#!/bin/sh\necho $$ >child\nexec sleep 60\n' >"$run/infra/smartboxes"
  chmod +x "$run/infra/smartboxes"
  "$run/.ci/run" >"$run/out" 3>&- &
  local pid=$! status=0
  wait_until test -s "$run/child"
  kill -TERM "$pid"
  wait "$pid" || status=$?
  kill "$(cat "$run/child")"
  [ "$status" -eq 143 ]
  grep -q 'ended from outside' "$run/out"
  [[ $(<"$run/out") != *'status 0'* ]]
}

@test "a path is no verb" {
  run -2 "$smartboxes" ../verb/up
}

@test "an unknown flag is refused by every verb" {
  local verb
  for verb in $("$smartboxes" help | awk '/^  [a-z]/ { print $1 }'); do
    run -2 "$smartboxes" "$verb" --sideways
    [[ "$output" == *"--sideways"* ]]
  done
}

@test "bench knows one flag and three parts" {
  run -2 "$smartboxes" bench --quick --sideways
  [[ "$output" == *"--sideways"* ]]
}

@test "help names every verb" {
  local file
  run -0 "$smartboxes"
  for file in "$BATS_TEST_DIRNAME"/../cli/verb/*.sh; do
    [[ "$output" == *"  $(basename "$file" .sh) "* ]]
  done
}

@test "a state directory that would need quoting is refused" {
  run -2 "$smartboxes" status --state "/tmp/two words"
  run -2 "$smartboxes" status --state
}

@test "status and logs without an installation name the cure" {
  run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"infra/smartboxes up --state $state"* ]]
  run -1 "$smartboxes" logs --state "$state"
  run -0 "$smartboxes" down --state "$state"
}

@test "a setting that does not exist, or is out of range, is refused before anything starts" {
  mkdir "$state"
  echo 'SMARTBOXES_WROKERS=2' >"$state/settings"
  run -1 up
  [[ "$output" == *"line 1: 'SMARTBOXES_WROKERS' is no setting"* ]]
  SMARTBOXES_WORKERS=0 run -1 "$smartboxes" up --state "$BATS_TEST_TMPDIR/other"
  [[ "$output" == *"SMARTBOXES_WORKERS is '0': it must be a whole number from 1 to 20"* ]]
}

@test "what runs inside a verb does not inherit the installation that the verb is for" {
  SMARTBOXES_WORKERS=3 run -0 --separate-stderr bash -c ". '$BATS_TEST_DIRNAME/../cli/messages.sh'; . '$BATS_TEST_DIRNAME/../cli/settings.sh'; load_settings /nowhere; echo \"here \$SMARTBOXES_WORKERS\"; env"
  [[ "$output" == *"here 3"* && "$output" == *SMARTBOXES_CACHE=* ]]
  [[ "$output" != *SMARTBOXES_WORKERS=* && "$output" != *SMARTBOXES_PORT_BASE=* ]]
}

@test "an installation that a test makes has the settings of the test, whatever its caller's are" {
  WORK=$BATS_TEST_TMPDIR
  # shellcheck source=../e2e/installation.sh
  . "$BATS_TEST_DIRNAME/../e2e/installation.sh"
  record() { env | grep '^SMARTBOXES_' | cut -d= -f1 >"$BATS_TEST_TMPDIR/given" || true; }
  use_installation() { :; }
  SMARTBOXES=record
  unset SMARTBOXES_SIGN_IN

  SMARTBOXES_PORT_BASE=1 SMARTBOXES_CONTROL_PLANES=0 SMARTBOXES_WORKERS=99 SMARTBOXES_RUNTIME=none SMARTBOXES_DATABASE_URL=none \
    SMARTBOXES_SIGN_IN=none SMARTBOXES_OIDC_ISSUER=none SMARTBOXES_SMTP_HOST=none \
    start_installation state SMARTBOXES_WORKERS=2

  run -1 grep -E 'PORT_BASE|CONTROL_PLANES|WORKERS|RUNTIME|DATABASE_URL|SIGN_IN|OIDC|SMTP' "$BATS_TEST_TMPDIR/given"
  grep -x 'SMARTBOXES_WORKERS=2' "$state/settings"
}

@test "a missing program is named with its cure when installing is off" {
  mkdir "$BATS_TEST_TMPDIR/bin"
  ln -sf -t "$BATS_TEST_TMPDIR/bin" /usr/bin/* /usr/sbin/*
  rm "$BATS_TEST_TMPDIR"/bin/{svlogd,mkfs.erofs,nft}
  PATH="$BATS_TEST_TMPDIR/bin" SMARTBOXES_INSTALL=no run -1 "$smartboxes" up --state "$state"
  [[ "$output" == *"apt-get install erofs-utils nftables runit" ]]
}

@test "up, a second up, status, down: nothing is left" {
  up
  run -0 "$smartboxes" status --state "$state"
  [[ "$output" == *healthy* ]]

  run -0 up
  [[ "$output" == *"already running"* ]]

  "$smartboxes" down --state "$state"

  assert_nothing_left "$state"
  run -1 "$smartboxes" status --state "$state"
}

@test "up again after down keeps data, secrets and ports" {
  local before
  up
  before=$(cat "$state"/secrets/* "$state/port-base" "$state/postgresql/data/PG_VERSION")
  "$smartboxes" down --state "$state"

  up

  [ "$before" = "$(cat "$state"/secrets/* "$state/port-base" "$state/postgresql/data/PG_VERSION")" ]
}

@test "secrets are readable by their owner alone" {
  up
  [ -z "$(find "$state" "$state/secrets" -maxdepth 0 -perm /077)" ]
  [ -z "$(find "$state/secrets" -type f -perm /077)" ]
}

@test "every part that is killed comes back" {
  local part pid
  up
  for part in "$state"/service/*; do
    pid=$(cat "$part/supervise/pid")
    kill -KILL "$pid"
    came_back() { [ -s "$part/supervise/pid" ] && [ "$(cat "$part/supervise/pid")" != "$pid" ]; }
    wait_until came_back
  done
  wait_until "$smartboxes" status --state "$state"
}

@test "down cleans up although the supervisor was killed" {
  up
  kill -KILL "$(cat "$state/supervisor.pid")"

  "$smartboxes" down --state "$state"

  assert_nothing_left "$state"
}

@test "sim accounts for 1,000 sandboxes on 20 simulated workers" {
  run -0 "$smartboxes" sim --state "$state"
  [[ "$output" == *"Made 1000 sandboxes"*"exactly one of 20 workers"*"Ended them"*"no worker holds any"* ]]
  assert_nothing_left "$state"
}

@test "two installations started at the same moment get ports of their own" {
  up "$BATS_TEST_TMPDIR/one" &
  up "$BATS_TEST_TMPDIR/two" &
  wait

  "$smartboxes" status --state "$BATS_TEST_TMPDIR/one"
  "$smartboxes" status --state "$BATS_TEST_TMPDIR/two"
  [ "$(cat "$BATS_TEST_TMPDIR/one/port-base")" != "$(cat "$BATS_TEST_TMPDIR/two/port-base")" ]

  "$smartboxes" down --state "$BATS_TEST_TMPDIR/one"
  assert_nothing_left "$BATS_TEST_TMPDIR/one"
  "$smartboxes" status --state "$BATS_TEST_TMPDIR/two"
}

@test "ports that were asked for and are taken are an error, not a move" {
  up
  SMARTBOXES_PORT_BASE=$(cat "$state/port-base") run -1 "$smartboxes" up --detach --state "$BATS_TEST_TMPDIR/other"
  [[ "$output" == *"is taken by another program"*"SMARTBOXES_PORT_BASE"* ]]
  assert_nothing_left "$BATS_TEST_TMPDIR/other"
}

@test "up in the foreground ends everything on Ctrl-C, on a closed terminal and on TERM" {
  local signal pid
  for signal in INT HUP TERM; do
    : >"$BATS_TEST_TMPDIR/out"
    # A plain background child would ignore INT, as shells arrange it, and could not undo that itself.
    env --default-signal=INT "$smartboxes" up --state "$state" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    pid=$!
    wait_until grep -q 'Ctrl-C stops everything' "$BATS_TEST_TMPDIR/out"
    kill -"$signal" "$pid"
    wait "$pid"
    assert_nothing_left "$state"
  done
}
