# What people do is kept for a while, and nothing else; the control plane reads it into the audit log, as a client that may do
# nothing else.
# shellcheck shell=bash

migration_0003() {
  local user management
  admin PUT /events/config "$(admin GET /events/config | jq '.enabledEventTypes = ([
    "LOGIN", "LOGOUT", "REGISTER", "VERIFY_EMAIL", "UPDATE_EMAIL", "UPDATE_CREDENTIAL", "REMOVE_CREDENTIAL", "RESET_PASSWORD"]
    | map(., . + "_ERROR"))')"
  [[ $REALM == smartboxes ]] || return 0
  [[ -n $(client_id control-plane) ]] \
    || admin POST /clients '{"clientId": "control-plane", "name": "Control plane, to read events", "serviceAccountsEnabled": true,
      "standardFlowEnabled": false, "directAccessGrantsEnabled": false, "attributes": {"access.token.lifespan": "60"}}'
  user=$(admin GET "/clients/$(client_id control-plane)/service-account-user" | jq -r .id)
  management=$(client_id realm-management)
  admin POST "/users/$user/role-mappings/clients/$management" "$(admin GET "/clients/$management/roles/view-events" | jq '[.]')"
}
