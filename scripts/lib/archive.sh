# Archives of the classes that the commands load (class data sharing): the JVM maps one instead of reading and checking thousands
# of classes, which saves about a third of a short command's time. Sourced by build.sh. An archive is no part of what is
# distributed: it fits the very JVM and jars that it was made with, and any other JVM goes without.

# sharing_options prover|verifier JAR: sets the array SHARING to the options that use the command's archive, if it is there.
sharing_options() {
  local archive=$BUILD_DIRECTORY/$1.jsa
  SHARING=(-Xshare:auto)
  if [ "$archive" -nt "$2" ]; then
    # One that doesn't fit is left aside without a word.
    SHARING+=("-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:class+path=off)
  fi
}

# object SHA256: prints where the corpus keeps a file.
object() { printf '%s\n' "$ROOT/testdata/corpus/objects/$1"; }

# lay_out DIR: puts an honest statement and an inclusion file of the corpus there.
lay_out() {
  local manifest=$ROOT/testdata/corpus/manifest.json name sha256
  mkdir -p "$1/proofs"
  grep -m1 '"first": {' "$manifest" | grep -oE '"[a-z0-9/.-]+":"[0-9a-f]{64}"' | tr -d '"' | while IFS=: read -r name sha256; do
    cp "$(object "$sha256")" "$1/$name"
  done
  sha256=$(grep -m1 '"accept/inclusion' "$manifest" | sed -E 's/.*"inclusion.json":"([0-9a-f]{64})".*/\1/')
  cp "$(object "$sha256")" "$1/inclusion.json"
}

# rehearse prover|verifier DIR JAVA...: runs what users run, so that its classes are loaded. The n-th run's are listed in DIR/n.
rehearse() {
  local directory=$2 which=$1
  shift 2
  if [ "$which" = verifier ]; then
    lay_out "$directory/statement"
    "$@" -XX:DumpLoadedClassList="$directory/1" -jar "$VERIFIER_JAR" statement "$directory/statement"
    "$@" -XX:DumpLoadedClassList="$directory/2" -jar "$VERIFIER_JAR" inclusion "$directory/statement/inclusion.json" \
      --statement "$directory/statement"
    return
  fi
  # Ends at the checks of the balances: proving would take seconds, and few more classes.
  printf 'account_id,asset,equity\na,UNKNOWN,1\n' >"$directory/accounts.csv"
  "$@" -XX:DumpLoadedClassList="$directory/1" -jar "$PROVER_JAR" prove --out "$directory/run" \
    --accounts "$directory/accounts.csv" --assets "$ROOT/tests/e2e/data/assets.csv"
}

# make_archive prover|verifier: makes the command's archive; without one the command only starts more slowly.
make_archive() {
  local directory jar=$PROVER_JAR java=("$JAVA_HOME/bin/java" -Xmx512m)
  if [ "$1" = verifier ]; then jar=$VERIFIER_JAR; fi
  directory=$(mktemp -d "$BUILD_DIRECTORY/archive.XXXXXX")
  {
    # The classes are those of a run, not of another archive.
    rehearse "$1" "$directory" "${java[@]}" -Xshare:off
    cat "$directory"/[0-9] | awk '!seen[$0]++' >"$directory/classes"
    # Objects of the heap can be archived with this collector only; others can read them.
    "${java[@]}" -XX:+UseG1GC -Xshare:dump -XX:SharedClassListFile="$directory/classes" \
      -XX:SharedArchiveFile="$directory/archive.jsa" -jar "$jar"
    mv "$directory/archive.jsa" "$BUILD_DIRECTORY/$1.jsa"
  } >"$BUILD_DIRECTORY/$1-archive.log" 2>&1 || true
  rm -rf "$directory"
}
