//! Coalitions in the parts that threads walk.

use super::Coalition;

/// Coalitions that one thread walks.
pub(super) struct Task {
    /// In walk order.
    pub coalitions: Vec<Coalition>,
    /// The order in which to read figures: neighbours differ little. Indices.
    pub reading: Vec<u32>,
}

/// All subsets of the first `n` measures in tasks of at most `2^LARGEST`, read in an order in which the
/// measures with the least consequences change most often.
pub(super) fn all_subsets(n: usize, consequences: &[usize]) -> Vec<Task> {
    /// Points of a task fit into memory, and tasks into threads.
    const LARGEST: usize = 13;
    let n_fixed = n.saturating_sub(LARGEST);
    let mut free: Vec<usize> = (n_fixed..n).collect();
    free.sort_by_key(|&measure| consequences[measure]);
    let tasks = 0..1u64 << n_fixed;
    tasks
        .map(|fixed| {
            let mut coalitions: Vec<Coalition> = (0..1u64 << (n - n_fixed))
                .map(|rest| Coalition::from_bits(fixed | rest << n_fixed))
                .collect();
            coalitions.sort_by(Coalition::walk_order);
            // By the bits of the free measures.
            let mut places = vec![0; coalitions.len()];
            for (place, coalition) in (0..).zip(&coalitions) {
                places[(coalition.bits() >> n_fixed) as usize] = place;
            }
            let reading = (0..1u64 << free.len())
                .map(|number| {
                    let gray = number ^ (number >> 1);
                    let bits = free.iter().enumerate();
                    let bits = bits.map(|(bit, &measure)| (gray >> bit & 1) << (measure - n_fixed));
                    places[bits.fold(0, |all, bit| all | bit) as usize]
                })
                .collect();
            Task {
                coalitions,
                reading,
            }
        })
        .collect()
}
