//! At most 256 colours for a picture: charts have few, and their soft edges a few hundred shades.

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// A picture in few colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// At most 256 colours, the most frequent first.
    pub colors: Vec<Rgb>,
    /// For every pixel the index of its colour.
    pub pixels: Vec<u8>,
}

/// Nobody sees a channel of a pixel on a soft edge move by that much of 255.
const UNSEEN: u8 = 48;

/// The picture, given in red, green, blue and alpha, with rare shades moved to the nearest frequent one
/// and without its alpha; `None` if that could be seen.
pub fn indexed(pixels: &[[u8; 4]]) -> Option<Indexed> {
    let mut shades = Shades::new();
    // Equal neighbours together: most of a chart is paper.
    let mut runs = Vec::new();
    let mut rest = pixels;
    while let Some(&[red, green, blue, _]) = rest.first() {
        let length = run_length(rest);
        let shade = shades.of([red, green, blue])?;
        shades.counts[shade] += length;
        runs.push((shade, length));
        rest = &rest[length..];
    }
    let mut order: Vec<usize> = (0..shades.colors.len()).collect();
    order.sort_by_key(|&shade| {
        (
            std::cmp::Reverse(shades.counts[shade]),
            shades.colors[shade],
        )
    });
    let (kept, rare) = order.split_at(order.len().min(256));
    let colors: Vec<Rgb> = kept.iter().map(|&shade| shades.colors[shade]).collect();
    let mut index = vec![0u8; order.len()];
    for (idx, &shade) in kept.iter().enumerate() {
        index[shade] = idx as u8;
    }
    for &shade in rare {
        let color = shades.colors[shade];
        // One number for distance and index, which the processor compares many at a time.
        let [.., distance, nearest] = (0u32..)
            .zip(&colors)
            .map(|(idx, other)| u32::from(distance(color, *other)) << 8 | idx)
            .min()?
            .to_be_bytes();
        if distance > UNSEEN {
            return None;
        }
        index[shade] = nearest;
    }
    let mut shown = Vec::with_capacity(pixels.len());
    for (shade, length) in runs {
        shown.resize(shown.len() + length, index[shade]);
    }
    Some(Indexed {
        colors,
        pixels: shown,
    })
}

/// How many pixels at the beginning are equal, looked at many at a time.
fn run_length(pixels: &[[u8; 4]]) -> usize {
    const MANY: usize = 16;
    let first = pixels[0];
    let mut length = 1;
    while let Some(next) = pixels.get(length..length + MANY)
        && next
            .iter()
            .fold(true, |same, pixel| same & (*pixel == first))
    {
        length += MANY;
    }
    let rest = pixels[length..].iter();
    length + rest.take_while(|pixel| **pixel == first).count()
}

/// Distinct colours in the order in which they are met: a table of our own, for there are two million
/// pixels and a picture has a few milliseconds.
struct Shades {
    colors: Vec<Rgb>,
    counts: Vec<usize>,
    /// Index of a colour plus one, at the first free place from the one that its bits name.
    places: Vec<u32>,
}

const PLACES: usize = 1 << 13;

impl Shades {
    fn new() -> Shades {
        Shades {
            colors: Vec::new(),
            counts: Vec::new(),
            places: vec![0; PLACES],
        }
    }

    /// Index of the colour; `None` if there are far too many.
    fn of(&mut self, color: Rgb) -> Option<usize> {
        let [red, green, blue] = color.map(u32::from);
        let bits = (red << 16 | green << 8 | blue).wrapping_mul(0x9e37_79b1);
        let mut at = (bits >> 19) as usize;
        loop {
            match self.places[at] {
                0 => break,
                place if self.colors[place as usize - 1] == color => {
                    return Some(place as usize - 1);
                }
                _ => at = (at + 1) % PLACES,
            }
        }
        if self.colors.len() >= PLACES / 2 {
            return None;
        }
        self.colors.push(color);
        self.counts.push(0);
        self.places[at] = self.colors.len() as u32;
        Some(self.colors.len() - 1)
    }
}

/// How far the farthest channel is.
fn distance(one: Rgb, other: Rgb) -> u8 {
    let [red, green, blue] = [0, 1, 2].map(|channel| one[channel].abs_diff(other[channel]));
    red.max(green).max(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opaque(colors: &[Rgb]) -> Vec<[u8; 4]> {
        let colors = colors.iter();
        colors
            .map(|&[red, green, blue]| [red, green, blue, 255])
            .collect()
    }

    #[test]
    fn few_colours_are_kept_as_they_are() {
        let pixels = [[0, 0, 0], [255, 255, 255], [255, 255, 255], [9, 9, 9]];
        let found = indexed(&opaque(&pixels)).expect("four pixels have few colours");
        let shown: Vec<Rgb> = (found.pixels.iter())
            .map(|&idx| found.colors[usize::from(idx)])
            .collect();
        assert_eq!(shown, pixels);
        assert_eq!(found.colors[0], [255, 255, 255]);
    }

    #[test]
    fn rare_shades_move_a_little_or_the_picture_keeps_all() {
        let ramp = || (0..=255u8).flat_map(|grey| [[grey; 3]; 2]);
        let with = |shade: Rgb| opaque(&ramp().chain([shade]).collect::<Vec<_>>());
        let found = indexed(&with([7, 8, 7])).expect("the shade is near");
        let moved = found.colors[usize::from(found.pixels[512])];
        assert_eq!(distance(moved, [7, 8, 7]), 1);
        assert_eq!(indexed(&with([7, 200, 7])), None);
    }
}
