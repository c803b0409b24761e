# What fuzzing starts from: golden proofs, a real statement and inclusion file. Sourced by tests/fuzz/run.

# bytes NUMBER...: writes bytes.
bytes() { printf "$(printf '\\x%02x' "$@")"; }

make_seeds() {
  local golden=$ROOT/testdata/proofs/v1/accept name file length
  mkdir -p "$WORK"/{public_inputs,any_bytes,edited_proof,statement,inclusion,assets}
  for name in batch-16 general-ledger-17; do
    cp "$golden/$name.inputs" "$WORK/public_inputs/$name"
    # Two bytes of length, public inputs, the start of the proof.
    length=$(stat -c %s "$golden/$name.inputs")
    { bytes $((length % 256)) $((length / 256)); cat "$golden/$name.inputs"; head -c 1500 "$golden/$name.proof"; } >"$WORK/any_bytes/$name"
  done
  # Which proof, then an edit of each kind, early and late in it.
  for file in 0 1 2; do
    for kind in 0 1 2 3 4 5; do
      bytes $file $kind 40 0 0 4 1 2 3 4 >"$WORK/edited_proof/early-$file-$kind"
      bytes $file $kind 57 117 5 4 1 2 3 4 >"$WORK/edited_proof/late-$file-$kind"
    done
  done
  cp "$SAMPLE/assets.csv" "$WORK/assets/sample"
  if [ ! -e "$WORK/inclusion/sample" ]; then
    rm -rf "$WORK/sample"
    prove "$WORK/sample" && "$ROOT/solvency" inclusion --run "$WORK/sample" --account customer-002 --out "$WORK/inclusion/sample"
    cp "$WORK/sample/public/statement.json" "$WORK/statement/sample"
    rm -rf "$WORK/sample"
  fi
}
