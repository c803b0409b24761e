# kill -9 at random moments of a run, and now and then of its resumption too; then the same command.
# phase LOG: what a run said last.
phase() {
  grep -oE '^(reading|checking|ordering|planning|proving|verifying)|^  (batch|general)' "$1" | tail -n 1 | tr -d ' ' || true
}
declare -A phases=()
for ((round = 1; round <= rounds; round++)); do
  out=$DIR/run
  moments=
  for ((kills = 1 + (RANDOM % 4 == 0); kills > 0; kills--)); do
    moment=$((RANDOM * usual / 32768))
    moments+=" $moment"
    "${prove_command[@]}" --out "$out" --master-key "$key" >"$DIR/killed" 2>&1 </dev/null &
    pid=$!
    sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    at=$(phase "$DIR/killed")
    phases[${at:-starting}]=$((${phases[${at:-starting}]:-0} + 1))
    if [ -e "$out/public" ]; then check "killed after$moments ms, what is published is whole" is_whole "$out"; fi
  done
  resumes "kill -9 at a random moment" "killed after$moments ms" "$out"
  rm -rf "$out"
done
printf '   killed while:'
for at in "${!phases[@]}"; do printf ' %s %d' "$at" "${phases[$at]}"; done
printf '\n'
