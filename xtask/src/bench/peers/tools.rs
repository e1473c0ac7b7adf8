//! The generators there are besides ours: what they are called, and how each is asked for a crate.

/// What arguments say for the document, the folder of the crate and the name of its package.
pub(super) const DOCUMENT: &str = "{document}";
pub(super) const OUT: &str = "{out}";
pub(super) const NAME: &str = "{name}";

/// A generator that may be installed.
#[derive(Debug)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    /// The programs that it may be run by; the first that is found is.
    pub(super) programs: &'static [&'static str],
    /// What makes it write a crate.
    pub(super) generate: &'static [&'static str],
    /// What makes it say its version; if it cannot, cargo is asked which one it has installed.
    pub(super) version: Option<&'static str>,
    pub(super) gives: Gives,
}

/// What a generator writes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    Crate,
    /// A module of `src`, with a file in it that lists what it depends on, as a part of a manifest.
    Module {
        name: &'static str,
        dependencies: &'static str,
    },
}

/// All of them. Settings are those with which most documents get through.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        name: "progenitor",
        programs: &["cargo-progenitor"],
        generate: &["progenitor", "-i", DOCUMENT, "-o", OUT, "-n", NAME, "-v", "0.1.0"],
        version: None,
        gives: Gives::Crate,
    },
    Tool {
        name: "ploidy",
        programs: &["ploidy"],
        generate: &["generate", "rust", DOCUMENT, "-o", OUT, "--name", NAME],
        version: Some("--version"),
        gives: Gives::Crate,
    },
    Tool {
        name: "oas3-gen",
        programs: &["oas3-gen"],
        generate: &["generate", "client-mod", "-i", DOCUMENT, "-o", OUT, "--workspace"],
        version: Some("--version"),
        gives: Gives::Crate,
    },
    Tool {
        name: "openapi-to-rust",
        programs: &["openapi-to-rust"],
        generate: &["generate", DOCUMENT, "--output-dir", "{out}/src/generated"],
        version: Some("--version"),
        gives: Gives::Module { name: "generated", dependencies: "REQUIRED_DEPS.toml" },
    },
    Tool {
        name: "openapi-generator",
        programs: &["openapi-generator-cli", "openapi-generator"],
        generate: &[
            "generate",
            "--skip-validate-spec",
            "-g",
            "rust",
            "-i",
            DOCUMENT,
            "-o",
            OUT,
            "--additional-properties",
            "packageName={name},packageVersion=0.1.0",
        ],
        version: Some("version"),
        gives: Gives::Crate,
    },
];

impl Tool {
    /// Fills in its arguments.
    pub(super) fn arguments(&self, document: &str, out: &str, name: &str) -> Vec<String> {
        let filled = |it: &&str| it.replace(DOCUMENT, document).replace(OUT, out).replace(NAME, name);
        self.generate.iter().map(filled).collect()
    }
}
