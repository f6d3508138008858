# What ./up and ./test have in common: prerequisites, and steps that run quietly but never silently for long.
# Sourced, with the repository's root as the working directory.

# Exit codes: docs/reference/exit-codes.md.
readonly exit_missing_prerequisite=17 exit_build_failed=18 exit_interrupted=130

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build nodes that wait for the next build would be processes left running.
export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }

# run_step TEXT LOG COMMAND…: runs with output in LOG; from two seconds on it shows that it is at work.
run_step() {
  local text=$1 log=$2 started=$SECONDS shown=0 elapsed status=0
  shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 &
  local child=$!
  trap 'kill "'"$child"'" 2>/dev/null; wait "'"$child"'" 2>/dev/null; exit '"$exit_interrupted" INT TERM HUP
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.2
    elapsed=$((SECONDS - started))
    if ((elapsed >= 2 && elapsed > shown)); then
      if [[ -t 2 ]]; then
        printf '\r\033[K%s… %d s' "$text" "$elapsed" >&2
        shown=$elapsed
      elif ((shown == 0 || elapsed >= shown + 10)); then
        say "$text… $elapsed s"
        shown=$elapsed
      fi
    fi
  done
  wait "$child" || status=$?
  trap - INT TERM HUP
  if ((shown > 0)) && [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
  return "$status"
}

may_install() { [[ $(id -u) == 0 && -f /etc/debian_version ]] && command -v apt-get >/dev/null; }

# apt_install LOG PACKAGE…: false when a package is unknown or can't be installed.
apt_install() {
  local log=$1
  shift
  run_step "Installing $* with apt-get" "$log" env DEBIAN_FRONTEND=noninteractive bash -c \
    'apt-get update -q && apt-get install -y -q --no-install-recommends "$@"' bash "$@"
}

have_sdk() {
  command -v dotnet >/dev/null && sdk_version=$(dotnet --version 2>/dev/null) && [[ $sdk_version == 10.* ]]
}

need_sdk() {
  if have_sdk; then return; fi
  if may_install && apt_install artifacts/log/apt-dotnet.log dotnet-sdk-10.0 && have_sdk; then return; fi
  say "The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download/dotnet/10.0; on Ubuntu" \
    "'apt-get install dotnet-sdk-10.0', on Fedora 'dnf install dotnet-sdk-10.0'), see that 'dotnet --version'" \
    "starts with 10, and run this again."
  exit "$exit_missing_prerequisite"
}

need_npm() {
  if command -v npm >/dev/null; then return; fi
  if may_install && apt_install artifacts/log/apt-npm.log nodejs npm && command -v npm >/dev/null; then return; fi
  say "npm is missing, which fetches the engine's native library: install it (on Debian and Ubuntu" \
    "'apt-get install nodejs npm', on Fedora 'dnf install nodejs npm') and run this again."
  exit "$exit_missing_prerequisite"
}

have_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }

need_postgres() {
  if have_postgres; then return; fi
  if may_install && apt_install artifacts/log/apt-postgresql.log postgresql && have_postgres; then return; fi
  say "PostgreSQL is missing, which tests start servers of: install it (on Debian and Ubuntu" \
    "'apt-get install postgresql') and run this again."
  exit "$exit_missing_prerequisite"
}

need_nginx() {
  if command -v nginx >/dev/null; then return; fi
  if may_install && apt_install artifacts/log/apt-nginx.log nginx-light && command -v nginx >/dev/null; then return; fi
  say "nginx is missing, behind which tests put the API: install it (on Debian and Ubuntu 'apt-get install" \
    "nginx-light') so that it is on the PATH, and run this again."
  exit "$exit_missing_prerequisite"
}

have_prometheus() {
  command -v prometheus >/dev/null && command -v promtool >/dev/null &&
    command -v prometheus-alertmanager >/dev/null && command -v amtool >/dev/null
}

need_prometheus() {
  if have_prometheus; then return; fi
  if may_install && apt_install artifacts/log/apt-prometheus.log prometheus prometheus-alertmanager &&
    have_prometheus; then
    return
  fi
  say "Prometheus or its Alertmanager is missing, which the tests of the alerts run: install both (on Debian and" \
    "Ubuntu 'apt-get install prometheus prometheus-alertmanager') so that prometheus, promtool," \
    "prometheus-alertmanager and amtool are on the PATH, and run this again."
  exit "$exit_missing_prerequisite"
}

# need_npm_packages FOLDER WHAT: the npm packages of a folder of tests, exactly as locked.
need_npm_packages() {
  local folder=$1 what=$2 log
  log=artifacts/log/npm-$(basename "$(dirname "$folder")").log
  if [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then return; fi
  if run_step "Installing $what" "$log" npm ci --prefix "$folder" --no-fund --no-audit; then return; fi
  tail -n 20 "$log" >&2
  say "npm could not install $what; the whole output is in $log."
  exit "$exit_missing_prerequisite"
}
