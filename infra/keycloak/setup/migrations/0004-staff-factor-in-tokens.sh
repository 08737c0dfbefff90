# A token of staff says whether its sign-in had a second factor, for the control plane to look at: as long as the longest
# sign-in lasts.
# shellcheck shell=bash

migration_0004() {
  [[ $REALM == smartboxes-staff ]] || return 0
  local flow='browser with second factor' client execution
  execution=$(admin GET "/authentication/flows/${flow// /%20}/executions" | jq -c '.[] | select(.providerId == "auth-otp-form")')
  [[ $(jq -r '.authenticationConfig // empty' <<<"$execution") ]] \
    || admin POST "/authentication/executions/$(jq -r .id <<<"$execution")/config" \
      '{"alias": "staff one-time code", "config": {"default.reference.value": "otp", "default.reference.maxAge": "43200"}}'
  client=$(client_id console-staff)
  admin GET "/clients/$client/protocol-mappers/models" | jq -e 'any(.name == "second factor")' >/dev/null \
    || admin POST "/clients/$client/protocol-mappers/models" '{"name": "second factor", "protocol": "openid-connect",
      "protocolMapper": "oidc-amr-mapper", "config": {"access.token.claim": "true", "id.token.claim": "false",
      "introspection.token.claim": "true"}}'
}
