# The clock jumps by years while a run works, ahead and back (libfaketime in front of the C library).
library=$(compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' | head -n 1)
if [ -z "$library" ] && [ "$thorough" = yes ]; then
  "$ROOT/scripts/setup" faketime || true
  library=$(compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' | head -n 1)
fi
jumps=('+3650d -3650d' '-20000d +1d' '+1h -1h' '-2 +2' '+40000d +0')
if [ "$thorough" = no ]; then
  leave_out 'clock jumps, which take some minutes: from 20 rounds on'
elif [ -n "$library" ]; then
  for jump in "${jumps[@]}"; do
    echo '+0' >"$DIR/clock"
    env LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$DIR/clock" FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
      "${prove_command[@]}" --out "$DIR/run" --master-key "$key" >"$WORK/out" 2>"$WORK/err" </dev/null &
    pid=$!
    for offset in $jump; do
      sleep "$((usual / 3 / 1000 + 1))"
      echo "$offset" >"$DIR/clock"
    done
    wait "$pid"
    status=$?
    ends "clock jumps" "the clock jumps $jump" "$DIR/run" none
    # The next start has the true clock again.
    resumes "clock jumps, resumed" "the clock after $jump" "$DIR/run"
    rm -rf "$DIR/run"
  done
else
  leave_out 'clock jumps (libfaketime could not be installed)'
fi
