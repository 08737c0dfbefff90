# The toolchains: what is found counts; what is missing is fetched into the cache from where a setting says.

readonly JDK_MAJOR=25
readonly NODE_OLDEST=20.18.0
readonly GO_OLDEST=1.24

need_jdk() {
  [[ -n $(jdk_home) ]] && return
  fetch_tool "JDK $JDK_MAJOR" "$SMARTBOXES_JDK_URL" jdk SMARTBOXES_JDK_URL
  [[ -n $(jdk_home) ]] \
    || fail "What SMARTBOXES_JDK_URL ($SMARTBOXES_JDK_URL) gave is no JDK $JDK_MAJOR. Set it to a .tar.gz of one, or install one under /usr/lib/jvm."
}

# The home of a JDK of the right major version, or nothing. A JRE has no javac and does not count.
jdk_home() {
  local home
  for home in "${JAVA_HOME:-}" "$SMARTBOXES_CACHE"/tools/jdk/* /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/*; do
    if [[ -x $home/bin/javac ]] && grep -qs "^JAVA_VERSION=\"${JDK_MAJOR}[.\"]" "$home/release"; then
      echo "$home"
      return
    fi
  done
}

# Any recent Go will do: it fetches the exact toolchain that a go.mod names by itself.
need_go() {
  [[ -n $(go_command) ]] && return
  fetch_tool Go "$SMARTBOXES_GO_URL" go SMARTBOXES_GO_URL
  [[ -n $(go_command) ]] \
    || fail "What SMARTBOXES_GO_URL ($SMARTBOXES_GO_URL) gave is no Go of at least $GO_OLDEST. Set it to a .tar.gz of one, or install Go."
}

go_command() {
  local go version
  for go in "$(command -v go || :)" /usr/local/go/bin/go "$SMARTBOXES_CACHE"/tools/go/*/bin/go; do
    [[ -x $go ]] || continue
    version=$(GOTOOLCHAIN=local "$go" env GOVERSION 2>/dev/null) || continue
    if at_least "$GO_OLDEST" "${version#go}"; then
      echo "$go"
      return
    fi
  done
}

# npm carries Node itself as the package `node`, so Debian's npm is enough to get a current one.
need_node() {
  [[ -n $(node_command) ]] && return
  [[ $SMARTBOXES_INSTALL == yes ]] || fail "Node $NODE_OLDEST or newer is missing. Install it, or set SMARTBOXES_INSTALL=yes."
  need_packages npm:npm
  step "Installing Node $SMARTBOXES_NODE_VERSION from npm" "$STATE/logs/setup/node.log" \
    npm install --prefix "$SMARTBOXES_CACHE/tools/node" --no-audit --no-fund "node@$SMARTBOXES_NODE_VERSION" \
    || fail "npm could not install node@$SMARTBOXES_NODE_VERSION. Install Node $NODE_OLDEST or newer by hand."
}

node_command() {
  local node
  for node in "$(command -v node || :)" "$SMARTBOXES_CACHE/tools/node/node_modules/node/bin/node"; do
    if [[ -x $node ]] && at_least "$NODE_OLDEST" "$("$node" --version | tr -d v)"; then
      echo "$node"
      return
    fi
  done
}

at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# fetch_tool NAME URL FOLDER SETTING: unpacks URL's .tar.gz as the one entry of tools/FOLDER.
fetch_tool() {
  [[ $SMARTBOXES_INSTALL == yes ]] || fail "$1 is missing. Install it, or set SMARTBOXES_INSTALL=yes to have it fetched from $2."
  need_packages curl:curl
  step "Fetching $1" "$STATE/logs/setup/$3.log" unpack_from "$2" "$SMARTBOXES_CACHE/tools/$3" \
    || fail "$1 is missing and could not be fetched from $2. Install it, or set $4 to where it is."
}

unpack_from() {
  local target=$2 work
  mkdir -p "$(dirname "$target")"
  work=$(mktemp -d "$target.XXXXXX")
  curl -fsSL --retry 2 --connect-timeout 20 --max-time 900 -o "$work/archive" "$1" \
    && mkdir "$work/unpacked" && tar -xzf "$work/archive" -C "$work/unpacked" \
    && rm -rf "$target" && mv "$work/unpacked" "$target" && rm -rf "$work" && return
  rm -rf "$work"
  return 1
}

# Puts the toolchains on the path of this process and its children.
use_tools() {
  need_jdk
  need_go
  need_node
  JAVA_HOME=$(jdk_home)
  export JAVA_HOME
  # Quiets JDK 25 about what Maven's own libraries do.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  PATH=$JAVA_HOME/bin:$(dirname "$(go_command)"):$(dirname "$(node_command)"):$PATH
  export PATH
}
