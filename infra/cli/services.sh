# Supervision by runit: every part is a service of its own under DIR/service, restarted when it ends, with backoff.
# A part is a name such as postgresql or worker-agent-1; what it runs comes from parts.sh.

readonly BACKOFF_SECONDS_MAX=30
readonly HEALTHY_AFTER_SECONDS=60
readonly STOP_SECONDS_MAX=30

# define_service PART STOP_SIGNAL COMMAND...: writes the run scripts. They name everything absolutely and use nothing of
# this repository, so that a restart in a year runs what `up` started, whatever the working tree holds by then.
define_service() {
  local part=$1 signal=$2 folder=$STATE/service/$1
  shift 2
  mkdir -p "$folder/log" "$folder/control" "$STATE/logs/$part"
  # What an earlier start left would be taken for word of the next one.
  rm -f "$folder/crashes" "$folder/restarts" "$folder/started"
  # Held down until its turn in the start order; start_service removes the file, so later restarts are not held.
  touch "$folder/down"
  cat >"$folder/run" <<EOF
#!/usr/bin/env bash
# Written by infra/smartboxes up.
exec 2>&1 </dev/null
cd '$folder'
crashes=\$(cat crashes 2>/dev/null || echo 0)
# A supervisor that was killed leaves its part running; two of one would fight over its port and files.
./end-orphan
# Waits without a child, so that a stop during the wait leaves nothing behind.
if ((crashes > 0)); then
  delay=\$((1 << (crashes > 5 ? 5 : crashes)))
  ((delay > $BACKOFF_SECONDS_MAX)) && delay=$BACKOFF_SECONDS_MAX
  echo "$part ended \$crashes times in a row: next start in \$delay s"
  read -rt "\$delay" <> <(:)
fi
date +%s >started
echo "\$\$ \$(cut -d' ' -f22 /proc/\$\$/stat)" >process
cd '$STATE'
exec $*
EOF
  cat >"$folder/finish" <<EOF
#!/usr/bin/env bash
# Written by infra/smartboxes up. \$1 is the exit status (-1: a signal), \$2 the signal's number.
exec </dev/null
grep -qs 'want down' supervise/stat && exit 0
now=\$(date +%s)
echo "$part ended by itself (status \$1, signal \$2)"
if ((now - \$(cat started 2>/dev/null || echo "\$now") >= $HEALTHY_AFTER_SECONDS)); then echo 0; else echo \$((\$(cat crashes 2>/dev/null || echo 0) + 1)); fi >crashes.new
mv crashes.new crashes
echo \$((\$(cat restarts 2>/dev/null || echo 0) + 1)) >restarts
EOF
  write_end_orphan "$folder" "$signal"
  cat >"$folder/log/run" <<EOF
#!/usr/bin/env bash
# Written by infra/smartboxes up. Ten files of 5 MB at most.
exec svlogd -ttt '$STATE/logs/$part'
EOF
  printf 's5000000\nn10\n' >"$STATE/logs/$part/config"
  chmod +x "$folder/run" "$folder/finish" "$folder/end-orphan" "$folder/log/run"
  write_stop_signal "$folder" "$signal"
}

# define_task PART COMMAND...: a service that runs until it succeeds once. It is tried again, with the same delays, when it fails.
define_task() {
  local folder=$STATE/service/$1
  define_service "$1" TERM "${@:2}"
  rm -f "$folder/done"
  mv "$folder/finish" "$folder/finish-failed"
  cat >"$folder/finish" <<EOF
#!/usr/bin/env bash
# Written by infra/smartboxes up. \$1 is the exit status (-1: a signal), \$2 the signal's number.
((\$1 == 0)) || exec ./finish-failed "\$@"
touch done
# What 'sv down' writes, without its wait for us to end.
printf d >supervise/control
EOF
  chmod +x "$folder/finish"
}

is_task_done() { [[ -f $STATE/service/$1/done ]]; }

# A process is known by its id and the moment of its start, so a reused id is never meant.
write_end_orphan() {
  cat >"$1/end-orphan" <<EOF
#!/usr/bin/env bash
# Written by infra/smartboxes up: ends what an earlier start of this part left, if it still runs.
read -r pid began 2>/dev/null <'$1/process' || exit 0
is_left() { [[ \$(cut -d' ' -f22 "/proc/\$pid/stat" 2>/dev/null) == "\$began" && \$(cut -d' ' -f3 "/proc/\$pid/stat") != Z ]]; }
for signal in $2 KILL; do
  is_left || exit 0
  kill -"\$signal" "\$pid" 2>/dev/null
  for ((tries = 0; tries < $STOP_SECONDS_MAX * 10; tries++)); do
    is_left || exit 0
    sleep 0.1
  done
done
EOF
}

# runsv sends TERM unless a control script sends something else. PostgreSQL waits for its clients on TERM, not on INT.
write_stop_signal() {
  rm -f "$1/control/t"
  [[ $2 == TERM ]] && return
  cat >"$1/control/t" <<EOF
#!/bin/sh
kill -$2 "\$(cat '$1/supervise/pid')"
EOF
  chmod +x "$1/control/t"
}

start_supervisor() {
  local folder=$STATE/service
  setsid runsvdir -P "$folder" </dev/null >/dev/null 2>"$STATE/logs/supervisor.log" 9>&- &
  echo $! >"$STATE/supervisor.pid"
  local part
  for part in $(defined_services); do
    await 10 is_supervised "$part" || fail "The supervisor did not take on '$part'. See $STATE/logs/supervisor.log."
  done
}

defined_services() {
  local folder
  for folder in "$STATE"/service/*/; do
    [[ -f ${folder}run ]] && basename "$folder"
  done
}

is_supervised() { [[ -e $STATE/service/$1/supervise/ok ]] && sv status "$STATE/service/$1" >/dev/null 2>&1; }

is_running() {
  local pid
  pid=$(cat "$STATE/supervisor.pid" 2>/dev/null) || return 1
  [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") == "runsvdir -P $STATE/service "* ]]
}

start_service() {
  rm -f "$STATE/service/$1/down"
  sv up "$STATE/service/$1" >/dev/null
}

# Ends one part and waits; one that does not end in time is killed, and that is said.
stop_service() {
  local folder=$STATE/service/$1
  if ! is_supervised "$1"; then
    "$folder/end-orphan"
    return
  fi
  sv -w "$STOP_SECONDS_MAX" force-stop "$folder" >/dev/null 2>&1 || say "$1 did not end within $STOP_SECONDS_MAX s and was killed."
}

# Ends the supervisor and its runsv and svlogd processes; the parts are down by now. The supervisor goes first, because it
# would start anew a runsv that ends; HUP makes it end them all. One that was killed has left them to be ended one by one.
stop_supervisor() {
  local part pid pids=''
  if is_running; then
    pid=$(cat "$STATE/supervisor.pid")
    for part in $(defined_services); do pids+=" $(supervisor_of "$part")"; done
    kill -HUP "$pid"
    await_end "$pid"
  else
    for part in $(defined_services); do
      pids+=" $(supervisor_of "$part")"
      sv exit "$STATE/service/$part" >/dev/null 2>&1 || :
    done
  fi
  for pid in $pids; do await_end "$pid"; done
  rm -f "$STATE/supervisor.pid"
}

await_end() { await 20 is_gone "$1" || kill -KILL "$1" 2>/dev/null || :; }

# The runsv of a part: whoever holds its lock. Found by its working directory, so another installation's is never meant.
supervisor_of() {
  local process
  for process in /proc/[0-9]*; do
    if [[ $(readlink "$process/cwd" 2>/dev/null) == "$STATE/service/$1" && $(cat "$process/comm" 2>/dev/null) == runsv ]]; then
      basename "$process"
    fi
  done
}

is_gone() { [[ ! -d /proc/$1 || $(process_state "$1") == Z ]]; }

# await SECONDS COMMAND...: true as soon as COMMAND is.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.05
  done
}

service_pid() { cat "$STATE/service/$1/supervise/pid" 2>/dev/null; }

service_uptime() {
  local started
  started=$(cat "$STATE/service/$1/started" 2>/dev/null) || return 0
  echo $(($(date +%s) - started))
}

service_restarts() { cat "$STATE/service/$1/restarts" 2>/dev/null || echo 0; }

# Everything this installation runs, parts first and in reverse order of their start, then their supervisor.
stop_everything() {
  local part
  for part in $(defined_services | reverse_start_order); do
    if is_supervised "$part"; then say "Stopping $part"; fi
    stop_service "$part"
    [[ $part != worker-agent-* ]] || sweep_worker "$part"
  done
  stop_supervisor
  release_ports
  say 'Stopped. Data is kept.'
}

sweep_worker() {
  [[ -x $STATE/service/$1/sweep ]] || return 0
  step "Ending the sandboxes of $1" "$STATE/logs/setup/sweep-$1.log" timeout 120 "$STATE/service/$1/sweep" \
    || say "Some of what $1 had on this host may be left; run 'down' again."
}

# Workers first, while the control plane still hears what they end. PostgreSQL last, which the others need until then.
reverse_start_order() { sort -r | awk '$0 == "postgresql" { last = $0; next } { print } END { if (last) print last }'; }
