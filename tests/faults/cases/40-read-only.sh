# A disk that only lets itself be read: a clear error, also where a run has finished or is half done; then writable again.
disk=$DIR/disk
mkdir "$disk"
read_only='read-only|no permission'
if [ "$mounts" = yes ]; then
  mount -t tmpfs -o size=64m faults "$disk"
  mounted+=("$disk")
  cp -r "$undisturbed" "$disk/finished"
  cp -r "$undisturbed" "$disk/half"
  rm -r "$disk/half/public" "$disk/half/private/ledgers/general-ledger.json"
  mkdir "$disk/empty"
  mount -o remount,ro "$disk"
  for place in finished half empty new; do
    prove "$disk/$place" --master-key "$key"
    ends "read-only disk" "a read-only disk, $place" "$disk/$place" "$read_only"
    check "a read-only disk, $place: what is published is whole" is_whole "$disk/$place"
  done
  mount -o remount,rw "$disk"
  for place in finished half empty; do
    resumes "read-only disk, then writable" "writable again, $place" "$disk/$place"
  done
  umount "$disk"
elif [ "$(id -u)" -ne 0 ]; then
  mkdir "$disk/run"
  chmod a-w "$disk/run"
  prove "$disk/run" --master-key "$key"
  ends "read-only directory" "a read-only directory" "$disk/run" "$read_only"
  chmod u+w "$disk/run"
  resumes "read-only directory, then writable" "writable again" "$disk/run"
else
  leave_out 'a read-only disk (root may not mount here, and permissions do not bind root)'
fi
