//! NexoSim on one thread: a model per step or agency; also bare loops, and REF, the yardstick.
//!
//! `peers nexosim|bare branches|network CASES FILE` leaves the days of every case in the file, as f32;
//! `peers reference` prints the nanoseconds of one REF.

#[path = "../../../reference/mod.rs"]
mod reference;

mod bare;
mod branches;
mod draw;
mod network;

use std::error::Error;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Days of every case, shared with the model that sees the cases end.
pub type Days = Arc<Mutex<Vec<f32>>>;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [program, model, cases, path] = words[..] else {
        println!("{}", reference::nanoseconds());
        return Ok(());
    };
    let (cases, days) = (cases.parse()?, Days::default());
    match (program, model) {
        ("nexosim", "branches") => branches::simulate(cases, &days)?,
        ("nexosim", "network") => network::simulate(cases, &days)?,
        ("bare", "branches") => bare::branches(cases, &days),
        ("bare", "network") => bare::network(cases, &days),
        _ => {
            return Err(
                format!("`{program} {model}`: nexosim or bare, branches or network").into(),
            );
        }
    }
    let days = days.lock().map_err(|_| "a model panicked")?;
    let bytes: Vec<u8> = days.iter().flat_map(|days| days.to_le_bytes()).collect();
    std::fs::File::create(path)?.write_all(&bytes)?;
    Ok(())
}
