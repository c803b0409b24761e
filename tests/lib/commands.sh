# Runs the two commands and counts checks. Sourced by test scripts that have set ROOT, and WORK to a folder of their own.

passed=0
failed=0

# check NAME COMMAND...: counts one check, and shows what the last run of a command said when it fails.
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n        %s\n' "$name" "$*"
    tail -n 15 "$WORK/out" "$WORK/err" 2>/dev/null | sed 's/^/        | /'
  fi
}

# run COMMAND...: runs it with its output in $WORK/out and $WORK/err and its exit status in $status.
status=0
run() {
  "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
  status=$?
}

exits() { [ "$status" -eq "$1" ]; }
says() { grep -qiE -- "$1" "$WORK/out" "$WORK/err"; }
silent_about() { ! grep -qF -- "$1" "$WORK/out" "$WORK/err"; }
absent() { [ ! -e "$1" ]; }
present() { [ -e "$1" ]; }
same() { [ "$1" = "$2" ]; }
mode_is() { [ "$(stat -c %a "$2")" = "$1" ]; }

# A small honest ledger.
SAMPLE=$ROOT/tests/e2e/data

# field JSON NAME: the values of a member, in order, one a line, wherever it stands.
field() { grep -oE "\"$2\" *: *(\"[^\"]*\"|[0-9]+)" "$1" | sed -E "s/^\"$2\" *: *//"; }

# What `prove` runs, before --out: for cases that run it in the background, where $! is the JVM's, which the launcher becomes.
prove_command=("$ROOT/solvency" prove --accounts "$SAMPLE/accounts.csv" --assets "$SAMPLE/assets.csv"
  --name "Example Exchange" --snapshot-time 2026-11-01T00:00:00Z)

# prove DIR [OPTION...]: proves the sample ledger into DIR.
prove() {
  local directory=$1
  shift
  run "${prove_command[@]}" --out "$directory" "$@"
}

verify() { run "$ROOT/solvency-verify" statement "$@"; }

# what_counts DIR: prints all that a run with the same balances, times and master key comes to again: roots and totals.
what_counts() {
  local name
  for name in root control_digest accounts equity debt; do field "$1/public/statement.json" "$name"; done
}

# is_wanted NAME: true if NAME contains one of the words in the array "wanted", or there are none.
is_wanted() {
  local word
  if [ ${#wanted[@]} -eq 0 ]; then return 0; fi
  for word in "${wanted[@]}"; do
    case $1 in *"$word"*) return 0 ;; esac
  done
  return 1
}
