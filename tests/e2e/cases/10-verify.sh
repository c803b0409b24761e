# What an honest run leaves, and what the verifier says to it.
verify "$PUBLIC"
check "the statement verifies" exits 0
check "the verifier names the exchange" says 'Example Exchange'
check "the verifier says what is not proven" says 'not prove'
verify "$PUBLIC" --json
check "the statement verifies, for machines" exits 0
check "the verdict is JSON" says '^\{'

digest=$(field "$PUBLIC/statement.json" statement_digest | tr -d '"')
key=$(field "$PUBLIC/statement.json" issuer_key | tr -d '"')
# public_pem HEX: an Ed25519 public key as a file, in the DER of RFC 8410 (this prefix, then the key).
public_pem() {
  echo '-----BEGIN PUBLIC KEY-----'
  printf "$(sed 's/../\\x&/g' <<<"302a300506032b6570032100$1")" | base64 -w 0
  printf '\n-----END PUBLIC KEY-----\n'
}
public_pem "$key" >"$DIR/issuer.pem"
verify "$PUBLIC" --statement-digest "$digest" --issuer-key "$DIR/issuer.pem"
check "it verifies against its published digest and key" exits 0
verify "$PUBLIC" --statement-digest "$(tr 0-9a-f 1-9a-f0 <<<"$digest")"
check "another digest is rejected" exits 1
# A real key, of someone else: RFC 8032, test 1.
public_pem d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a >"$DIR/other.pem"
verify "$PUBLIC" --issuer-key "$DIR/other.pem"
check "another issuer key is rejected" exits 1

check "the private half is the owner's alone" mode_is 700 "$STATEMENT_RUN/private"
check "the public half holds no account id" test -z "$(grep -rl customer- "$PUBLIC")"
(cd / && run "$ROOT/solvency-verify" statement "$PUBLIC"; exit "$status")
status=$?
check "it verifies from another directory" exits 0
ln -s "$ROOT/solvency-verify" "$DIR/verify me"
run "$DIR/verify me" statement "$PUBLIC"
check "it verifies through a symbolic link" exits 0
cp -r "$PUBLIC" "$DIR/copy with spaces"
verify "$DIR/copy with spaces"
check "a copy verifies" exits 0
run "$ROOT/solvency-verify" statement "$DIR/nowhere"
check "a missing directory is no verdict" exits 74
run "$ROOT/solvency-verify" judge "$PUBLIC"
check "an unknown command is a usage error" exits 64
