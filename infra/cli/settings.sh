# Settings: the environment wins over DIR/settings (lines KEY=value), which wins over the default here.

declare -A SETTING_DEFAULTS=(
  [SMARTBOXES_CACHE]="${XDG_CACHE_HOME:-$HOME/.cache}/smartboxes"
  [SMARTBOXES_PORT_BASE]=8080
  [SMARTBOXES_CONTROL_PLANES]=1
  [SMARTBOXES_WORKERS]=1
  [SMARTBOXES_RUNTIME]=gvisor
  [SMARTBOXES_DATABASE_URL]=""
  [SMARTBOXES_INSTALL]=yes
  [SMARTBOXES_JDK_URL]=https://api.adoptium.net/v3/binary/latest/25/ga/linux/x64/jdk/hotspot/normal/eclipse
  [SMARTBOXES_GO_URL]=https://go.dev/dl/go1.26.8.linux-amd64.tar.gz
  [SMARTBOXES_NODE_VERSION]=22
)
declare -A SETTING_GIVEN=()

# What one installation is. The others are about this machine, and whatever we start has them in its environment too; these
# it has not, or they would win over the settings of an installation that a test or the benchmark makes.
readonly -a INSTALLATION_SETTINGS=(
  SMARTBOXES_PORT_BASE SMARTBOXES_CONTROL_PLANES SMARTBOXES_WORKERS SMARTBOXES_RUNTIME SMARTBOXES_DATABASE_URL)

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
  [[ $SMARTBOXES_CACHE == /* ]] || fail "SMARTBOXES_CACHE is '$SMARTBOXES_CACHE': it must be an absolute path."
  [[ -z $SMARTBOXES_DATABASE_URL || $SMARTBOXES_DATABASE_URL == jdbc:postgresql://* ]] \
    || fail "SMARTBOXES_DATABASE_URL must look like jdbc:postgresql://HOST:PORT/DATABASE, without user or password."
}

check_number() {
  local value=${!1}
  if [[ ! $value =~ ^[1-9][0-9]{0,4}$ ]] || ((value < $2 || value > $3)); then
    fail "$1 is '$value': it must be a whole number from $2 to $3."
  fi
}
