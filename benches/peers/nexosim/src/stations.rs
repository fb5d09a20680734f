//! With queues: ten stations of three officers in series, load 0.85.

use std::collections::VecDeque;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::Days;
use crate::draw::Draws;

pub const STATIONS: usize = 10;
pub const OFFICERS: usize = 3;
pub const LOAD: f64 = 0.85;

/// A case is when it came, in nanoseconds of simulation time.
type Case = u64;

#[derive(Serialize, Deserialize)]
struct Source {
    out: Output<Case>,
    n_left: u64,
    draws: Draws,
}

#[Model]
impl Source {
    async fn begin(&mut self, _: (), cx: &Context<Self>) {
        self.wait(cx);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.out.send(nanoseconds(cx.time())).await;
        self.wait(cx);
    }

    fn wait(&mut self, cx: &Context<Self>) {
        if self.n_left > 0 {
            self.n_left -= 1;
            let gap = self.draws.exponential(1.0 / (LOAD * OFFICERS as f64));
            cx.schedule_event(gap, schedulable!(Self::arrive), ())
                .expect("every gap takes time");
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    out: Output<Case>,
    queue: VecDeque<Case>,
    n_free: usize,
    draws: Draws,
}

#[Model]
impl Station {
    async fn arrive(&mut self, case: Case, cx: &Context<Self>) {
        if self.n_free == 0 {
            self.queue.push_back(case);
        } else {
            self.n_free -= 1;
            self.serve(case, cx);
        }
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self, case: Case, cx: &Context<Self>) {
        self.out.send(case).await;
        match self.queue.pop_front() {
            Some(next) => self.serve(next, cx),
            None => self.n_free += 1,
        }
    }

    fn serve(&mut self, case: Case, cx: &Context<Self>) {
        cx.schedule_event(
            self.draws.exponential(1.0),
            schedulable!(Self::finish),
            case,
        )
        .expect("every visit takes time");
    }
}

#[derive(Serialize, Deserialize)]
struct Exit {
    #[serde(skip)]
    days: Days,
}

#[Model]
impl Exit {
    async fn leave(&mut self, case: Case, cx: &Context<Self>) {
        let days = (nanoseconds(cx.time()) - case) as f64 * 1e-9;
        self.days.lock().expect("nobody panicked").push(days as f32);
    }
}

fn nanoseconds(time: MonotonicTime) -> u64 {
    time.duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

pub fn simulate(n_cases: u64, days: &Days) -> Result<(), SimulationError> {
    let boxes: Vec<Mailbox<Station>> = (0..STATIONS).map(|_| Mailbox::new()).collect();
    let (source_box, exit_box) = (Mailbox::new(), Mailbox::new());
    let mut source = Source {
        out: Output::default(),
        n_left: n_cases,
        draws: Draws::new(STATIONS as u64 + 1),
    };
    source.out.connect(Station::arrive, &boxes[0]);
    let mut stations = Vec::new();
    for idx in 0..STATIONS {
        let mut station = Station {
            out: Output::default(),
            queue: VecDeque::new(),
            n_free: OFFICERS,
            draws: Draws::new(idx as u64 + 1),
        };
        match boxes.get(idx + 1) {
            Some(next) => station.out.connect(Station::arrive, next),
            None => station.out.connect(Exit::leave, &exit_box),
        };
        stations.push(station);
    }
    let mut bench = SimInit::with_num_threads(1);
    let start = EventSource::new()
        .connect(Source::begin, &source_box)
        .register(&mut bench);
    for (idx, (station, mailbox)) in stations.into_iter().zip(boxes).enumerate() {
        bench = bench.add_model(station, mailbox, &format!("station{idx}"));
    }
    let mut simulation = bench
        .add_model(source, source_box, "source")
        .add_model(Exit { days: days.clone() }, exit_box, "exit")
        .init(MonotonicTime::EPOCH)?;
    simulation.process_event(&start, ())?;
    simulation.run()?;
    Ok(())
}
