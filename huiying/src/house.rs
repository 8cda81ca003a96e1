//! The house, opened: data folder, locks, database, kernel and areas.
//!
//! The data folder belongs to one user (mode 700 where it is made here). Every command holds `huiying.lock` in
//! common; a restore holds it alone. A server on an embedded database also holds `serving.lock` alone, so that
//! a second server started by mistake ends with a sentence instead of sharing the file.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use frame::Area;
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::clock::Clock;
use kernel::db::{Address, Db};
use kernel::id::Id;
use kernel::organ::Organ;

use crate::config::Config;
use crate::{Usage, areas};

/// Everything a command works on.
pub struct House {
    pub kernel: Arc<Kernel>,
    pub areas: Vec<Area>,
    /// Schema steps that ran while opening.
    pub migrated: usize,
    _locks: Vec<File>,
}

/// What a command does with the data, and so which locks it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A command beside a server that may be running.
    Command,
    /// The one server of an embedded database.
    Serving,
    /// A restore: nobody else is there, and the schema is left to the backup.
    Restoring,
}

impl House {
    /// Opens the data, creates what is missing and brings the schema up to date.
    pub async fn open(config: &Config, purpose: For) -> Result<House> {
        let address = config.address()?;
        make_folder(&config.data)?;
        let alone = match purpose {
            For::Restoring => File::try_lock,
            For::Command | For::Serving => File::try_lock_shared,
        };
        let mut locks = vec![lock(&config.data, "huiying.lock", alone)?];
        if let Address::Sqlite(path) = &address {
            let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|f| *f != config.data) {
                make_folder(folder)?;
            }
            if purpose == For::Serving {
                let folder = folder.unwrap_or(Path::new("."));
                locks.push(lock(folder, "serving.lock", File::try_lock)?);
            }
        }
        let db = Db::open(&address)
            .await
            .with_context(|| format!("opening {}", config.database_shown()))?;
        let mut areas = areas::all();
        let mut kernel = Kernel::new(db, Clock::System, &config.data, frame::parts(&mut areas))?;
        kernel.mail = config.mail()?;
        let migrated = match purpose {
            For::Restoring => 0,
            For::Command | For::Serving => kernel.migrate().await?,
        };
        let house = House {
            kernel: Arc::new(kernel),
            areas,
            migrated,
            _locks: locks,
        };
        if purpose == For::Serving {
            for organ in kernel::organ::organs(&house.kernel.db).await? {
                let mut act = house.kernel.system_act(&house.system(organ.id)).await?;
                house.install(&mut act).await?;
                act.commit().await?;
            }
            ballot::restarted(&house.kernel).await?;
        }
        Ok(house)
    }

    /// Puts the shipped procedures in force in the act's organ, where it has none of them or never changed its
    /// own: in a new organ, and after the program was renewed.
    pub async fn install(&self, act: &mut Act) -> Result<()> {
        install(&self.kernel, act).await
    }

    /// The organ a command means: the one of that code, or the only one there is.
    pub async fn organ(&self, code: Option<&str>) -> Result<Organ> {
        let mut organs = kernel::organ::organs(&self.kernel.db).await?;
        if let Some(code) = code {
            return organs
                .into_iter()
                .find(|organ| organ.code == code)
                .with_context(|| format!("there is no organ with the code {code}"));
        }
        match organs.len() {
            0 => bail!("there is no organ yet; `huiying admin create NAME` makes the first"),
            1 => Ok(organs.remove(0)),
            _ => {
                let list: Vec<String> = organs
                    .iter()
                    .map(|organ| format!("{} {}", organ.code, organ.name))
                    .collect();
                Err(Usage(format!(
                    "there are several organs, choose one with --organ CODE: {}",
                    list.join(", ")
                ))
                .into())
            }
        }
    }

    /// The system, acting in an organ today.
    pub fn system(&self, organ: Id) -> Actor {
        Actor::system(organ, self.kernel.clock.today())
    }

    /// Wrong usage where no register of this kind is known.
    pub fn knows_register(&self, kind: &str) -> Result<()> {
        let names: Vec<&str> = self.kernel.imports().map(|r| r.name()).collect();
        if names.contains(&kind) {
            return Ok(());
        }
        let known = names.join(", ");
        Err(Usage(format!("{kind} is not one of {known}")).into())
    }

    /// Ends the connections after what is still running.
    pub async fn close(self) {
        self.kernel.db.close().await;
    }
}

/// [`House::install`] for whoever has only the kernel.
pub async fn install(kernel: &Kernel, act: &mut Act) -> Result<()> {
    let kinds: Vec<_> = kernel.kinds().cloned().collect();
    let organ = act.organ();
    kernel::procedures::install(act, organ, &kinds).await?;
    Ok(())
}

/// Makes a folder nobody else may look into; one that is there is left as it is.
fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("making the data folder {}", folder.display()))
}

fn lock(folder: &Path, name: &str, take: fn(&File) -> Result<(), TryLockError>) -> Result<File> {
    let path = folder.join(name);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("opening {}", path.display()))?;
    match take(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "the data folder {} is in use by another huiying ({name})",
            folder.display()
        ),
        Err(TryLockError::Error(e)) => {
            Err(e).with_context(|| format!("locking {}", path.display()))
        }
    }
}
