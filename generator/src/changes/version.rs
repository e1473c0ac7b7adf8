//! The verdict as a number: which version comes next, and whether one is enough.

use super::Semver;

impl Semver {
    /// Returns the first version after `old` that says what the verdict asks for; nothing when `old` is no version.
    ///
    /// While the first number is 0, each of the others stands for the one before it.
    #[must_use]
    pub fn next(self, old: &str) -> Option<String> {
        let [major, minor, patch] = numbers(old)?;
        let next = match self {
            Self::Major if major > 0 => [major.saturating_add(1), 0, 0],
            Self::Major => [0, minor.saturating_add(1), 0],
            Self::Minor if major > 0 => [major, minor.saturating_add(1), 0],
            Self::Minor | Self::Patch => [major, minor, patch.saturating_add(1)],
        };
        Some(next.map(|it| it.to_string()).join("."))
    }

    /// Whether a version says what the verdict asks for, after `old`.
    #[must_use]
    pub fn is_met(self, old: &str, new: &str) -> bool {
        let next = self.next(old).and_then(|it| numbers(&it));
        next.zip(numbers(new)).is_some_and(|(next, new)| new >= next)
    }
}

/// Reads the three numbers of a version.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = version.split('.').map(|it| it.parse().ok());
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

#[cfg(test)]
mod tests {
    use super::Semver;

    #[test]
    fn the_next_version_is_that_of_cargo() {
        let table = [
            (Semver::Major, "2026.11.3", "2027.0.0"),
            (Semver::Minor, "2026.11.3", "2026.12.0"),
            (Semver::Patch, "2026.11.3", "2026.11.4"),
            (Semver::Major, "0.4.1", "0.5.0"),
            (Semver::Minor, "0.4.1", "0.4.2"),
        ];
        for (verdict, old, next) in table {
            assert_eq!(verdict.next(old).as_deref(), Some(next));
            assert!(verdict.is_met(old, next) && !verdict.is_met(old, old), "{verdict} after {old}");
        }
        assert_eq!(Semver::Minor.next("2026"), None);
    }
}
