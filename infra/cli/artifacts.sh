# What is built once and kept in the cache under a name made from the content of its sources, so nothing is built twice,
# whichever clone, installation or test run asks.

# sources_key PATH...: names the content of these files and folders of the repository, tests and documents left out.
sources_key() {
  (
    cd "$SMARTBOXES_ROOT" || return
    find "$@" -type f -not -path '*/src/test/*' -not -path '*/target/*' \
      -not -path '*/docs/*' -not -name '*.md' -not -name '*_test.go' -print0 \
      | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
  )
}

# build_once TITLE FOLDER COMMAND: COMMAND fills the folder it is given; it appears in the cache whole or not at all.
build_once() {
  local title=$1 folder=$2 command=$3
  [[ -d $folder ]] && { touch "$folder"; return; }
  step "$title" "$STATE/logs/setup/$command.log" build_locked "$folder" "$command" || fail "$title failed; see above."
}

build_locked() {
  local folder=$1 command=$2
  mkdir -p "$(dirname "$folder")"
  exec 7>"$(dirname "$folder")/lock"
  flock 7
  [[ -d $folder ]] && return
  rm -rf "$folder.new"
  mkdir "$folder.new"
  "$command" "$folder.new" 7>&- && mv "$folder.new" "$folder" && forget_old_builds "$(dirname "$folder")"
}

# The five used last stay: an installation that runs from an older one keeps its jars.
forget_old_builds() {
  find "$1" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +6 | cut -d' ' -f2- | xargs -r rm -rf
}

readonly -a JAVA_SOURCES=(pom.xml .mvn control-plane worker-agent/pom.xml worker-agent/src console/pom.xml console/src)

java_build() { echo "$SMARTBOXES_CACHE/java/$(sources_key "${JAVA_SOURCES[@]}")-$(jdk_version)"; }

jdk_version() { sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$(jdk_home)/release"; }

# Built from a copy: what an earlier build left in the working tree's target/ folders must not get into the jars.
build_java() {
  local module work=$1/work
  mkdir "$work"
  tar -C "$SMARTBOXES_ROOT" --exclude=target --exclude=src/test -cf - "${JAVA_SOURCES[@]}" | tar -C "$work" -xf - || return
  (cd "$work" && mvn -B package -Dmaven.test.skip=true) || return
  for module in control-plane worker-agent console; do
    mkdir "$1/$module"
    cp "$work/$module/target/$module"-*.jar "$work/$module"/target/lib/*.jar "$1/$module/" || return
  done
  rm -rf "$work"
}

guest_build() { echo "$SMARTBOXES_CACHE/guest/$(sources_key worker-agent/guest)"; }

# Static, because it runs in any root file system; stripped, because every sandbox carries it.
build_guest() {
  cd "$SMARTBOXES_ROOT/worker-agent/guest" || return
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o "$1/smartboxes-guest" .
}

# need_artifacts FOLDER: runsc and the images that the worker agent needs, built if need be, linked into FOLDER.
need_artifacts() {
  build_once 'Building the guest daemon' "$(guest_build)" build_guest
  step 'Building gVisor (runsc)' "$STATE/logs/setup/runsc.log" \
    "$SMARTBOXES_ROOT/infra/runsc/build" "$1/runsc" || fail 'gVisor (runsc) could not be built; see above.'
  step "Building the template 'base'" "$STATE/logs/setup/template-base.log" \
    "$SMARTBOXES_ROOT/infra/templates/build" base "$(guest_build)/smartboxes-guest" "$1/images" \
    || fail "The template 'base' could not be built; see above."
  # Half a gigabyte each; sandboxes of an earlier build ended with `down`.
  find "$1/images" -name '*.erofs' -not -name "$(jq -r .image "$1/images/base.json")" -delete
}
