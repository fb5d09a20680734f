//! Where a token ends its case, or its subprocess, before everything in it is done.

use super::flat::Stop;
use super::tokens::{Game, Token};
use crate::workflow::Ending;

impl Game<'_> {
    /// Where a token ends its case, the step before it does, or a step of no time.
    pub(super) fn end_cases(&mut self) {
        for (node, tokens) in std::mem::take(&mut self.stopped) {
            for token in tokens {
                let beside = (0..self.steps.len()).find(|&step| self.goes_on(step, node, &token));
                let Some(beside) = beside else { continue };
                let flat = self.flat;
                let spot = &flat.spots[node];
                match spot.stop {
                    Some(Stop::Case) => {}
                    Some(Stop::Level(_)) => {
                        let other = flat.spots[self.steps[beside].spot].shown();
                        self.notes.inexact(
                            &spot.place,
                            format!("`{}` ends its subprocess at once; what goes on in it, like `{other}`, is not cut off here", spot.shown()),
                            format!("“{}”立即结束所在子流程；其中仍在进行的（如“{other}”）此处不中断", spot.shown()),
                        );
                        continue;
                    }
                    None => continue,
                }
                let ending = self.ending(node, &token);
                match token.after.as_slice() {
                    [only] if self.steps[*only].cases == token.cases => {
                        self.steps[*only].ends = Some(ending);
                    }
                    _ => {
                        let place = self.place(node, &token);
                        self.steps[place].ends = Some(ending);
                    }
                }
            }
        }
    }

    /// Whether a step may still go on, or begin, when a token ends its case or its level.
    fn goes_on(&mut self, step: usize, node: usize, token: &Token) -> bool {
        let is_there = match self.flat.spots[node].stop {
            Some(Stop::Level(level)) => self.flat.spots[self.steps[step].spot].level == level,
            Some(Stop::Case) | None => true,
        };
        is_there
            && !self.is_before(step, &token.after)
            && !self
                .splits
                .diagrams
                .exclude(self.steps[step].cases, token.cases)
    }

    /// What an ending is, by its name or that of the steps before it.
    fn ending(&self, node: usize, token: &Token) -> Ending {
        let before = token.after.iter().map(|&step| self.steps[step].spot);
        let names = std::iter::once(node).chain(before);
        let mut found = names.filter_map(|spot| ending(&self.flat.spots[spot].name));
        found.next().unwrap_or(Ending::Granted)
    }
}

fn ending(name: &str) -> Option<Ending> {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&[
        "withdr", "cancel", "abort", "撤回", "撤销", "撤件", "取消", "终止",
    ]) {
        return Some(Ending::Withdrawn);
    }
    let refused = [
        "refus",
        "reject",
        "denie",
        "deny",
        "declin",
        "不予",
        "驳回",
        "拒绝",
        "退件",
        "不通过",
    ];
    has(&refused).then_some(Ending::Refused)
}
