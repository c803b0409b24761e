//! Arguments as Rust sees them. Java checks the same things; these checks keep a wrong caller from corrupting memory.

use jni::objects::{JByteArray, JByteBuffer};
use jni::{jni_sig, jni_str, Env};

use crate::failure::Failure;

/// Longest public inputs that are copied; the largest valid ones have 65,660 bytes.
const MAX_PUBLIC_INPUT_BYTES: usize = 1 << 17;

fn illegal<T>(message: String) -> Result<T, Failure> {
    Err(Failure::IllegalArgument(message))
}

/// Returns a copy of the public inputs.
///
/// # Errors
/// [`Failure::IllegalArgument`] if the array is null or too long.
pub fn public_inputs(env: &mut Env<'_>, array: &JByteArray<'_>) -> Result<Vec<u8>, Failure> {
    if array.is_null() {
        return illegal("public inputs are null".to_string());
    }
    let length = array.len(env)?;
    if length > MAX_PUBLIC_INPUT_BYTES {
        return illegal(format!("public inputs of {length} bytes"));
    }
    Ok(env.convert_byte_array(array)?)
}

/// Memory of a direct buffer. Java owns it.
#[derive(Debug)]
pub struct DirectBuffer {
    address: *mut u8,
    length: usize,
}

impl DirectBuffer {
    /// Returns the whole memory of `buffer`, from position 0 to its capacity.
    ///
    /// # Errors
    /// [`Failure::IllegalArgument`] if the buffer is null, empty or not direct, or read-only though it is to be written.
    pub fn of(env: &mut Env<'_>, buffer: &JByteBuffer<'_>, name: &str, write: bool) -> Result<Self, Failure> {
        if buffer.is_null() {
            return illegal(format!("the {name} is null"));
        }
        if !env.call_method(buffer, jni_str!("isDirect"), jni_sig!(() -> jboolean), &[])?.z()? {
            return illegal(format!("the {name} is not in a direct buffer"));
        }
        if write && env.call_method(buffer, jni_str!("isReadOnly"), jni_sig!(() -> jboolean), &[])?.z()? {
            return illegal(format!("the {name} is in a read-only buffer"));
        }
        let length = env.get_direct_buffer_capacity(buffer)?;
        if length == 0 {
            return illegal(format!("the {name} is empty"));
        }
        Ok(Self { address: env.get_direct_buffer_address(buffer)?, length })
    }

    /// Returns whether the two share no byte.
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        let (a, b) = (self.address as usize, other.address as usize);
        a.saturating_add(self.length) <= b || b.saturating_add(other.length) <= a
    }

    /// Returns the bytes.
    ///
    /// # Safety
    /// While the result lives, the buffer is reachable from Java and nobody writes to it.
    pub unsafe fn as_bytes<'a>(&self) -> &'a [u8] {
        // SAFETY: JNI returned this address and length together for a direct buffer, which `of` found neither null nor
        // empty; the caller keeps it alive and unwritten.
        unsafe { std::slice::from_raw_parts(self.address, self.length) }
    }

    /// Returns the bytes, to write.
    ///
    /// # Safety
    /// While the result lives, the buffer is reachable from Java, writable, and nobody else reads it or writes to it.
    pub unsafe fn as_bytes_mut<'a>(&self) -> &'a mut [u8] {
        // SAFETY: as for `as_bytes`; the caller keeps everyone else off.
        unsafe { std::slice::from_raw_parts_mut(self.address, self.length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(address: usize, length: usize) -> DirectBuffer {
        DirectBuffer { address: address as *mut u8, length }
    }

    #[test]
    fn overlap_is_noticed() {
        let middle = buffer(100, 10);
        for (address, length, disjoint) in [
            (0, 100, true),
            (0, 101, false),
            (110, 5, true),
            (109, 5, false),
            (100, 10, false),
            (103, 2, false),
            (50, 100, false),
            (usize::MAX - 1, 10, true),
        ] {
            let other = buffer(address, length);
            assert_eq!(middle.is_disjoint_from(&other), disjoint, "{other:?}");
            assert_eq!(other.is_disjoint_from(&middle), disjoint, "{other:?}");
        }
    }
}
