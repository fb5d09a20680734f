//! Pools of one scenario side by side: who receives a message waits for whoever sends it.

use super::flat::{Flat, Gate, Mode, Spot, Stop, Work};
use super::inline::{Ends, Inlined, Inliner};
use super::model::{Lane, Message, Process};
use super::pools::shown;
use crate::error::Problem;

impl Inliner<'_> {
    /// Pools side by side; what ends one does not end the others.
    pub(super) fn beside(&mut self, processes: &[&Process]) -> Result<Inlined, Problem> {
        let place = &processes[0].place;
        let entry = self.pass(place, 0)?;
        let exit = self.pass(place, 0)?;
        self.flat.spots[exit].gate = Gate::Any;
        for process in processes {
            let level = self.next_level();
            let lane = Lane {
                name: shown(process, self.model).to_owned(),
                agency: None,
            };
            let (scope, lanes) = (&process.scope, &process.lanes);
            let inlined = self.scope(scope, lanes, Some(&lane), &process.place, level)?;
            for (_, spot) in inlined.thrown {
                self.flat.spots[spot].stop = Some(Stop::Level(level));
            }
            self.flat.link(entry, inlined.ends.0, Mode::Always);
            self.flat.link(inlined.ends.1, exit, Mode::Always);
        }
        Ok(Inlined {
            ends: (entry, exit),
            thrown: Vec::new(),
        })
    }
}

/// Makes messages between the pools links; any other is named.
pub(super) fn carry(inliner: &mut Inliner<'_>) {
    for message in &inliner.model.messages {
        let ends = |id: &String| inliner.ends.get(id).copied();
        let Message {
            name,
            from,
            to,
            place,
        } = message;
        let (Some(sender), Some(receiver)) = (ends(from), ends(to)) else {
            inliner.notes.say(
                place,
                format!("message flow `{name}` from `{from}` to `{to}` is not carried over: the other pool is a process of its own"),
                format!("未带入：从“{from}”到“{to}”的消息流“{name}”，另一泳池是单独的流程"),
            );
            continue;
        };
        let is_begun = has_way_in(&inliner.flat, receiver.0);
        if !is_begun || inliner.flat.reached(receiver.0)[sender.1] {
            inliner.notes.inexact(
                place,
                format!("message flow `{name}` from `{from}` to `{to}` leads back to what comes before it, or to an event that no flow reaches: it is not carried over"),
                format!("未带入：从“{from}”到“{to}”的消息流“{name}”指向先前环节，或指向无流程到达的事件"),
            );
            continue;
        }
        let is_timed = inliner.parameters.durations.contains_key(to);
        wait(&mut inliner.flat, sender, receiver, is_timed);
    }
}

/// Lets the receiver wait for the sender; its own wait is that for the message, unless the parameters know better.
fn wait(flat: &mut Flat, (_, sent): Ends, (received, _): Ends, is_timed: bool) {
    let mut blank = |like: usize, gate: Gate| {
        let (name, Spot { place, level, .. }) =
            (flat.near(like).to_owned(), flat.spots[like].clone());
        flat.spots.push(Spot {
            name,
            gate,
            ..Spot::blank(&place, level)
        });
        flat.spots.len() - 1
    };
    let (after, merge) = (blank(sent, Gate::Each), blank(received, Gate::Each));
    let both = blank(received, Gate::All);
    for link in &mut flat.links {
        if link.from == sent {
            link.from = after;
        }
        if link.to == received {
            link.to = merge;
        }
    }
    for (from, to) in [(sent, after), (sent, both), (merge, both), (both, received)] {
        flat.link(from, to, Mode::Always);
    }
    if flat.spots[received].work == Some(Work::Wait) && !is_timed {
        flat.spots[received].work = None;
    }
}

fn has_way_in(flat: &Flat, node: usize) -> bool {
    flat.links.iter().any(|link| link.to == node)
}
