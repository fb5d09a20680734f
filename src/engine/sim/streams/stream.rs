//! Streams: the uniforms of one purpose of one origin, addressable by round and case.

use super::philox::{philox, philox_pairs};
use crate::sim::vectors::vectorised;

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// How long a step, or getting a material, takes.
    Duration,
    /// Touch time.
    Effort,
    /// Value of an attribute.
    Attribute,
    /// Whether an anonymous attribute covers the case.
    Share,
    /// What is wrong with a package.
    Bounce,
    /// How long a correction takes.
    Correction,
    /// Whether a step is done again.
    Rework,
    /// Whether a promise was false.
    Breach,
    /// When the case starts.
    Start,
    /// The luck that all steps of a case share.
    Factor,
    /// Time at the counter.
    Intake,
    /// Delay of a hand-off.
    Handoff,
    /// On which days a panel sits.
    Meeting,
    /// Time since the case before.
    Arrival,
    /// Procedural delay that no officer shortens.
    Hold,
    /// Where an assumption lies within its range.
    Assumption,
    /// Which recorded case lends its ranks.
    Record,
}

impl Purpose {
    /// A fixed number; the order of the enum must not matter.
    fn code(self) -> u8 {
        match self {
            Purpose::Duration => 1,
            Purpose::Effort => 2,
            Purpose::Attribute => 3,
            Purpose::Share => 4,
            Purpose::Bounce => 5,
            Purpose::Correction => 6,
            Purpose::Rework => 7,
            Purpose::Breach => 8,
            Purpose::Start => 9,
            Purpose::Factor => 10,
            Purpose::Intake => 11,
            Purpose::Handoff => 12,
            Purpose::Meeting => 13,
            Purpose::Arrival => 14,
            Purpose::Hold => 15,
            Purpose::Assumption => 16,
            Purpose::Record => 17,
        }
    }
}

/// The uniforms of (seed, scenario, origin, purpose).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stream {
    key: [u32; 2],
}

impl Stream {
    /// The stream with this identity.
    pub fn new(seed: u64, scenario: &str, origin: &str, purpose: Purpose) -> Stream {
        let mut hash = Hash::new();
        hash.write(&seed.to_le_bytes());
        hash.write(scenario.as_bytes());
        // No text contains this byte, so two texts cannot run into each other.
        hash.write(&[0xff]);
        hash.write(origin.as_bytes());
        hash.write(&[0xff, purpose.code()]);
        let key = hash.finish();
        Stream {
            key: [key as u32, (key >> 32) as u32],
        }
    }

    /// The uniforms of consecutive cases: case `c` is word `c % 4` of counter `(c / 4, round)`.
    ///
    /// # Panics
    /// If `first_case` or the number of cases is not a multiple of 4.
    pub fn uniforms(&self, round: u32, first_case: u64, out: &mut [u32]) {
        let (groups, rest) = out.as_chunks_mut::<{ 4 * TOGETHER }>();
        let (rest, odd) = rest.as_chunks_mut::<4>();
        assert!(
            first_case.is_multiple_of(4) && odd.is_empty(),
            "cases come in whole groups"
        );
        let (key, first) = (self.key, first_case / 4);
        let first_of_rest = first + (groups.len() * TOGETHER) as u64;
        vectorised(
            #[inline(always)]
            move || {
                for (group, words) in groups.iter_mut().enumerate() {
                    let first = first + (group * TOGETHER) as u64;
                    let mut pairs = [[0; 2]; TOGETHER];
                    for idx in 0..TOGETHER {
                        let [one, other] = philox_pairs(key, counter(first + idx as u64, round));
                        pairs[idx] = [one.to_le(), other.to_le()];
                    }
                    *words = pulp::cast(pairs);
                    for word in words {
                        *word = u32::from_le(*word);
                    }
                }
            },
        );
        for (number, words) in (first_of_rest..).zip(rest) {
            *words = philox(key, counter(number, round));
        }
    }
}

/// The counter of four cases.
#[inline(always)]
fn counter(number: u64, round: u32) -> [u32; 4] {
    [number as u32, (number >> 32) as u32, round, 0]
}

/// Counters that are computed side by side.
const TOGETHER: usize = 16;

/// FNV-1a with the finaliser of MurmurHash3: fixed here, because results hang on it.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(self) -> u64 {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

#[cfg(test)]
mod tests {
    use super::super::philox;
    use super::*;

    #[test]
    fn every_case_has_its_own_address() {
        let stream = Stream::new(7, "scenario", "step", Purpose::Duration);
        let mut far = [0; 64];
        stream.uniforms(3, 1 << 40, &mut far);
        for (case, &uniform) in far.iter().enumerate() {
            let case = (1u64 << 40) + case as u64;
            let counter = [(case / 4) as u32, ((case / 4) >> 32) as u32, 3, 0];
            assert_eq!(uniform, philox(stream.key, counter)[(case % 4) as usize]);
        }
    }

    #[test]
    fn identities_do_not_run_into_each_other() {
        let streams = [
            Stream::new(1, "ab", "c", Purpose::Duration),
            Stream::new(1, "a", "bc", Purpose::Duration),
            Stream::new(1, "ab", "c", Purpose::Effort),
            Stream::new(2, "ab", "c", Purpose::Duration),
        ];
        for (idx, one) in streams.iter().enumerate() {
            assert!(streams[idx + 1..].iter().all(|other| other != one));
        }
    }
}
