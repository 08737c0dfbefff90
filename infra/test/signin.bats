#!/usr/bin/env bats
# The sign-in service and the caught mail, seen from outside. What they do for people is tested in infra/e2e/signin.

bats_require_minimum_version 1.5.0

# One installation for all: filling Keycloak's database takes most of the time.
setup_file() {
  export smartboxes="$BATS_TEST_DIRNAME/../smartboxes" state="$BATS_FILE_TMPDIR/state"
  unset SMARTBOXES_STATE SMARTBOXES_PORT_BASE SMARTBOXES_DATABASE_URL SMARTBOXES_SIGN_IN "${!SMARTBOXES_OIDC_@}" "${!SMARTBOXES_SMTP_@}"
  export SMARTBOXES_RUNTIME=simulated SMARTBOXES_WORKERS=1 SMARTBOXES_CONTROL_PLANES=1
  "$smartboxes" up --detach --state "$state" >"$BATS_FILE_TMPDIR/up"
  "$smartboxes" status --state "$state" >"$BATS_FILE_TMPDIR/status" || true
  "$smartboxes" staff invite ada@staff.test --state "$state" >"$BATS_FILE_TMPDIR/invite" 2>&1 || true
}

teardown_file() {
  local installation
  for installation in "$BATS_FILE_TMPDIR"/*/installation; do
    [ -f "$installation" ] && "$smartboxes" down --state "$(dirname "$installation")" >/dev/null
  done
  return 0
}

wait_until() {
  local tries
  for ((tries = 0; tries < 6000; tries++)); do
    "$@" && return
    sleep 0.1
  done
  echo "never came true: $*"
  return 1
}

is_well() { "$smartboxes" status --state "${1:-$state}" >/dev/null; }

# token REALM CLIENT: what Keycloak answers to this client and its secret.
token() {
  curl -s "http://localhost:$(($(cat "$state/port-base") + 4))/realms/$1/protocol/openid-connect/token" \
    -d grant_type=client_credentials -d "client_id=$2" --data-urlencode "client_secret@$state/secrets/keycloak-$2"
}

@test "up says where people sign in and where their mail is, and does not wait for either" {
  run -0 cat "$BATS_FILE_TMPDIR/up"
  [[ "$output" == *"SmartBoxes is ready"*"Sign-in is starting at http://localhost:"*"caught and shown at http://localhost:"* ]]
  grep -E '^keycloak +up .* starting$' "$BATS_FILE_TMPDIR/status"
  grep -E '^keycloak-setup +up .* starting$' "$BATS_FILE_TMPDIR/status"
  grep -E '^control-plane-1 +up .* healthy$' "$BATS_FILE_TMPDIR/status"
}

@test "staff is not invited before there is a sign-in, and is told what to wait for" {
  run -0 cat "$BATS_FILE_TMPDIR/invite"
  [[ "$output" == *"Sign-in is not ready"*"infra/smartboxes status --state $state"* ]]
}

@test "sign-in becomes healthy, its set-up ends, and no administrator is left" {
  wait_until is_well
  run -0 "$smartboxes" status --state "$state"
  [[ "$output" =~ keycloak-setup\ +done.*healthy ]]
  [[ "$(token master bootstrap)" != *access_token* ]]
  [[ "$(token smartboxes operator)" == *access_token* ]]
}

@test "a second up needs no administrator, follows settings, and repeats no migration" {
  "$smartboxes" down --state "$state"
  SMARTBOXES_SMTP_FROM=hello@smartboxes.test "$smartboxes" up --detach --state "$state"
  wait_until is_well
  run -0 "$smartboxes" staff invite ada@staff.test --state "$state"
  [[ "$output" == *"ada@staff.test is invited"* ]]
  grep -r 'hello@smartboxes.test' "$state/mail"
  [ "$(cat "$state"/logs/keycloak-setup/* | grep -c 'realm-migrated realm=smartboxes-staff migration=0001')" -eq 1 ]
}

@test "another provider by setting: its tokens count, and no Keycloak is started" {
  local other="$BATS_FILE_TMPDIR/other"
  mkdir "$other"
  printf '%s\n' SMARTBOXES_OIDC_ISSUER=https://login.example.test/realm SMARTBOXES_OIDC_CLIENT_SECRET=s3cret \
    SMARTBOXES_SMTP_HOST=mail.example.test SMARTBOXES_SMTP_FROM=a@example.test >"$other/settings"
  "$smartboxes" up --detach --state "$other"
  # The console is started beside it and not waited for.
  wait_until is_well "$other"
  run -0 "$smartboxes" status --state "$other"
  [[ "$output" != *keycloak* && "$output" != *mail* ]]
  grep 'issuer: https://login.example.test/realm' "$other/control-plane-1.yml"
  run -1 "$smartboxes" staff invite ada@staff.test --state "$other"
  [[ "$output" == *"https://login.example.test/realm"* ]]
}

@test "settings of sign-in and mail that make no sense are refused before anything starts" {
  SMARTBOXES_SIGN_IN=maybe run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"SMARTBOXES_SIGN_IN is 'maybe'"* ]]
  SMARTBOXES_OIDC_ISSUER=http://login.example.test run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"it must be an https address"* ]]
  SMARTBOXES_OIDC_ISSUER=https://login.example.test run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"SMARTBOXES_OIDC_CLIENT_SECRET must be too"* ]]
  SMARTBOXES_SMTP_HOST=mail.example.test run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"SMARTBOXES_SMTP_FROM must be an address"* ]]
  SMARTBOXES_SMTP_TLS=ssl run -1 "$smartboxes" status --state "$state"
  [[ "$output" == *"it must be none, starttls or tls"* ]]
}

@test "down leaves nothing of sign-in" {
  # It looks for what is left itself, and fails if there is anything.
  run -0 "$smartboxes" down --state "$state"
  [[ "$output" == *"Stopping keycloak"*"Stopped."* ]]
}
