//! Forward: where no file ever comes back to a station, station after station works through a stretch of time.
//!
//! Stations know of each other only by the files that go from one to the next. If none goes back, all that reaches a
//! station before some tick is known once the stations before it have got there. Each can then work off at once
//! what comes within a stretch, its officers and files at hand, instead of waiting for its turn event by event.

use super::agenda::{tick, token};
use super::engine::Engine;
use super::line::Line;
use super::model::{Leg, Model, TICKS_PER_DAY};

/// Cases that come in a stretch, on average: what is known of them stays in the cache.
const CASES_A_STRETCH: f64 = 128.0;

/// The stations in an order in which files only go forward; `None` if there is none.
///
/// A file may go from a station to whatever its step visits later, and to the steps that wait for it. A panel also
/// holds files back.
pub(super) fn order(model: &Model) -> Option<Vec<usize>> {
    let n = model.stations.len();
    // Every station is later than those before it; whatever is later than n stations has been there before.
    let mut level = vec![0; n];
    let mut reached = vec![0; model.nodes.len()];
    loop {
        let before = (level.clone(), reached.clone());
        for category in &model.categories {
            for node in category.nodes.clone() {
                let after = level_after(model, node, reached[node], &mut level)?;
                if after > n {
                    return None;
                }
                for successor in model.successors_of(node) {
                    let next = category.nodes.start + successor.node as usize;
                    reached[next] = after.max(reached[next]);
                }
            }
        }
        if before == (level.clone(), reached.clone()) {
            break;
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&station| level[station]);
    Some(order)
}

/// The level that a case is on after a step which it begins on level `at`; the step's stations are later, one after
/// another. `None` if it may come back at once.
fn level_after(model: &Model, node: usize, mut at: usize, level: &mut [usize]) -> Option<usize> {
    for leg in &model.legs[model.legs_of(node)] {
        match *leg {
            Leg::Serve {
                station, links: 1, ..
            } => {
                let station = &mut level[station as usize];
                *station = (at + 1).max(*station);
                at = *station;
            }
            Leg::Serve { .. } | Leg::Sit { .. } => return None,
            Leg::Begin
            | Leg::Until(_)
            | Leg::Delay(_)
            | Leg::DayBegins
            | Leg::DayEnds
            | Leg::Accept(_)
            | Leg::Judge { .. }
            | Leg::Gate { .. }
            | Leg::End => {}
        }
    }
    Some(at)
}

impl Engine<'_> {
    /// Goes on until all cases that count are done, or to the span's last tick; the stations in this order.
    pub fn go_forward(&mut self, order: &[usize]) {
        let stretch = CASES_A_STRETCH / self.per_day * f64::from(TICKS_PER_DAY);
        let stretch = (stretch as u64).max(1);
        // What lies there on day zero has been taken up before anybody looks.
        self.work_off_all(order, 1);
        loop {
            let next = self.next_tick();
            while self.marks.next <= next && !self.marks.closed {
                self.mark();
            }
            if self.is_over() || next > self.span.last || next == u64::MAX {
                return;
            }
            let mut until = next.saturating_add(stretch);
            until = until.min(self.span.last.saturating_add(1));
            if !self.marks.closed {
                until = until.min(self.marks.next);
            }
            let is_full = self.begin_stretch(until);
            self.work_off_all(order, until);
            if is_full {
                return;
            }
        }
    }

    /// The first tick at which anything happens; `u64::MAX` if nothing does any more.
    fn next_tick(&mut self) -> u64 {
        let (arrival, _) = self.next_arrival();
        let lines = self.hall.lines.iter();
        let first = lines.filter_map(Line::next_tick).min();
        let planned = self.hall.agenda.next_tick();
        [arrival, first, planned]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(u64::MAX)
    }

    /// Whatever happens before `until` away from the stations: delays that end, and cases that come; whether there was no
    /// room for one.
    fn begin_stretch(&mut self, until: u64) -> bool {
        self.hall.until = until;
        while let Some(tick) = self.hall.agenda.next_tick()
            && tick < until
        {
            self.hall.now = tick;
            self.happen_next();
        }
        while let (Some(tick), category) = self.next_arrival()
            && tick < until
        {
            if self.arena.is_full() {
                return true;
            }
            self.hall.now = tick;
            self.events += 1;
            self.coming[category].advance();
            self.arrive(category);
        }
        false
    }

    /// All that happens at the stations before `until`.
    fn work_off_all(&mut self, order: &[usize], until: u64) {
        self.hall.until = until;
        for &station in order {
            self.work_off(station);
        }
        self.hall.now = until;
    }

    /// All that happens at a station in the stretch.
    fn work_off(&mut self, station: usize) {
        let done = self.hall.work_off(station);
        self.events += done.len() as u64;
        for &key in &done {
            self.hall.now = tick(key);
            self.go_on(token(key));
        }
        self.hall.lines[station].clear(done);
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Category, Column, NodeModel, StationModel, Successor};
    use super::*;
    use crate::workflow::{Order, Roster};

    fn serve(station: u32) -> Leg {
        Leg::Serve {
            station,
            links: 1,
            effort: Column(0),
            again: false,
        }
    }

    /// Steps one after another, each with its legs, at three stations.
    fn series(steps: &[&[Leg]]) -> Model {
        let mut model = Model::empty();
        model.categories.push(Category {
            nodes: 0..steps.len(),
            first_nodes: vec![0],
            n_on_path: steps.len() as u32,
            class: None,
            green: None,
            stations: vec![0, 1, 2],
        });
        model.stations = ["a", "b", "c"]
            .map(|agency| StationModel {
                agency: agency.to_owned(),
                officers: 1,
                order: Order::Fifo,
                roster: Roster::default(),
            })
            .to_vec();
        for (idx, legs) in steps.iter().enumerate() {
            let first_leg = model.legs.len() as u32;
            model.legs.push(Leg::Begin);
            model.legs.extend(*legs);
            model.legs.push(Leg::End);
            let n_successors = model.successors.len() as u32;
            if idx + 1 < steps.len() {
                model.successors.push(Successor {
                    node: idx as u32 + 1,
                    handoff: None,
                });
            }
            model.nodes.push(NodeModel {
                first_leg,
                last_leg: model.legs.len() as u32 - 1,
                successors: (n_successors, model.successors.len() as u32),
                waits_for: u32::from(idx > 0),
                present: None,
                due: None,
                on_path: true,
            });
        }
        model
    }

    #[test]
    fn stations_stand_in_the_order_in_which_files_come() {
        let delay = Leg::Delay(Column(0));
        let forth = series(&[&[serve(2)], &[delay], &[serve(0), delay], &[serve(1)]]);
        assert_eq!(order(&forth), Some(vec![2, 0, 1]));
        let idle = series(&[&[serve(1)], &[delay]]);
        let idle = order(&idle).expect("nobody comes back");
        assert_eq!(idle.len(), 3);
    }

    #[test]
    fn where_a_file_may_come_back_there_is_no_order() {
        let back = series(&[&[serve(0)], &[serve(1)], &[serve(0)]]);
        assert_eq!(order(&back), None);
        let again = series(&[&[serve(2), serve(2)]]);
        assert_eq!(order(&again), None);
        let links = Leg::Serve {
            station: 0,
            links: 2,
            effort: Column(0),
            again: false,
        };
        assert_eq!(order(&series(&[&[links]])), None);
        let panel = Leg::Sit {
            panel: 0,
            when: None,
        };
        assert_eq!(order(&series(&[&[serve(0)], &[panel]])), None);
    }

    #[test]
    fn two_categories_must_agree_on_the_order() {
        let mut model = series(&[&[serve(0)], &[serve(1)], &[serve(1)], &[serve(0)]]);
        let one = Category {
            nodes: 0..2,
            ..model.categories[0].clone()
        };
        let other = Category {
            nodes: 2..4,
            ..one.clone()
        };
        // Two steps each, numbered from the first of its own.
        model.nodes[1].successors = (1, 1);
        model.successors[2].node = 1;
        model.categories = vec![one, other];
        assert_eq!(order(&model), None);
        model.legs.swap(7, 10);
        // To the third station nobody goes.
        assert_eq!(order(&model), Some(vec![2, 0, 1]));
    }
}
