//! A number to a PNG file: a square of one colour, stored without compression.

const SIDE: u32 = 16;
const COLOURS: [[u8; 3]; 2] = [[0x2E, 0x6F, 0x95], [0xC8, 0x55, 0x3D]];

/// Makes a square; neighbouring numbers have different colours.
pub(super) fn square(number: usize) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(SIDE.to_be_bytes());
    header.extend(SIDE.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]); // 8 bits a channel, red green blue

    let colour = COLOURS[number % COLOURS.len()];
    let row = std::iter::once(0).chain(std::iter::repeat_n(colour, SIDE as usize).flatten());
    let pixels: Vec<u8> = std::iter::repeat_n(row, SIDE as usize).flatten().collect();

    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &stored(&pixels));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let named: Vec<u8> = name.iter().chain(data).copied().collect();
    png.extend(&named);
    png.extend(crc32fast::hash(&named).to_be_bytes());
}

/// Wraps bytes as a zlib stream of one stored block, which holds at most 65,535.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u16;
    let mut zlib = vec![0x78, 0x01, 0x01];
    zlib.extend(length.to_le_bytes());
    zlib.extend((!length).to_le_bytes());
    zlib.extend(bytes);
    zlib.extend(adler32(bytes).to_be_bytes());
    zlib
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}
