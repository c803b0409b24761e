#!/usr/bin/env bash
# The same server over HTTP, with curl alone: docs/operations.md shows these commands. Arguments: address, token file, assets file,
# directory to fetch the statement to.
set -euo pipefail
address=$1 token_file=$2 assets=$3 directory=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0

check() {
  local what=$1
  shift
  if ! "$@"; then
    printf 'FAILED: %s\n' "$what"
    tail -n 5 "$work/answer" 2>/dev/null || true
    exit 1
  fi
  passed=$((passed + 1))
  printf 'ok %s\n' "$what"
}

# The token is in a file that only its owner reads, and not among the arguments that every user sees.
printf 'header = "authorization: Bearer %s"\n' "$(cat "$token_file")" >"$work/operator"

# call STATUS PATH [curl's options]: makes a request and compares the status; the answer is left in $work/answer.
call() {
  local status=$1 path=$2 got
  shift 2
  got=$(curl --silent --show-error --output "$work/answer" --write-out '%{http_code}' "$@" "$address$path")
  [ "$got" = "$status" ] || { printf 'status %s\n' "$got"; return 1; }
}
answers() { grep -qF -- "$1" "$work/answer"; }

printf '{"spec": {"run_id": "curl", "issuer_name": "Curl Exchange", "assets_csv": "%s"}, "file": "accounts.csv"}' \
  "$(base64 -w0 "$assets")" >"$work/run.json"
json=(--header 'content-type: application/json')
check "a run needs a token" call 401 /v1/runs "${json[@]}" --data "@$work/run.json"
check "the error is google.rpc.Status" answers '"code":16'
check "a run is accepted" call 200 /v1/runs --config "$work/operator" "${json[@]}" --data "@$work/run.json"
check "and watched until it ends" call 200 /v1/runs/curl/watch --config "$work/operator" --no-buffer
check "which is a success" answers '"state":"RUN_STATE_SUCCEEDED"'
check "its statement is the latest" call 200 /v1/statements/latest
grep -o '"name":"[^"]*"' "$work/answer" | cut -d'"' -f4 >"$work/names"
while read -r name; do
  mkdir -p "$directory/$(dirname "$name")"
  check "fetches $name" call 200 "/v1/statements/latest/files/$name"
  mv "$work/answer" "$directory/$name"
done <"$work/names"
check "every account has its file" call 200 /v1/inclusion/batch --config "$work/operator" "${json[@]}" --data '{}'
account=$(head -n 1 "$work/answer" | grep -o '"accountId":"[^"]*"' | cut -d'"' -f4)
check "the operator asks for one" call 200 /v1/inclusion --get --data-urlencode "account_id=$account" --config "$work/operator"
printf '{"inclusionJson": %s}' "$(grep -o '"inclusionJson":"[^"]*"' "$work/answer" | cut -d: -f2)" >"$work/verify.json"
check "the server verifies it" call 200 /v1/inclusion/verify "${json[@]}" --data "@$work/verify.json"
check "and accepts it" answers VERDICT_ACCEPTED
check "nobody else gets it" call 401 /v1/inclusion --get --data-urlencode "account_id=$account"
check "a run can be cancelled after its end" call 200 /v1/runs/curl/cancel --config "$work/operator" --request POST
check "a path that is none is told" call 404 /v1/nothing
printf '%d passed, 0 failed\n' "$passed"
