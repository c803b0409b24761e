# Published files that someone changed: never accepted, always a clean exit code.
fresh_copy() {
  rm -rf "$DIR/copy"
  cp -r "$PUBLIC" "$DIR/copy"
}
proof=proofs/batch-00000.proof

# flip FILE OFFSET: replaces one byte by another.
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
  printf "$(printf '\\%03o' $(((byte + 1) % 256)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
refused() { [ "$status" -eq 1 ] || [ "$status" -eq 2 ]; }

size=$(stat -c %s "$PUBLIC/$proof")
for offset in 0 3 40 $((size / 3)) $((size / 2)) $((size - 1)); do
  fresh_copy
  flip "$DIR/copy/$proof" "$offset"
  verify "$DIR/copy"
  check "a proof with byte $offset changed is refused" refused
done
fresh_copy
printf 'x' >>"$DIR/copy/$proof"
verify "$DIR/copy"
check "a proof with a byte more is refused" refused
fresh_copy
truncate -s $((size - 1)) "$DIR/copy/$proof"
verify "$DIR/copy"
check "a proof with a byte less is refused" refused
fresh_copy
truncate -s 100M "$DIR/copy/$proof"
verify "$DIR/copy"
check "a huge proof is refused" refused
fresh_copy
rm "$DIR/copy/$proof"
verify "$DIR/copy"
check "a missing proof is not accepted" test "$status" -ne 0
fresh_copy
cp "$DIR/copy/$proof" "$DIR/copy/proofs/general-ledger.proof"
verify "$DIR/copy"
check "a batch's proof does not prove the general ledger" refused

# edit SED: an edited copy of the statement.
edit() {
  fresh_copy
  sed -i -E "$1" "$DIR/copy/statement.json"
  if cmp -s "$PUBLIC/statement.json" "$DIR/copy/statement.json"; then
    echo "the edit $1 changed nothing" >"$WORK/err"
    status=255
    return
  fi
  verify "$DIR/copy"
}
edit 's/Example Exchange/Another Exchange/'
check "another name is refused" refused
edit 's/2026-11-01T00:00:00Z/2026-11-02T00:00:00Z/'
check "another time is refused" refused
edit 's/"64250.17"/"64250.18"/'
check "another price is refused" refused
edit 's/("accounts" *: *)([0-9]+)/\1\21/'
check "another number of accounts is refused" refused
edit '0,/"equity" *: *"/s/("equity" *: *")([0-9])/\11\2/'
check "another total is refused" refused
edit '0,/"root"/s/("root" *: *")(.)(.)/\1\3\2/; 0,/"signature"/s/("signature" *: *")(.)(.)/\1\3\2/'
check "another root is refused" refused
edit 's/"sequence" *: *0/"sequence": 0, "extra": 1/'
check "an unknown member is malformed" exits 2
fresh_copy
head -c 1000 "$PUBLIC/statement.json" >"$DIR/copy/statement.json"
verify "$DIR/copy"
check "a truncated statement is malformed" exits 2
