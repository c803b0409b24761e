# Insolvent accounts on request: out of the ledger, in the statement as a count and a shortfall.
cat "$SAMPLE/accounts.csv" - >"$DIR/accounts.csv" <<'CSV'
gambler,BTC,0.00000001,
gambler,USDC,0,5000
CSV
run "$ROOT/solvency" prove --accounts "$DIR/accounts.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/run" \
  --name "Example Exchange" --snapshot-time 2026-11-01T00:00:00Z --exclude-insolvent
check "insolvent accounts can be excluded" exits 0
verify "$DIR/run/public"
check "the statement verifies" exits 0
check "and says that one is excluded" says 'states that it left out'
run "$ROOT/solvency" inclusion --run "$DIR/run" --account gambler --out "$DIR/gambler.json"
check "an excluded account has no inclusion file" exits 65
