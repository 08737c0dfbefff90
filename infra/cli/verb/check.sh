# check: format, lint and static analysis of every language here. Architecture rules that need running are in `test`.
verb_check() {
  take_state "$@"
  no_arguments check "${REST[@]}"
  own_state check
  need_packages "${PACKAGES_TO_CHECK[@]}"
  use_tools
  local failed=0
  run_check shell 'Checking shell scripts (shellcheck)' check_shell || failed=1
  run_check guest 'Checking Go (gofmt, vet, staticcheck)' check_go || failed=1
  run_check c 'Checking C (all warnings)' check_c || failed=1
  run_check documents 'Checking documents (links, named tests)' check_documents || failed=1
  run_check java 'Checking Java (format, Error Prone, NullAway)' check_java || failed=1
  ((failed == 0)) || fail "'check' found something; see above. 'infra/smartboxes fmt' mends what is only layout."
  say 'Everything is in order.'
}

run_check() { step "$2" "$STATE/logs/check/$1.log" "$3"; }

check_shell() {
  cd "$SMARTBOXES_ROOT/infra" || return
  shell_scripts | xargs -0 shellcheck
}

# Every script of the project, found by its first line or its ending.
shell_scripts() {
  find "$SMARTBOXES_ROOT/infra" "$SMARTBOXES_ROOT/.ci" "$SMARTBOXES_ROOT/console/src/main/npm" -type f -not -path '*/node_modules/*' -print0 \
    | while IFS= read -r -d '' file; do
      if [[ $file == *.sh || $file == *.bats ]] || head -n 1 "$file" | grep -qaE '^#!.*\b(ba)?sh$'; then printf '%s\0' "$file"; fi
    done
}

# The linter's version is pinned by the guest's go.mod.
check_go() {
  cd "$SMARTBOXES_ROOT/worker-agent/guest" || return
  local unformatted
  unformatted=$(gofmt -l . ../../infra/runsc)
  [[ -z $unformatted ]] || { echo "Not formatted: $unformatted"; return 1; }
  go vet ./... && go tool staticcheck ./...
}

check_c() {
  find "$SMARTBOXES_ROOT/infra" -name '*.c' -print0 | xargs -0 -n 1 gcc -fsyntax-only -O2 -Wall -Wextra -Werror
}

check_java() {
  cd "$SMARTBOXES_ROOT" || return
  mvn -B -q -Pbrowser spotless:check test-compile
}
