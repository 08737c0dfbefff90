# Ports: one base per installation (default 8080), an offset per role, a stride of ten per further replica or worker.
#   +0 API  +1 gateway  +2 worker link  +3 console  +4 Keycloak  +5 peer gateway  +6 PostgreSQL  +7 caught mail  +8 SMTP
# A taken default moves the whole installation to the next free base; a base that somebody chose is an error instead.

readonly PORT_BASE_STEP=200
readonly PORT_BASES_TRIED=50
readonly PORT_RESERVATIONS=/run/smartboxes/port-base

port_base() { cat "$STATE/port-base"; }

# port ROLE [INDEX from 1]
port() {
  local offset
  case $1 in
    api) offset=0 ;;
    gateway) offset=1 ;;
    link) offset=2 ;;
    console) offset=3 ;;
    keycloak) offset=4 ;;
    peer) offset=5 ;;
    postgresql) offset=6 ;;
    mail) offset=7 ;;
    smtp) offset=8 ;;
    *) fail "Internal error: no port role '$1'." ;;
  esac
  echo $(($(port_base) + offset + 10 * (${2:-1} - 1)))
}

# The reservation closes the gap between looking at a port and listening on it when two installations start at once.
choose_ports() {
  local base chosen='' tried
  base=$SMARTBOXES_PORT_BASE
  if [[ -n ${SETTING_GIVEN[SMARTBOXES_PORT_BASE]:-} ]]; then
    reserve_base "$base" || fail "$(why_base_is_taken "$base") Free it, or choose another SMARTBOXES_PORT_BASE (now from: ${SETTING_GIVEN[SMARTBOXES_PORT_BASE]})."
    chosen=$base
  else
    [[ -s $STATE/port-base ]] && base=$(port_base)
    for ((tried = 0; tried < PORT_BASES_TRIED; tried++)); do
      if reserve_base "$base"; then
        chosen=$base
        break
      fi
      say "$(why_base_is_taken "$base") Trying the ports from $((base + PORT_BASE_STEP))."
      base=$((base + PORT_BASE_STEP))
    done
  fi
  [[ -n $chosen ]] || fail "$PORT_BASES_TRIED ranges of ports from $SMARTBOXES_PORT_BASE on are taken. Set SMARTBOXES_PORT_BASE to a free one."
  echo "$chosen" >"$STATE/port-base"
}

reserve_base() {
  mkdir -p "$PORT_RESERVATIONS"
  (
    flock 8
    owner=$(readlink "$PORT_RESERVATIONS/$1" || :)
    if [[ -n $owner && $owner != "$STATE" ]] && is_reservation_held "$owner"; then exit 1; fi
    [[ -z $(taken_ports "$1") ]] || exit 1
    ln -sfn "$STATE" "$PORT_RESERVATIONS/$1"
  ) 8>"$PORT_RESERVATIONS/.lock" 9>&-
}

# Held while its installation runs or is between `up` and running (it holds its lock then).
is_reservation_held() {
  [[ -d $1 ]] || return 1
  STATE=$1 is_running && return 0
  ! flock -n "$1/lock" true 2>/dev/null
}

release_ports() { find "$PORT_RESERVATIONS" -lname "$STATE" -delete 2>/dev/null || :; }

why_base_is_taken() {
  local taken
  taken=$(taken_ports "$1")
  if [[ -n $taken ]]; then
    echo "Port $(paste -sd ' ' <<<"$taken") is taken by another program."
  else
    echo "The ports from $1 belong to the installation in $(readlink "$PORT_RESERVATIONS/$1")."
  fi
}

# Those of this installation's ports, counted from base $1, that somebody listens on.
taken_ports() {
  local wanted
  wanted=$(ports_from "$1")
  comm -12 <(sort <<<"$wanted") <(listening_ports | sort -u)
}

ports_from() {
  local index most=$SMARTBOXES_WORKERS
  ((SMARTBOXES_CONTROL_PLANES > most)) && most=$SMARTBOXES_CONTROL_PLANES
  for ((index = 0; index < most; index++)); do
    printf '%s\n' $(($1 + 10 * index + 0)) $(($1 + 10 * index + 1)) $(($1 + 10 * index + 2)) $(($1 + 10 * index + 5))
  done
  echo $(($1 + 6))
  if offers_sign_in; then echo $(($1 + 3)); fi
  if runs_own_keycloak; then echo $(($1 + 4)); fi
  if catches_mail; then printf '%s\n' $(($1 + 7)) $(($1 + 8)); fi
}

# The kernel's own table (state 0A is LISTEN), so that nothing needs to be installed to look.
listening_ports() {
  local hex
  awk '$4 == "0A" { n = split($2, a, ":"); print a[n] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null \
    | while read -r hex; do echo $((16#$hex)); done
}

answers_tcp() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
