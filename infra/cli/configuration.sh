# The files that the parts read, written anew at every `up` from settings, ports and secrets.

write_control_plane_settings() {
  local number=$1
  private_file "$STATE/control-plane-$number.yml" <<EOF
# Written by infra/smartboxes up; changes here do not last.
micronaut:
  server:
    host: 127.0.0.1
    port: $(port api "$number")
datasources:
  tenant:
    url: "$(database_url)"
    username: smartboxes_tenant
    password: "$(read_secret postgresql-tenant)"
  system:
    url: "$(database_url)"
    username: smartboxes_system
    password: "$(read_secret postgresql-system)"
smartboxes:
  replica-id: control-plane-$number
  api:
    url: $(api_url)
  gateway:
    url: $(gateway_url)
  terminal:
    origins: [$(console_url)]
  crypto:
    master-key: "$(read_secret master-key)"
  migration:
    url: "$(database_url)"
    username: smartboxes_owner
    password: "$(read_secret postgresql-owner)"
  link:
    host: 127.0.0.1
    port: $(port link "$number")
  bootstrap:
    directory: $STATE/bootstrap
    workers: [$(worker_names | paste -sd ,)]
$(sign_in_part)
$(mail_part)
  signup:
    plan: $SMARTBOXES_SIGNUP_PLAN
  worker:
    # A simulated sandbox isolates nothing: taken only where somebody asked for it.
    accept-simulated: $([[ $SMARTBOXES_RUNTIME == simulated ]] && echo true || echo false)
EOF
}

write_worker_settings() {
  local number=$1
  mkdir -p "$STATE/workers/w$number"
  private_file "$STATE/worker-$number.properties" <<EOF
# Written by infra/smartboxes up; changes here do not last.
installation=$(installation_id)
worker.name=w$number
state.directory=$STATE/workers/w$number
artifacts.directory=$STATE/artifacts
runtime=$SMARTBOXES_RUNTIME
link.address=127.0.0.1:$(port link $(((number - 1) % SMARTBOXES_CONTROL_PLANES + 1)))
enrolment.token-file=$STATE/bootstrap/enrolment/w$number
gateway.port=$(port gateway "$number")
peer.port=$(port peer "$number")
EOF
}

# What all simulated workers share; each adds its name to the two directories and takes free ports.
write_fleet_settings() {
  mkdir -p "$STATE/workers"
  private_file "$STATE/fleet.properties" <<EOF
# Written by infra/smartboxes up; changes here do not last.
installation=$(installation_id)
state.directory=$STATE/workers
artifacts.directory=$STATE/artifacts
link.address=127.0.0.1:$(port link)
enrolment.token-file=$STATE/bootstrap/enrolment
# Simulated sandboxes take no memory and no disk, so what this machine has of them is no limit.
capacity.memory-overcommit=1000
capacity.disk-overcommit=1000
EOF
}

write_console_settings() {
  if runs_own_keycloak; then read_secret oidc-console; else echo "$SMARTBOXES_OIDC_CLIENT_SECRET"; fi \
    | private_file "$STATE/console.secret"
  private_file "$STATE/console.properties" <<EOF
# Written by infra/smartboxes up; changes here do not last.
listen.port=$(port console)
public.url=$(console_url)
api.url=$(api_url)
gateway.url=$(gateway_url)
oidc.issuer=$(oidc_issuer)
oidc.client-id=$SMARTBOXES_OIDC_CLIENT_ID
oidc.client-secret-file=$STATE/console.secret
api.console-secret-file=$STATE/secrets/console
$(staff_area)
EOF
}

# Staff have a realm only in our own Keycloak; without one the console says that there is no staff area.
staff_area() {
  runs_own_keycloak || return 0
  cat <<EOF
staff.issuer=$(keycloak_url)/realms/smartboxes-staff
staff.client-id=console-staff
staff.client-secret-file=$STATE/secrets/oidc-console-staff
EOF
}

# Whose tokens the control plane takes; nobody's without sign-in.
sign_in_part() {
  offers_sign_in || return 0
  cat <<EOF
  oidc:
    issuer: $(oidc_issuer)
    audience: "$SMARTBOXES_OIDC_AUDIENCE"
    token-type: "$SMARTBOXES_OIDC_TOKEN_TYPE"
    logout-audiences: ["$SMARTBOXES_OIDC_CLIENT_ID"]
EOF
  # What people do is logged, and staff have a realm of their own, only in our own Keycloak.
  if runs_own_keycloak; then
    cat <<EOF
    events:
      url: $(keycloak_url)/admin/realms/smartboxes/events
      client-secret: "$(read_secret keycloak-control-plane)"
  staff:
    issuer: $(keycloak_url)/realms/smartboxes-staff
    events:
      url: $(keycloak_url)/admin/realms/smartboxes-staff/events
      client-secret: "$(read_secret keycloak-control-plane)"
EOF
  fi
  cat <<EOF
  console:
    url: $(console_url)
  console-secret: "$(read_secret console)"
EOF
}

# Through whom the control plane sends mail; through nobody where there is no sign-in, so nobody to invite.
mail_part() {
  offers_sign_in && [[ -n $(smtp_host) ]] || return 0
  cat <<EOF
  mail:
    host: "$(smtp_host)"
    port: $(smtp_port)
    tls: $(smtp_tls)
    from: "$(smtp_from)"
EOF
  [[ -z $SMARTBOXES_SMTP_USERNAME ]] || jq -nr --arg user "$SMARTBOXES_SMTP_USERNAME" --arg password "$SMARTBOXES_SMTP_PASSWORD" \
    '"    username: \($user | tojson)", "    password: \($password | tojson)"'
}

worker_names() { seq -f 'w%g' 1 "$SMARTBOXES_WORKERS"; }

# What a client's environment needs, ready for a shell.
client_settings() {
  cat <<EOF
export E2B_API_URL=$(api_url)
export E2B_SANDBOX_URL=$(gateway_url)
export E2B_API_KEY=$(cat "$STATE/bootstrap/api-key")
EOF
}

# Where people sign in, for the text that `up` prints.
sign_in_settings() {
  offers_sign_in || return 0
  echo "The console is at $(console_url)"
  if runs_own_keycloak; then echo "Sign-in is starting at $(keycloak_url) (see: infra/smartboxes status$(state_flag))."; fi
  if catches_mail; then echo "Mail that would be sent is caught and shown at $(mail_url)"; fi
  echo
}

# What clients are told; any replica and any gateway would do.
api_url() { echo "http://127.0.0.1:$(port api)"; }
gateway_url() { echo "http://127.0.0.1:$(port gateway)"; }
