//! The exported functions. Nothing but checks of the arguments and conversion of verdicts happens here.

use std::slice;

use ledger_verifier::guard::contain;
use ledger_verifier::{verify_ledger, VerifyError, MAX_PROOF_BYTES};

use crate::parameters::parameters_json;

/// Version of this ABI.
pub const ABI_VERSION: u32 = 1;
/// The proof proves the public inputs, or the call succeeded.
pub const ACCEPTED: i32 = 0;
/// A proof, but not of these public inputs.
pub const REJECTED: i32 = 1;
/// Not a proof.
pub const MALFORMED: i32 = 2;
/// The caller's fault: a null pointer, a length, or public inputs that no ledger has.
pub const CALLER_ERROR: i32 = 3;
/// A bug of this library.
pub const PANIC: i32 = 255;

/// Longest public inputs that are looked at; the largest valid ones have 65,660 bytes.
const MAX_PUBLIC_INPUT_BYTES: u64 = 1 << 17;

/// Returns the version of this ABI.
#[no_mangle]
pub extern "C" fn solvency_abi_version() -> u32 {
    ABI_VERSION
}

/// Writes the id of the relation that this library verifies.
///
/// # Safety
/// `out32` is null or valid for writing 32 bytes.
#[no_mangle]
pub unsafe extern "C" fn solvency_relation_id(out32: *mut u8) -> i32 {
    if out32.is_null() {
        return CALLER_ERROR;
    }
    let Ok(id) = contain(ledger_air::relation_id) else { return PANIC };
    // SAFETY: not null, so valid for writing 32 bytes by this function's contract; `id` is a local of 32 bytes.
    unsafe { out32.copy_from_nonoverlapping(id.as_ptr(), id.len()) };
    ACCEPTED
}

/// Verifies a proof; only 0 means that it was accepted. `reason` gets a NUL-terminated UTF-8 text, cut to `reason_cap`.
///
/// # Safety
/// `pi` and `proof` are null or valid for reading `pi_len` and `proof_len` bytes, which nobody changes during the call.
/// `reason` is null or valid for writing `reason_cap` bytes, none of which belong to the other two.
#[no_mangle]
pub unsafe extern "C" fn solvency_verify_ledger(
    pi: *const u8,
    pi_len: u64,
    proof: *const u8,
    proof_len: u64,
    reason: *mut u8,
    reason_cap: u64,
) -> i32 {
    let result = contain(|| {
        // SAFETY: null or valid for reading these lengths by this function's contract.
        let (pi, proof) =
            unsafe { (bytes(pi, pi_len, MAX_PUBLIC_INPUT_BYTES), bytes(proof, proof_len, MAX_PROOF_BYTES as u64)) };
        match (pi, proof) {
            (Err(Refused::Null), _) | (_, Err(Refused::Null)) => {
                (CALLER_ERROR, "a null pointer with a length other than 0".to_string())
            }
            (Err(Refused::TooLong), _) => (CALLER_ERROR, "public inputs are too long".to_string()),
            (_, Err(Refused::TooLong)) => (MALFORMED, format!("the proof is longer than {MAX_PROOF_BYTES} bytes")),
            (Ok(pi), Ok(proof)) => verdict(verify_ledger(pi, proof)),
        }
    });
    let (code, text) = result.unwrap_or((PANIC, VerifyError::Internal.to_string()));
    // SAFETY: null or valid for writing `reason_cap` bytes by this function's contract.
    unsafe { write_text(&text, reason, reason_cap) };
    code
}

/// Writes the proof options, sizes and security as a NUL-terminated JSON text, or returns 3 if it does not fit.
///
/// # Safety
/// `out` is null or valid for writing `cap` bytes.
#[no_mangle]
pub unsafe extern "C" fn solvency_parameters(out: *mut u8, cap: u64) -> i32 {
    let Ok(json) = contain(parameters_json) else { return PANIC };
    if out.is_null() || cap <= json.len() as u64 {
        return CALLER_ERROR;
    }
    // SAFETY: not null, so valid for writing `cap` bytes by this function's contract.
    unsafe { write_text(&json, out, cap) };
    ACCEPTED
}

fn verdict(result: Result<(), VerifyError>) -> (i32, String) {
    match result {
        Ok(()) => (ACCEPTED, String::new()),
        Err(error) => {
            let code = match error {
                VerifyError::Rejected(_) => REJECTED,
                VerifyError::Malformed(_) => MALFORMED,
                VerifyError::InvalidPublicInputs(_) => CALLER_ERROR,
                VerifyError::Internal => PANIC,
            };
            (code, error.to_string())
        }
    }
}

/// Why an argument is not looked at.
enum Refused {
    Null,
    TooLong,
}

/// Returns the `length` bytes at `start`; a null pointer is allowed for no bytes.
///
/// # Safety
/// `start` is null or valid for reading `length` bytes, unchanged for as long as the result lives.
unsafe fn bytes<'a>(start: *const u8, length: u64, most: u64) -> Result<&'a [u8], Refused> {
    match (start.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(Refused::Null),
        (false, length) if length > most => Err(Refused::TooLong),
        // SAFETY: not null and valid for `length` bytes by this function's contract; `length` is at most `most`, far below isize::MAX.
        (false, length) => Ok(unsafe { slice::from_raw_parts(start, length as usize) }),
    }
}

/// Writes as much of `text` as fits, in whole characters, and a NUL. Writes nothing to null or into no room.
///
/// # Safety
/// `out` is null or valid for writing `cap` bytes.
unsafe fn write_text(text: &str, out: *mut u8, cap: u64) {
    if out.is_null() || cap == 0 {
        return;
    }
    let room = usize::try_from(cap - 1).unwrap_or(usize::MAX);
    let mut length = text.len().min(room);
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    // SAFETY: length + 1 <= cap bytes are written, for which `out` is valid; `text` is Rust's own memory.
    unsafe {
        out.copy_from_nonoverlapping(text.as_ptr(), length);
        out.add(length).write(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, cap: usize) -> Vec<u8> {
        let mut out = vec![0xEE; 8];
        // SAFETY: `cap` is at most the buffer's length in every test below.
        unsafe { write_text(text, out.as_mut_ptr(), cap as u64) };
        out
    }

    #[test]
    fn text_is_cut_at_a_character_and_terminated() {
        assert_eq!(written("abc", 8), b"abc\0\xEE\xEE\xEE\xEE");
        assert_eq!(written("abc", 4), b"abc\0\xEE\xEE\xEE\xEE");
        assert_eq!(written("abc", 3), b"ab\0\xEE\xEE\xEE\xEE\xEE");
        assert_eq!(written("abc", 1), b"\0\xEE\xEE\xEE\xEE\xEE\xEE\xEE");
        assert_eq!(written("abc", 0), [0xEE; 8]);
        assert_eq!(written("aé", 3), b"a\0\xEE\xEE\xEE\xEE\xEE\xEE");
    }

    #[test]
    fn null_and_long_arguments_are_refused_unread() {
        let some = [0u8; 4];
        let verify = |pi: *const u8, pi_len, proof: *const u8, proof_len| {
            // SAFETY: lengths longer than `some` are refused before anything is read.
            unsafe { solvency_verify_ledger(pi, pi_len, proof, proof_len, std::ptr::null_mut(), 0) }
        };
        let (none, some) = (std::ptr::null(), some.as_ptr());
        assert_eq!(verify(none, 1, some, 4), CALLER_ERROR);
        assert_eq!(verify(some, 4, none, 1), CALLER_ERROR);
        assert_eq!(verify(none, 0, none, 0), CALLER_ERROR);
        assert_eq!(verify(some, u64::MAX, some, 4), CALLER_ERROR);
        assert_eq!(verify(some, 4, some, u64::MAX), MALFORMED);
        assert_eq!(verify(some, 4, some, 4), CALLER_ERROR);
    }

    #[test]
    fn null_outputs_are_refused() {
        // SAFETY: null is allowed.
        unsafe {
            assert_eq!(solvency_relation_id(std::ptr::null_mut()), CALLER_ERROR);
            assert_eq!(solvency_parameters(std::ptr::null_mut(), 1 << 20), CALLER_ERROR);
        }
        let mut small = [0u8; 16];
        // SAFETY: the buffer has 16 bytes.
        assert_eq!(unsafe { solvency_parameters(small.as_mut_ptr(), 16) }, CALLER_ERROR);
        assert_eq!(small, [0; 16]);
    }
}
