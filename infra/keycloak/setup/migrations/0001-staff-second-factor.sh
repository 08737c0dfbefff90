# Staff sign in with a second factor, always: Keycloak's own flow asks only those who happen to have one.
# shellcheck shell=bash

STAFF_FLOW='browser with second factor'

migration_0001() {
  [[ $REALM == smartboxes-staff ]] || return 0
  admin GET /authentication/flows | jq -e --arg name "$STAFF_FLOW" 'any(.alias == $name)' >/dev/null \
    || admin POST /authentication/flows/browser/copy "$(jq -n --arg name "$STAFF_FLOW" '{newName: $name}')"
  require_one_time_code
  admin PUT '' "$(jq -n --arg name "$STAFF_FLOW" '{browserFlow: $name}')"
}

# The subflow no longer depends on conditions, and of its ways the one-time code is the only one left.
require_one_time_code() {
  local path="/authentication/flows/${STAFF_FLOW// /%20}/executions" execution
  while IFS= read -r execution; do
    admin PUT "$path" "$execution" >/dev/null
  done < <(admin GET "$path" | jq -c --arg name "$STAFF_FLOW" '
    (map(.displayName == ($name + " Browser - Conditional 2FA")) | index(true)) as $start
    | .[$start].level as $level
    | .[$start].requirement = "REQUIRED"
    | .[$start], (.[$start + 1:] | .[: (map(.level <= $level) | index(true))] | .[]
        | .requirement = (if .providerId == "auth-otp-form" then "REQUIRED" else "DISABLED" end))')
}
