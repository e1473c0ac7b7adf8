//! A standard MIDI file of one note.

/// Makes a file with one track, on which an A sounds for half a second.
pub(super) fn note() -> Vec<u8> {
    let track: &[u8] = &[
        0x00, 0x90, 69, 100, // at once, A4 on
        0x83, 0x60, 0x80, 69, 0, // after 480 ticks, off
        0x00, 0xFF, 0x2F, 0x00, // the end
    ];
    let mut midi = Vec::new();
    midi.extend(b"MThd\0\0\0\x06");
    midi.extend([0, 0, 0, 1]); // format 0, one track
    midi.extend(480_u16.to_be_bytes()); // ticks of a quarter note, which lasts half a second unless said otherwise
    midi.extend(b"MTrk");
    midi.extend((track.len() as u32).to_be_bytes());
    midi.extend(track);
    midi
}
