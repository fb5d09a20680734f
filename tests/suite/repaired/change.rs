//! Changes of a tree of TOML: things go, come twice, or get another value.

use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, RngExt};
use toml::{Table, Value};

/// What figures become: the edges of what keys, types and sums hold.
pub const NUMBERS: [f64; 10] = [
    0.0,
    1.0,
    0.5,
    -1.0,
    1e-9,
    20.0,
    10_000.0,
    4_294_967_296.0,
    1e300,
    f64::NAN,
];

/// What names become.
const NAMES: [&str; 6] = [
    "",
    "\u{202e}\u{1b}[31m",
    "=1+1",
    "</svg><script>",
    "鄠邑区（甪里堃）审批",
    "CON",
];

/// Keys whose text only people read.
const READ_BY_PEOPLE: [&str; 5] = ["en", "zh", "title", "publisher", "note"];

/// Where something stands in a tree: keys, and numbers in lists.
pub type Place = Vec<String>;

/// Every place of a tree, parents first.
fn places(value: &Value, at: &mut Place, found: &mut Vec<Place>) {
    let mut inside = |key: String, value: &Value| {
        at.push(key);
        found.push(at.clone());
        places(value, at, found);
        at.pop();
    };
    match value {
        Value::Table(table) => table
            .iter()
            .for_each(|(key, value)| inside(key.clone(), value)),
        Value::Array(list) => {
            let numbered = list.iter().enumerate();
            numbered.for_each(|(number, value)| inside(number.to_string(), value));
        }
        _ => {}
    }
}

pub fn all_places(tree: &Table) -> Vec<Place> {
    let mut found = Vec::new();
    places(&Value::Table(tree.clone()), &mut Vec::new(), &mut found);
    found
}

pub fn at<'t>(tree: &'t mut Table, place: &[String]) -> Option<&'t mut Value> {
    let (first, rest) = place.split_first()?;
    let mut value = tree.get_mut(first)?;
    for key in rest {
        value = match value {
            Value::Table(table) => table.get_mut(key)?,
            Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

pub fn remove(tree: &mut Table, place: &[String]) {
    let Some((last, above)) = place.split_last() else {
        return;
    };
    if above.is_empty() {
        tree.remove(last);
        return;
    }
    match at(tree, above) {
        Some(Value::Table(table)) => drop(table.remove(last)),
        Some(Value::Array(list)) => {
            if let Ok(number) = last.parse::<usize>() {
                list.remove(number);
            }
        }
        _ => {}
    }
}

/// A number as the one that stands there is written, where it can be.
pub fn like(value: &Value, number: f64) -> Value {
    match value.is_integer() && number.fract() == 0.0 && number.abs() < 1e15 {
        true => Value::Integer(number as i64),
        false => Value::Float(number),
    }
}

/// One change.
pub fn change(tree: &mut Table, random: &mut impl Rng) {
    let places = all_places(tree);
    let mut of = |wanted: &dyn Fn(&Place, &Value) -> bool, random: &mut _| -> Option<Place> {
        let fits = places.iter().filter(|place| {
            let value = at(tree, place);
            value.is_some_and(|value| wanted(place, value))
        });
        let fits: Vec<&Place> = fits.collect();
        IteratorRandom::choose(fits.into_iter(), random).cloned()
    };
    let is_number = |_: &Place, value: &Value| value.is_integer() || value.is_float();
    let is_element = |place: &Place, value: &Value| {
        value.is_table()
            && place
                .last()
                .is_some_and(|last| last.parse::<usize>().is_ok())
    };
    match random.random_range(0..6) {
        0 => {
            if let Some(place) = of(&is_element, random) {
                remove(tree, &place);
            }
        }
        1 => {
            if let Some(place) = of(&|_, _| true, random) {
                remove(tree, &place);
            }
        }
        2 => {
            if let Some(place) = of(&is_number, random) {
                let number = *NUMBERS.choose(random).expect("there are some");
                let value = at(tree, &place).expect("it is there");
                *value = like(value, number);
            }
        }
        3 => {
            // The value that the same key has elsewhere.
            let Some(place) = of(&|_, _| true, random) else {
                return;
            };
            let same = |other: &Place, _: &Value| other.last() == place.last();
            if let Some(other) = of(&same, random) {
                let value = at(tree, &other).expect("it is there").clone();
                *at(tree, &place).expect("it is there") = value;
            }
        }
        4 => {
            // A twin under another name.
            if let Some(place) = of(&is_element, random) {
                let (_, above) = place.split_last().expect("an element has a list");
                let mut twin = at(tree, &place).expect("it is there").clone();
                if let Some(id) = twin.get_mut("id") {
                    *id = Value::String(format!("twin-{}", random.random_range(0..1_000)));
                }
                if let Some(Value::Array(list)) = at(tree, above) {
                    list.push(twin);
                }
            }
        }
        _ => {
            let named = |place: &Place, value: &Value| {
                let key = place.last().map_or("", String::as_str);
                value.is_str() && READ_BY_PEOPLE.contains(&key)
            };
            if let Some(place) = of(&named, random) {
                let name = NAMES.choose(random).expect("there are some");
                *at(tree, &place).expect("it is there") = Value::from(*name);
            }
        }
    }
}

/// Lets cases compete for officers, for a short time.
pub fn queue(tree: &mut Table, random: &mut impl Rng) {
    let arrivals = format!(
        "process = {{ poisson = {{ per_day = {} }} }}\nhorizon = {{ terminating = {{ days = 20 }} }}",
        [0.2, 1.0, 5.0].choose(random).expect("there are some")
    );
    tree.insert(
        "arrivals".to_owned(),
        Value::Table(arrivals.parse().expect("it is TOML")),
    );
    for key in ["agency", "step"] {
        let elements = tree.get_mut(key).and_then(Value::as_array_mut);
        for element in elements
            .into_iter()
            .flatten()
            .filter_map(Value::as_table_mut)
        {
            if key == "agency" {
                element
                    .entry("officers")
                    .or_insert(Value::Integer(random.random_range(1..4)));
            } else if element.contains_key("agency") && random.random_bool(0.5) {
                let effort: Table = "fixed = { days = 0.25 }".parse().expect("it is TOML");
                element.entry("effort").or_insert(Value::Table(effort));
            }
        }
    }
}
