//! Runs the simulator, the receiver and one worker after the other, and has the end judged.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use fastrand::Rng;
use simulator::Options;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::sleep;

use super::journal::{Event, Reader};
use super::order::Order;
use super::receiver::Receiver;
use super::verdict::{Course, Verdict};
use super::{Result, rules};

/// Simulated seconds in a real one: jobs of minutes take a second.
const SPEED: f64 = 100.0;
/// How often the journal is looked at.
const GLANCE: Duration = Duration::from_millis(5);
/// When the worker is killed: after a part of all submissions that is between these two.
const KILLS: [(f64, f64); 2] = [(0.47, 0.53), (0.90, 0.97)];

/// Runs a soak and prints what came out; tells whether all is well.
pub(crate) async fn soak(jobs: usize, seed: u64) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    // Not there yet where cargo was told to build somewhere else.
    let target = root.join("target");
    std::fs::create_dir_all(&target)?;
    let folder = TempDir::with_prefix_in("soak-", target)?;
    let mut options = Options::new(std::fs::read_to_string(root.join("spec/musicgpt.yaml"))?);
    options = options.speed(SPEED).seed(seed).credits(1e12);
    for rule in rules::of(seed)? {
        options = options.rule(rule);
    }
    let started = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let simulator = simulator::start(options).await?;
    let receiver = Receiver::start().await?;
    let (base_url, receiver_origin) = (simulator.base_url().to_owned(), receiver.origin().to_owned());
    let folder_path = folder.path().to_owned();
    let order = Order {
        base_url,
        receiver: receiver_origin,
        folder: folder_path,
        jobs,
        seed,
        speed: SPEED,
        started,
        life: 0,
    };
    std::fs::write(order.upload(), [7; 6000])?;

    let clock = Instant::now();
    let (kills, end) = live(&order, &mut Rng::with_seed(seed)).await?;
    let course = Course { kills, time: clock.elapsed(), is_finished: end.success() };
    let verdict = Verdict::new(&order, &course, &simulator.ledger())?;
    println!("{verdict}");
    if !verdict.is_good() {
        println!("the journal is in {}", folder.keep().display());
    }
    simulator.stop().await;
    Ok(verdict.is_good())
}

/// Lets workers live one after the other; all but the last are killed. Returns how many were, and how the last ended.
async fn live(order: &Order, chance: &mut Rng) -> Result<(usize, ExitStatus)> {
    let mut journal = Reader::open(&order.journal())?;
    let (mut submitted, mut kills) = (0, 0);
    for (earliest, latest) in KILLS {
        let part = earliest + (latest - earliest) * chance.f64();
        let enough = (order.jobs as f64 * part) as usize;
        let pause = GLANCE.mul_f64(chance.f64() * 4.0);
        let mut worker = start(order, kills)?;
        loop {
            submitted += journal.news()?.iter().filter(|(_, event)| *event == Event::Submitting).count();
            if submitted >= enough {
                break;
            }
            if let Some(status) = worker.try_wait()? {
                return Ok((kills, status));
            }
            sleep(GLANCE).await;
        }
        sleep(pause).await;
        // On Unix this is SIGKILL: the worker has no say in it.
        worker.kill().await?;
        kills += 1;
    }
    let mut worker = start(order, kills)?;
    // Waiting would close the pipe.
    let _pipe = worker.stdin.take();
    Ok((kills, worker.wait().await?))
}

/// Starts this program again, as a worker.
fn start(order: &Order, life: usize) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    Order { life: life as u64, ..order.clone() }.give(&mut command);
    // The worker ends when the pipe closes that is its input, should there be nobody left to kill it.
    Ok(command.stdin(Stdio::piped()).kill_on_drop(true).spawn()?)
}
