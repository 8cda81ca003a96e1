//! What the tests need beside Rust, and how it gets here.
//!
//! Programs come from Debian packages: installed where this runs as root, named where it doesn't. Two files come
//! from their registries through the registries' own clients, are compared with a digest that stands here,
//! and are kept in the user's cache folder, outside the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// A package, and how to see that what we want of it is there (another package may bring it too).
struct Need {
    package: &'static str,
    there: fn() -> bool,
}

const NEEDS: [Need; 7] = [
    Need {
        package: "chromium",
        there: || on_path("chromium"),
    },
    Need {
        package: "chromium-driver",
        there: || on_path("chromedriver"),
    },
    Need {
        package: "fonts-noto-cjk",
        there: chinese_font,
    },
    Need {
        package: "postgresql",
        there: || on_path("initdb") || Path::new("/usr/lib/postgresql").is_dir(),
    },
    Need {
        package: "npm",
        there: || on_path("npm"),
    },
    Need {
        package: "python3",
        there: || on_path("python3"),
    },
    Need {
        package: "python3-pip",
        there: pip,
    },
];

/// Installs missing packages, or says which are missing.
pub fn packages() -> Result<()> {
    let missing: Vec<&str> = NEEDS
        .iter()
        .filter(|n| !(n.there)())
        .map(|n| n.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!(
        "apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    if !on_path("apt-get") || !is_root() {
        bail!("the tests need programs that are not installed here; as root: {install}");
    }
    println!("Installing {}", missing.join(", "));
    apt(&["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(&missing);
    apt(&words)?;
    match NEEDS.iter().find(|n| !(n.there)()) {
        Some(need) => bail!(
            "{} was installed, but what the tests need of it was not found",
            need.package
        ),
        None => Ok(()),
    }
}

fn apt(words: &[&str]) -> Result<()> {
    let status = Command::new("apt-get")
        .arg("--quiet")
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        // Services that a package brings stay off: the tests start a server of their own.
        .env("RUNLEVEL", "1")
        .stdin(Stdio::null())
        .status()
        .context("apt-get")?;
    if !status.success() {
        bail!("apt-get {} failed", words.join(" "));
    }
    Ok(())
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).exists()))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

fn pip() -> bool {
    quiet(Command::new("python3").args(["-m", "pip", "--version"]))
}

fn chinese_font() -> bool {
    let found = Command::new("fc-list")
        .args([":lang=zh-cn", "family"])
        .stdin(Stdio::null())
        .output();
    found.is_ok_and(|out| !out.stdout.trim_ascii().is_empty())
        || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists()
}

fn quiet(command: &mut Command) -> bool {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|s| s.success())
}

/// One file of one published package, pinned by the package's digest.
struct Pinned {
    /// The folder in the cache.
    name: &'static str,
    /// The client's words that put the package into the working folder.
    fetch: &'static [&'static str],
    archive: &'static str,
    sha256: &'static str,
    /// Where the file lies in the archive.
    file: &'static str,
}

const AXE: Pinned = Pinned {
    name: "axe-core",
    fetch: &["npm", "pack", "--silent", "axe-core@4.11.0"],
    archive: "axe-core-4.11.0.tgz",
    sha256: "39bed7d72308f6d620789c169d699bfd7e8da80f65b545821a6b2215c3e83107",
    file: "package/axe.min.js",
};

const BAGIT: Pinned = Pinned {
    name: "bagit",
    fetch: &[
        "python3",
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        "bagit==1.9.0",
    ],
    archive: "bagit-1.9.0.tar.gz",
    sha256: "9455006c2d1df88be95ec1fccabc5ea623389589ea4c85b3d85bd256f29d7656",
    file: "bagit-1.9.0/bagit.py",
};

/// The script that checks pages for accessibility.
pub fn axe() -> Result<PathBuf> {
    AXE.file()
}

/// The reference validator of archive packages, a Python program.
pub fn bagit() -> Result<PathBuf> {
    BAGIT.file()
}

impl Pinned {
    /// The file in the cache, fetched where it is missing or another version's.
    fn file(&self) -> Result<PathBuf> {
        let folder = cache()?.join(self.name);
        let file = folder.join(
            Path::new(self.file)
                .file_name()
                .context("a pinned file has a name")?,
        );
        let version = folder.join("sha256");
        if file.exists() && fs::read_to_string(&version).is_ok_and(|v| v == self.sha256) {
            return Ok(file);
        }
        println!("Fetching {}", self.archive);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("the cache folder {}", folder.display()))?;
        let status = Command::new(self.fetch[0])
            .args(&self.fetch[1..])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .with_context(|| format!("{} could not be run", self.fetch[0]))?;
        if !status.success() {
            bail!(
                "{} failed; {} is needed by the tests",
                self.fetch.join(" "),
                self.archive
            );
        }
        let bytes = fs::read(folder.join(self.archive)).with_context(|| self.archive.to_owned())?;
        let found = hex::encode(Sha256::digest(&bytes));
        if found != self.sha256 {
            let _ = fs::remove_dir_all(&folder);
            bail!(
                "{} has the digest {found} instead of {}: not used",
                self.archive,
                self.sha256
            );
        }
        let depth = (Path::new(self.file).components().count() - 1).to_string();
        let unpacked = quiet(
            Command::new("tar")
                .args([
                    "-xzf",
                    self.archive,
                    "--strip-components",
                    &depth,
                    self.file,
                ])
                .current_dir(&folder),
        );
        if !unpacked || !file.exists() {
            bail!("{} holds no {}", self.archive, self.file);
        }
        fs::remove_file(folder.join(self.archive))?;
        fs::write(version, self.sha256)?;
        Ok(file)
    }
}

fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME names a folder for the cache")?;
    Ok(base.join("huiying-test"))
}
