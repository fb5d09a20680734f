//! Without queues: ten rows of three steps, each waiting for two of the row before.
//!
//! Cases run one after another, which keeps the fewest events pending and needs no book of who waits for what.

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::Days;
use crate::draw::Draws;

pub const ROWS: usize = 10;
pub const COLUMNS: usize = 3;

#[derive(Serialize, Deserialize)]
struct Step {
    next: Output<()>,
    waits_for: u8,
    n_done: u8,
    draws: Draws,
}

#[Model]
impl Step {
    async fn enable(&mut self, _: (), cx: &Context<Self>) {
        self.n_done += 1;
        if self.n_done == self.waits_for {
            self.n_done = 0;
            cx.schedule_event(self.draws.triangular(), schedulable!(Self::finish), ())
                .expect("every step takes time");
        }
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self) {
        self.next.send(()).await;
    }
}

/// Sees a case end and lets the next one begin.
#[derive(Serialize, Deserialize)]
struct Gate {
    begin: Output<()>,
    n_left: u64,
    n_done: usize,
    begun: MonotonicTime,
    #[serde(skip)]
    days: Days,
}

#[Model]
impl Gate {
    async fn finish(&mut self, _: (), cx: &Context<Self>) {
        self.n_done += 1;
        if self.n_done == COLUMNS {
            self.n_done = 0;
            let days = cx.time().duration_since(self.begun).as_secs_f32();
            self.days.lock().expect("nobody panicked").push(days);
            self.begin((), cx).await;
        }
    }

    async fn begin(&mut self, _: (), cx: &Context<Self>) {
        if self.n_left > 0 {
            self.n_left -= 1;
            self.begun = cx.time();
            self.begin.send(()).await;
        }
    }
}

pub fn simulate(n_cases: u64, days: &Days) -> Result<(), SimulationError> {
    let boxes: Vec<Mailbox<Step>> = (0..ROWS * COLUMNS).map(|_| Mailbox::new()).collect();
    let gate_box = Mailbox::new();
    let mut gate = Gate {
        begin: Output::default(),
        n_left: n_cases,
        n_done: 0,
        begun: MonotonicTime::EPOCH,
        days: days.clone(),
    };
    for first in &boxes[..COLUMNS] {
        gate.begin.connect(Step::enable, first);
    }
    let mut bench = SimInit::with_num_threads(1);
    let start = EventSource::new()
        .connect(Gate::begin, &gate_box)
        .register(&mut bench);
    let mut steps = Vec::new();
    for idx in 0..ROWS * COLUMNS {
        let (row, column) = (idx / COLUMNS, idx % COLUMNS);
        let mut step = Step {
            next: Output::default(),
            waits_for: if row == 0 { 1 } else { 2 },
            n_done: 0,
            draws: Draws::new(idx as u64 + 1),
        };
        if row + 1 == ROWS {
            step.next.connect(Gate::finish, &gate_box);
        } else {
            // A step waits for its own column and the one after it.
            for later in [column, (column + COLUMNS - 1) % COLUMNS] {
                step.next
                    .connect(Step::enable, &boxes[(row + 1) * COLUMNS + later]);
            }
        }
        steps.push(step);
    }
    for (idx, (step, mailbox)) in steps.into_iter().zip(boxes).enumerate() {
        bench = bench.add_model(step, mailbox, &format!("step{idx}"));
    }
    let mut simulation = bench
        .add_model(gate, gate_box, "gate")
        .init(MonotonicTime::EPOCH)?;
    simulation.process_event(&start, ())?;
    simulation.run()?;
    Ok(())
}
