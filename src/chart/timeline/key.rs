//! What the marks mean, in one row under the panels.

use super::super::scene::{Fill, Outline, Rect, Scene, Stroke};
use super::super::theme::{INK, MARGIN, SMALL_SIZE, Side, label};
use super::Data;
use super::draw::{slashes, underline};
use super::words::Word;
use crate::lang::Lang;
use crate::workflow::Clock;

/// Each caption beside its mark, in both colours.
pub fn draw(scene: &mut Scene, middle: f64, data: &Data, lang: Lang) {
    let after = data.side;
    type Mark = fn(&mut Scene, Rect, Side);
    let marks: [(Word, Mark); 4] = [
        (Word::KeyElapsed, |scene, rect, side| {
            scene.rect(rect, Fill::Solid(side.color()));
        }),
        (Word::KeyCounted, |scene, rect, side| {
            scene.rect(rect, Fill::Solid(side.pale()));
            underline(scene, rect);
        }),
        (Word::KeySlack, |scene, rect, side| {
            scene.rect(rect, Fill::Solid(side.pale()));
        }),
        (Word::KeyOff, |scene, rect, side| {
            scene.rect(rect, side.hatch());
            scene.stroke(Outline::Rect(rect), Stroke::solid(side.color(), 1.5));
        }),
    ];
    let mut x = MARGIN + 8.0;
    let caption = |scene: &mut Scene, x: &mut f64, word: Word| {
        let text = label(word.say(lang)).size(SMALL_SIZE);
        let width = text.width();
        scene.text(text.centred_at(*x + 54.0, middle));
        *x += 54.0 + width + 34.0;
    };
    for (word, mark) in marks {
        // What stands nowhere needs no key.
        if word == Word::KeyOff && !data.has(Clock::Off) {
            continue;
        }
        let rect = Rect::new(x, middle - 9.0, 22.0, 18.0);
        mark(scene, rect, Side::Before);
        mark(
            scene,
            Rect {
                x: x + 23.0,
                ..rect
            },
            after,
        );
        caption(scene, &mut x, word);
    }
    if data.has(Clock::Outside) {
        slashes(scene, x + 34.0, middle - 9.0, middle + 9.0, INK);
        caption(scene, &mut x, Word::KeyBreak);
    }
}
