# Bills of materials (CycloneDX), and the rules that dependencies must keep. Sourced by tests/reproducible/run.

CYCLONEDX_MAVEN=2.9.3
CYCLONEDX_CARGO=0.5.9
DENY=0.20.2
TOOLS=$ROOT/target/tools

maven_bill() { echo "org.cyclonedx:cyclonedx-maven-plugin:$CYCLONEDX_MAVEN:makeAggregateBom"; }

# cargo_tool NAME VERSION: installs a cargo subcommand for this part alone, once.
cargo_tool() {
  if [ "$("$TOOLS/bin/$1" "${1#cargo-}" --version 2>/dev/null | grep -oE '[0-9.]+$')" = "$2" ]; then return; fi
  echo "installing $1 $2 in target/tools (some minutes)" >&2
  "$ROOT/scripts/cargo" install --quiet --locked --root "$TOOLS" --version "$2" "$1"
}

# rust_bill FOLDER: writes target/bom-rust.json, of both libraries.
rust_bill() {
  cargo_tool cargo-cyclonedx "$CYCLONEDX_CARGO" || return 1
  local crate
  # The commit's own time in place of now.
  SOURCE_DATE_EPOCH=$(git -C "$1" log -1 --format=%ct) PATH=$TOOLS/bin:$PATH \
    "$1/scripts/cargo" cyclonedx --format json --override-filename bom --quiet || return 1
  for crate in ledger-jni ledger-capi; do
    # What names the checkout's folder, as an address or as it is, says nothing about the materials.
    sed -E "s|file://[^\"#]*(/native/rust/)|\1|g; s|$1||g" "$1/native/rust/$crate/bom.json" >"$1/target/bom-rust-$crate.json" || return 1
  done
}

supply_chain() {
  cargo_tool cargo-deny "$DENY"
  run env PATH="$TOOLS/bin:$PATH" "$1/scripts/cargo" deny --locked check bans licenses sources
  check "cargo-deny: bans, licences and sources of Rust crates" exits 0
  run env PATH="$TOOLS/bin:$PATH" "$1/scripts/cargo" deny check advisories
  if exits 0; then
    check "cargo-deny: no advisory about a Rust crate" exits 0
  elif says 'failed to fetch|unable to fetch|error sending request|failed to (clone|open|prepare|resolve)|network|dns|could not'; then
    echo "left out: advisories about Rust crates (their database cannot be fetched from here)"
  else
    check "cargo-deny: no advisory about a Rust crate" exits 0
  fi
  echo "left out: advisories about Java libraries (the checkers need a database of some hundred MB and a key for it)"
  check "licences of Java libraries are all allowed" java_licences "$1/target/bom-java.json"
}

# java_licences BOM: true if every library in the bill of materials offers an allowed licence; prints the others.
java_licences() {
  awk '
    FNR == NR {
      sub(/ *#.*/, "")
      if ($0 != "") allowed[$0] = 1
      next
    }
    function value(line) {
      sub(/^[^:]*: "/, "", line)
      sub(/",?$/, "", line)
      return line
    }
    function judge() {
      if (name != "" && !fine) {
        print "no allowed licence: " name " (" offered ")"
        bad = 1
      }
      if (name != "") count++
    }
    /^  "components"/ { listed = 1 }
    /^  "dependencies"/ { listed = 0 }
    !listed { next }
    /^      "name" : / { judge(); name = value($0); fine = 0; offered = "" }
    /^      "licenses"/ { licences = 1 }
    /^      \]/ { licences = 0 }
    licences && /"(id|name)" : / { offered = offered " " value($0); if (value($0) in allowed) fine = 1 }
    END { judge(); exit bad || count < 10 }
  ' "$HERE/licences.txt" "$1" >"$WORK/out" 2>"$WORK/err"
}
