# up [--detach]: sets up what is missing, starts every part, prints the settings. In the foreground it ends with Ctrl-C.
verb_up() {
  take_state "$@"
  local detach=
  if [[ ${REST[0]:-} == --detach ]]; then
    detach=yes
    REST=("${REST[@]:1}")
  fi
  no_arguments up "${REST[@]}"
  umask 022
  (umask 077 && mkdir -p "$STATE") || fail "The state directory $STATE cannot be made. Choose another with --state."
  preflight
  create_installation
  lock_installation
  if is_running; then
    unlock_installation
    say "SmartBoxes is already running from $STATE (see: infra/smartboxes status$(state_flag))."
    print_settings
    return
  fi
  trap 'undo_up' EXIT
  trap 'exit 130' INT TERM HUP
  set_up
  start_all
  trap - EXIT
  unlock_installation
  # From here on a signal ends a running installation instead of undoing a half-started one; --detach is past stopping.
  if [[ -n $detach ]]; then trap - INT TERM HUP; else end_with_terminal; fi
  say ''
  print_settings
  if [[ -n $detach ]]; then
    say "Stop it with: infra/smartboxes down$(state_flag)"
  else
    stay
  fi
}

set_up() {
  need_packages "${PACKAGES_TO_RUN[@]}"
  check_packet_filter
  use_tools
  if runs_own_postgresql; then need_postgresql; fi
  need_java_build
  need_artifacts "$STATE/artifacts"
  if runs_own_keycloak; then need_keycloak; fi
  if catches_mail; then need_mail_catcher; fi
}

start_all() {
  choose_ports
  if runs_own_postgresql; then
    [[ -f $STATE/postgresql/data/PG_VERSION ]] || say "Making a new database in $STATE/postgresql"
    prepare_postgresql >"$STATE/logs/setup/database.log" 2>&1 \
      || fail "The database could not be prepared. See $STATE/logs/setup/database.log."
  fi
  define_parts
  start_supervisor
  local part
  for part in $(part_names); do
    if is_background "$part"; then
      train_part "$part"
      start_service "$part"
    else
      start_part "$part"
    fi
  done
}

end_stay() {
  trap '' INT TERM HUP
  lock_installation
  stop_everything
  exit 0
}

# Half an installation running is worse than none: whatever was started before the failure is stopped.
undo_up() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  stop_everything >/dev/null
  exit "$status"
}

# The terminal is the installation's life line: Ctrl-C, a closed terminal or a kill of this process stops everything.
end_with_terminal() {
  trap 'say ""; end_stay' INT TERM
  trap 'exec >>"$STATE/logs/setup/down.log" 2>&1; end_stay' HUP
}

stay() {
  say "Running; Ctrl-C stops everything. Logs: infra/smartboxes logs$(state_flag)"
  while is_running; do sleep 1; done
  say "The supervisor has ended; see $STATE/logs/supervisor.log."
}

print_settings() {
  cat <<EOF
SmartBoxes is ready. Tell clients where it is:

$(client_settings | sed 's/^/  /')

EOF
  sign_in_settings
  cat <<EOF
Python, after 'pip install e2b':

  from e2b import Sandbox
  sandbox = Sandbox.create()
  print(sandbox.commands.run("python3 -c 'print(6*7)'").stdout)
  sandbox.kill()

JavaScript, after 'npm install e2b':

  import { Sandbox } from 'e2b'
  const sandbox = await Sandbox.create()
  console.log((await sandbox.commands.run("python3 -c 'print(6*7)'")).stdout)
  await sandbox.kill()

EOF
}
