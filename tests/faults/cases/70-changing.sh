# Someone writes to the balances while they are read: a statement about one whole version of them, or a clear error; never a mix.
# Totals of BTC differ between the versions, in every row: a mix would have a total of its own.
version() { awk -F, -v amount="$1" 'BEGIN { print "account_id,asset,equity,debt"; for (i = 0; i < 30000; i++) printf "c%05d,BTC,%s,\n", i, amount }'; }
version 0.25 >"$DIR/one"
version 0.50 >"$DIR/two"
prove_changing() {
  run "$ROOT/solvency" prove --accounts "$DIR/accounts.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/run" \
    --name "Example Exchange" --snapshot-time 2026-11-01T00:00:00Z --master-key "$key" "$@"
}
total() { field "$DIR/run/public/statement.json" equity | head -n 1 | tr -d '"'; }
turns=2
if [ "$thorough" = yes ]; then turns=20; fi
for ((turn = 1; turn <= turns; turn++)); do
  cp "$DIR/one" "$DIR/accounts.csv"
  pause=0.$((RANDOM % 10))$((RANDOM % 10))
  # Even turns write over the file in place, odd ones put another in its place.
  (while sleep "$pause"; do
    for source in two one; do
      if [ $((turn % 2)) -eq 0 ]; then
        cat "$DIR/$source" >"$DIR/accounts.csv"
      else
        cp "$DIR/$source" "$DIR/new" && mv "$DIR/new" "$DIR/accounts.csv"
      fi
      sleep "$pause"
    done
  done) &
  writer=$!
  prove_changing
  kill "$writer" 2>/dev/null
  wait "$writer" 2>/dev/null
  outcome=failed
  if exits 0; then
    case $(total) in 7500.00000000 | 15000.00000000 | 7500 | 15000 | 750000000000 | 1500000000000) outcome=same ;; esac
    is_whole "$DIR/run" || outcome=failed
  elif is_one_line 'accounts.csv' && absent "$DIR/run/public"; then
    outcome=refused
  fi
  count "balances changed while being read" "$outcome"
  check "balances changed every $pause s: $outcome (exit $status)" test "$outcome" != failed
  if [ "$outcome" = same ]; then
    # What was proven is what the directory says it is about: its own file resumes, the other one does not.
    made=$(total)
    cp "$DIR/one" "$DIR/accounts.csv"
    prove_changing
    one=$status
    cp "$DIR/two" "$DIR/accounts.csv"
    prove_changing
    case $made in 75*) check "the first version resumes, the second is refused" test "$one $status" = "0 65" ;;
      *) check "the second version resumes, the first is refused" test "$one $status" = "65 0" ;; esac
  fi
  rm -rf "$DIR/run"
done
