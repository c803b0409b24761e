# Two runs in one directory: the second gets a clear error, the first goes on.
# Many accounts: the first is still at work when the second comes, however slow the machine.
awk 'BEGIN { print "account_id,asset,equity,debt"; for (i = 0; i < 60000; i++) print "customer-" i ",BTC,1," }' >"$DIR/accounts.csv"
"$ROOT/solvency" prove --accounts "$DIR/accounts.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/run" \
  --name "Example Exchange" --snapshot-time 2026-11-01T00:00:00Z >"$DIR/first" 2>&1 </dev/null &
first=$!
for _ in $(seq 1200); do
  if [ -e "$DIR/run/private" ]; then break; fi
  sleep 0.1
done
sleep 0.5
prove "$DIR/run"
check "the second run gives way" exits 75
check "and says why" says 'another run|in use|locked|busy'
wait "$first"
status=$?
check "the first run ends well" exits 0
verify "$DIR/run/public"
check "and its statement verifies" exits 0
