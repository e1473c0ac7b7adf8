//! Where values come from: arguments, files, the standard input; and what is said of those that cannot be used.

use super::shell::{SOUND, Shell};

#[test]
fn a_text_may_be_in_a_file_or_come_from_outside() {
    let shell = Shell::start();
    shell.write("words.txt", b"one\r\ntwo\r\n");
    for (argument, stdin, arrives) in [
        ("plain", "", "plain"),
        ("@words.txt", "", "one\r\ntwo"),
        ("@-", "from a pipe\n", "from a pipe"),
        ("@@home", "", "@home"),
        ("", "", ""),
    ] {
        let line = format!("musicgpt generations music-ai --lyrics '{argument}'");
        shell.run_with(&line, &[], stdin.as_bytes()).json();
        assert_eq!(shell.newest().fields["lyrics"].text(), Some(arrives), "{argument}");
    }
}

#[test]
fn a_file_may_come_from_outside() {
    let shell = Shell::start();
    shell.run_with("musicgpt enhancements denoise --audio-file -", &[], SOUND).json();
    let entry = shell.newest();
    let file = entry.fields["audio_file"].file().expect("a file has arrived");
    assert_eq!(
        (file.bytes, file.crc32.as_str()),
        (SOUND.len() as u64, &*format!("{:08x}", crc32fast::hash(SOUND)))
    );
}

#[test]
fn members_that_have_no_flag_can_be_sent() {
    let shell = Shell::start();
    let extra = r#"musicgpt enhancements text-to-speech --voice-id v1 --text hi --extra '{"text": "no", "later": [1, true]}'"#;
    let ran = shell.run(extra);
    // The simulator refuses what the document does not list, which shows that it was sent.
    ran.failed(3, &["later"]);
    assert!(!ran.stderr.contains("`text`"), "a flag goes before it: {ran:?}");
    let form = r#"musicgpt enhancements sound-generator --prompt rain --extra '{"prompt": "no", "audio_length": 5}'"#;
    shell.run(form).json();
    let fields = shell.newest().fields;
    assert_eq!(
        (fields["prompt"].text(), fields["audio_length"].text()),
        (Some("rain"), Some("5")),
        "in a form, too"
    );
}

#[test]
fn what_cannot_be_used_is_named_and_nothing_is_sent() {
    let shell = Shell::start();
    let music = "musicgpt generations music-ai";
    let master = "musicgpt utilities audio-mastering";
    let needs =
        "Needs either --audio-url and --reference-audio-url, or --audio-file and --reference-audio-file.";
    for (line, words) in [
        (
            format!("{music} --lyrics @no.txt"),
            &["--lyrics: cannot read `no.txt`", "No such file", "`@@…`"][..],
        ),
        (format!("{music} --output-length long"), &["'long' for '--output-length <INTEGER>'"]),
        (format!("{music} --output-length 1.5"), &["it is not a whole number"]),
        (format!("{music} --model v6-pr"), &["a similar value exists: 'v6-pro'"]),
        (format!("{music} --vocal-only=maybe"), &["'maybe' for '--vocal-only"]),
        (format!("{music} --promt x"), &["a similar argument exists: '--prompt'"]),
        (
            format!("{music} --extra '{{'"),
            &["--extra: it is not JSON", "Usage: musicgpt generations music-ai"],
        ),
        (format!("{music} --extra 3"), &["--extra: it is no object"]),
        (format!("{music} --prompt @-"), &["--prompt: the standard input is empty"]),
        (format!("{music} --output -"), &["the results of a job are files"]),
        ("musicgpt enhancements denoise --audio-file -".to_owned(), &["the standard input is empty"]),
        (format!("{music} --wait --no-wait"), &["'--wait' cannot be used with '--no-wait'"]),
        (format!("{music} --output no/such/song.mp3"), &["--output: cannot write to the folder `no/such`"]),
        (master.to_owned(), &[needs, "Given: none"]),
        (format!("{master} --audio-file song.mp3"), &[needs, "Given: --audio-file"]),
        (
            format!("{master} --audio-file song.mp3 --reference-audio-url https://a"),
            &["Given: --reference-audio-url and --audio-file"],
        ),
        ("musicgpt enhancements denoise".to_owned(), &["<--audio-url <TEXT>|--audio-file <FILE>>"]),
        (
            "musicgpt enhancements denoise --audio-url a --audio-file song.mp3".to_owned(),
            &["cannot be used with"],
        ),
        (
            "musicgpt enhancements denoise --audio-file no.mp3".to_owned(),
            &["--audio-file: cannot read `no.mp3`"],
        ),
        ("musicgpt enhancements denoise --audio-file .".to_owned(), &["`.` is a folder"]),
        ("musicgpt enhancements cover --audio-url a".to_owned(), &["--voice-id <TEXT>"]),
        ("musicgpt generation music-ai".to_owned(), &["a similar subcommand exists: 'generations'"]),
        ("musicgpt resume 7f0a".to_owned(), &["an id alone does not say what started the job"]),
        ("musicgpt resume dance:7f0a".to_owned(), &["no job is started by `dance`"]),
        ("musicgpt resume music_ai:".to_owned(), &["a token is `OPERATION:ID`"]),
    ] {
        shell.run(&line).failed(2, words);
    }
    let twice = shell.run_with(&format!("{music} --prompt @- --lyrics @-"), &[], b"words");
    twice.failed(2, &["--lyrics: another argument reads the standard input"]);
    assert!(shell.simulator.ledger().entries.is_empty(), "{:?}", shell.simulator.ledger());
}
