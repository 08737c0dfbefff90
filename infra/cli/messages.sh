# What a person reads: plain sentences on standard output, refusals on standard error.

say() { printf '%s\n' "$*"; }

# A refusal names what is missing and the cure; exit 1.
fail() {
  printf 'smartboxes: %s\n' "$*" >&2
  exit 1
}

# The command line itself is wrong; exit 2.
usage_error() {
  printf "smartboxes: %s Try 'infra/smartboxes help'.\n" "$*" >&2
  exit 2
}

# step TITLE LOG COMMAND...: runs COMMAND with its output in LOG. Shows that it is alive: a ticking line on a
# terminal, a line every 15 s elsewhere. On failure prints what the log says of it and gives back the command's status.
step() {
  local title=$1 log=$2
  shift 2
  mkdir -p "$(dirname "$log")"
  local began=$SECONDS status=0
  ("$@") >"$log" 2>&1 </dev/null &
  local pid=$!
  # Ctrl-C ends the step's own children too, so a half-done build does not go on behind the prompt.
  local traps
  traps=$(trap -p INT TERM HUP)
  trap 'end_tree '"$pid"'; exit 130' INT TERM HUP
  wait_with_progress "$pid" "$title" "$began" || status=$?
  trap - INT TERM HUP
  eval "$traps"
  local took=$((SECONDS - began))
  [[ -t 1 ]] && printf '\r\033[K'
  if ((status != 0)); then
    printf '%s: failed after %d s. From %s:\n' "$title" "$took" "$log" >&2
    "${EXPLAIN:-end_of_log}" "$log" | sed 's/^/  | /' >&2
    return "$status"
  fi
  # What was ready already is not worth a line.
  ((took == 0)) || say "$title: done ($took s)"
}

# What of a failed step's log to show, unless EXPLAIN names a function that knows the log's form.
end_of_log() { tail -n 40 "$1"; }

wait_with_progress() {
  local pid=$1 title=$2 began=$3 next=15 elapsed
  while [[ -d /proc/$pid ]] && ! [[ $(process_state "$pid") == Z ]]; do
    elapsed=$((SECONDS - began))
    if [[ -t 1 ]]; then
      printf '\r\033[K%s ... %d s' "$title" "$elapsed"
    elif ((elapsed >= next)); then
      say "$title ... $elapsed s"
      next=$((next + 15))
    fi
    sleep 0.2
  done
  wait "$pid"
}

process_state() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || { printf Z; return; }
  stat=${stat##*) }
  printf '%s' "${stat%% *}"
}

children_of() { cat "/proc/$1/task/$1/children" 2>/dev/null; }

# Ends a process and its descendants, children first.
end_tree() {
  local child
  for child in $(children_of "$1"); do end_tree "$child"; done
  kill -TERM "$1" 2>/dev/null || :
}
