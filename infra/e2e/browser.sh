# The console in Chromium, driven from Java (console/browser), with axe-core from npm looking for barriers.
# shellcheck shell=bash

readonly BROWSER_TESTS=$E2E/../../console/browser
readonly SIGN_IN_SECONDS=600

# SMARTBOXES_PICTURES is where the pictures go, and the page and its log when a test fails.
suite_browser() {
  prepare_browser
  SMARTBOXES_PICTURES=${SMARTBOXES_PICTURES:-$BROWSER_TESTS/target/pictures}
  export SMARTBOXES_PICTURES
  rm -rf "$SMARTBOXES_PICTURES"
  mkdir -p "$SMARTBOXES_PICTURES"
  echo
  echo "== console in Chromium"
  rm -rf "$BROWSER_TESTS/target/surefire-reports"
  browse -B 2>&1 || :
  add "$(browser_counts)" passed failed
  echo "Pictures: $SMARTBOXES_PICTURES"
}

# What both the tests and the benchmark need: the running installation, once people can sign in, and a browser.
prepare_browser() {
  local base compiling
  # infra/smartboxes test has set it; by hand the JDK that comes first may be too old.
  [[ -n ${JAVA_HOME:-} ]] || die 'Set JAVA_HOME to a JDK 25: Chromium is driven by Maven.'
  command -v chromium >/dev/null || die 'Chromium is missing. Install it: apt-get install chromium fonts-noto-core'
  base=$(cat "$SMARTBOXES_STATE/port-base")
  need_axe
  # Meanwhile, for sign-in starts on one processor. What does not compile is told by the run.
  browser_module -B test-compile >"$WORK/browser-compile.txt" 2>&1 &
  compiling=$!
  await_sign_in "http://localhost:$((base + 4))/realms/smartboxes"
  wait "$compiling" || :
  export SMARTBOXES_CONSOLE_URL=http://localhost:$((base + 3)) SMARTBOXES_MAIL_URL=http://localhost:$((base + 7))
  export SMARTBOXES_SIGN_IN_URL=http://localhost:$((base + 4))/realms/smartboxes
  export SMARTBOXES_POSTGRESQL_URL=jdbc:postgresql://127.0.0.1:$((base + 6))/smartboxes
  SMARTBOXES_CHROMIUM=$(command -v chromium)
  SMARTBOXES_CLIENT=$(environment python "${PYTHON_CLIENTS[0]}")
  export SMARTBOXES_CHROMIUM SMARTBOXES_CLIENT
}

# browse FLAGS...: runs the classes that Maven's flags name.
browse() { browser_module "$@" test; }

# Chromium puts its temporary files where ours are, and so they end with ours.
browser_module() { (cd "$BROWSER_TESTS/../.." && TMPDIR=$WORK exec mvn -Pbrowser -pl console/browser "$@") </dev/null; }

# No report at all is a failure, for the tests did not get as far.
browser_counts() {
  find "$BROWSER_TESTS/target/surefire-reports" -name 'TEST-*.xml' -exec grep -ho '<testsuite [^>]*>' {} + 2>/dev/null \
    | awk '
      function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
      { tests += value("tests"); bad += value("failures") + value("errors") + value("skipped") }
      END { if (!tests) bad = 1; print tests - bad " passed " bad + 0 " failed" }'
}

await_sign_in() {
  local end=$((SECONDS + SIGN_IN_SECONDS))
  until [[ -e $SMARTBOXES_STATE/service/keycloak-setup/done ]] && curl -fs -o /dev/null --max-time 10 "$1"; do
    ((SECONDS < end)) || die "Sign-in did not start within $SIGN_IN_SECONDS s; its log is in $SMARTBOXES_STATE/logs/keycloak."
    sleep 0.5
  done
}

# npm checks the package against the hash in the lock file.
need_axe() {
  local target
  target=$(client_cache)/axe-$(sha256sum "$BROWSER_TESTS/package-lock.json" | cut -c1-12)
  export SMARTBOXES_AXE=$target/node_modules/axe-core/axe.min.js
  [[ -f $target/.complete ]] && return
  rm -rf "$target"
  mkdir -p "$target"
  cp "$BROWSER_TESTS/package.json" "$BROWSER_TESTS/package-lock.json" "$target/"
  npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund >"$target.log" 2>&1 || {
    tail -n 20 "$target.log" >&2
    die "axe-core could not be installed. See $target.log."
  }
  touch "$target/.complete"
}
