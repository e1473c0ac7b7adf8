//! Documents to the time that each stage of the generator takes.
//!
//! A stage has all that comes before it, so that differences of neighbours are what a room takes: `load` is the document
//! room, `check` adds lowering, `surface` the passes, `generate` emitting and rendering. Documents of one's own are added
//! by `OPENAPI_BENCH_DOCUMENTS`, a list of paths as `PATH` is one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use generator::{Document, Kept, Options, check, generate, surface};
use synthetic::Format;

/// A document with what it is called.
struct Case {
    name: String,
    text: Vec<u8>,
    /// Where the files are that it refers to.
    folder: PathBuf,
}

fn cases() -> Vec<Case> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/musicgpt.yaml");
    // A test only wants to see that this works.
    let is_given = |flag: &str| env::args().any(|it| it == flag);
    let is_measured = is_given("--bench") && !is_given("--test");
    let sizes = if is_measured { &[100, 1_000][..] } else { &[20] };
    let synthetic = sizes.iter().map(|&operations| Case {
        name: format!("synthetic-{operations}"),
        text: synthetic::text(operations, Format::Json).into(),
        folder: PathBuf::new(),
    });
    let paths = env::var_os("OPENAPI_BENCH_DOCUMENTS").unwrap_or_default();
    let named = env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
    [own].into_iter().map(|path| read(&path)).chain(synthetic).chain(named.map(|path| read(&path))).collect()
}

fn read(path: &Path) -> Case {
    Case {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        text: fs::read(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display())),
        folder: path.parent().unwrap_or(Path::new("")).to_owned(),
    }
}

fn load(case: &Case) -> Document {
    let beside = |path: &str| fs::read_to_string(case.folder.join(path)).ok();
    Document::load_with(&case.text, &beside)
        .unwrap_or_else(|found| panic!("{} is refused: {}", case.name, found.report(&case.name)))
}

fn stages(criterion: &mut Criterion) {
    for case in cases() {
        let document = load(&case);
        let options = Options::new(document.package_name());
        let mut group = criterion.benchmark_group(&case.name);
        // A run takes from milliseconds to a second, so a few of them say what many would.
        group.sample_size(10).warm_up_time(Duration::from_millis(500));
        group.bench_function("load", |bencher| bencher.iter(|| load(&case)));
        group.bench_function("check", |bencher| bencher.iter(|| check(&load(&case)).is_ok()));
        let kept = Kept::default();
        group.bench_function("surface", |bencher| bencher.iter(|| surface(&load(&case), &kept).is_ok()));
        group.bench_function("generate", |bencher| bencher.iter(|| generate(&load(&case), &options).is_ok()));
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
