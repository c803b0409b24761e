# kill -9 at several points, then the same command: the same roots and totals as an undisturbed run with the same key.
key=$(find "$STATEMENT_RUN/private" -maxdepth 1 -name 'master*' -type f | head -n 1)
check "the run keeps its master key" present "$key"

undisturbed=$DIR/undisturbed
prove "$undisturbed" --master-key "$key"
check "an undisturbed run" exits 0

# The seconds are spread over start, reading, proving and publishing on a machine of two cores.
for seconds in 0.7 2 4 7; do
  killed=$DIR/killed-$seconds
  "${prove_command[@]}" --out "$killed" --master-key "$key" >/dev/null 2>&1 </dev/null &
  pid=$!
  sleep "$seconds"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  # Each batch's proof that was there must not be made again.
  before=$(find "$killed" -name 'batch-*.proof' -printf '%f %T@\n' 2>/dev/null | sort)
  prove "$killed" --master-key "$key"
  check "killed after $seconds s, it resumes" exits 0
  after=$(find "$killed" -name 'batch-*.proof' -printf '%f %T@\n' | sort)
  check "killed after $seconds s, no batch is proven twice" test -z "$(comm -23 <(echo "$before") <(echo "$after") | grep .)"
  check "killed after $seconds s, roots and totals are the same" same "$(what_counts "$undisturbed")" "$(what_counts "$killed")"
  verify "$killed/public"
  check "killed after $seconds s, the statement verifies" exits 0
done

prove "$undisturbed" --master-key "$key"
check "a finished run, run again, has nothing to do" exits 0
prove "$undisturbed" --master-key "$key" --fresh
check "--fresh starts over" exits 0
verify "$undisturbed/public"
check "and its statement verifies" exits 0
