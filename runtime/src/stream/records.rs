//! Where the records of `application/json-seq` end.

/// What a record begins with.
const SEPARATOR: u8 = 0x1e;

/// Follows the bytes of a record, to know its end when it has come and not only when the next record begins.
#[derive(Debug, Default)]
pub(crate) struct Nesting {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Takes the next byte and returns whether a record ends at it: at the end of a line that is not inside of a value,
    /// or where the next record begins, which a record that was cut off cannot prevent.
    pub(crate) fn ends_at(&mut self, byte: u8) -> bool {
        if byte == SEPARATOR {
            *self = Self::default();
            return true;
        }
        if self.in_text {
            self.step_in_text(byte);
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        byte == b'\n' && self.depth == 0
    }

    fn step_in_text(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.in_text = false,
            _ => {}
        }
    }
}
