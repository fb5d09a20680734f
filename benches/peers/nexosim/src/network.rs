//! With queues: twelve steps of three links over six agencies of three officers, to which every file comes back.

use std::collections::VecDeque;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::Days;
use crate::draw::Draws;

pub const AGENCIES: usize = 6;
pub const OFFICERS: usize = 3;
pub const STEPS: u32 = 12;
pub const LINKS: u32 = 3;
pub const EFFORT_DAYS: f64 = 0.6;
pub const ARRIVALS_A_DAY: f64 = 2.0;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct File {
    /// When the case came, in nanoseconds of simulation time.
    came_at: u64,
    step: u32,
    /// Links of the step that are done.
    links: u32,
    /// What each link of the step takes.
    takes: Duration,
}

#[derive(Serialize, Deserialize)]
struct Source {
    out: Output<File>,
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
        let file = File {
            came_at: nanoseconds(cx.time()),
            step: 0,
            links: 0,
            takes: Duration::ZERO,
        };
        self.out.send(file).await;
        self.wait(cx);
    }

    fn wait(&mut self, cx: &Context<Self>) {
        if self.n_left > 0 {
            self.n_left -= 1;
            let gap = self.draws.exponential(1.0 / ARRIVALS_A_DAY);
            cx.schedule_event(gap, schedulable!(Self::arrive), ())
                .expect("every gap takes time");
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Agency {
    next: Output<File>,
    exit: Output<File>,
    queue: VecDeque<File>,
    n_free: usize,
    draws: Draws,
}

#[Model]
impl Agency {
    async fn begin(&mut self, mut file: File, cx: &Context<Self>) {
        file.links = 0;
        file.takes = self.draws.exponential(EFFORT_DAYS / f64::from(LINKS));
        self.join(file, cx);
    }

    fn join(&mut self, file: File, cx: &Context<Self>) {
        if self.n_free == 0 {
            self.queue.push_back(file);
        } else {
            self.n_free -= 1;
            self.serve(file, cx);
        }
    }

    fn serve(&mut self, file: File, cx: &Context<Self>) {
        cx.schedule_event(file.takes, schedulable!(Self::finish), file)
            .expect("every link takes time");
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self, mut file: File, cx: &Context<Self>) {
        match self.queue.pop_front() {
            Some(waiting) => self.serve(waiting, cx),
            None => self.n_free += 1,
        }
        file.links += 1;
        if file.links < LINKS {
            return self.join(file, cx);
        }
        file.step += 1;
        if file.step < STEPS {
            self.next.send(file).await;
        } else {
            self.exit.send(file).await;
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Exit {
    #[serde(skip)]
    days: Days,
}

#[Model]
impl Exit {
    async fn leave(&mut self, file: File, cx: &Context<Self>) {
        let took = (nanoseconds(cx.time()) - file.came_at) as f64 * 1e-9;
        self.days.lock().expect("nobody panicked").push(took as f32);
    }
}

fn nanoseconds(time: MonotonicTime) -> u64 {
    time.duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

pub fn simulate(n_cases: u64, days: &Days) -> Result<(), SimulationError> {
    let boxes: Vec<Mailbox<Agency>> = (0..AGENCIES).map(|_| Mailbox::new()).collect();
    let (source_box, exit_box) = (Mailbox::new(), Mailbox::new());
    let mut source = Source {
        out: Output::default(),
        n_left: n_cases,
        draws: Draws::new(AGENCIES as u64 + 1),
    };
    source.out.connect(Agency::begin, &boxes[0]);
    let mut agencies = Vec::new();
    for idx in 0..AGENCIES {
        let mut agency = Agency {
            next: Output::default(),
            exit: Output::default(),
            queue: VecDeque::new(),
            n_free: OFFICERS,
            draws: Draws::new(idx as u64 + 1),
        };
        agency
            .next
            .connect(Agency::begin, &boxes[(idx + 1) % AGENCIES]);
        agency.exit.connect(Exit::leave, &exit_box);
        agencies.push(agency);
    }
    let mut bench = SimInit::with_num_threads(1);
    let start = EventSource::new()
        .connect(Source::begin, &source_box)
        .register(&mut bench);
    for (idx, (agency, mailbox)) in agencies.into_iter().zip(boxes).enumerate() {
        bench = bench.add_model(agency, mailbox, &format!("agency{idx}"));
    }
    let mut simulation = bench
        .add_model(source, source_box, "source")
        .add_model(Exit { days: days.clone() }, exit_box, "exit")
        .init(MonotonicTime::EPOCH)?;
    simulation.process_event(&start, ())?;
    simulation.run()?;
    Ok(())
}
