//! A ring: what came first leaves first.

use super::files::File;

/// Files in the order of coming, in a buffer whose length is a power of two.
///
/// The queue of the standard library does the same; here both ends are short enough to be part of the event loop.
#[derive(Debug)]
pub struct Ring {
    buffer: Vec<File>,
    /// Files that ever left, and that ever came.
    left: usize,
    came: usize,
}

/// Places of an empty ring.
const FEW: usize = 8;

impl Ring {
    /// An empty ring.
    pub fn new() -> Ring {
        Ring {
            buffer: vec![File::default(); FEW],
            left: 0,
            came: 0,
        }
    }

    /// Puts a file behind all others.
    #[inline(always)]
    pub fn push(&mut self, file: File) {
        if self.came - self.left == self.buffer.len() {
            self.grow();
        }
        let place = self.came & (self.buffer.len() - 1);
        self.buffer[place] = file;
        self.came += 1;
    }

    /// Takes the file that came first.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<File> {
        if self.left == self.came {
            return None;
        }
        let place = self.left & (self.buffer.len() - 1);
        self.left += 1;
        Some(self.buffer[place])
    }

    #[cold]
    fn grow(&mut self) {
        let first = self.left & (self.buffer.len() - 1);
        self.buffer.rotate_left(first);
        (self.left, self.came) = (0, self.buffer.len());
        self.buffer.resize(2 * self.came, File::default());
    }
}

#[cfg(test)]
mod tests {
    use super::super::agenda::Token;
    use super::*;

    #[test]
    fn files_leave_in_the_order_of_coming_however_many_there_are() {
        let mut ring = Ring::new();
        let (mut came, mut left) = (0, 0);
        for round in 0..2_000 {
            // More come than leave, then the other way round.
            let busy = if round < 1_000 { 7 } else { 3 };
            for turn in 0..10 {
                if turn < busy {
                    ring.push(File {
                        token: Token::new(came, 0),
                        ..File::default()
                    });
                    came += 1;
                } else if let Some(file) = ring.pop() {
                    assert_eq!(file.token.slot(), left);
                    left += 1;
                } else {
                    assert_eq!(came, left);
                }
            }
        }
        assert!(left > 9_000 && ring.buffer.len() >= 4_096);
    }
}
