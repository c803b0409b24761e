# What a machine of another kind needs to build for 64-bit ARM and to run what was built. Sourced after tools.sh.

ARM=aarch64-unknown-linux-gnu
ARM_ROOT=/usr/aarch64-linux-gnu # where Debian's cross packages put the C library of ARM

# is_arm: true if this machine is one itself.
is_arm() {
  case $(this_platform) in *-aarch64) ;; *) return 1 ;; esac
}

# arm_missing: prints the Debian packages that are missing, one a line.
arm_missing() {
  command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 || printf '%s\n' gcc-aarch64-linux-gnu
  [ -e "$ARM_ROOT/lib/libc.so" ] || printf '%s\n' libc6-dev-arm64-cross
  command -v qemu-aarch64 >/dev/null 2>&1 || printf '%s\n' qemu-user
}

# has_arm_target: true if the Rust that find_cargo chose has the standard library of ARM.
has_arm_target() {
  local libraries
  libraries=$(cd "$ROOT/native/rust" && rustc --print target-libdir --target "$ARM" 2>/dev/null) && [ -d "$libraries" ]
}

# use_arm: has cargo link for ARM, and run_on_arm find the C library.
use_arm() {
  export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc QEMU_LD_PREFIX=$ARM_ROOT
}

# run_on_arm PROGRAM...: runs what was built for ARM.
run_on_arm() { qemu-aarch64 "$@"; }
