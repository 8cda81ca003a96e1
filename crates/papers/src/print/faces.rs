//! The typefaces of official documents, or what comes next to them on this machine. Offices have their own licensed ones;
//! free ones stand in where they lack. Nothing is embedded in the program.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fontdb::{Database, FaceInfo, ID, Source};
use serde_json::{Value, json};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// 小标宋 of titles; no free one is known, so that a bold Song stands in.
const TITLE: &[&str] = &[
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05",
    "FandolSong",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "SimSun",
    "宋体",
];
/// 仿宋 of the text.
const FANG: &[&str] = &[
    "仿宋_GB2312",
    "FangSong_GB2312",
    "FangSong",
    "仿宋",
    "方正仿宋_GBK",
    "FZFangSong-Z02S",
    "STFangsong",
    "FandolFang",
    "FandolFang R",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "SimSun",
    "宋体",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
];
/// 黑体 of headings.
const HEI: &[&str] = &[
    "SimHei",
    "黑体",
    "方正黑体_GBK",
    "FZHei-B01S",
    "STHeiti",
    "FandolHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
];
/// 楷体 of names and second headings.
const KAI: &[&str] = &[
    "楷体_GB2312",
    "KaiTi_GB2312",
    "KaiTi",
    "楷体",
    "方正楷体_GBK",
    "FZKai-Z03S",
    "STKaiti",
    "FandolKai",
    "LXGW WenKai",
    "AR PL UKai CN",
];
/// 宋体 of page numbers.
const SONG: &[&str] = &[
    "SimSun",
    "宋体",
    "NSimSun",
    "FandolSong",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
];
/// Large fonts that have the rare characters of names.
const RARE: &[&str] = &[
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun-ExtB",
    "Noto Sans CJK SC",
];

/// No Chinese typeface is installed: nothing can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no Chinese typeface is installed on this machine")]
pub struct NoFace;

/// The faces found; cheap to clone, meant to be looked for once. A font is read when something is first set in it, and
/// kept: some are of 25 MB.
#[derive(Clone)]
pub struct Faces(Arc<Inner>);

struct Inner {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    /// For each of the five the names of families to be tried in turn.
    named: Value,
}

struct Slot {
    id: ID,
    path: PathBuf,
    index: u32,
    info: FontInfo,
    font: OnceLock<Option<Font>>,
}

impl Faces {
    /// Looks through the fonts of this machine, and before them those in `folder` where one is named.
    ///
    /// # Errors
    /// [`NoFace`] where no Chinese one is among them.
    pub fn find(folder: Option<&Path>) -> Result<Faces, NoFace> {
        let mut all = Database::new();
        if let Some(folder) = folder {
            all.load_fonts_dir(folder);
        }
        all.load_system_fonts();
        Faces::among(&all)
    }

    /// Looks through one folder alone.
    ///
    /// # Errors
    /// [`NoFace`] where no Chinese one is among them.
    pub fn only(folder: &Path) -> Result<Faces, NoFace> {
        let mut all = Database::new();
        all.load_fonts_dir(folder);
        Faces::among(&all)
    }

    fn among(all: &Database) -> Result<Faces, NoFace> {
        let mut slots: Vec<Slot> = Vec::new();
        let text = pick(all, &mut slots, FANG, 400)
            .or_else(|| any(all, &mut slots))
            .ok_or(NoFace)?;
        let mut family = |names: &[&str], weight: u16| pick(all, &mut slots, names, weight);
        let (title, hei) = (family(TITLE, 700), family(HEI, 400));
        let (kai, song, rare) = (family(KAI, 400), family(SONG, 400), family(RARE, 400));
        let list = |own: Option<String>| -> Vec<String> {
            let mut names: Vec<String> = own.into_iter().chain([text.clone()]).collect();
            names.extend(rare.clone());
            names.dedup();
            names
        };
        let named = json!({
            "title": list(title), "fang": list(None), "hei": list(hei), "kai": list(kai), "song": list(song),
        });
        let book = FontBook::from_infos(slots.iter().map(|slot| slot.info.clone()));
        Ok(Faces(Arc::new(Inner {
            book: LazyHash::new(book),
            slots,
            named,
        })))
    }

    /// What a form is told of them.
    pub(super) fn named(&self) -> Value {
        self.0.named.clone()
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    pub(super) fn font(&self, n: usize) -> Option<Font> {
        let slot = self.0.slots.get(n)?;
        let read = || Font::new(Bytes::new(std::fs::read(&slot.path).ok()?), slot.index);
        slot.font.get_or_init(read).clone()
    }

    /// Whether one of them has this character.
    pub(super) fn has(&self, c: char) -> bool {
        let mut infos = self.0.slots.iter().map(|slot| &slot.info);
        infos.any(|info| info.coverage.contains(u32::from(c)))
    }
}

/// Takes the first of these families that is installed, in the weight nearest to the one wanted; the name it goes by.
fn pick(all: &Database, slots: &mut Vec<Slot>, names: &[&str], weight: u16) -> Option<String> {
    names.iter().find_map(|name| {
        let named = |f: &&FaceInfo| f.families.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let mut of: Vec<_> = all.faces().filter(upright).filter(named).collect();
        of.sort_by_key(|f| f.weight.0.abs_diff(weight));
        of.into_iter().find_map(|face| take(all, slots, face))
    })
}

/// Any face that has Chinese characters, whatever its name.
fn any(all: &Database, slots: &mut Vec<Slot>) -> Option<String> {
    let mut upright = all.faces().filter(upright);
    upright.find_map(|face| take(all, slots, face))
}

fn upright(face: &&FaceInfo) -> bool {
    face.style == fontdb::Style::Normal
}

fn take(all: &Database, slots: &mut Vec<Slot>, face: &FaceInfo) -> Option<String> {
    if let Some(known) = slots.iter().find(|slot| slot.id == face.id) {
        return Some(known.info.family.clone());
    }
    let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else {
        return None;
    };
    let info = all.with_face_data(face.id, FontInfo::new)??;
    if !"的人大"
        .chars()
        .all(|c| info.coverage.contains(u32::from(c)))
    {
        return None;
    }
    let family = info.family.clone();
    slots.push(Slot {
        id: face.id,
        path: path.clone(),
        index: face.index,
        info,
        font: OnceLock::new(),
    });
    Some(family)
}
