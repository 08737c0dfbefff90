# env: the three settings of a client as export lines, for: eval "$(infra/smartboxes env)"
verb_env() {
  take_state "$@"
  no_arguments env "${REST[@]}"
  need_installation
  [[ -s $STATE/bootstrap/api-key ]] || fail "$STATE has no API key yet. Start it first: infra/smartboxes up$(state_flag)"
  client_settings
}
