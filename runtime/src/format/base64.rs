//! Turns Base64 into bytes and back.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;

use super::{Base64, FormatError};

impl Base64 {
    /// Makes the text of bytes: the usual alphabet, with padding.
    #[must_use]
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(BASE64_STANDARD.encode(bytes))
    }

    /// Returns the bytes. Either alphabet is read, with padding or without, and whatever the breaks between lines.
    ///
    /// # Errors
    ///
    /// Fails when the text is not Base64.
    pub fn decode(&self) -> Result<Vec<u8>, FormatError> {
        let text: String = self.0.split_ascii_whitespace().collect();
        let alphabet = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let decoded = GeneralPurpose::new(alphabet, config).decode(text);
        decoded.map_err(|error| FormatError::new(&self.0, "Base64", error))
    }
}
