# bench [--quick] [PART...]: measures installations of its own and prints the speed table, each figure with its baseline.
verb_bench() {
  take_state "$@"
  local quick=() part
  if [[ ${REST[0]:-} == --quick ]]; then
    quick=(--quick)
    REST=("${REST[@]:1}")
  fi
  for part in "${REST[@]}"; do
    [[ $part =~ ^(sandboxes|fleet|console)$ ]] || usage_error "'bench' does not know '$part'. It has the parts sandboxes, fleet and console."
  done
  own_state bench
  preflight
  need_packages "${PACKAGES_TO_RUN[@]}" "${PACKAGES_TO_BENCH[@]}"
  check_packet_filter
  use_tools
  exec "$SMARTBOXES_ROOT/infra/bench/run" "${quick[@]}" "${REST[@]}"
}
