//! What may stand at a place of a file, from the schema that the declarations make: its key and its bounds.

use serde::Deserialize;
use serde_json::Value;

use crate::key::{EXTENSION, Key};

/// What the schema says of one place.
#[derive(Clone, Copy, Debug)]
pub struct Form<'s> {
    schema: &'s Value,
    here: &'s Value,
    /// The schema around it: one of several distributions is declared there.
    around: Option<&'s Value>,
}

impl<'s> Form<'s> {
    /// The whole file.
    pub fn of(schema: &'s Value) -> Form<'s> {
        Form {
            schema,
            here: schema,
            around: None,
        }
    }

    /// What stands under `name` in a table.
    pub fn below(self, name: &str) -> Option<Form<'s>> {
        self.find(&|here| {
            let properties = here.get("properties").and_then(|all| all.get(name));
            properties.or_else(|| {
                here.get("additionalProperties")
                    .filter(|all| all.is_object())
            })
        })
    }

    /// Whether this is an entry of a table whose keys are ids.
    pub fn is_entry(self) -> bool {
        let around = self
            .around
            .and_then(|around| around.get("additionalProperties"));
        around.is_some_and(|entry| std::ptr::eq(entry, self.here))
    }

    /// What stands in a list.
    pub fn element(self) -> Option<Form<'s>> {
        self.find(&|here| here.get("items"))
    }

    /// The key that is declared here, if it is one of figures.
    pub fn key(self) -> Option<Key> {
        let declared = |at: &Value| Key::deserialize(at.get(EXTENSION)?).ok();
        // An entry of a table by ids is no choice of it.
        let around = self.around.filter(|_| !self.is_entry());
        declared(self.here).or_else(|| declared(around?))
    }

    /// Whether the keys of the table here are ids or words of the file's own.
    pub fn has_entries(self) -> bool {
        let entries = self.here.get("additionalProperties");
        entries.is_some_and(Value::is_object)
    }

    /// What becomes of a catalogue's own under the key: `never` taken, or replaced as a `whole`.
    pub fn under_catalogue(self) -> Option<&'s str> {
        self.here.get("x-catalogue")?.as_str()
    }

    /// The least and the greatest number that may stand here.
    pub fn bounds(self) -> (Option<f64>, Option<f64>) {
        let bound = |name| self.here.get(name).and_then(Value::as_f64);
        (bound("minimum"), bound("maximum"))
    }

    /// The first schema behind references and choices that has what is wanted.
    fn find(self, wanted: &dyn Fn(&'s Value) -> Option<&'s Value>) -> Option<Form<'s>> {
        if let Some(here) = wanted(self.here) {
            return Some(Form {
                here,
                around: Some(self.here),
                ..self
            });
        }
        let reference = self.here.get("$ref").and_then(Value::as_str);
        let referred = reference
            .and_then(|path| path.strip_prefix('#'))
            .and_then(|path| self.schema.pointer(path));
        let choices = ["anyOf", "oneOf"].into_iter();
        let choices = choices.filter_map(|word| self.here.get(word)?.as_array());
        let mut further = referred.into_iter().chain(choices.flatten());
        further.find_map(|here| Form { here, ..self }.find(wanted))
    }
}
