//! A binary heap of keys, least first: one walk at a time.

/// Puts `key` where it belongs, from the first place down.
#[inline]
pub(super) fn sink(keys: &mut [u128], key: u128) {
    let mut at = 0;
    loop {
        let mut below = 2 * at + 1;
        if below >= keys.len() {
            break;
        }
        if below + 1 < keys.len() {
            // Without a branch: which of the two is less is a toss of a coin.
            below += usize::from(keys[below + 1] < keys[below]);
        }
        if keys[below] >= key {
            break;
        }
        keys[at] = keys[below];
        at = below;
    }
    keys[at] = key;
}

/// Puts `key` where it belongs, from the last place up.
#[inline]
pub(super) fn rise(heap: &mut [u128], key: u128) {
    let mut at = heap.len() - 1;
    while at > 0 {
        let above = (at - 1) / 2;
        if heap[above] <= key {
            break;
        }
        heap[at] = heap[above];
        at = above;
    }
    heap[at] = key;
}
