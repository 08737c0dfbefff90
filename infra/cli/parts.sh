# The parts of an installation: their order, how each is started, and when it is healthy.

readonly START_SECONDS_MAX=120
# Of a part that nobody waits for; Keycloak's first start fills its database, on a busy machine for minutes.
readonly BACKGROUND_START_SECONDS_MAX=600
readonly STARTS_MAX=3

# In the order they start; they stop in reverse.
part_names() {
  local number
  if runs_own_postgresql; then echo postgresql; fi
  for ((number = 1; number <= SMARTBOXES_CONTROL_PLANES; number++)); do echo "control-plane-$number"; done
  if [[ $SMARTBOXES_RUNTIME == simulated ]]; then
    echo worker-fleet
  else
    for ((number = 1; number <= SMARTBOXES_WORKERS; number++)); do echo "worker-agent-$number"; done
  fi
  background_part_names
}

# Nobody waits for these: keys, sandboxes and the API do without them.
background_part_names() {
  if catches_mail; then echo mail; fi
  if runs_own_keycloak; then printf '%s\n' keycloak keycloak-setup; fi
  if offers_sign_in; then echo console; fi
}

start_seconds_max() { if is_background "$1"; then echo "$BACKGROUND_START_SECONDS_MAX"; else echo "$START_SECONDS_MAX"; fi; }

is_background() { background_part_names | grep -x "$1" >/dev/null; }

part_kind() { echo "${1%-[0-9]*}"; }
part_number() { [[ $1 =~ -([0-9]+)$ ]] && echo "${BASH_REMATCH[1]}" || echo 1; }

define_parts() {
  local part
  for part in $(part_names); do
    case $(part_kind "$part") in
      postgresql) define_service "$part" INT "$(as_postgresql postgres)" -D "$STATE/postgresql/data" ;;
      control-plane)
        write_control_plane_settings "$(part_number "$part")"
        define_service "$part" TERM env MICRONAUT_CONFIG_FILES="$STATE/$part.yml" "$(java_command control-plane)"
        ;;
      worker-agent)
        write_worker_settings "$(part_number "$part")"
        define_worker_agent "$part" "$STATE/worker-$(part_number "$part").properties"
        ;;
      worker-fleet)
        write_fleet_settings
        define_service "$part" TERM "$(java_command worker-fleet "$STATE/fleet.properties" "$SMARTBOXES_WORKERS")"
        ;;
      mail) define_service "$part" TERM "$(mail_command)" ;;
      keycloak)
        write_keycloak_settings
        define_service "$part" TERM "$(keycloak_command)"
        ;;
      keycloak-setup)
        write_keycloak_setup
        define_task "$part" "$STATE/keycloak/setup/run" "$STATE/keycloak/setup.env"
        ;;
      console)
        write_console_settings
        define_service "$part" TERM "$(java_command console "$STATE/console.properties")"
        ;;
    esac
  done
  forget_other_services
}

# Sandboxes outlive their agent, so stopping it ends none; `down` runs this beside its run script afterwards.
define_worker_agent() {
  define_service "$1" TERM "$(java_command worker-agent --config "$2")"
  printf '#!/bin/sh\n# Written by infra/smartboxes up: ends every sandbox and removes what it had on this host.\nexec %s\n' \
    "$(java_command worker-agent sweep --config "$2")" >"$STATE/service/$1/sweep"
  chmod +x "$STATE/service/$1/sweep"
}

# Fewer replicas than last time: the rest must not come back with the supervisor.
forget_other_services() {
  local part
  for part in $(defined_services); do
    part_names | grep -x "$part" >/dev/null || rm -rf "$STATE/service/${part:?}"
  done
}

is_healthy() {
  case $(part_kind "$1") in
    postgresql) is_postgresql_ready ;;
    control-plane) answers_http "$(part_port "$1")/health" ;;
    worker-agent) answers_tcp "$(part_port "$1")" && is_linked "$1" ;;
    worker-fleet) is_fleet_linked "$1" ;;
    mail) answers_http "$(port mail)/api/healthz" && answers_tcp "$(port smtp)" ;;
    keycloak) answers_http "$(port keycloak)/realms/smartboxes/.well-known/openid-configuration" ;;
    keycloak-setup) is_task_done "$1" ;;
    console) answers_http "$(port console)/health" ;;
  esac
}

part_port() {
  case $(part_kind "$1") in
    postgresql) port postgresql ;;
    control-plane) port api "$(part_number "$1")" ;;
    worker-agent) port gateway "$(part_number "$1")" ;;
    mail) port mail ;;
    keycloak) port keycloak ;;
    console) port console ;;
    worker-fleet | keycloak-setup) echo - ;;
  esac
}

# Whether the worker's latest word since its start is that the control plane has welcomed it.
is_linked() { [[ $(said_since_start "$1" 'event=link-(up|down)' | tail -n 1) == event=link-up ]]; }

# The same of every worker in the fleet.
is_fleet_linked() {
  said_since_start "$1" 'event=link-(up|down) workerId=[^ ]+' \
    | awk -v wanted="$SMARTBOXES_WORKERS" '{ last[$2] = $1 } END { for (worker in last) up += last[worker] == "event=link-up"; exit up < wanted }'
}

# said_since_start PART PATTERN: what its log matched, one match a line. Files that were rotated away come first.
said_since_start() {
  local since
  since=$(date -u -d "@$(cat "$STATE/service/$1/started" 2>/dev/null)" +%Y-%m-%dT%H:%M:%S 2>/dev/null) || return 0
  { cat "$STATE/logs/$1"/*.[su] "$STATE/logs/$1/current" 2>/dev/null || :; } \
    | awk -v since="$since" -v pattern="$2" '$1 >= since && match($0, pattern) { print substr($0, RSTART, RLENGTH) }'
}

answers_http() { curl -fs -o /dev/null --max-time 3 "http://127.0.0.1:$1"; }

# start_part PART: starts it and waits until it is healthy. One that keeps ending is not waited for.
start_part() {
  train_part "$1"
  start_service "$1"
  PART=$1 EXPLAIN=end_of_part_log step "Starting $1" "$STATE/logs/setup/start-$1.log" await_healthy "$1" \
    || fail "$1 did not become healthy. Above is the end of its log, $STATE/logs/$1/current."
}

await_healthy() {
  await "$START_SECONDS_MAX" is_healthy_or_hopeless "$1"
  is_healthy "$1"
}

is_healthy_or_hopeless() { is_healthy "$1" || (($(service_restarts "$1") >= STARTS_MAX)); }

end_of_part_log() { tail -n 40 "$STATE/logs/$PART/current"; }

# Makes the AOT cache, once per build, by an ordinary short run of the part: whatever that does to the database or the
# host, the real start right after it would have done or takes over.
train_part() {
  local part=$1 module
  module=$(part_kind "$part")
  # The fleet lives with the agent's cache, if there is one; the rest that has no training is no program of ours.
  [[ -z $(declare -F "train_${module//-/_}") || -f $(aot_cache "$module") ]] && return
  EXPLAIN=end_of_training_log step "Making the ${module/-/ } start faster from now on" "$STATE/logs/setup/train-$module.log" "train_${module//-/_}" "$part" \
    || say 'That did not work; it will start as it is, only slower.'
}

# The JVM lists every class that it leaves out of the cache, by the hundred.
end_of_training_log() { grep -vE '^\[[0-9.]+s\]\[warning\]|^Picked up JAVA_TOOL_OPTIONS' "$1" | tail -n 20; }

train_control_plane() {
  export MICRONAUT_CONFIG_FILES=$STATE/$1.yml
  train control-plane "is_healthy $1"
}

train_console() { train console "is_healthy $1" "$STATE/console.properties"; }

train_worker_agent() { train worker-agent "answers_tcp $(part_port "$1")" --config "$STATE/worker-$(part_number "$1").properties"; }
