//! Turns texts into values of the crate rust_decimal and back.

use super::{Decimal, FormatError};

impl From<rust_decimal::Decimal> for Decimal {
    fn from(value: rust_decimal::Decimal) -> Self {
        Self(value.to_string())
    }
}

impl Decimal {
    /// Returns the number as the crate [`rust_decimal`] has it.
    ///
    /// ```
    /// let price = openapi_client_runtime::Decimal::from("19.90");
    /// assert_eq!((price.to_rust_decimal()? * rust_decimal::Decimal::from(3)).to_string(), "59.70");
    /// # Ok::<(), openapi_client_runtime::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is not a number, or has more digits than fit: none is rounded away.
    pub fn to_rust_decimal(&self) -> Result<rust_decimal::Decimal, FormatError> {
        let exact = rust_decimal::Decimal::from_str_exact;
        let read = match self.0.split_once(['e', 'E']) {
            None => exact(&self.0),
            // The library would round the digits before the power.
            Some((digits, _)) => exact(digits).and_then(|_| rust_decimal::Decimal::from_scientific(&self.0)),
        };
        read.map_err(|error| FormatError::new(&self.0, "a decimal number", error))
    }
}
