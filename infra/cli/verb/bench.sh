# bench [--quick]: measures installations of its own and prints the speed table, each figure with its baseline.
verb_bench() {
  take_state "$@"
  local quick=()
  if [[ ${REST[0]:-} == --quick ]]; then
    quick=(--quick)
    REST=("${REST[@]:1}")
  fi
  no_arguments bench "${REST[@]}"
  own_state bench
  preflight
  need_packages "${PACKAGES_TO_RUN[@]}" "${PACKAGES_TO_BENCH[@]}"
  check_packet_filter
  use_tools
  exec "$SMARTBOXES_ROOT/infra/bench/run" "${quick[@]}"
}
