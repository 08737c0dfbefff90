# Keycloak's admin REST API, as the service account of one realm. Secrets go through files, never through an argument.
# Wants KEYCLOAK (its address) and SECRETS (the folder of an installation's secrets).
# shellcheck shell=bash

# sign_in_as REALM CLIENT: remembers a token for the calls that follow; false when Keycloak knows no such client or secret.
sign_in_as() {
  local reply
  reply=$(curl -sS --max-time 30 "$KEYCLOAK/realms/$1/protocol/openid-connect/token" -d grant_type=client_credentials \
    -d "client_id=$2" --data-urlencode "client_secret@$SECRETS/keycloak-$2") || return
  REALM=$1
  TOKEN=$(jq -r '.access_token // empty' <<<"$reply")
  [[ -n $TOKEN ]]
}

# admin METHOD PATH [JSON]: a call below this realm's address; prints the reply. Any status but 2xx is a failure that names it.
admin() {
  local reply status
  reply=$(curl -sS --max-time 60 -X "$1" "$KEYCLOAK/admin/realms/$REALM$2" -w '\n%{http_code}' \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN") \
    ${3+-H 'Content-Type: application/json' --data-binary @-} <<<"${3-}") || return
  status=${reply##*$'\n'}
  if [[ $status != 2* ]]; then
    echo "Keycloak answered $status to $1 $2 in realm $REALM: ${reply%$'\n'*}" >&2
    return 1
  fi
  printf '%s' "${reply%$'\n'*}"
}

# client_id NAME: Keycloak's own id of a client, or nothing.
client_id() { admin GET "/clients?clientId=$1" | jq -r '.[0].id // empty'; }
