# Finds the JDK, Maven and cargo that the build needs. Sourced by bash scripts that have set ROOT to the
# checkout's root; every function returns 1 when what it looks for is not there, and prints nothing.

MIN_JAVA=17
MIN_MAVEN=3.8.7

# at_least VERSION MINIMUM: true if a dotted version is no older than another.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# java_feature HOME: prints the feature version (17 of 17.0.15) of the JDK or JRE in a directory.
java_feature() {
  local version=
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$version" ] && printf '%s\n' "$version"
}

# find_java jdk|jre: sets and exports JAVA_HOME to one of at least MIN_JAVA: the caller's own, that of PATH, or an
# installed one. A jdk has javac.
find_java() {
  local home on_path= version
  on_path=$(command -v java 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/java-*-openjdk* /usr/lib/jvm/default-java /usr/lib/jvm/*; do
    if [ -z "$home" ]; then continue; fi
    version=$(java_feature "$home") || continue
    if [ "$version" -lt "$MIN_JAVA" ]; then continue; fi
    if [ "$1" = jdk ] && [ ! -x "$home/bin/javac" ]; then continue; fi
    export JAVA_HOME=$home
    return 0
  done
  return 1
}

# find_maven: sets MAVEN to a mvn on PATH of at least MIN_MAVEN.
find_maven() {
  local home jar version=
  MAVEN=$(command -v mvn 2>/dev/null) || return 1
  # Asking mvn itself takes several times as long as these two.
  home=$(dirname "$(dirname "$(readlink -f "$MAVEN")")")
  for jar in "$home"/lib/maven-core-[0-9].[0-9]*.jar; do
    version=$(basename "$jar" .jar)
    version=${version#maven-core-}
  done
  if [ "$home" = /usr/share/maven ]; then
    version=$(dpkg-query -W -f '${Version}' maven 2>/dev/null | sed 's/-.*//') || version=
  fi
  case $version in
    [0-9]*) ;;
    *) version=$(cd / && "$MAVEN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1) ;;
  esac
  [ -n "$version" ] && at_least "$version" "$MIN_MAVEN"
}

# rust_pin, rust_minimum: print the toolchain that the workspace pins, and the oldest compiler that it admits.
rust_pin() {
  sed -n 's/^channel *= *"\(.*\)"/\1/p' "$ROOT/native/rust/rust-toolchain.toml"
}
rust_minimum() {
  sed -n 's/^rust-version *= *"\(.*\)"/\1/p' "$ROOT/native/rust/Cargo.toml"
}

# find_cargo: puts cargo on PATH so that it runs, inside native/rust, the pinned toolchain; or, where that is not
# installed, another one of at least the workspace's minimum, with RUSTUP_TOOLCHAIN exported if rustup must be told.
find_cargo() {
  local toolchains=${RUSTUP_HOME:-$HOME/.rustup}/toolchains toolchain version
  case ":$PATH:" in
    *":${CARGO_HOME:-$HOME/.cargo}/bin:"*) ;;
    *) PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin ;;
  esac
  command -v cargo >/dev/null 2>&1 || return 1
  if ! command -v rustup >/dev/null 2>&1; then
    version=$(cargo --version 2>/dev/null | sed -n 's/^cargo \([0-9.]*\).*/\1/p')
    [ -n "$version" ] && at_least "$version" "$(rust_minimum)"
    return
  fi
  if [ -n "${RUSTUP_TOOLCHAIN:-}" ]; then return 0; fi # the caller's own choice
  for toolchain in "$toolchains/$(rust_pin)"-*; do
    if [ -x "$toolchain/bin/cargo" ]; then return 0; fi
  done
  for toolchain in "$toolchains"/stable-* "$toolchains"/[0-9]*; do
    [ -x "$toolchain/bin/rustc" ] || continue
    version=$("$toolchain/bin/rustc" --version | sed -n 's/^rustc \([0-9.]*\).*/\1/p')
    if at_least "$version" "$(rust_minimum)"; then
      RUSTUP_TOOLCHAIN=$(basename "$toolchain")
      export RUSTUP_TOOLCHAIN
      return 0
    fi
  done
  return 1
}

# this_platform: prints this machine's operating system and processor, as classifiers of jars have them.
this_platform() {
  local os=linux arch
  arch=$(uname -m)
  case $(uname -s) in Darwin) os=macos ;; esac
  case $arch in arm64) arch=aarch64 ;; esac
  printf '%s-%s\n' "$os" "$arch"
}

# find_postgresql: sets POSTGRESQL to the directory of the newest PostgreSQL server's programs.
find_postgresql() {
  local directory
  POSTGRESQL=
  for directory in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V) "$(dirname "$(command -v initdb 2>/dev/null || printf none/none)")"; do
    if [ -x "$directory/initdb" ] && [ -x "$directory/postgres" ] && [ -x "$directory/pg_dump" ]; then
      POSTGRESQL=$directory
    fi
  done
  [ -n "$POSTGRESQL" ]
}
