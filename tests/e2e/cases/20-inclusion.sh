# A customer's file: made by the operator, checked by the customer.
inclusion=$DIR/customer.json
run "$ROOT/solvency" inclusion --run "$STATEMENT_RUN" --account customer-050 --out "$inclusion"
check "an inclusion file is made" exits 0
check "it is small" test "$(stat -c %s "$inclusion")" -lt 8192

included() { run "$ROOT/solvency-verify" inclusion "$1" --statement "$PUBLIC/statement.json" "${@:2}"; }
included "$inclusion"
check "it verifies" exits 0
check "the verifier names the account" says 'customer-050'
check "the verifier names an amount" says 'DOGE'
included "$inclusion" --json
check "it verifies, for machines" exits 0

run "$ROOT/solvency" inclusion --run "$STATEMENT_RUN" --account customer-999 --out "$DIR/none.json"
check "an unknown account is refused" exits 65
check "and leaves no file" absent "$DIR/none.json"

# tamper SED: an edited copy of the inclusion file.
tamper() {
  sed -E "$1" "$inclusion" >"$DIR/tampered.json"
  if cmp -s "$inclusion" "$DIR/tampered.json"; then
    echo "the edit $1 changed nothing" >"$WORK/err"
    status=255
    return
  fi
  included "$DIR/tampered.json"
}
tamper 's/customer-050/customer-051/'
check "another account id is rejected" exits 1
tamper 's/("index" *: *)([0-9]+)/\11\2/'
check "another index is not accepted" test "$status" -eq 1 -o "$status" -eq 2
tamper 's/("salt" *: *")(.)/\1\2\2/'
check "a salt of another length is malformed" exits 2
tamper '0,/"entries"/s/("entries" *: *\[ *\[ *[0-9]+ *, *")[0-9]/\19/'
check "another amount is rejected" exits 1
tamper 's/zksolvency.inclusion\/v1/zksolvency.inclusion\/v2/'
check "another format is malformed" exits 2
head -c 200 "$inclusion" >"$DIR/short.json"
included "$DIR/short.json"
check "a truncated file is malformed" exits 2
