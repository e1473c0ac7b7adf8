//! Turns texts into values of the crate uuid and back.

use super::{FormatError, Uuid};

impl From<uuid::Uuid> for Uuid {
    fn from(value: uuid::Uuid) -> Self {
        Self(value.to_string())
    }
}

impl Uuid {
    /// Returns the UUID as the crate [`uuid`] has it.
    ///
    /// ```
    /// let id = openapi_client_runtime::Uuid::from("67E55044-10B1-426F-9247-BB680E5FE0C8");
    /// assert_eq!(id.to_uuid()?.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
    /// # Ok::<(), openapi_client_runtime::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is not a UUID.
    pub fn to_uuid(&self) -> Result<uuid::Uuid, FormatError> {
        self.0.parse().map_err(|error: uuid::Error| FormatError::new(&self.0, "a UUID", error))
    }
}
