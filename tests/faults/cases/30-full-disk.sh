# The disk is full at some point of the run; with more room the same command goes on.
disk=$DIR/disk
mkdir "$disk"
if [ "$mounts" = yes ]; then
  echo "   small disks are tmpfs mounts"
  sizes=(700 3000)
  if [ "$thorough" = yes ]; then sizes=(64 200 400 700 1000 1500 2000 2500 3000 3500 4000 4500 5000 6000); fi
  for size in "${sizes[@]}"; do
    mount -t tmpfs -o "size=${size}k" faults "$disk"
    mounted+=("$disk")
    prove "$disk/run" --master-key "$key"
    ends "disk full" "a disk of $size kB" "$disk/run" 'no space left'
    check "a disk of $size kB: what is published is whole" is_whole "$disk/run"
    mount -o remount,size=64m "$disk"
    resumes "disk full, then room" "a disk of $size kB, then of 64 MB" "$disk/run"
    umount "$disk"
  done
else
  leave_out 'a full disk (neither root nor a namespace of its own may mount here)'
fi
