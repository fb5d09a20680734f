//! Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (SC 2011).

use std::convert::Infallible;

use rand::TryRng;

const MULTIPLIERS: (u32, u32) = (0xD251_1F53, 0xCD9E_8D57);
const WEYL: (u32, u32) = (0x9E37_79B9, 0xBB67_AE85);
const ROUNDS: usize = 10;

/// The four words of one counter, after ten rounds.
#[inline(always)]
pub fn philox(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let [first, second] = philox_pairs(key, counter);
    [
        first as u32,
        (first >> 32) as u32,
        second as u32,
        (second >> 32) as u32,
    ]
}

/// [`philox`], its words in pairs, the first of each in the lower half.
///
/// In 64 bits of which the lower halves count: wide multiplications read just them, so what gathers in the
/// upper ones is left there. A loop over counters that inlines this is one that the compiler can vectorise.
#[inline(always)]
pub(super) fn philox_pairs(key: [u32; 2], counter: [u32; 4]) -> [u64; 2] {
    const LOWER: u64 = 0xFFFF_FFFF;
    let (mut w0, mut w1) = (u64::from(counter[0]), u64::from(counter[1]));
    let (mut w2, mut w3) = (u64::from(counter[2]), u64::from(counter[3]));
    let (mut key_0, mut key_1) = (u64::from(key[0]), u64::from(key[1]));
    for _ in 1..ROUNDS {
        let first = (w0 & LOWER) * u64::from(MULTIPLIERS.0);
        let second = (w2 & LOWER) * u64::from(MULTIPLIERS.1);
        (w0, w1) = ((second >> 32) ^ w1 ^ key_0, second);
        (w2, w3) = ((first >> 32) ^ w3 ^ key_1, first);
        key_0 = (key_0 + u64::from(WEYL.0)) & LOWER;
        key_1 = (key_1 + u64::from(WEYL.1)) & LOWER;
    }
    // The last round leaves both words of a pair in place.
    let first = (w0 & LOWER) * u64::from(MULTIPLIERS.0);
    let second = (w2 & LOWER) * u64::from(MULTIPLIERS.1);
    [
        second.rotate_left(32) ^ ((w1 ^ key_0) & LOWER),
        first.rotate_left(32) ^ ((w3 ^ key_1) & LOWER),
    ]
}

/// The generator as a stream of words, for libraries that want one.
#[derive(Clone, Debug)]
pub struct Philox {
    key: [u32; 2],
    block: u64,
    words: [u32; 4],
    used: usize,
}

impl Philox {
    /// The stream of one key, from its beginning.
    pub fn new(key: u64) -> Philox {
        Philox {
            key: [key as u32, (key >> 32) as u32],
            block: 0,
            words: [0; 4],
            used: 4,
        }
    }
}

impl TryRng for Philox {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.used == 4 {
            let counter = [self.block as u32, (self.block >> 32) as u32, 0, 0];
            self.words = philox(self.key, counter);
            self.block += 1;
            self.used = 0;
        }
        self.used += 1;
        Ok(self.words[self.used - 1])
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.try_next_u32()?);
        Ok(low | u64::from(self.try_next_u32()?) << 32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors_come_out() {
        // kat_vectors of Random123, philox4x32 with 10 rounds.
        let vectors = [
            (
                [0; 2],
                [0; 4],
                [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
            ),
            (
                [u32::MAX; 2],
                [u32::MAX; 4],
                [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
            ),
            (
                [0xa409_3822, 0x299f_31d0],
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (key, counter, published) in vectors {
            assert_eq!(philox(key, counter), published);
        }
    }
}
