# Builds the two commands when they are missing or older than their sources. Sourced after tools.sh.

VERSION=0.1.0
# The service's jar has every subcommand.
PROVER_JAR=$ROOT/service/target/zksolvency-service-$VERSION.jar
VERIFIER_JAR=$ROOT/verifier-cli/target/zksolvency-verifier-cli-$VERSION.jar
BUILD_DIRECTORY=$ROOT/target/build

. "$ROOT/scripts/lib/archive.sh"

# sources prover|verifier: prints, one a line, what the command is built from. Folders count too: their times change when
# a file is added or taken away.
sources() {
  local modules='circuits formats native stark verifier-cli' name
  if [ "$1" = prover ]; then modules='circuits formats native prover proto service'; fi
  printf '%s\n' "$ROOT/pom.xml" "$ROOT/native/build-library" \
    "$ROOT"/native/rust/{Cargo.toml,Cargo.lock,rust-toolchain.toml}
  for name in $modules; do printf '%s\n' "$ROOT/$name/pom.xml" "$ROOT/$name/src/main"; done
  for name in "$ROOT"/native/rust/*/Cargo.toml; do
    case $1-$name in
      *-*/layoutgen/* | *-*/fuzz/* | *-*/ledger-corpus/* | *-*/ledger-bench/* | verifier-*/ledger-prover/* | verifier-*/ledger-jni/*) ;;
      *) printf '%s\n' "$name" "$(dirname "$name")/src" ;;
    esac
  done
}

# is_current prover|verifier: true if the last build of the command began after the last change of its sources.
is_current() {
  local stamp=$BUILD_DIRECTORY/$1.stamp jar=$PROVER_JAR paths
  if [ "$1" = verifier ]; then jar=$VERIFIER_JAR; fi
  [ -f "$stamp" ] && [ -f "$jar" ] || return 1
  mapfile -t paths < <(sources "$1")
  [ -z "$(find "${paths[@]}" -newer "$stamp" -print -quit 2>&1)" ]
}

# follow PID LOG: until the process ends, shows how long it has run and what it is at, on standard error.
follow() {
  local began=$SECONDS last='' doing
  while kill -0 "$1" 2>/dev/null; do
    doing=$(grep -aE '^ *(Compiling|Downloading|Installing|setup:)|Building zk|^\[INFO\] --- ' "$2" 2>/dev/null | tail -n 1 \
      | sed -E 's/^\[INFO\] (--- )?//; s/^ +//; s/ \(.*//; s/ +\[[0-9/]+\]$//' | cut -c1-60) || true
    if [ -t 2 ]; then
      printf '\r\033[K  %3ds  %s' $((SECONDS - began)) "$doing" >&2
    elif [ "$doing" != "$last" ] && [ $(((SECONDS - began) % 10)) -eq 0 ]; then
      printf '  %3ds  %s\n' $((SECONDS - began)) "$doing" >&2
      last=$doing
    fi
    sleep 1
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

# run_build prover|verifier: builds with a log, and shows the end of the log on failure.
run_build() {
  local log=$BUILD_DIRECTORY/$1.log what='the verifier (two minutes or so the first time)' arguments pid
  arguments=(-pl verifier-cli -am -Dzksolvency.skipProverLibrary)
  if [ "$1" = prover ]; then
    what='prover and verifier (some minutes the first time)'
    arguments=(-pl service,verifier-cli -am)
  fi
  printf 'Building %s; log: %s\n' "$what" "$log" >&2
  touch "$BUILD_DIRECTORY/$1.began"
  (cd "$ROOT" && exec ./mvnw -B -DskipTests package "${arguments[@]}") >"$log" 2>&1 </dev/null &
  pid=$!
  # Without this, the build would go on when someone presses Ctrl-C in the middle of it.
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  follow "$pid" "$log"
  if ! wait "$pid"; then
    printf 'The build failed. The end of %s:\n' "$log" >&2
    tail -n 40 "$log" >&2
    exit 70
  fi
  trap - INT TERM
  find_java jre
  make_archive verifier
  if [ "$1" = prover ]; then
    make_archive prover
    cp -p "$BUILD_DIRECTORY/prover.began" "$BUILD_DIRECTORY/verifier.stamp"
  fi
  mv "$BUILD_DIRECTORY/$1.began" "$BUILD_DIRECTORY/$1.stamp"
}

# ensure_built prover|verifier: returns with JAVA_HOME set and the command built. One build at a time in a checkout.
ensure_built() {
  if find_java jre && is_current "$1"; then return; fi
  mkdir -p "$BUILD_DIRECTORY"
  exec 9>"$BUILD_DIRECTORY/lock"
  if ! flock -n 9; then
    printf 'Waiting for another build in this checkout\n' >&2
    flock 9
  fi
  if ! is_current "$1"; then
    "$ROOT/scripts/setup" 9>&-
    run_build "$1"
  fi
  exec 9>&-
  find_java jre
}
