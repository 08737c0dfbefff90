# The client packages under test, each in an environment of its own under the cache, pinned by hash.
# Oldest versions: those that read both E2B_API_URL and E2B_SANDBOX_URL. On PyPI that is 2.7.0 (2.6.4 reads only the
# first); on npm 2.26.0 (that it is the oldest usable one is part of what the product promises). PyPI's 2.25.1 is the
# first whose Sandbox.connect(id) names its sandbox to E2B_SANDBOX_URL; before it, that call needs the routing headers
# as an argument (python/test_nameless_connect.py).
# shellcheck shell=bash

readonly PYTHON_CLIENTS=(2.63.0 2.25.1 2.7.0)
readonly JAVASCRIPT_CLIENTS=(2.51.0 2.26.0)
readonly NODE_OLDEST=20.18.1
readonly PYTHON_OLDEST=3.11

client_cache() { echo "${SMARTBOXES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/smartboxes}/e2e"; }

# environment LANGUAGE VERSION: the directory that holds it. Its name has the hash of its lock file: a changed lock is a
# new environment, and a half-made one is never taken for whole.
environment() {
  local lock
  case $1 in
    python) lock=requirements.txt ;;
    javascript) lock=package-lock.json ;;
  esac
  echo "$(client_cache)/$1-$2-$(sha256sum "$E2E/clients/$1-$2/$lock" | cut -c1-12)"
}

need_environments() {
  local version
  need_interpreters
  for version in "${PYTHON_CLIENTS[@]}"; do make_environment python "$version"; done
  for version in "${JAVASCRIPT_CLIENTS[@]}"; do make_environment javascript "$version"; done
}

make_environment() {
  local target log
  target=$(environment "$1" "$2")
  [[ -f $target/.complete ]] && return
  log=$(client_cache)/$1-$2.log
  rm -rf "$target"
  mkdir -p "$target"
  echo "Installing the $1 client $2"
  "fill_$1" "$target" "$E2E/clients/$1-$2" >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    die "The $1 client $2 could not be installed. See $log."
  }
  touch "$target/.complete"
}

fill_python() {
  "$(python_command)" -m venv "$1" \
    && "$1/bin/pip" install --disable-pip-version-check --require-hashes --only-binary :all: -r "$2/requirements.txt"
}

fill_javascript() {
  cp "$2/package.json" "$2/package-lock.json" "$1/" \
    && npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund
}

need_interpreters() {
  [[ -n $(python_command) ]] || install_python
  [[ -n $(python_command) ]] || die "Python $PYTHON_OLDEST or newer with venv is missing. Install it: apt-get install python3-venv"
  command -v npm >/dev/null || die "npm is missing. Install it: apt-get install npm"
  node_is_new_enough || die "Node $NODE_OLDEST or newer is missing from PATH (the client refuses older ones). Install it, or run 'infra/smartboxes test', which does."
}

# Debian's python3 comes without ensurepip, so the module that counts is asked for.
python_command() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c "import ensurepip, sys; sys.exit(sys.version_info < (${PYTHON_OLDEST/./, }))" 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
}

install_python() {
  [[ ${SMARTBOXES_INSTALL:-yes} == yes && $EUID -eq 0 ]] || return 0
  command -v apt-get >/dev/null || return 0
  echo 'Installing python3-venv'
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv; } >/dev/null
}

node_is_new_enough() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  [[ $(printf '%s\n' "$NODE_OLDEST" "${version#v}" | sort -V | head -n 1) == "$NODE_OLDEST" ]]
}
