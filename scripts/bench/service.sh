# Inclusion files a second of one server. Sourced by bench.

# service ACCOUNTS: has a server prove a ledger of so many accounts of one row, then asks it for inclusion files.
service() {
  # Not local: the trap outlives the function.
  . "$ROOT/scripts/lib/build.sh"
  ensure_built prover
  directory=$(mktemp -d)
  server=
  trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; fi; rm -rf "$directory"' EXIT
  load=("$JAVA_HOME/bin/java" -Xmx1g -cp "$ROOT/service/target/test-classes:$PROVER_JAR:$ROOT/service/target/lib/*"
    io.zksolvency.service.InclusionLoad)
  machine
  "${load[@]}" prepare "$directory" "$1"
  touch "$directory/out"
  "$ROOT/solvency" serve --data "$directory/data" --config "$directory/serve.conf" --port 0 >"$directory/out" 2>"$directory/log" &
  server=$!
  until grep -q '^Serving on' "$directory/out"; do
    if ! kill -0 "$server" 2>/dev/null; then
      cat "$directory/log" >&2
      exit 70
    fi
    sleep 0.2
  done
  port=$(sed -n 's/^Serving on .*:\([0-9]*\)$/\1/p' "$directory/out")
  printf 'proving %s accounts …\n' "$1"
  "${load[@]}" measure "$directory" "$1" "$port" 20 "$server"
}
