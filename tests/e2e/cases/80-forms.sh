# The same balances in the wide form, with CRLF and a byte order mark, give the same totals.
cat >"$DIR/long.csv" <<'CSV'
account_id,asset,equity,debt
a,BTC,1.5,
a,USDC,0,100
"b, c",ETH,2.25,
CSV
printf '\xef\xbb\xbfaccount_id,equity_BTC,equity_ETH,debt_USDC\r\na,1.5,,100\r\n"b, c",,2.25,\r\n' >"$DIR/wide.csv"
for form in long wide; do
  run "$ROOT/solvency" prove --accounts "$DIR/$form.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/$form" \
    --name Forms --snapshot-time 2026-11-01T00:00:00Z
  check "$form form is proven" exits 0
done
totals() { field "$DIR/$1/public/statement.json" equity; field "$DIR/$1/public/statement.json" debt; }
check "both forms give the same totals" same "$(totals long)" "$(totals wide)"
check "the totals are the sums" test "$(totals long | tr '\n' ' ')" = \
  '"1.50000000" "2.250000000" "0.000000" "0.00000000" "0.00000000" "0.000000000" "100.000000" "0.00000000" '
