# Either verifier alone, and both, come to the same verdict; the Java one needs no native library.
for engine in java native both; do
  verify "$PUBLIC" --engine "$engine"
  check "$engine: the statement verifies" exits 0
done
verify "$PUBLIC" --engine another
check "an unknown engine is a usage error" exits 64

# without_library ENGINE: verifies where the native library can't be found.
without_library() {
  SOLVENCY_JAVA_OPTIONS=-Dzksolvency.native.path=/nowhere verify "$PUBLIC" --engine "$1"
}
without_library java
check "java: verifies without the native library" exits 0
for engine in native both; do
  without_library "$engine"
  check "$engine: no verdict without the native library" exits 69
done
