# A chain of two statements, published for a web server, and checked as a whole.
run "$ROOT/solvency" prove --accounts "$SAMPLE/accounts.csv" --assets "$SAMPLE/assets.csv" --out "$DIR/second" \
  --name "Example Exchange" --snapshot-time 2026-11-01T12:00:00Z --previous "$PUBLIC/statement.json" \
  --master-key "$STATEMENT_RUN/private/master.key" --issuer-key "$STATEMENT_RUN/private/issuer.pem"
check "a second statement is proven" exits 0
site=$DIR/site

run "$ROOT/solvency" publish --run "$DIR/second" --to "$site"
check "the second is not published before the first" exits 65
check "and the refusal names what comes next" says 'begins with statement 0'
for which in "$STATEMENT_RUN" "$DIR/second"; do
  run "$ROOT/solvency" publish --run "$which" --to "$site"
  check "a statement is published" exits 0
done
before=$(cat "$site/history.json")
run "$ROOT/solvency" publish --run "$DIR/second" --to "$site"
check "publishing again changes nothing" same "$before" "$(cat "$site/history.json")"
check "nothing half-made is left" same "$(find "$site/statements" -name '.*')" ""
check "a web server can read it" mode_is 644 "$site/history.json"

history() { run "$ROOT/solvency-verify" history "$@"; }
history "$site"
check "the history verifies" exits 0
check "with the proofs of both" says '2 statements'
mkdir "$DIR/runs"
mv "$DIR/second" "$DIR/runs/b"
cp -r "$STATEMENT_RUN" "$DIR/runs/a"
history "$DIR/runs" --json
check "so does a directory of runs" exits 0
check "for machines" says '"proofs_verified":true'

rm -r "$DIR/runs/a"
history "$DIR/runs"
check "a missing first statement is rejected" exits 1
cp -r "$site"/statements/00000001-* "$DIR/runs/c"
history "$DIR/runs"
check "a duplicate is rejected" exits 1
check "and named" says 'duplicate: statement 1'
