//! The event list: what is to happen when, in whole ticks, ties in the order of scheduling.

/// A step of a case under way: the case's slot and the node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token(pub(super) u64);

const NODE_BITS: u32 = 16;
const TOKEN_BITS: u32 = 40;
const SEQUENCE_BITS: u32 = 40;

/// Slots and nodes that a token can name; one node more means a panel.
pub const MOST_SLOTS: usize = 1 << (TOKEN_BITS - NODE_BITS);
pub const MOST_NODES: usize = (1 << NODE_BITS) - 1;

/// In place of a node: the slot is not a case but a panel.
const PANEL: u64 = MOST_NODES as u64;

impl Token {
    /// The sitting of the panel with this number.
    #[inline]
    pub fn panel(number: usize) -> Token {
        Token((number as u64) << NODE_BITS | PANEL)
    }

    /// The number of the panel, if it is a sitting.
    #[inline]
    pub fn as_panel(self) -> Option<usize> {
        (self.0 & PANEL == PANEL).then(|| self.slot())
    }

    /// Node `node` of the case in `slot`.
    #[inline]
    pub fn new(slot: usize, node: usize) -> Token {
        Token((slot as u64) << NODE_BITS | node as u64)
    }

    /// The case's slot.
    #[inline]
    pub fn slot(self) -> usize {
        (self.0 >> NODE_BITS) as usize
    }

    /// The node.
    #[inline]
    pub fn node(self) -> usize {
        self.0 as usize & MOST_NODES
    }
}

/// Pending events: a binary heap, least first.
///
/// Most events plan another one at once. So the place of an event that was taken stays open, and the
/// next one planned sinks from there: one walk through the heap instead of two.
#[derive(Debug, Default)]
pub struct EventList {
    // One comparison of one number orders by time, then by sequence; the token rides along.
    heap: Vec<u128>,
    /// Whether the first place is open.
    is_open: bool,
    sequence: u64,
}

impl EventList {
    /// Plans an event.
    #[inline]
    pub fn push(&mut self, tick: u64, token: Token) {
        let key = self.key(tick, token);
        if self.is_open {
            self.is_open = false;
            sink(&mut self.heap, key);
        } else {
            self.heap.push(key);
            rise(&mut self.heap, key);
        }
    }

    /// The tick of the next event.
    #[inline]
    pub fn next_tick(&mut self) -> Option<u64> {
        self.close();
        self.heap.first().map(|&key| tick(key))
    }

    /// Takes the event that [`EventList::next_tick`] told of.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    pub fn pop(&mut self) -> Token {
        debug_assert!(!self.is_open, "the tick is asked for first");
        self.is_open = true;
        token(self.heap[0])
    }

    #[inline]
    fn key(&mut self, tick: u64, token: Token) -> u128 {
        self.sequence += 1;
        key(tick, self.sequence, token)
    }

    /// Fills an open first place with the last event.
    #[inline]
    fn close(&mut self) {
        if !self.is_open {
            return;
        }
        self.is_open = false;
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            sink(&mut self.heap, last);
        }
    }
}

/// A key that orders by tick, then by sequence.
#[inline]
fn key(tick: u64, sequence: u64, token: Token) -> u128 {
    u128::from(tick) << (SEQUENCE_BITS + TOKEN_BITS)
        | u128::from(sequence) << TOKEN_BITS
        | u128::from(token.0)
}

/// The tick of a key.
#[inline]
fn tick(key: u128) -> u64 {
    (key >> (SEQUENCE_BITS + TOKEN_BITS)) as u64
}

/// The token of a key.
#[inline]
fn token(key: u128) -> Token {
    Token(key as u64 & ((1 << TOKEN_BITS) - 1))
}

/// Puts `key` where it belongs, from the first place down.
#[inline]
fn sink(keys: &mut [u128], key: u128) {
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
fn rise(heap: &mut [u128], key: u128) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_one_tick_happen_in_the_order_of_planning() {
        let mut list = EventList::default();
        for (tick, slot) in [(9, 0), (5, 1), (9, 2), (5, 3), (1 << 47, 4)] {
            list.push(tick, Token::new(slot, 7));
        }
        let mut order = Vec::new();
        while let Some(tick) = list.next_tick() {
            order.push((tick, list.pop().slot()));
        }
        assert_eq!(Token::new(3, 7).as_panel(), None);
        assert_eq!(Token::panel(3).as_panel(), Some(3));
        assert_eq!(order, [(5, 1), (5, 3), (9, 0), (9, 2), (1 << 47, 4)]);
    }

    #[test]
    fn whatever_is_planned_in_between_events_come_in_order() {
        let mut list = EventList::default();
        let mut planned = std::collections::BTreeSet::new();
        let mut luck = 1u64;
        for round in 0..5_000 {
            luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let tick = round / 4 + (luck >> 54);
            list.push(tick, Token::new(round as usize, 0));
            planned.insert((tick, round));
            if luck >> 40 & 3 != 0 {
                let tick = list.next_tick().expect("one was planned");
                let round = list.pop().slot() as u64;
                assert_eq!(planned.pop_first(), Some((tick, round)));
            }
        }
    }
}
