# How long the commands take from start to verdict. Sourced by bench.

# wall COMMAND...: prints the milliseconds that a command takes.
wall() {
  local from
  from=$(milliseconds)
  "$@" >/dev/null || return
  printf '%s\n' $(($(milliseconds) - from))
}

# start RUNS: takes turns, so that what else the machine does meets all alike.
start() {
  local plain name round arguments
  . "$ROOT/scripts/lib/build.sh"
  ensure_built verifier
  # The JDK's own archive, which the JVM takes when no other is named.
  plain=$JAVA_HOME/lib/server/classes.jsa
  # Not local: the trap outlives the function.
  directory=$(mktemp -d)
  trap 'rm -rf "$directory"' EXIT
  lay_out "$directory/files"
  machine
  local inclusion=(inclusion "$directory/files/inclusion.json" --statement "$directory/files")
  for ((round = 0; round <= $1; round++)); do
    for name in inclusion statement native; do
      case $name in
        inclusion) arguments=("${inclusion[@]}") ;;
        statement) arguments=(statement "$directory/files") ;;
        native) arguments=(statement "$directory/files" --engine native) ;;
      esac
      wall "$ROOT/solvency-verify" "${arguments[@]}" >>"$directory/$name"
      SOLVENCY_JAVA_OPTIONS=-XX:SharedArchiveFile=$plain wall "$ROOT/solvency-verify" "${arguments[@]}" >>"$directory/$name.plain"
    done
    # The first round only brings the files into memory.
    if [ "$round" -eq 0 ]; then rm "$directory"/{inclusion,statement,native}{,.plain}; fi
  done
  median() { sort -n "$directory/$1" | sed -n "$((($2 + 1) / 2))p"; }
  printf '{"runs": %d' "$1"
  for name in inclusion statement native; do
    printf ', "%s_ms": %d, "%s_without_archive_ms": %d' "$name" "$(median $name "$1")" "$name" "$(median $name.plain "$1")"
  done
  printf '}\n'
}
