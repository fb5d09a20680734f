//! Tokens that come together: those of different cases become one where that lets nobody wait longer.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::diagram::NONE;
use super::tokens::{Game, Token};

/// Tokens that come to one node and cannot become one.
const MOST_TOKENS: usize = 12;

impl Game<'_> {
    /// Tokens that no case has two of.
    pub(super) fn one_at_a_time(&mut self, node: usize, tokens: Vec<Token>) -> Vec<Token> {
        let overlap = tokens.iter().enumerate().any(|(at, one)| {
            let mut earlier = tokens[..at].iter();
            earlier.any(|other| !self.splits.diagrams.exclude(one.cases, other.cases))
        });
        if !overlap {
            return tokens;
        }
        let flat = self.flat;
        let spot = &flat.spots[node];
        self.notes.inexact(
            &spot.place,
            format!("several tokens of a case come along one flow to `{}`: they are taken as one, the last", spot.shown()),
            format!("同一案件有多个令牌沿同一顺序流到达“{}”：按最后一个合为一个处理", spot.shown()),
        );
        self.all_as_one(tokens).into_iter().collect()
    }

    pub(super) fn all_as_one(&mut self, tokens: Vec<Token>) -> Option<Token> {
        let diagrams = &mut self.splits.diagrams;
        tokens.into_iter().reduce(|one, other| Token {
            cases: diagrams.either(one.cases, other.cases),
            after: united(&one.after, &other.after),
        })
    }

    /// Fewer tokens, where different cases come to the same.
    pub(super) fn gather(&mut self, node: usize, tokens: Vec<Token>) -> Vec<Token> {
        let mut gathered: Vec<Token> = Vec::new();
        for token in tokens.into_iter().filter(|token| token.cases != NONE) {
            let mut open = Some(token);
            while let Some(token) = open.take() {
                let found = (0..gathered.len())
                    .rev()
                    .find(|&at| self.is_same(&gathered[at], &token));
                match found {
                    None => gathered.push(token),
                    // What they make together may go with a third.
                    Some(at) => open = Some(self.folded(&gathered.remove(at), &token)),
                }
            }
        }
        if gathered.len() > MOST_TOKENS {
            let flat = self.flat;
            let spot = &flat.spots[node];
            self.notes.inexact(
                &spot.place,
                format!("more than {MOST_TOKENS} tokens come to `{}` on ways that differ: they are taken as one, the last", spot.shown()),
                format!("有 {MOST_TOKENS} 个以上令牌经不同路径到达“{}”：按最后一个合为一个处理", spot.shown()),
            );
            return self.all_as_one(gathered).into_iter().collect();
        }
        gathered
    }

    /// Whether two tokens are of different cases, and neither would wait longer for the other's steps.
    fn is_same(&mut self, one: &Token, other: &Token) -> bool {
        self.splits.diagrams.exclude(one.cases, other.cases)
            && (one.after == other.after
                || (self.is_over(one, &other.after) && self.is_over(other, &one.after)))
    }

    /// Whether for all cases of a token these steps are done, or skipped, by the time it comes.
    fn is_over(&mut self, token: &Token, steps: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = steps.to_vec();
        while let Some(step) = open.pop() {
            if !seen.insert(step) || self.is_before(step, &token.after) {
                continue;
            }
            if !self
                .splits
                .diagrams
                .exclude(self.steps[step].cases, token.cases)
            {
                return false;
            }
            open.extend(&self.steps[step].after);
        }
        true
    }

    /// Whether a step is one of these, or comes before one.
    pub(super) fn is_before(&self, step: usize, of: &[usize]) -> bool {
        let is_earlier = |later: &usize| {
            let word = self.before[*later].get(step / 64).copied().unwrap_or(0);
            word >> (step % 64) & 1 == 1
        };
        of.binary_search(&step).is_ok() || of.iter().any(is_earlier)
    }

    fn folded(&mut self, one: &Token, other: &Token) -> Token {
        let both = united(&one.after, &other.after);
        let last = both.iter().filter(|&&step| {
            let later: Vec<usize> = both
                .iter()
                .copied()
                .filter(|&later| later != step)
                .collect();
            !self.is_before(step, &later)
        });
        let after = Rc::new(last.copied().collect());
        Token {
            cases: self.splits.diagrams.either(one.cases, other.cases),
            after,
        }
    }
}

/// Steps of both, in order.
pub(super) fn united(one: &Rc<Vec<usize>>, other: &Rc<Vec<usize>>) -> Rc<Vec<usize>> {
    if one.is_empty() || one == other {
        return Rc::clone(other);
    }
    if other.is_empty() {
        return Rc::clone(one);
    }
    let both: BTreeSet<usize> = one.iter().chain(other.iter()).copied().collect();
    Rc::new(both.into_iter().collect())
}
