# What follows from this installation's settings and may be another the next time: applied at every start.
# shellcheck shell=bash

apply_settings() {
  case $REALM in
    smartboxes)
      set_console "$SECRETS/oidc-console" /sign-in/callback /v1/sessions/backchannel-logout
      ;;
    smartboxes-staff)
      set_console "$SECRETS/oidc-console-staff" /staff/sign-in/callback /v1/staff/sessions/backchannel-logout
      ;;
  esac
  set_secret control-plane "$SECRETS/keycloak-control-plane"
  set_mail
}

# What the console is called in this realm.
console_client() { echo "${REALM/smartboxes/console}"; }

# set_console SECRET_FILE CALLBACK LOGOUT: by what the console is known, where people return to, and where the control plane is
# told that a sign-in has ended.
set_console() {
  local id
  id=$(client_id "$(console_client)")
  admin PUT "/clients/$id" "$(admin GET "/clients/$id" | jq --rawfile secret "$1" --arg address "$CONSOLE" --arg callback "$2" \
    --arg logout "$CONTROL_PLANE$3" '
    .secret = $secret | .baseUrl = $address + ($callback | rtrimstr("/sign-in/callback")) | .redirectUris = [$address + $callback] | .webOrigins = []
    | .attributes += {"post.logout.redirect.uris": ($address + "/*"),
      "backchannel.logout.url": $logout}')"
}

set_secret() {
  local id
  id=$(client_id "$1")
  admin PUT "/clients/$id" "$(admin GET "/clients/$id" | jq --rawfile secret "$2" '.secret = $secret')"
}

set_mail() {
  admin PUT '' "$(jq -n --arg host "$SMTP_HOST" --arg port "$SMTP_PORT" --arg tls "$SMTP_TLS" --arg from "$SMTP_FROM" \
    --arg user "$SMTP_USERNAME" --arg password "$SMTP_PASSWORD" '{smtpServer: ({
      host: $host, port: $port, from: $from, fromDisplayName: "SmartBoxes",
      ssl: ($tls == "tls" | tostring), starttls: ($tls == "starttls" | tostring), auth: ($user != "" | tostring)
    } + if $user == "" then {} else {user: $user, password: $password} end)}')"
}
