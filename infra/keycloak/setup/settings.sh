# What follows from this installation's settings and may be another the next time: applied at every start.
# shellcheck shell=bash

apply_settings() {
  case $REALM in
    smartboxes)
      set_client console "$SECRETS/oidc-console" "$CONSOLE" \
        "$(jq -n --arg url "$CONTROL_PLANE/v1/sessions/backchannel-logout" '{"backchannel.logout.url": $url}')"
      ;;
    smartboxes-staff) set_client console-staff "$SECRETS/oidc-console-staff" "$CONSOLE" '{}' ;;
  esac
  set_mail
}

# set_client NAME SECRET_FILE ADDRESS ATTRIBUTES: where people come from and return to, and by what it is known.
set_client() {
  local id
  id=$(client_id "$1")
  admin PUT "/clients/$id" "$(admin GET "/clients/$id" | jq --rawfile secret "$2" --arg address "$3" --argjson more "$4" '
    .secret = $secret | .baseUrl = $address | .redirectUris = [$address + "/sign-in/callback"] | .webOrigins = []
    | .attributes += {"post.logout.redirect.uris": ($address + "/*")} + $more')"
}

set_mail() {
  admin PUT '' "$(jq -n --arg host "$SMTP_HOST" --arg port "$SMTP_PORT" --arg tls "$SMTP_TLS" --arg from "$SMTP_FROM" \
    --arg user "$SMTP_USERNAME" --arg password "$SMTP_PASSWORD" '{smtpServer: ({
      host: $host, port: $port, from: $from, fromDisplayName: "SmartBoxes",
      ssl: ($tls == "tls" | tostring), starttls: ($tls == "starttls" | tostring), auth: ($user != "" | tostring)
    } + if $user == "" then {} else {user: $user, password: $password} end)}')"
}
