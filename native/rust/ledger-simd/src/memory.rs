//! Memory for the large matrices of a proof.

use std::alloc::{alloc_zeroed, handle_alloc_error, Layout};

use crate::F;

/// Elements in a cache line.
pub const LINE: usize = 8;

/// Asks for the cache line that holds an element, which will be read soon: for reads that the processor doesn't foresee, because they go through
/// more columns at once than it follows. Any place may be asked for, and nothing else happens.
#[inline(always)]
pub fn prefetch(cells: &[F], place: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_mm_prefetch, _MM_HINT_T0};
        // SAFETY: no more than advice, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(cells.as_ptr().wrapping_add(place).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (cells, place);
}

/// Returns zeros in memory that nobody has touched yet, on huge pages where the system has them to give: a thread that writes to a page first
/// waits for the system to make it, and 512 small pages take several times as long as a huge one (docs/adr/0013-memory.md).
///
/// # Panics
/// If so many don't fit an address space.
pub fn untouched(length: usize) -> Vec<F> {
    let layout = Layout::array::<F>(length).expect("an address space");
    if layout.size() == 0 {
        return vec![];
    }
    // SAFETY: the layout has a size.
    let cells = unsafe { alloc_zeroed(layout) };
    if cells.is_null() {
        handle_alloc_error(layout);
    }
    advise(cells, layout.size());
    // SAFETY: allocated for so many elements; all bits zero is the element 0.
    unsafe { Vec::from_raw_parts(cells.cast(), length, length) }
}

/// Asks for huge pages in the whole ones of some memory. No more than advice: a system that has none goes on as before.
#[cfg(target_os = "linux")]
fn advise(start: *mut u8, bytes: usize) {
    const PAGE: usize = 4096;
    let skipped = start.align_offset(PAGE);
    if let Some(rest) = bytes.checked_sub(skipped) {
        // SAFETY: whole pages of this allocation, whose contents the advice doesn't change.
        unsafe { libc::madvise(start.add(skipped).cast(), rest / PAGE * PAGE, libc::MADV_HUGEPAGE) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise(_start: *mut u8, _bytes: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untouched_memory_is_zeros_of_any_length() {
        for length in [0, 1, 511, 512, 513, 1 << 20, (3 << 20) + 7] {
            let mut cells = untouched(length);
            assert_eq!((cells.len(), cells.capacity()), (length, length));
            assert!(cells.iter().all(|&c| c == F::new(0)));
            cells.iter_mut().zip(0..).for_each(|(c, i)| *c = F::new(i));
            cells.push(F::new(length as u64));
            assert!(cells.iter().zip(0..).all(|(&c, i)| c == F::new(i)));
        }
    }
}
