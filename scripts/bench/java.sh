# JMH over the Java path and the JNI boundary. Sourced by bench.

# java_path ACCOUNTS: measures on a run of `solvency demo`; the results as JSON are in target/bench/jmh.json.
java_path() {
  . "$ROOT/scripts/lib/build.sh"
  ensure_built prover
  # Not local: the trap outlives the function.
  directory=$(mktemp -d)
  trap 'rm -rf "$directory"' EXIT
  (cd "$ROOT" && ./mvnw -B -q -Dzksolvency.skipRust -DskipTests -Pbenchmarks -pl benchmarks -am package) || exit 70
  "$ROOT/solvency" demo --accounts "$1" --parquet --only-balances --out "$directory/parquet" --quiet
  "$ROOT/solvency" demo --accounts "$1" --out "$directory/run" --quiet --json >/dev/null
  mv "$directory/parquet/input/accounts.parquet" "$directory/run/input"
  mkdir -p "$ROOT/target/bench"
  machine
  "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -Dbenchmarks.run="$directory/run" \
    -cp "$ROOT/benchmarks/target/zksolvency-benchmarks-$VERSION.jar:$ROOT/benchmarks/target/lib/*" \
    org.openjdk.jmh.Main -rf json -rff "$ROOT/target/bench/jmh.json" -jvmArgsAppend "-Dbenchmarks.run=$directory/run" "${@:2}"
  # One line, as the other benchmarks end: score by benchmark.
  awk -v accounts="$1" '
    /"benchmark" :/ { gsub(/[",]/, ""); n = split($3, part, "."); name = part[n - 1] "." part[n] }
    /"(format|log2Rows)" :/ { gsub(/[",]/, ""); name = name "." $3 }
    /"score" :/ && !(name in seen) { gsub(/,/, ""); seen[name] = $3; order[++count] = name }
    /"scoreUnit" :/ && name in seen && !(name in unit) { gsub(/[",]/, ""); split($3, part, "/"); unit[name] = part[1] }
    END {
      printf "{\"accounts\": %d", accounts
      for (i = 1; i <= count; i++) printf ", \"%s_%s\": %.3f", order[i], unit[order[i]], seen[order[i]]
      print "}"
    }' "$ROOT/target/bench/jmh.json"
}
