# fmt: formats the sources, so that nobody discusses layout.
verb_fmt() {
  take_state "$@"
  no_arguments fmt "${REST[@]}"
  own_state fmt
  need_packages mvn:maven
  use_tools
  step 'Formatting Java' "$STATE/logs/fmt/java.log" format_java || fail "The Java sources could not be formatted; see above."
  step 'Formatting Go' "$STATE/logs/fmt/go.log" gofmt -l -w "$SMARTBOXES_ROOT/worker-agent/guest" "$SMARTBOXES_ROOT/infra/runsc" \
    || fail "The Go sources could not be formatted; see above."
}

format_java() {
  cd "$SMARTBOXES_ROOT" || return
  mvn -B -q -Pbrowser spotless:apply
}
