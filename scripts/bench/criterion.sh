# What criterion measures, and a line of JSON of it. Sourced by bench.

# measured BENCH: runs one of native/rust/ledger-bench's, which prints times and rates with their confidence intervals.
measured() {
  # Not local: the trap outlives the function.
  printed=$(mktemp)
  trap 'rm -f "$printed"' EXIT
  rust -p ledger-bench --bench "$1" -- --noplot | tee "$printed"
  rates "$printed"
}

# rates FILE: the middle of each rate's interval, a second, by group and who did it, and how many times the second's the first one is.
rates() {
  awk '
    function number(value, unit) {
      return value * (unit ~ /^Gi/ ? 2 ^ 30 : unit ~ /^Mi/ ? 2 ^ 20 : unit ~ /^Ki/ ? 1024 : unit ~ /^G/ ? 1e9 : unit ~ /^M/ ? 1e6 : unit ~ /^K/ ? 1e3 : 1)
    }
    /^[^ ]+\/[^ ]+( |$)/ { split($1, name, "/") }
    /thrpt: .*\/s/ {
      sub(/.*\[/, "")
      rate = number($3, $4)
      out = out sprintf("%s\"%s_%s\": %.0f", out ? ", " : "", name[1], name[2], rate)
      if (name[1] == group) out = out sprintf(", \"%s_ratio\": %.1f", group, first / rate)
      else { group = name[1]; first = rate }
    }
    END {
      if (!out) exit 1
      print "{" out "}"
    }' "$1"
}
