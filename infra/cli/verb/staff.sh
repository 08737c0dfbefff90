# staff invite MAIL: makes somebody a member of staff, who gets a mail to set a password and a one-time code. Doing it again
# repeats the mail until that is done.
verb_staff() {
  take_state "$@"
  local mail=${REST[1]:-}
  [[ ${REST[0]:-} != -* ]] || no_arguments staff "${REST[0]}"
  [[ ${REST[0]:-} == invite && -n $mail ]] || usage_error "'staff' wants: staff invite MAIL."
  no_arguments 'staff invite' "${REST[@]:2}"
  [[ $mail =~ ^[^@[:space:]]+@[^@[:space:]]+$ ]] || usage_error "'$mail' is no mail address."
  need_sign_in
  # shellcheck source=../../keycloak/setup/admin.sh
  . "$SMARTBOXES_ROOT/infra/keycloak/setup/admin.sh"
  KEYCLOAK=$(keycloak_url)
  SECRETS=$STATE/secrets
  sign_in_as smartboxes-staff operator || fail "Keycloak does not let us in. See: infra/smartboxes logs keycloak-setup$(state_flag)"
  invite "$mail"
}

need_sign_in() {
  need_installation
  is_running || fail "Nothing of $STATE is running. Start it with: infra/smartboxes up$(state_flag)"
  offers_sign_in || fail "Nobody signs in to this installation (SMARTBOXES_SIGN_IN is no)."
  runs_own_keycloak || fail "People sign in to this installation at $SMARTBOXES_OIDC_ISSUER; make staff there."
  { is_healthy keycloak-setup && is_healthy keycloak; } \
    || fail "Sign-in is not ready. Try again when 'infra/smartboxes status$(state_flag)' says that keycloak and keycloak-setup are healthy."
}

invite() {
  local mail=$1 user
  user=$(staff_named "$mail") || fail "$mail could not be looked up; see above."
  if [[ -z $user ]]; then
    admin POST /users "$(jq -n --arg mail "$mail" '{username: $mail, email: $mail, enabled: true}')" || fail "$mail could not be invited; see above."
    user=$(staff_named "$mail")
  fi
  [[ $(jq .enabled <<<"$user") == true ]] || fail "$mail is a member of staff who was shut out. Let them in again in Keycloak first."
  if has_signed_up "$user"; then
    say "$mail is a member of staff already; no mail was sent."
    return
  fi
  admin PUT "/users/$(jq -r .id <<<"$user")/execute-actions-email?client_id=console-staff" '["UPDATE_PASSWORD", "CONFIGURE_TOTP"]' \
    || fail "$mail is a member of staff now, but no mail could be sent. Mend the mail server (SMARTBOXES_SMTP_HOST), then run this again."
  say "$mail is invited: a mail with a link, good for three days, is on its way."
  if catches_mail; then say "It is shown at $(mail_url)"; fi
}

staff_named() { admin GET "/users?exact=true&email=$(jq -rn --arg mail "$1" '$mail | @uri')" | jq -c '.[0] // empty'; }

# Both factors are there.
has_signed_up() {
  admin GET "/users/$(jq -r .id <<<"$1")/credentials" | jq -e '[.[].type] | contains(["password", "otp"])' >/dev/null
}
