//! Hands: the officers of a station, whoever is through first, and with what.

use super::agenda::{Token, key, tick, token};
use super::heap::{rise, sink};

/// Of every officer when he is through, or has been free since, and with which step; least first.
#[derive(Debug)]
pub(super) struct Hands {
    keys: Vec<u128>,
    /// Officers; those that nobody has needed yet have no key.
    officers: usize,
    sequence: u64,
}

/// So many officers are kept sorted, more of them in a heap.
const FEW: usize = 8;

impl Hands {
    /// Officers who have been free since tick 0.
    pub fn new(officers: usize) -> Hands {
        Hands {
            keys: Vec::new(),
            officers,
            sequence: 0,
        }
    }

    /// The key of the first one; `None` if there is none.
    #[inline(always)]
    pub fn first(&self) -> Option<u128> {
        self.keys.first().copied()
    }

    /// [`Hands::first`] for a file that comes at this tick: whoever is free then, if anybody is.
    #[inline(always)]
    pub fn first_for(&mut self, joined_at: u64) -> Option<u128> {
        let first = self.first();
        if self.keys.len() < self.officers && first.is_none_or(|first| tick(first) > joined_at) {
            return Some(self.call());
        }
        first
    }

    /// One more officer, who has been free since tick 0.
    #[cold]
    fn call(&mut self) -> u128 {
        let called = key(0, 0, Token::NONE);
        if self.keys.len() < FEW {
            self.keys.insert(0, called);
        } else {
            self.keys.push(called);
            rise(&mut self.keys, called);
        }
        called
    }

    /// When the first one is through who has something at hand; `None` if nobody has.
    pub fn first_busy(&self) -> Option<u64> {
        fn first_from(keys: &[u128], at: usize) -> Option<u64> {
            let &key = keys.get(at)?;
            if token(key) != Token::NONE {
                return Some(tick(key));
            }
            let below = [2 * at + 1, 2 * at + 2].map(|below| first_from(keys, below));
            below.into_iter().flatten().min()
        }
        first_from(&self.keys, 0)
    }

    /// The first one takes up something that he is through with at `tick`.
    #[inline(always)]
    pub fn give_first(&mut self, tick: u64, token: Token) {
        self.sequence += 1;
        let mut given = key(tick, self.sequence, token);
        let keys = self.keys.as_mut_slice();
        if keys.len() > FEW {
            return sink(keys, given);
        }
        // Every other one moves up or stays, without a branch.
        for at in 1..keys.len() {
            let next = keys[at];
            keys[at - 1] = next.min(given);
            given = next.max(given);
        }
        if let Some(last) = keys.last_mut() {
            *last = given;
        }
    }

    /// Whoever is through before `until` is free since then: adds the keys to `done`, in order.
    pub fn finish_before(&mut self, until: u64, done: &mut Vec<u128>) {
        fn finish_from(keys: &mut [u128], at: usize, until: u64, done: &mut Vec<u128>) {
            let Some(key) = keys.get_mut(at).filter(|key| tick(**key) < until) else {
                return;
            };
            if token(*key) != Token::NONE {
                done.push(*key);
                // It stays where it is: no two differ in nothing but the token.
                *key |= u128::from(Token::NONE.0);
            }
            finish_from(keys, 2 * at + 1, until, done);
            finish_from(keys, 2 * at + 2, until, done);
        }
        let first = done.len();
        finish_from(&mut self.keys, 0, until, done);
        done[first..].sort_unstable();
    }
}
