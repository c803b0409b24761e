# The whole job, from Parquet to the verified statement. Sourced by bench.

# peak_mb PID: waits for a child and prints the most memory it held; its exit status is the child's.
peak_mb() {
  local kb=0 now
  while now=$(awk '/^VmHWM:/ { print $2 }' "/proc/$1/status" 2>/dev/null) && [ -n "$now" ]; do
    kb=$now
    sleep 0.05
  done
  printf '%s\n' $((kb / 1024))
}

# end_to_end ACCOUNTS: the exchange is made before the clock starts.
end_to_end() {
  local run verify from verified both native peak bits
  . "$ROOT/scripts/lib/build.sh"
  ensure_built prover
  # Not local: the trap outlives the function.
  directory=$(mktemp -d)
  trap 'rm -rf "$directory"' EXIT
  machine
  "$ROOT/solvency" demo --accounts "$1" --parquet --only-balances --out "$directory" --quiet
  from=$(milliseconds)
  "$ROOT/solvency" prove --accounts "$directory/input/accounts.parquet" --assets "$directory/input/assets.csv" \
    --name "Demo Exchange" --out "$directory/run" --json --quiet >"$directory/out" &
  peak=$(peak_mb $!)
  wait $!
  run=$(tail -n 1 "$directory/out")
  verified=$(milliseconds)
  "$ROOT/solvency-verify" statement "$directory/run/public" --json >"$directory/out" &
  verify=$(peak_mb $!)
  wait $!
  both=$(($(milliseconds) - verified))
  if [ "$verify" -gt "$peak" ]; then peak=$verify; fi
  verified=$(milliseconds)
  "$ROOT/solvency-verify" statement "$directory/run/public" --engine native >/dev/null
  native=$(($(milliseconds) - verified))
  # For this size of batch.
  bits=$("$ROOT/solvency-verify" parameters | grep -oE '\{"log2_rows": *[0-9]+[^}]*' \
    | awk -v rows="$(grep -oE '"batch_rows": *[0-9]+' <<<"$run" | grep -oE '[0-9]+$')" -F'[:,]' '2 ^ $2 == rows' \
    | grep -oE '"proven_bits": *[0-9]+' | grep -oE '[0-9]+$')
  printf '%s\n' "$run" | grep -oE '"name":"[a-z ]+","seconds":[0-9.]+,"cpu_seconds":[0-9.]+' | tr -d '"' \
    | awk -F'[:,]' '{ printf "%26s: %7.2f s, %7.2f CPU s\n", $2, $4, $6 }'
  awk -v run="$run" -v from="$from" -v to="$verified" -v both="$both" -v native="$native" -v peak="$peak" -v bits="$bits" \
    -v threads="$(nproc)" '
    function number(name) { return match(run, "\"" name "\": *[0-9.]+") ? substr(run, RSTART + length(name) + 3, RLENGTH - length(name) - 3) + 0 : 0 }
    BEGIN {
      phases = run; sub(/.*"phases":\[/, "", phases); sub(/\].*/, "", phases)
      while (match(phases, /"name":"[a-z ]+","seconds":[0-9.]+,"cpu_seconds":[0-9.]+/)) {
        split(substr(phases, RSTART, RLENGTH), part, /[":,]+/)
        name = part[3]; gsub(/ /, "_", name)
        seconds = seconds sprintf("%s\"%s\": %.2f", seconds == "" ? "" : ", ", name, part[5])
        cpu += part[7]; all += part[5]
        if (name == "proving") { proving = part[5]; cpu_proving = part[7] }
        phases = substr(phases, RSTART + RLENGTH)
      }
      witness = number("witness_cpu_seconds")
      printf "{\"accounts_per_second\": %.0f, \"accounts\": %d, \"entries\": %d, \"seconds\": %.2f, \"seconds_by_phase\": {%s, \"verifying\": %.2f}, ",
        number("accounts") * 1000 / (to - from), number("accounts"), number("entries"), (to - from) / 1000, seconds, both / 1000
      printf "\"java_share\": %.3f, \"java_cpu_share\": %.3f, \"rows\": %d, \"batches\": %d, \"threads\": %d, \"proven_bits\": %d, ",
        all ? 1 - proving / all : 1, cpu ? (cpu - cpu_proving + witness) / cpu : 1, number("batch_rows"), number("batches"), threads, bits
      printf "\"peak_mb\": %d, \"proof_bytes\": %d, \"verify_ms\": %d, \"verify_native_ms\": %d}\n", peak, number("proof_bytes"), both, native
    }'
}
