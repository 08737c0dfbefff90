# test: sets up what tests need, runs every suite with its own state and ports, ends with "N passed, N failed".
verb_test() {
  take_state "$@"
  no_arguments test "${REST[@]}"
  own_state test
  RESULTS=$STATE/results
  (umask 077 && mkdir -p "$STATE")
  : >"$RESULTS"
  preflight
  need_packages "${PACKAGES_TO_RUN[@]}" "${PACKAGES_TO_TEST[@]}"
  check_packet_filter
  use_tools
  # Built here once, so that a build that fails says so itself and not every test that needs it.
  need_java_build
  need_artifacts "$STATE/artifacts"
  need_keycloak
  need_mail_catcher
  export SMARTBOXES_ARTIFACTS=$STATE/artifacts
  run_suite guest 'Testing the guest daemon' guest_tests go
  run_suite java 'Testing the Java modules' java_tests java
  run_suite cli 'Testing infra/smartboxes' cli_tests tap
  run_suite e2e 'Driving installations with the client packages' end_to_end_tests closing
  run_suite browser 'Walking the console in Chromium' browser_tests closing
  report
}

report() {
  local name passed failed skipped all_passed=0 all_failed=0 all_skipped=0
  say ''
  while read -r name passed failed skipped; do
    say "  $name: $passed tests passed and $failed failed"
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    all_skipped=$((all_skipped + skipped))
  done <"$RESULTS"
  say "Logs: $STATE/logs/test"
  if ((all_skipped > 0)); then
    # A skipped test proves nothing, and nobody reads a long green log: it counts as a failure.
    say "$all_skipped tests were skipped; that counts as failed."
    all_failed=$((all_failed + all_skipped))
  fi
  say "$all_passed passed, $all_failed failed"
  ((all_failed == 0))
}
