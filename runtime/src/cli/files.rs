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
        let Ok(Some(path)) = matches.try_get_one::<PathBuf>(OUTPUT) else { return Ok(None) };
        if path.as_os_str() == "-" {
            return Err(Failure::Input(
                "--output: the results of a job are files, and not the output".to_owned(),
            ));
        }
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
    /// `outputs` has the name and the location of each, and `job` is a word for the job that no other has. A name that
    /// nobody has typed is one that `is_free`, because what has it already may be another paid result.
    pub(super) fn files(
        &self,
        outputs: &[(&str, &str)],
        job: &str,
        is_free: impl Fn(&Path) -> bool,
    ) -> Result<Vec<(usize, PathBuf)>, String> {
        match self {
            Self::Folder(folder) => {
                let named = outputs.iter().enumerate().map(|(index, (name, location))| {
                    let name = format!("{}-{}", plain(job), plain(name));
                    (index, folder.join(with_extension(&name, extension(location))))
                });
                Ok(named.collect())
            }
            Self::File(file) => named_like(file, outputs, is_free),
        }
    }
}

/// Names outputs after a file. Its extension chooses among them; without one, all are taken, each with its own.
fn named_like(
    file: &Path,
    outputs: &[(&str, &str)],
    is_free: impl Fn(&Path) -> bool,
) -> Result<Vec<(usize, PathBuf)>, String> {
    let wanted = file.extension().map(|it| it.to_string_lossy().to_lowercase());
    let fits = |location: &str| {
        let found = extension(location);
        wanted.is_none() || found.is_none() || found == wanted
    };
    let chosen: Vec<_> = outputs.iter().enumerate().filter(|(_, (_, location))| fits(location)).collect();
    match chosen.as_slice() {
        [] => return Err(format!("no output is a `.{}`", wanted.unwrap_or_default())),
        [(index, _)] => return Ok(vec![(*index, file.to_owned())]),
        _ => {}
    }
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let names: Vec<&str> = chosen.iter().map(|(_, (name, _))| *name).collect();
    let named = chosen.iter().zip(telling_apart(&names)).map(|((index, (_, location)), word)| {
        let extension = extension(location).or_else(|| wanted.clone());
        let numbered =
            |n: usize| if n == 1 { format!("{stem}-{word}") } else { format!("{stem}-{word}-{n}") };
        let paths = (1..).map(|n| file.with_file_name(with_extension(&numbered(n), extension.clone())));
        (*index, paths.into_iter().find(|path| is_free(path)).unwrap_or_else(|| file.to_owned()))
    });
    Ok(named.collect())
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
    use std::path::{Path, PathBuf};

    use super::Target;

    const SONGS: &[(&str, &str)] = &[
        ("song_1", "https://cdn.example.com/a.mp3"),
        ("song_1_wav", "https://cdn.example.com/a.wav?sign=x.y"),
        ("song_2", "https://cdn.example.com/b.MP3"),
        ("song_2_wav", "https://cdn.example.com/b.wav"),
        ("cover", "https://cdn.example.com/c.png"),
    ];

    /// Returns the files that outputs go to, where one name is taken.
    fn names(target: &Target, outputs: &[(&str, &str)]) -> Result<Vec<(usize, String)>, String> {
        let files = target.files(outputs, "music_ai-7f/../x", |path| path != Path::new("taken-1.mp3"))?;
        let shown = |path: PathBuf| path.to_string_lossy().replace('\\', "/");
        Ok(files.into_iter().map(|(index, path)| (index, shown(path))).collect())
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
            ("taken.mp3", SONGS, &[(0, "taken-1-2.mp3"), (2, "taken-2.mp3")]),
            ("take", &SONGS[..2], &[(0, "take-1.mp3"), (1, "take-1-wav.wav")]),
            ("take", &SONGS[..1], &[(0, "take")]),
            ("take", &[("audio", "https://x.example.com/download/7")], &[(0, "take")]),
            ("take.wav", &[("audio", "https://x.example.com/download/7")], &[(0, "take.wav")]),
        ];
        for (name, outputs, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(index, it)| (*index, (*it).to_owned())).collect();
            assert_eq!(names(&file(name), outputs), Ok(expected), "{name}");
        }
        // What is named a picture is none by that.
        assert_eq!(names(&file("take.flac"), SONGS), Err("no output is a `.flac`".to_owned()));
    }

    #[test]
    fn a_folder_takes_all_under_names_of_the_job() {
        let folder = Target::Folder(PathBuf::from("out"));
        let outputs = [("song_1", "https://cdn.example.com/a.mp3"), ("a/b", "https://cdn.example.com/x.y/z")];
        let expected = ["out/music-ai-7f----x-song-1.mp3", "out/music-ai-7f----x-a-b"];
        let names = names(&folder, &outputs).unwrap();
        assert_eq!(names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), expected);
    }
}
