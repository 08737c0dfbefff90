# How the JVMs are started: small heaps for a machine that is meant for sandboxes, and a cache of loaded classes (AOT
# cache) that cuts a start from seconds to about one. The cache belongs to exactly these jars and lies beside them.

# Heap of each JVM. The gateway in the worker agent streams and must hold with 128 MiB, whatever flows through it.
readonly HEAP_CONTROL_PLANE=384m
readonly HEAP_WORKER_AGENT=128m
# Twenty simulated workers in one process.
readonly HEAP_WORKER_FLEET=512m
readonly HEAP_KEYCLOAK=320m
readonly HEAP_CONSOLE=192m

main_class() {
  case $1 in
    control-plane) echo io.smartboxes.controlplane.Application ;;
    worker-agent) echo io.smartboxes.agent.Main ;;
    worker-fleet) echo io.smartboxes.agent.Fleet ;;
    console) echo io.smartboxes.console.Application ;;
  esac
}

heap() {
  case $1 in
    control-plane) echo "$HEAP_CONTROL_PLANE" ;;
    worker-agent) echo "$HEAP_WORKER_AGENT" ;;
    worker-fleet) echo "$HEAP_WORKER_FLEET" ;;
    console) echo "$HEAP_CONSOLE" ;;
  esac
}

# The module whose jars a program is in.
module_of() { echo "${1/worker-fleet/worker-agent}"; }

# The module's own jar comes first; the order is fixed because the AOT cache refuses any other.
class_path() {
  local folder
  folder=$JAVA_BUILD/$1
  printf '%s\n' "$folder/$1"-*.jar "$folder"/*.jar | awk '!seen[$0]++' | paste -sd :
}

# The folder of the jars, computed once: it takes a hash over all sources.
need_java_build() {
  JAVA_BUILD=$(java_build)
  build_once 'Building the Java modules' "$JAVA_BUILD" build_java
}

# java_flags PROGRAM: one line, no flag with a blank in it.
java_flags() {
  printf '%s ' -Xmx"$(heap "$1")" -Xms32m -XX:MaxDirectMemorySize="$(heap "$1")" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
    -XX:TieredStopAtLevel=4 -Dfile.encoding=UTF-8 -Duser.timezone=UTC -Dio.netty.tryReflectionSetAccessible=false \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
}

aot_cache() { echo "$JAVA_BUILD/$1.aot"; }

# java_command PROGRAM ARGUMENTS...: the whole command line. A cache that is missing or no longer fits is ignored by the
# JVM; it then starts slower, never differently.
java_command() {
  local program=$1 module
  shift
  module=$(module_of "$program")
  echo "$(jdk_home)/bin/java" "$(java_flags "$program")" "-XX:AOTCache=$(aot_cache "$module")" -Xlog:aot=off -Xlog:cds=off \
    -cp "$(class_path "$module")" "$(main_class "$program")" "$*"
}

# train MODULE HEALTHY ARGUMENTS...: makes the AOT cache from a run that ends as soon as HEALTHY answers true.
train() {
  local module=$1 healthy=$2 cache new
  shift 2
  cache=$(aot_cache "$module")
  # Of our own: another installation that shares the jars may be training at the same moment.
  new=$cache.new.$BASHPID
  # shellcheck disable=SC2046
  "$(jdk_home)/bin/java" $(java_flags "$module") -XX:AOTCacheOutput="$new" -cp "$(class_path "$module")" \
    "$(main_class "$module")" "$@" 9>&- </dev/null &
  local pid=$!
  await 180 eval "$healthy || is_gone $pid" || :
  $healthy || { kill -KILL "$pid" 2>/dev/null; rm -f "$new"*; return 1; }
  kill -TERM "$pid"
  # The JVM writes the cache while it ends; a signal's status (143) is its usual one.
  wait "$pid" || :
  [[ -s $new ]] && mv "$new" "$cache"
}
