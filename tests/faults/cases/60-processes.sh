# Several processes start in one directory at once: one works, the others give way or find it done.
turns=1
if [ "$thorough" = yes ]; then turns=5; fi
for ((turn = 1; turn <= turns; turn++)); do
  out=$DIR/run
  pids=()
  for number in 1 2 3; do
    "${prove_command[@]}" --out "$out" --master-key "$key" >"$DIR/out$number" 2>"$DIR/err$number" </dev/null &
    pids+=($!)
  done
  finished=0
  for number in 1 2 3; do
    wait "${pids[number - 1]}"
    status=$?
    cp "$DIR/out$number" "$WORK/out"
    cp "$DIR/err$number" "$WORK/err"
    if exits 0; then finished=$((finished + 1)); fi
    ends "three processes at once" "process $number of three" "$out" 'another run is working in'
  done
  check "one of them finishes" test "$finished" -ge 1
  rm -rf "$out"
done
