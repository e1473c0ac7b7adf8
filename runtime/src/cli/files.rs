//! Turns the outputs of a job into files: chosen and named by what the user asked for.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Failure, grammar::OUTPUT};

/// Where the outputs of a job go.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Into a folder, named after the job.
    Folder(PathBuf),
    /// To a file; several outputs to files with names like it.
    File(PathBuf),
}

impl Target {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::File(path) => path,
        }
    }

    /// Reads where outputs go, and makes sure that they can, before a job is paid for.
    pub(super) fn read(matches: &ArgMatches) -> Result<Option<Self>, Failure> {
        let Some(path) = matches.get_one::<PathBuf>(OUTPUT) else { return Ok(None) };
        let refused = |reason: String| Failure::Input(format!("--output: {reason}"));
        let is_folder =
            path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
        if is_folder {
            std::fs::create_dir_all(path)
                .map_err(|error| refused(format!("cannot make the folder `{}`: {error}", path.display())))?;
        }
        let folder = if is_folder { path.as_path() } else { folder_of(path) };
        // The only way to know whether a file can be written is to write one.
        tempfile::tempfile_in(folder).map_err(|error| {
            refused(format!("cannot write to the folder `{}`: {error}", folder.display()))
        })?;
        Ok(Some(if is_folder { Self::Folder(path.clone()) } else { Self::File(path.clone()) }))
    }

    /// Returns which outputs are fetched, by their places in the list, and the file of each.
    ///
    /// `outputs` has the name and the location of each, and `job` is a word for the job that no other has.
    pub(super) fn files(&self, outputs: &[(&str, &str)], job: &str) -> Vec<(usize, PathBuf)> {
        match self {
            Self::Folder(folder) => outputs
                .iter()
                .enumerate()
                .map(|(index, (name, location))| {
                    let name = format!("{}-{}", plain(job), plain(name));
                    (index, folder.join(with_extension(&name, extension(location))))
                })
                .collect(),
            Self::File(file) => named_like(file, outputs),
        }
    }
}

/// Names outputs after a file. Its extension chooses among them; if none has it, all are taken, each with its own.
fn named_like(file: &Path, outputs: &[(&str, &str)]) -> Vec<(usize, PathBuf)> {
    let wanted = file.extension().map(|it| it.to_string_lossy().to_lowercase());
    let has_it = |location: &str| extension(location).is_some() && extension(location) == wanted;
    let all = outputs.iter().enumerate();
    let mut chosen: Vec<_> = all.clone().filter(|(_, (_, location))| has_it(location)).collect();
    let is_chosen = !chosen.is_empty();
    if !is_chosen {
        chosen = all.collect();
    }
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let names: Vec<&str> = chosen.iter().map(|(_, (name, _))| *name).collect();
    let words = telling_apart(&names);
    let name = |word: &str, location: &str| {
        let stem = if word.is_empty() { stem.clone() } else { format!("{stem}-{word}") };
        with_extension(&stem, extension(location).or_else(|| wanted.clone()))
    };
    match chosen.as_slice() {
        [(index, _)] if is_chosen => vec![(*index, file.to_owned())],
        several => several
            .iter()
            .zip(words)
            .map(|((index, (_, location)), word)| (*index, file.with_file_name(name(&word, location))))
            .collect(),
    }
}

/// Returns what is left of names without the words that all of them begin or end with.
fn telling_apart(names: &[&str]) -> Vec<String> {
    let mut words: Vec<Vec<&str>> = names.iter().map(|name| name.split('_').collect()).collect();
    for _ in 0..2 {
        let shared = shared_words(&words);
        for words in &mut words {
            words.drain(..shared);
            // What the names end with is what they begin with when they are turned around.
            words.reverse();
        }
    }
    words.iter().map(|it| plain(&it.join("-"))).collect()
}

/// Counts the words that all names begin with; one word is left to each, unless there is only one name.
fn shared_words(names: &[Vec<&str>]) -> usize {
    let Some((first, others)) = names.split_first() else { return 0 };
    if others.is_empty() {
        return first.len();
    }
    let shortest = names.iter().map(Vec::len).min().unwrap_or_default();
    let is_shared = |place: &usize| others.iter().all(|it| it[*place] == first[*place]);
    (0..shortest.saturating_sub(1)).take_while(is_shared).count()
}

/// Returns the extension of what a URL leads to, if it looks like one.
fn extension(location: &str) -> Option<String> {
    let path = location.split(['?', '#']).next()?;
    let (_, name) = path.split_once("://").unwrap_or(("", path)).1.rsplit_once('/')?;
    let (_, extension) = name.rsplit_once('.')?;
    let is_one = (1..=5).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric());
    is_one.then(|| extension.to_ascii_lowercase())
}

fn with_extension(name: &str, extension: Option<String>) -> String {
    extension.map_or_else(|| name.to_owned(), |extension| format!("{name}.{extension}"))
}

/// Returns a text as a part of a file name that means nothing to any file system.
fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
    text.chars().map(plain).collect()
}

pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Target;

    const SONGS: &[(&str, &str)] = &[
        ("song_1", "https://cdn.example.com/a.mp3"),
        ("song_1_wav", "https://cdn.example.com/a.wav?sign=x.y"),
        ("song_2", "https://cdn.example.com/b.MP3"),
        ("song_2_wav", "https://cdn.example.com/b.wav"),
        ("cover", "https://cdn.example.com/c.png"),
    ];

    fn names(target: &Target, outputs: &[(&str, &str)]) -> Vec<(usize, String)> {
        let files = target.files(outputs, "music_ai-7f/../x");
        files.into_iter().map(|(index, path)| (index, path.to_string_lossy().replace('\\', "/"))).collect()
    }

    #[test]
    fn a_file_chooses_by_its_extension() {
        let file = |name: &str| Target::File(PathBuf::from(name));
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [(usize, &'a str)]);
        let cases: &[Case<'_>] = &[
            ("out/song.mp3", SONGS, &[(0, "out/song-1.mp3"), (2, "out/song-2.mp3")]),
            ("song.wav", SONGS, &[(1, "song-1.wav"), (3, "song-2.wav")]),
            ("art.png", SONGS, &[(4, "art.png")]),
            ("art.PNG", SONGS, &[(4, "art.PNG")]),
            ("take.mp3", &SONGS[..1], &[(0, "take.mp3")]),
            ("take.flac", &SONGS[..2], &[(0, "take-1.mp3"), (1, "take-1-wav.wav")]),
            ("take.flac", &SONGS[..1], &[(0, "take.mp3")]),
            ("take", &[("audio", "https://x.example.com/download/7")], &[(0, "take")]),
            ("take.wav", &[("audio", "https://x.example.com/download/7")], &[(0, "take.wav")]),
        ];
        for (name, outputs, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(index, it)| (*index, (*it).to_owned())).collect();
            assert_eq!(names(&file(name), outputs), expected, "{name}");
        }
    }

    #[test]
    fn a_folder_takes_all_under_names_of_the_job() {
        let folder = Target::Folder(PathBuf::from("out"));
        let outputs = [("song_1", "https://cdn.example.com/a.mp3"), ("a/b", "https://cdn.example.com/x.y/z")];
        let expected = ["out/music-ai-7f----x-song-1.mp3", "out/music-ai-7f----x-a-b"];
        let names = names(&folder, &outputs);
        assert_eq!(names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), expected);
    }
}
