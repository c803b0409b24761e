# How a run ends after a fault, and the table of how often it ended how. Sourced by tests/faults/run.

declare -A tally=()
faults=()
left_out=()

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# count FAULT OUTCOME: one more in the table.
count() {
  if [ -z "${tally[$1]:-}" ]; then
    tally[$1]=0
    faults+=("$1")
  fi
  tally[$1]=$((tally[$1] + 1))
  tally[$1/$2]=$((${tally[$1/$2]:-0} + 1))
}

leave_out() {
  left_out+=("$1")
  printf 'left out: %s\n' "$1"
}

print_table() {
  local fault line
  printf '| fault | times | resumed to the same roots and totals | stopped by a clear error | failed |\n|---|--:|--:|--:|--:|\n'
  for fault in "${faults[@]}"; do
    printf '| %s | %d | %d | %d | %d |\n' "$fault" "${tally[$fault]}" "${tally[$fault/same]:-0}" \
      "${tally[$fault/refused]:-0}" "${tally[$fault/failed]:-0}"
  done
  for line in ${left_out[@]+"${left_out[@]}"}; do printf '\nLeft out: %s\n' "$line"; done
}

# is_one_line WORDS: the last command stopped with a documented code and one line that has the words.
is_one_line() {
  case $status in 64 | 65 | 69 | 73 | 74 | 75) ;; *) return 1 ;; esac
  [ "$(grep -c '^solvency: ' "$WORK/err")" = 1 ] || return 1
  if grep -qE '^[[:space:]]+at |Exception|A fatal error' "$WORK/out" "$WORK/err"; then return 1; fi
  grep '^solvency: ' "$WORK/err" | grep -qiE -- "$1"
}

# is_clear WORDS: the line also says what to do.
is_clear() {
  is_one_line "$1" && grep '^solvency: ' "$WORK/err" | grep -qE 'fresh|again|restore|delete|choose|give|wait|check|expected'
}

# is_whole DIR: what DIR publishes, if it does, is accepted.
is_whole() {
  [ ! -e "$1/public" ] || "$ROOT/solvency-verify" statement "$1/public" >"$WORK/verdict" 2>&1
}

# ends FAULT NAME DIR WORDS: judges the last command as a run in DIR. It came to what an undisturbed run comes to, or it stopped
# with a clear error that has the words. Sets $outcome.
ends() {
  local fault=$1 name=$2 directory=$3 words=$4
  outcome=failed
  if exits 0; then
    if same "$expected" "$(what_counts "$directory")" && is_whole "$directory"; then outcome=same; fi
  elif [ "$words" != none ] && is_clear "$words"; then
    outcome=refused
  fi
  count "$fault" "$outcome"
  check "$name: $outcome (exit $status)" test "$outcome" != failed
}

# resumes FAULT NAME DIR: the same command again must end well.
resumes() {
  prove "$3" --master-key "$key"
  ends "$1" "$2" "$3" none
}
