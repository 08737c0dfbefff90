# What staff do is read into their audit log as well, by a client of this realm that may do nothing else.
# shellcheck shell=bash

migration_0005() {
  [[ $REALM == smartboxes-staff ]] || return 0
  local user management
  [[ -n $(client_id control-plane) ]] \
    || admin POST /clients '{"clientId": "control-plane", "name": "Control plane, to read events", "serviceAccountsEnabled": true,
      "standardFlowEnabled": false, "directAccessGrantsEnabled": false, "attributes": {"access.token.lifespan": "60"}}'
  user=$(admin GET "/clients/$(client_id control-plane)/service-account-user" | jq -r .id)
  management=$(client_id realm-management)
  admin POST "/users/$user/role-mappings/clients/$management" "$(admin GET "/clients/$management/roles/view-events" | jq '[.]')"
}
