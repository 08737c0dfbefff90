# Sign-in: Keycloak for an installation that names no OpenID provider of its own (SMARTBOXES_OIDC_ISSUER).

readonly KEYCLOAK_VERSION=26.7.3
readonly KEYCLOAK_SHA256=77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47
# Fixed when Keycloak is built; everything else stands in the settings file of an installation.
readonly -a KEYCLOAK_BUILD_OPTIONS=(--db=postgres --health-enabled=false --metrics-enabled=false)

offers_sign_in() { [[ $SMARTBOXES_SIGN_IN == yes ]]; }
runs_own_keycloak() { offers_sign_in && [[ -z $SMARTBOXES_OIDC_ISSUER ]]; }

keycloak_build() { echo "$SMARTBOXES_CACHE/keycloak/$KEYCLOAK_VERSION-$(sha256sum <<<"$KEYCLOAK_SHA256 ${KEYCLOAK_BUILD_OPTIONS[*]}" | cut -c1-16)"; }

need_keycloak() { build_once "Fetching Keycloak $KEYCLOAK_VERSION from Maven Central and optimising it" "$(keycloak_build)" build_keycloak; }

build_keycloak() {
  local archive=$1/keycloak-quarkus-dist-$KEYCLOAK_VERSION.tar.gz
  mvn -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$1" \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$KEYCLOAK_VERSION:tar.gz" || return
  sha256sum -c <<<"$KEYCLOAK_SHA256  $archive" || return
  tar -xzf "$archive" -C "$1" --strip-components=1 || return
  rm "$archive"
  "$1/bin/kc.sh" build "${KEYCLOAK_BUILD_OPTIONS[@]}"
}

# Its home holds what belongs to this installation and points to the build for the rest, which so stays as it was built.
# Realms that exist are not imported again: what changes later is brought to them by infra/keycloak/setup.
write_keycloak_settings() {
  local home=$STATE/keycloak/home realm build
  build=$(keycloak_build)
  rm -rf "$home"
  (umask 077 && mkdir -p "$home/data/import")
  ln -s "$build/lib" "$build/providers" "$build/conf" "$home/"
  cp -r "$SMARTBOXES_ROOT/infra/keycloak/themes" "$home/themes"
  for realm in "${REALMS[@]}"; do
    jq --rawfile secret "$STATE/secrets/keycloak-operator" '(.clients[] | select(.clientId == "operator")).secret = $secret' \
      "$SMARTBOXES_ROOT/infra/keycloak/$realm-realm.json" | private_file "$home/data/import/$realm-realm.json"
  done
  private_file "$STATE/keycloak/keycloak.conf" <<EOF
# Written by infra/smartboxes up; changes here do not last.
hostname=$(keycloak_url)
http-enabled=true
http-host=127.0.0.1
http-port=$(port keycloak)
cache=local
db-url=$(keycloak_database_url)
db-username=keycloak
db-password=$(read_secret postgresql-keycloak)
db-pool-initial-size=1
db-pool-min-size=1
db-pool-max-size=15
log-console-color=false
# Taken at the very first start alone; infra/keycloak/setup removes this administrator.
bootstrap-admin-client-id=bootstrap
bootstrap-admin-client-secret=$(read_secret keycloak-bootstrap)
EOF
}

readonly -a REALMS=(smartboxes smartboxes-staff)

# As in bin/kc.sh, but with one process, so that a signal means Keycloak itself, and small.
keycloak_command() {
  local home=$STATE/keycloak/home
  echo "$(jdk_home)/bin/java" -Xms64m "-Xmx$HEAP_KEYCLOAK" -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
    -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -Duser.language=en -Duser.country=US -Duser.timezone=UTC \
    --add-opens=java.base/{java.util,java.util.concurrent,java.security,java.lang}=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dpicocli.disable.closures=true \
    "-Dkc.home.dir=$home" "-Djboss.server.config.dir=$home/conf" \
    -cp "$(keycloak_build)/lib/quarkus-run.jar" io.quarkus.bootstrap.runner.QuarkusEntryPoint \
    "--config-file=$STATE/keycloak/keycloak.conf" start --optimized --import-realm
}

# The set-up runs from copies, for the same reason as every part.
write_keycloak_setup() {
  rm -rf "$STATE/keycloak/setup"
  cp -r "$SMARTBOXES_ROOT/infra/keycloak/setup" "$STATE/keycloak/setup"
  {
    echo '# Written by infra/smartboxes up; changes here do not last.'
    printf '%s=%q\n' KEYCLOAK "$(keycloak_url)" SECRETS "$STATE/secrets" CONSOLE "$(console_url)" CONTROL_PLANE "$(api_url)" \
      SMTP_HOST "$(smtp_host)" SMTP_PORT "$(smtp_port)" SMTP_TLS "$(smtp_tls)" SMTP_FROM "$(smtp_from)" \
      SMTP_USERNAME "$SMARTBOXES_SMTP_USERNAME" SMTP_PASSWORD "$SMARTBOXES_SMTP_PASSWORD"
  } | private_file "$STATE/keycloak/setup.env"
}

# On a name and not an address: passkeys are bound to names.
keycloak_url() { echo "http://localhost:$(port keycloak)"; }
console_url() { echo "http://localhost:$(port console)"; }

oidc_issuer() { if runs_own_keycloak; then echo "$(keycloak_url)/realms/smartboxes"; else echo "$SMARTBOXES_OIDC_ISSUER"; fi; }
