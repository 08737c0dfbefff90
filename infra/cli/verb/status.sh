# status: one line per part; exit 0 only if all are healthy.
verb_status() {
  take_state "$@"
  no_arguments status "${REST[@]}"
  need_installation
  if ! is_running; then
    say "Stopped: nothing of $STATE is running. Start it with: infra/smartboxes up$(state_flag)"
    return 1
  fi
  local part sick=0
  printf '%-18s %-8s %8s %9s %9s %6s  %s\n' PART STATE PID UPTIME RESTARTS PORT HEALTH
  for part in $(defined_services); do status_line "$part" || sick=1; done
  return "$sick"
}

status_line() {
  local part=$1 pid state=down uptime=- health=down status=1
  pid=$(service_pid "$part")
  if [[ -n $pid ]]; then
    state=up
    uptime=$(service_uptime "$part")
    health='not answering'
    ((uptime < $(start_seconds_max "$part"))) && health=starting
    uptime+=' s'
    is_healthy "$part" && health=healthy status=0
  elif is_task_done "$part"; then
    state='done' health=healthy status=0
  fi
  printf '%-18s %-8s %8s %9s %9s %6s  %s\n' "$part" "$state" "${pid:--}" "$uptime" "$(service_restarts "$part")" "$(part_port "$part")" "$health"
  return "$status"
}
