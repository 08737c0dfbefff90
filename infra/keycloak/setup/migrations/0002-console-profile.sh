# The console asks who somebody is, for the name on its pages.
# shellcheck shell=bash

migration_0002() {
  local client scope
  client=$(client_id "$(console_client)")
  scope=$(admin GET /client-scopes | jq -r '.[] | select(.name == "profile").id')
  admin PUT "/clients/$client/default-client-scopes/$scope"
}
