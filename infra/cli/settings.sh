# Settings: the environment wins over DIR/settings (lines KEY=value), which wins over the default here.

declare -A SETTING_DEFAULTS=(
  [SMARTBOXES_CACHE]="${XDG_CACHE_HOME:-$HOME/.cache}/smartboxes"
  [SMARTBOXES_PORT_BASE]=8080
  [SMARTBOXES_CONTROL_PLANES]=1
  [SMARTBOXES_WORKERS]=1
  [SMARTBOXES_RUNTIME]=gvisor
  [SMARTBOXES_DATABASE_URL]=""
  [SMARTBOXES_SIGN_IN]=yes
  [SMARTBOXES_OIDC_ISSUER]=""
  [SMARTBOXES_OIDC_AUDIENCE]=smartboxes-api
  [SMARTBOXES_OIDC_TOKEN_TYPE]=at+jwt
  [SMARTBOXES_OIDC_CLIENT_ID]=console
  [SMARTBOXES_OIDC_CLIENT_SECRET]=""
  [SMARTBOXES_SMTP_HOST]=""
  [SMARTBOXES_SMTP_PORT]=587
  [SMARTBOXES_SMTP_USERNAME]=""
  [SMARTBOXES_SMTP_PASSWORD]=""
  [SMARTBOXES_SMTP_TLS]=starttls
  [SMARTBOXES_SMTP_FROM]=""
  [SMARTBOXES_SIGNUP_PLAN]=free
  [SMARTBOXES_INSTALL]=yes
  [SMARTBOXES_JDK_URL]=https://api.adoptium.net/v3/binary/latest/25/ga/linux/x64/jdk/hotspot/normal/eclipse
  [SMARTBOXES_GO_URL]=https://go.dev/dl/go1.26.8.linux-amd64.tar.gz
  [SMARTBOXES_NODE_VERSION]=22
)
declare -A SETTING_GIVEN=()

# What one installation is. The others are about this machine, and whatever we start has them in its environment too; these
# it has not, or they would win over the settings of an installation that a test or the benchmark makes.
readonly -a INSTALLATION_SETTINGS=(
  SMARTBOXES_PORT_BASE SMARTBOXES_CONTROL_PLANES SMARTBOXES_WORKERS SMARTBOXES_RUNTIME SMARTBOXES_DATABASE_URL
  SMARTBOXES_SIGN_IN SMARTBOXES_OIDC_ISSUER SMARTBOXES_OIDC_AUDIENCE SMARTBOXES_OIDC_TOKEN_TYPE SMARTBOXES_OIDC_CLIENT_ID
  SMARTBOXES_OIDC_CLIENT_SECRET SMARTBOXES_SMTP_HOST SMARTBOXES_SMTP_PORT SMARTBOXES_SMTP_USERNAME SMARTBOXES_SMTP_PASSWORD
  SMARTBOXES_SMTP_TLS SMARTBOXES_SMTP_FROM SMARTBOXES_SIGNUP_PLAN)

setting_names() { printf '%s\n' "${!SETTING_DEFAULTS[@]}" | sort; }

# load_settings FILE: makes every setting a variable; SETTING_GIVEN remembers which somebody chose.
load_settings() {
  local name
  for name in "${!SETTING_DEFAULTS[@]}"; do
    [[ -n ${!name+x} ]] && SETTING_GIVEN[$name]=environment
  done
  [[ -f $1 ]] && read_settings_file "$1"
  for name in "${!SETTING_DEFAULTS[@]}"; do
    [[ -n ${SETTING_GIVEN[$name]:-} ]] || printf -v "$name" '%s' "${SETTING_DEFAULTS[$name]}"
    export "${name?}"
  done
  export -n "${INSTALLATION_SETTINGS[@]}"
  check_settings
}

read_settings_file() {
  local line name number=0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    [[ -z $line || $line == \#* ]] && continue
    name=${line%%=*}
    [[ $line == *=* && -n ${SETTING_DEFAULTS[$name]+x} ]] \
      || fail "$1, line $number: '$name' is no setting. Settings: $(setting_names | paste -sd ' ')."
    [[ -n ${SETTING_GIVEN[$name]:-} ]] && continue
    printf -v "$name" '%s' "${line#*=}"
    SETTING_GIVEN[$name]=$1
  done <"$1"
}

check_settings() {
  check_number SMARTBOXES_PORT_BASE 1024 31800
  check_number SMARTBOXES_CONTROL_PLANES 1 9
  # The simulated fleet has twenty; more would leave the range of ports that belongs to a base.
  check_number SMARTBOXES_WORKERS 1 20
  [[ $SMARTBOXES_RUNTIME == gvisor || $SMARTBOXES_RUNTIME == simulated ]] \
    || fail "SMARTBOXES_RUNTIME is '$SMARTBOXES_RUNTIME': it must be gvisor or simulated."
  [[ $SMARTBOXES_INSTALL == yes || $SMARTBOXES_INSTALL == no ]] \
    || fail "SMARTBOXES_INSTALL is '$SMARTBOXES_INSTALL': it must be yes (install what is missing) or no (only name it)."
  [[ $SMARTBOXES_SIGNUP_PLAN =~ ^[a-z_]+$ ]] \
    || fail "SMARTBOXES_SIGNUP_PLAN is '$SMARTBOXES_SIGNUP_PLAN': it must name a plan: local, free, free_card, pro, team or enterprise."
  [[ $SMARTBOXES_CACHE == /* ]] || fail "SMARTBOXES_CACHE is '$SMARTBOXES_CACHE': it must be an absolute path."
  [[ -z $SMARTBOXES_DATABASE_URL || $SMARTBOXES_DATABASE_URL == jdbc:postgresql://* ]] \
    || fail "SMARTBOXES_DATABASE_URL must look like jdbc:postgresql://HOST:PORT/DATABASE, without user or password."
  check_sign_in_settings
}

check_sign_in_settings() {
  local name
  [[ $SMARTBOXES_SIGN_IN == yes || $SMARTBOXES_SIGN_IN == no ]] \
    || fail "SMARTBOXES_SIGN_IN is '$SMARTBOXES_SIGN_IN': it must be yes or no (API keys alone, nobody signs in)."
  [[ -z $SMARTBOXES_OIDC_ISSUER || $SMARTBOXES_OIDC_ISSUER =~ ^https://[^[:space:]]+$ || $SMARTBOXES_OIDC_ISSUER =~ ^http://(localhost|127\.0\.0\.1)(:[0-9]+)?(/[^[:space:]]*)?$ ]] \
    || fail "SMARTBOXES_OIDC_ISSUER is '$SMARTBOXES_OIDC_ISSUER': it must be an https address, or one on this machine."
  [[ -z $SMARTBOXES_OIDC_ISSUER || -n $SMARTBOXES_OIDC_CLIENT_SECRET ]] \
    || fail "SMARTBOXES_OIDC_ISSUER is set, so SMARTBOXES_OIDC_CLIENT_SECRET must be too: the secret of the client '$SMARTBOXES_OIDC_CLIENT_ID' there."
  check_number SMARTBOXES_SMTP_PORT 1 65535
  [[ $SMARTBOXES_SMTP_TLS =~ ^(none|starttls|tls)$ ]] || fail "SMARTBOXES_SMTP_TLS is '$SMARTBOXES_SMTP_TLS': it must be none, starttls or tls."
  [[ $SMARTBOXES_SMTP_TLS != none || $SMARTBOXES_SMTP_HOST =~ ^(localhost|127\.0\.0\.1|::1|)$ ]] \
    || fail "SMARTBOXES_SMTP_TLS is none, which is for a mail server on this machine, not for $SMARTBOXES_SMTP_HOST."
  [[ -z $SMARTBOXES_SMTP_HOST || $SMARTBOXES_SMTP_FROM =~ ^[^@[:space:]]+@[^@[:space:]]+$ ]] \
    || fail "SMARTBOXES_SMTP_HOST is set, so SMARTBOXES_SMTP_FROM must be an address that mail may come from, not '$SMARTBOXES_SMTP_FROM'."
  for name in "${INSTALLATION_SETTINGS[@]}"; do
    # shellcheck disable=SC2016
    # The control plane would look such a text up instead of taking it.
    [[ ${!name} != *'${'* ]] || fail "$name holds '\${', which no setting can."
  done
}

check_number() {
  local value=${!1}
  if [[ ! $value =~ ^[1-9][0-9]{0,4}$ ]] || ((value < $2 || value > $3)); then
    fail "$1 is '$value': it must be a whole number from $2 to $3."
  fi
}
