# An installation is one state directory with an id, secrets and settings of its own.

# take_state ARGS...: strips --state DIR from ARGS into STATE (STATE_GIVEN if it was there), leaves the rest in REST.
take_state() {
  STATE=${SMARTBOXES_STATE:-$HOME/.smartboxes}
  STATE_GIVEN=
  REST=()
  while (($# > 0)); do
    case $1 in
      --state)
        [[ -n ${2:-} ]] || usage_error "--state needs a directory."
        STATE=$2 STATE_GIVEN=yes
        shift
        ;;
      --state=?*) STATE=${1#--state=} STATE_GIVEN=yes ;;
      *) REST+=("$1") ;;
    esac
    shift
  done
  # Quotes and blanks would have to survive run scripts, YAML and Java properties: refused once, here.
  [[ $STATE == /* ]] || STATE=$PWD/$STATE
  [[ $STATE =~ ^[A-Za-z0-9/._@+-]+$ ]] \
    || usage_error "The state directory '$STATE' may hold only letters, digits and / . _ @ + - in its path."
  load_settings "$STATE/settings"
}

# For verbs that run no installation: unless --state was given, logs go to a new directory of their own.
own_state() { [[ -n $STATE_GIVEN ]] || STATE=$(mktemp -d "${TMPDIR:-/tmp}/smartboxes-$1.XXXXXX"); }

# What a hint has to add to a command line so that it means this installation.
state_flag() { [[ $STATE == "$HOME/.smartboxes" ]] || printf ' --state %s' "$STATE"; }

no_arguments() {
  local verb=$1
  shift
  (($# == 0)) || usage_error "'$verb' does not know '$1'."
}

has_installation() { [[ -f $STATE/installation ]]; }

need_installation() {
  has_installation || fail "There is no installation in $STATE. Start one with: infra/smartboxes up --state $STATE"
}

installation_id() { cat "$STATE/installation"; }

# The id stands in names of namespaces, interfaces and cgroups: six characters keep veth names under 16.
create_installation() {
  (umask 077 && mkdir -p "$STATE/secrets" "$STATE/logs/setup" "$STATE/bootstrap")
  [[ -s $STATE/installation ]] || random_text 6 'a-z0-9' | private_file "$STATE/installation"
  local role
  for role in admin owner tenant system keycloak; do secret "postgresql-$role" hex; done
  for role in operator bootstrap control-plane; do secret "keycloak-$role" hex; done
  for role in console console-staff; do secret "oidc-$role" hex; done
  secret console hex
  secret master-key base64
}

# secret NAME hex|base64: 32 random bytes in DIR/secrets/NAME, made once, readable by the owner alone.
secret() {
  local file=$STATE/secrets/$1
  [[ -s $file ]] && return
  if [[ $2 == hex ]]; then
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | private_file "$file"
  else
    head -c 32 /dev/urandom | base64 -w0 | private_file "$file"
  fi
}

read_secret() { cat "$STATE/secrets/$1"; }

# Standard input into a file for its owner alone. It appears whole or not at all, so a crash never leaves half a secret
# that the next run would keep.
private_file() {
  (umask 077 && cat >"$1.new")
  mv "$1.new" "$1"
}

random_text() { LC_ALL=C tr -dc "$2" </dev/urandom | head -c "$1" || :; }

# One `up` or `down` at a time per installation. File descriptor 9 is closed for everything that outlives us.
lock_installation() {
  exec 9>"$STATE/lock"
  flock -n 9 || fail "Another 'up' or 'down' is at work on $STATE. Wait for it to end, then try again."
}

unlock_installation() { exec 9>&-; }
