# Bad balances: exit 65, one error that names the place, no public directory, no amount in what is said.
number=0
# refuses NAME WORDS: proves the accounts on standard input, which must fail.
refuses() {
  local name=$1 words=$2 out
  number=$((number + 1))
  out=$DIR/out$number
  cat >"$DIR/accounts$number.csv"
  run "$ROOT/solvency" prove --accounts "$DIR/accounts$number.csv" --assets "${assets:-$SAMPLE/assets.csv}" \
    --out "$out" --snapshot-time 2026-11-01T00:00:00Z --name Bad
  check "$name: exit 65" exits 65
  check "$name: says where" says "$words"
  check "$name: nothing is published" absent "$out/public"
}
refuses "an exponent" 'accounts1.csv.*2' <<<$'account_id,asset,equity,debt\na,BTC,1e5,'
refuses "not a number" '2' <<<$'account_id,asset,equity,debt\na,BTC,NaN,'
refuses "a negative amount" '2' <<<$'account_id,asset,equity,debt\na,BTC,-1,'
refuses "a comma in an amount" '2' <<<$'account_id,asset,equity,debt\na,BTC,"1,5",'
refuses "more decimals than the asset has" '3' <<<$'account_id,asset,equity,debt\na,BTC,1,\nb,USDC,1.0000001,'
refuses "an unknown asset" 'XYZ|asset' <<<$'account_id,asset,equity,debt\na,XYZ,1,'
refuses "an account's asset twice" 'twice|duplicate|more than once' <<<$'account_id,asset,equity,debt\na,BTC,1,\na,BTC,2,'
refuses "an amount that no entry holds" '2|large' <<<$'account_id,asset,equity,debt\na,BTC,99999999999999999999,'
refuses "an empty file" 'empty|header|no ' </dev/null
refuses "a file without accounts" 'empty|no ' <<<'account_id,asset,equity,debt'
refuses "an unknown header" 'header|column' <<<$'who,what,how_much\na,BTC,1'
refuses "an insolvent account" 'insolvent|negative|net' <<<$'account_id,asset,equity,debt\na,BTC,1,\nb,USDC,0,77.31'
check "an insolvent account: the amount stays secret" silent_about 77.31

printf 'asset,decimals,price,haircut\nBTC,8,-1,0.9\n' >"$DIR/assets.csv"
assets=$DIR/assets.csv
refuses "a negative price" 'assets.csv.*2|price' <<<$'account_id,asset,equity,debt\na,BTC,1,'
unset assets

run "$ROOT/solvency" prove --accounts "$DIR/nowhere.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/out-missing"
check "a missing file: exit 65 or 74" test "$status" -eq 65 -o "$status" -eq 74
check "a missing file: nothing is published" absent "$DIR/out-missing/public"
run "$ROOT/solvency" prove --assets "$SAMPLE/assets.csv"
check "missing options are a usage error" exits 64
: >"$DIR/file"
prove "$DIR/file/run"
check "a directory that cannot be made: exit 73" exits 73
