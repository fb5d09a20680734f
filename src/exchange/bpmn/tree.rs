//! A BPMN file as a tree of elements, read in a stream: no entities, bounded depth and number.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::error::{Place, Problem};

/// Deeper files than any editor draws.
const MOST_DEPTH: usize = 100;
/// More elements than any person draws.
const MOST_ELEMENTS: usize = 300_000;

/// Whose element it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// BPMN's own.
    Bpmn,
    /// Figures that this program wrote.
    Redtape,
    /// Simulation parameters of QBP, which BIMP writes.
    Qbp,
    /// Simulation parameters of BPSim.
    BpSim,
    /// What any other program adds.
    Other,
}

/// An element.
#[derive(Clone, Debug)]
pub struct Element {
    /// Whose it is.
    pub space: Space,
    /// Its name without prefix.
    pub name: String,
    /// Its own: names and values.
    pub attributes: Vec<(String, String)>,
    /// Those in another namespace, as other programs add them: names without prefix, and values.
    pub foreign: Vec<(String, String)>,
    /// In order.
    pub children: Vec<Element>,
    /// What stands in it, trimmed.
    pub text: String,
    /// Where its tag stands.
    pub place: Place,
}

impl Element {
    /// The value of an attribute of its own.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Children of BPMN's own with this name.
    pub fn bpmn<'e>(&'e self, name: &'static str) -> impl Iterator<Item = &'e Element> {
        let own = move |child: &&Element| child.space == Space::Bpmn && child.name == name;
        self.children.iter().filter(own)
    }

    /// Everything that others keep in it.
    pub fn extensions(&self) -> impl Iterator<Item = &Element> {
        self.bpmn("extensionElements").flat_map(|one| &one.children)
    }
}

/// The root element of a file whose first byte has the place `base`.
///
/// # Errors
/// What is no XML, has entities of its own, or is out of bounds.
pub fn tree(text: &str, base: usize) -> Result<Element, Problem> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut n_elements = 0;
    let mut root = None;
    loop {
        let start = reader.buffer_position() as usize;
        let (space, event) = match reader.read_resolved_event() {
            Ok((space, event)) => (self::space(&space), event),
            Err(error) => {
                let at = reader.error_position() as usize;
                return Err(not_xml(&error.to_string()).at(character(text, at, base)));
            }
        };
        let here = || character(text, start, base);
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                n_elements += 1;
                if open.len() >= MOST_DEPTH || n_elements > MOST_ELEMENTS {
                    return Err(out_of_bounds(open.len()).at(here()));
                }
                if tag.local_name().as_ref() == "BPMNDiagram" {
                    // The drawing says nothing about the process.
                    let end = tag.to_end().into_owned();
                    reader
                        .read_to_end(end.name())
                        .map_err(|error| not_xml(&error.to_string()).at(here()))?;
                    continue;
                }
                open.push(element(
                    &tag,
                    space,
                    start..reader.buffer_position() as usize,
                    base,
                )?);
            }
            Event::Empty(tag) => {
                n_elements += 1;
                if n_elements > MOST_ELEMENTS {
                    return Err(out_of_bounds(open.len()).at(here()));
                }
                let element = element(&tag, space, start..reader.buffer_position() as usize, base)?;
                close(element, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(mut element) = open.pop() {
                    element.text = element.text.trim().to_owned();
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(text) => say(&mut open, &text),
            Event::CData(text) => say(&mut open, &text),
            Event::GeneralRef(reference) => {
                let letter = match &*reference {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let Some(letter) = letter else {
                    return Err(entity(&reference).at(here()));
                };
                say(&mut open, letter.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => {
                return Err(Problem::error("the file declares a document type")
                    .hint("entities are not read: take the `<!DOCTYPE` away")
                    .at(here()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if let Some(element) = open.pop() {
        let problem = not_xml(&format!("`{}` is not closed", element.name));
        return Err(problem.at(element.place));
    }
    root.ok_or_else(|| Problem::error("the file has no element").at(base..base + 1))
}

fn space(found: &ResolveResult<'_>) -> Space {
    let ResolveResult::Bound(namespace) = found else {
        return Space::Other;
    };
    let address: &str = namespace.as_ref();
    match address {
        "http://www.omg.org/spec/BPMN/20100524/MODEL" => Space::Bpmn,
        crate::exchange::export::bpmn::NAMESPACE => Space::Redtape,
        "http://www.qbp-simulator.com/Schema201212"
        | "http://www.qbp-simulator.com/Schema201212/" => Space::Qbp,
        _ if address.starts_with("http://www.bpsim.org/schemas/") => Space::BpSim,
        _ => Space::Other,
    }
}

fn element(
    tag: &BytesStart<'_>,
    space: Space,
    range: Place,
    base: usize,
) -> Result<Element, Problem> {
    let place = range.start + base..range.end + base;
    let (mut attributes, mut foreign) = (Vec::new(), Vec::new());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| not_xml(&error.to_string()).at(place.clone()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| entity(&error.to_string()).at(place.clone()))?;
        let name = attribute.key.local_name();
        let prefix = attribute.key.prefix();
        let list = match prefix.as_ref().map(|prefix| prefix.as_ref()) {
            None => &mut attributes,
            // Where the schema lies, and what type it gives an element.
            Some("xmlns" | "xml" | "xsi") => continue,
            Some(_) => &mut foreign,
        };
        list.push((name.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element {
        space,
        name: tag.local_name().as_ref().to_owned(),
        attributes,
        foreign,
        children: Vec::new(),
        text: String::new(),
        place,
    })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => {
            root.get_or_insert(element);
        }
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// The character at a byte, as a place.
fn character(text: &str, at: usize, base: usize) -> Place {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let length = text[start..].chars().next().map_or(1, char::len_utf8);
    start + base..start + length + base
}

fn not_xml(what: &str) -> Problem {
    Problem::error(format!("not XML: {what}"))
}

fn entity(what: &str) -> Problem {
    Problem::error(format!("an entity that is not read: {what}"))
        .allowed("`&lt;`, `&gt;`, `&amp;`, `&quot;`, `&apos;` and characters by number")
}

fn out_of_bounds(depth: usize) -> Problem {
    let problem = if depth >= MOST_DEPTH {
        Problem::error(format!("more than {MOST_DEPTH} elements inside each other"))
    } else {
        Problem::error(format!("more than {MOST_ELEMENTS} elements"))
    };
    problem.hint("is this a drawn process?")
}
