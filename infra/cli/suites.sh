# The test suites. Each runs into a log and leaves one line "NAME PASSED FAILED SKIPPED" in RESULTS.

# run_suite NAME TITLE COMMAND FORM: count_FORM prints "PASSED FAILED SKIPPED", explain_FORM what failed. A suite that fails without a failed test
# (it did not compile, it was killed) counts as one failure, and so does one that says it is well but ran nothing.
run_suite() {
  local name=$1 title=$2 command=$3 form=$4 status=0 passed failed skipped
  EXPLAIN=explain_$form step "$title" "$STATE/logs/test/$name.log" "$command" || status=$?
  read -r passed failed skipped < <("count_$form" "$STATE/logs/test/$name.log")
  if ((failed == 0 && (status != 0 || passed == 0))); then failed=1; fi
  echo "$name ${passed:-0} ${failed:-1} ${skipped:-0}" >>"$RESULTS"
}

guest_tests() {
  cd "$SMARTBOXES_ROOT/worker-agent/guest" || return
  go test -json ./...
}

# Subtests are not counted: their parent stands for them. A package that did not build has no test to name.
count_go() {
  jq -nrR '[inputs | fromjson? | select(.Test != null and (.Test | contains("/") | not)) | .Action] as $actions
    | [$actions | map(select(. == "pass")), map(select(. == "fail")), map(select(. == "skip")) | length] | join(" ")' "$1"
}

explain_go() {
  jq -nrR '[inputs | fromjson?] as $lines | [$lines[] | select(.Action == "fail" and .Test != null) | .Package + " " + .Test] as $failed
    | $lines[] | select(.Output != null) | select(.Test == null or ((.Package + " " + .Test) as $name | $failed | index($name) != null))
    | .Output | rtrimstr("\n")' "$1" | grep -v '^ok ' | head -n 120
}

java_tests() {
  cd "$SMARTBOXES_ROOT" || return
  find . -path '*/target/surefire-reports/*' -name '*.xml' -delete
  # Not `verify`: packing the jars makes Maven compile anew what `check` compiled a moment ago.
  mvn -B -fae test
}

count_java() {
  find "$SMARTBOXES_ROOT" -path '*/target/surefire-reports/TEST-*.xml' -exec grep -ho '<testsuite [^>]*>' {} + \
    | awk '
      function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
      { tests += value("tests"); failed += value("failures") + value("errors"); skipped += value("skipped") }
      END { print tests - failed - skipped, failed + 0, skipped + 0 }'
}

explain_java() { grep -E '^\[(ERROR|FATAL)' "$1" | head -n 80; }

cli_tests() { bats --tap "$SMARTBOXES_ROOT/infra/test"; }

count_tap() {
  awk '/^ok .*# skip/ { skipped++; next } /^ok / { passed++ } /^not ok / { failed++ }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

explain_tap() { awk '/^ok /{ show = 0 } /^not ok /{ show = 1 } show || /^bats/' "$1" | head -n 120; }

end_to_end_tests() { "$SMARTBOXES_ROOT/infra/e2e/run" clients wire faults replicas signin; }

browser_tests() { SMARTBOXES_PICTURES=$STATE/logs/test/pictures "$SMARTBOXES_ROOT/infra/e2e/run" browser; }

# Suites that end with a line "N passed, N failed" of their own.
count_closing() {
  awk 'match($0, /^[0-9]+ passed, [0-9]+ failed/) { split($0, word, "[ ,]+"); passed = word[1]; failed = word[3] }
    END { print passed + 0, failed + 0, 0 }' "$1"
}

explain_closing() { tail -n 120 "$1"; }
