# Everything, and a table of it. Sourced by bench.

# all: what each benchmark prints goes to a file of its own; one that fails is named, and the others go on.
all() {
  local out=$ROOT/target/bench/$(date -u +%Y-%m-%dT%H%M%SZ) name failed=()
  mkdir -p "$out"
  for name in kernels proofs batch batch-1-thread end-to-end start java; do
    printf '== %s ==\n' "$name"
    case $name in
      batch-1-thread) RAYON_NUM_THREADS=1 "$ROOT/bench" batch ;;
      *) "$ROOT/bench" "$name" ;;
    esac 2>&1 | tee "$out/$name.txt"
    if [ "${PIPESTATUS[0]}" -ne 0 ]; then
      failed+=("$name")
      rm "$out/$name.txt"
    fi
  done
  table "$out" >"$out/table.md"
  if [ -f "$out/batch.txt" ] && [ -f "$out/batch-1-thread.txt" ]; then
    "$ROOT/scripts/bench/model" "$out/batch-1-thread.txt" "$out/batch.txt" "$out" >>"$out/table.md"
  fi
  printf '\n%s\n' "$out/table.md"
  if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[*]}" >&2
    exit 1
  fi
}

# table DIR: a Markdown table of the last lines, which are JSON.
table() {
  local file options
  # The options of every proof, as the verifier's library has them pinned.
  options=$("$ROOT/solvency-verify" parameters | grep -oE '"(queries|blowup|grinding_bits|extension_degree|fri_folding)": *[0-9]+' | tr -d '"' | paste -sd, -)
  printf '# Benchmarks\n\n%s, %s\n\nProof options: %s.\n\n' "$(machine)" "$(date -u +%Y-%m-%d)" "${options//,/, }"
  printf '| benchmark | figure | value |\n|---|---|---|\n'
  for file in "$1"/*.txt; do
    tail -n 1 "$file" | grep '^{' | sed -E 's/, "stages": \[.*\]//; s/"seconds_by_phase": \{([^}]*)\}/\1/' | tr -d '{}"' | tr ',' '\n' \
      | sed -nE "s/^ *([^:]+): *(.*)\$/| $(basename "$file" .txt) | \1 | \2 |/p"
  done
  printf '\n'
}
