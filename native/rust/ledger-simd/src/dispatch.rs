//! Runs a kernel with the widest instructions that the processor has.

#[cfg(target_arch = "x86_64")]
use crate::words::x86::{Eight, FourTwice};
use crate::words::Lanes;
use crate::LANES;

/// A computation on vectors of words. `run` is `#[inline(always)]`, as is everything heavy that it calls: only then is it compiled for the
/// instruction set that [`vectorize`] picks.
pub trait Kernel {
    /// What it returns.
    type Output;
    /// Runs it.
    fn run<W: Lanes>(self) -> Self::Output;
}

/// A part of a kernel, already on vectors of some kind: see [`Lanes::part`].
pub trait Part {
    /// What it returns.
    type Output;
    /// Runs it.
    fn run(self) -> Self::Output;
}

/// `array!(zero, |i| value)` is [value at 0, value at 1, ..], in place: closures, `map` and `std::array::from_fn` may be compiled apart
/// from the kernel that they stand in, and then not for its instruction set.
#[macro_export]
macro_rules! array {
    ($zero:expr, |$i:ident| $value:expr) => {{
        let mut out = [$zero; _];
        #[allow(clippy::needless_range_loop)]
        for $i in 0..out.len() {
            out[$i] = $value;
        }
        out
    }};
}

/// Instruction sets, narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What the library is compiled for: x86-64-v2, or NEON on ARM.
    Baseline,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 F, DQ, VL, BW and CD.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    const ALL: &[Self] = &[
        Self::Baseline,
        #[cfg(target_arch = "x86_64")]
        Self::Avx2,
        #[cfg(target_arch = "x86_64")]
        Self::Avx512,
    ];

    /// Returns the levels that this processor has.
    pub fn available() -> Vec<Self> {
        Self::ALL.iter().copied().take_while(|level| level.is_there()).collect()
    }

    fn is_there(self) -> bool {
        match self {
            Self::Baseline => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512cd")
            }
        }
    }

    /// Returns the widest level that this processor has.
    pub fn best() -> Self {
        static BEST: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
        *BEST.get_or_init(|| *Self::available().last().expect("the baseline"))
    }
}

/// Runs `kernel` at the best level.
pub fn vectorize<K: Kernel>(kernel: K) -> K::Output {
    at_level(Level::best(), kernel)
}

/// Runs `kernel` at a level of [`Level::available`]: tests compare levels.
///
/// # Panics
/// If the processor lacks it.
pub fn at_level<K: Kernel>(level: Level, kernel: K) -> K::Output {
    match level {
        Level::Baseline => <[u64; LANES]>::run(kernel),
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => FourTwice::run(kernel),
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => Eight::run(kernel),
    }
}
