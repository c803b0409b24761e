# A file of DIR cut off, or with a byte changed: the same command mends it, or names it.
before=$DIR/before # without public/, as just before publishing
after=$DIR/after   # finished
prove "$after"
check "a run to damage" exits 0
own_expected=$(what_counts "$after")
cp -r "$after" "$before"
rm -r "$before/public"

# flip FILE OFFSET: replaces one byte by another.
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
  printf "$(printf '\\%03o' $((byte ^ 1 << RANDOM % 8)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# gives_inclusion DIR STATEMENT: a customer's file comes out right, of this statement, or a clear error does.
gives_inclusion() {
  rm -f "$DIR/customer.json"
  run "$ROOT/solvency" inclusion --run "$1" --account customer-002 --out "$DIR/customer.json"
  if exits 0; then
    run "$ROOT/solvency-verify" inclusion "$DIR/customer.json" --statement "$2"
    exits 0
  else
    is_clear 'damaged|not |holds'
  fi
}

# same_public ONE OTHER: what they have published is the same, or neither has published anything.
same_public() {
  if [ -e "$1/public" ]; then diff -r "$1/public" "$2/public"; else [ ! -e "$2/public" ]; fi
}

# damaged STATE FILE HOW ARGUMENT: damages a copy, then runs on.
damaged() {
  local copy=$DIR/copy file=$2 name held=$expected statement
  rm -rf "$copy"
  cp -r "$1" "$copy"
  if [ "$3" = cut ]; then truncate -s "$4" "$copy/$file"; else flip "$copy/$file" "$4"; fi
  name="$(basename "$1") publishing, $file $3 at $4"
  if [ -e "$copy/public" ]; then check "$name: inclusion is right or refused" gives_inclusion "$copy" "$after/public/statement.json"; fi
  cp -r "$copy/." "$DIR/found"
  run "${prove_command[@]}" --out "$copy"
  expected=$own_expected
  ends "a file $([ "$3" = cut ] && echo 'cut off' || echo 'with a bit flipped'), ${file%%/*}" "$name" "$copy" "$(basename "$file" .pem)|$(basename "$file" .key)"
  expected=$held
  if [ "$outcome" = refused ]; then
    check "$name: nothing is published by a run that stops" same_public "$DIR/found" "$copy"
  elif [ "$outcome" = same ]; then
    # A proof made anew is another one, and so is the statement, unless one was published already.
    if [ -e "$DIR/found/public" ]; then statement=$after; else statement=$copy; fi
    check "$name: inclusion afterwards" gives_inclusion "$copy" "$statement/public/statement.json"
  fi
  rm -rf "$DIR/found"
}

for state in "$before" "$after"; do
  if [ "$state" = "$before" ] && [ "$thorough" = no ]; then continue; fi
  while read -r file; do
    size=$(stat -c %s "$state/$file")
    if [ "$thorough" = yes ] || [ $((RANDOM % 2)) -eq 0 ]; then
      damaged "$state" "$file" cut $((size / 2))
      [ "$thorough" = yes ] || continue
    fi
    damaged "$state" "$file" changed $((RANDOM * RANDOM % size))
    if [ "$thorough" = yes ]; then
      damaged "$state" "$file" cut 0
      damaged "$state" "$file" changed 0
      damaged "$state" "$file" changed $((size - 1))
    fi
  done < <(cd "$state" && find . -type f -size +0 -printf '%P\n' | sort)
done
