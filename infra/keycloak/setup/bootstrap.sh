# The administrator that Keycloak makes at its very first start is removed: from then on each realm has its operator, and the
# realm 'master', which could change everything, has nobody.
# shellcheck shell=bash

remove_bootstrap_administrator() {
  sign_in_as master bootstrap || return 0
  # While 'master' has no account at all, Keycloak's welcome page lets anybody on this machine make an administrator. This
  # one may do nothing, and nobody ever sees its secret.
  [[ -n $(client_id nobody) ]] \
    || admin POST /clients '{"clientId": "nobody", "name": "May do nothing; must exist", "serviceAccountsEnabled": true,
      "standardFlowEnabled": false, "directAccessGrantsEnabled": false, "fullScopeAllowed": false}'
  admin DELETE "/clients/$(client_id bootstrap)"
  echo "event=bootstrap-administrator-removed"
}
