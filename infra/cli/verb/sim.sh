# sim: a simulated fleet. 1,000 sandboxes on 20 workers that isolate nothing, made, listed and ended through the API.
verb_sim() {
  take_state "$@"
  no_arguments sim "${REST[@]}"
  own_state sim
  ! is_running || fail "An installation runs from $STATE. Give 'sim' a directory of its own with --state, or none."
  need_packages "${PACKAGES_TO_RUN[@]}" "${PACKAGES_TO_SIMULATE[@]}"
  trap 'end_simulation' EXIT
  trap 'exit 130' INT TERM HUP
  # What 'up' says about clients is not for here.
  SMARTBOXES_RUNTIME=simulated SMARTBOXES_WORKERS=$SIMULATED_WORKERS SMARTBOXES_CONTROL_PLANES=1 SMARTBOXES_SIGN_IN=no \
    "$SMARTBOXES_ROOT/infra/smartboxes" up --detach --state "$STATE" | sed '/^$/,$d'
  allow_sandboxes "$SIMULATED_SANDBOXES" 'a simulated fleet'
  eval "$(client_settings)"
  python3 -B "$SMARTBOXES_ROOT/infra/sim/fleet.py" "$STATE" "$SIMULATED_WORKERS" "$SIMULATED_SANDBOXES"
}

readonly SIMULATED_WORKERS=20
readonly SIMULATED_SANDBOXES=1000

end_simulation() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  "$SMARTBOXES_ROOT/infra/smartboxes" down --state "$STATE" || status=1
  if ((status == 0)) && [[ -z $STATE_GIVEN ]]; then rm -rf "$STATE"; else say "Logs: $STATE/logs"; fi
  exit "$status"
}
