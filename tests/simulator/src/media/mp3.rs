//! A pitch to an MP3 file: MPEG-1 Layer III, 44.1 kHz, 128 kbit/s, one channel.
//!
//! Encoders exist in Rust, but those that work are under the LGPL, which is too much for a tone. A tone needs no
//! encoder: each frame holds a single spectral line, the one at the pitch, as a Huffman code of a few bits. It is not
//! a pure sine, but every player plays it.

const RATE: f64 = 44_100.0;
const SAMPLES_A_FRAME: f64 = 1152.0;
/// Lines of the spectrum, up to half the rate.
const LINES: f64 = 576.0;
/// 144 · 128,000 / 44,100, rounded down; the remainder would be padding, which no player insists on.
const FRAME_BYTES: usize = 417;
/// The volume of the line, where four steps are twice as loud: about a third of what is possible.
const GAIN: u32 = 204;

/// Makes a tone near a pitch, a whole number of frames long.
pub(super) fn tone(pitch: f64, seconds: f64) -> Vec<u8> {
    let frames = (seconds * RATE / SAMPLES_A_FRAME).round() as usize;
    let line = (pitch * 2.0 * LINES / RATE) as u32;
    frame(line).repeat(frames)
}

/// Makes a frame. It looks the same each time, for it uses no bits of its neighbours.
fn frame(line: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0x7FF, 11); // sync
    bits.put(0b11, 2); // MPEG-1
    bits.put(0b01, 2); // Layer III
    bits.put(1, 1); // no checksum
    bits.put(0b1001, 4); // 128 kbit/s
    bits.put(0b00, 2); // 44.1 kHz
    bits.put(0, 2); // no padding; private
    bits.put(0b11, 2); // one channel
    bits.put(0b0001, 4); // not joined; no copyright; original
    bits.put(0b00, 2); // no emphasis

    // Lines are coded in pairs: those below the one that sounds, and its own. In table 1 a pair of zeros is one bit;
    // a one in the first or second place has a code of two or three, and a sign.
    let pairs = line / 2 + 1;
    let (code, code_bits) = if line.is_multiple_of(2) { (0b010, 3) } else { (0b0010, 4) };
    let granule_bits = pairs - 1 + code_bits;
    bits.put(0, 9 + 5 + 4); // main data begins here; private bits; nothing is shared between granules
    for _ in 0..2 {
        bits.put(granule_bits, 12);
        bits.put(pairs, 9);
        bits.put(GAIN, 8);
        bits.put(0, 4 + 1); // no scale factors; one long window
        (0..3).for_each(|_| bits.put(1, 5)); // table 1 in all regions
        bits.put(0, 4 + 3 + 3); // the regions do not matter, the rest is zero
    }
    for _ in 0..2 {
        (1..pairs).for_each(|_| bits.put(1, 1));
        bits.put(code, code_bits);
    }
    let mut bytes = bits.bytes;
    bytes.resize(FRAME_BYTES, 0);
    bytes
}

/// Bytes, written bit by bit.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for place in (0..count).rev() {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = (value >> place & 1) as u8;
            *self.bytes.last_mut().expect("a byte was begun") |= bit << (7 - self.count % 8);
            self.count += 1;
        }
    }
}
