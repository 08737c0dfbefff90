# What comes from Debian. Each entry is command:package; a command that is there counts, whoever installed it.

readonly -a PACKAGES_TO_RUN=(
  runsvdir:runit svlogd:runit curl:curl xz:xz-utils unzip:unzip mvn:maven jq:jq ip:iproute2 nft:nftables
  mkfs.erofs:erofs-utils mmdebstrap:mmdebstrap gcc:gcc npm:npm unshare:util-linux flock:util-linux setsid:util-linux)
readonly -a PACKAGES_TO_CHECK=(shellcheck:shellcheck gcc:gcc mvn:maven)
readonly -a PACKAGES_TO_TEST=(bats:bats python3:python3 chromium:chromium)
# psql lifts the limits of what is simulated, and fills the long history that the benchmark measures against.
readonly -a PACKAGES_TO_SIMULATE=(psql:postgresql-client python3:python3)
readonly -a PACKAGES_TO_BENCH=(psql:postgresql-client python3:python3 chromium:chromium)

missing_packages() {
  local entry
  for entry in "$@"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
  done | sort -u
  # A bare gcc has no C library to link with, and the sandbox prewarmer is a static C program.
  [[ " $* " != *" gcc:gcc "* || -f /usr/include/stdlib.h ]] || echo libc6-dev
  # Pictures of pages need letters, and chromium brings none.
  [[ " $* " != *" chromium:chromium "* || -d /usr/share/fonts/truetype/noto ]] || echo fonts-noto-core
}

# need_packages ENTRIES...: installs what is missing, or names it and the command that would.
need_packages() {
  local missing cure
  missing=$(missing_packages "$@" | paste -sd ' ')
  [[ -n $missing ]] || return 0
  cure="Install it with: apt-get install $missing"
  [[ $SMARTBOXES_INSTALL == yes ]] || fail "Missing from this machine: $missing. $cure"
  command -v apt-get >/dev/null \
    || fail "Missing from this machine: $missing, and there is no apt-get. Use Debian 12 or newer, or install it by hand."
  ((EUID == 0)) || fail "Missing from this machine: $missing; only root can install it. $cure"
  step "Installing Debian packages ($missing)" "$STATE/logs/setup/packages.log" install_packages "$missing" \
    || fail "apt-get could not install: $missing. $cure"
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  # shellcheck disable=SC2086
  apt-get install -y --no-install-recommends $1
}
