//! What Linux says of the memory of this process.

use std::fs;

use crate::Result;

/// Returns the most memory that was resident since the start, or since it was last forgotten, in bytes.
pub(crate) fn peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")
        .map_err(|error| format!("memory is measured on Linux only: {error}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("the status has no peak")?;
    Ok(kib.trim().parse::<u64>()? << 10)
}

/// Lets the peak begin anew, at what is resident now.
pub(crate) fn forget_peak() -> Result<()> {
    const PEAK: &str = "5";
    Ok(fs::write("/proc/self/clear_refs", PEAK)?)
}
