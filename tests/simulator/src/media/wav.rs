//! A pitch to a WAV file: 44.1 kHz, 16 bit, one channel.

use std::f64::consts::TAU;

const RATE: u32 = 44_100;
const SAMPLE_BYTES: u32 = 2;

/// Makes a tone at a third of full volume.
pub(super) fn tone(pitch: f64, seconds: f64) -> Vec<u8> {
    let samples = (f64::from(RATE) * seconds) as u32;
    let size = samples * SAMPLE_BYTES;
    let mut wav = Vec::with_capacity(44 + size as usize);
    let mut put = |bytes: &[u8]| wav.extend_from_slice(bytes);

    put(b"RIFF");
    put(&(36 + size).to_le_bytes());
    put(b"WAVEfmt ");
    put(&16_u32.to_le_bytes()); // size of this chunk
    put(&1_u16.to_le_bytes()); // uncompressed
    put(&1_u16.to_le_bytes()); // channels
    put(&RATE.to_le_bytes());
    put(&(RATE * SAMPLE_BYTES).to_le_bytes()); // bytes a second
    put(&2_u16.to_le_bytes()); // bytes of a sample of all channels
    put(&16_u16.to_le_bytes()); // bits of a sample
    put(b"data");
    put(&size.to_le_bytes());
    for sample in 0..samples {
        let value = (TAU * pitch * f64::from(sample) / f64::from(RATE)).sin() / 3.0;
        put(&((value * f64::from(i16::MAX)) as i16).to_le_bytes());
    }
    wav
}
