//! Outlets and the adoption ledger by table.
//!
//! A row of the ledger is the same by its date, title and outlet, and by being the nth of those; what stands there is
//! never overwritten. Rows with one title and byline within [`TOGETHER`] days are one manuscript in several outlets.
//! An outlet nobody registered is made where the row says level and medium; a group by its name alone. An author who
//! is in no register stays a name: nobody is invented.

mod manuscripts;
mod outlets;
mod write;

pub use manuscripts::Manuscripts;
pub use outlets::Outlets;

/// Days between two appearances of one manuscript at most; beyond, the same title is another piece.
pub const TOGETHER: i64 = 90;

macro_rules! columns {
    ($($key:literal $required:literal: $($name:literal),+;)+) => {
        [$(papers::table::header::Column { key: $key, names: &[$($name),+], required: $required }),+]
    };
}
pub(crate) use columns;

/// Levels as ledgers write them.
const LEVELS: [(&str, &str); 28] = [
    ("全国级", "national"),
    ("国家级", "national"),
    ("全国", "national"),
    ("中央", "national"),
    ("中央级", "national"),
    ("省级", "province"),
    ("省", "province"),
    ("省部级", "province"),
    ("市级", "city"),
    ("市", "city"),
    ("地市级", "city"),
    ("地级", "city"),
    ("县级", "county"),
    ("县", "county"),
    ("区级", "county"),
    ("县区级", "county"),
    ("乡镇", "township"),
    ("乡镇级", "township"),
    ("镇级", "township"),
    ("本级", "own"),
    ("本单位", "own"),
    ("自办", "own"),
    ("national", "national"),
    ("province", "province"),
    ("city", "city"),
    ("county", "county"),
    ("township", "township"),
    ("own", "own"),
];

/// Media as ledgers write them.
const MEDIA: [(&str, &str); 26] = [
    ("网络", "web"),
    ("网站", "web"),
    ("网媒", "web"),
    ("报刊", "print"),
    ("报纸", "print"),
    ("杂志", "print"),
    ("期刊", "print"),
    ("刊物", "print"),
    ("电视", "tv"),
    ("电视台", "tv"),
    ("广播", "radio"),
    ("电台", "radio"),
    ("新媒体", "new_media"),
    ("公众号", "new_media"),
    ("微信", "new_media"),
    ("客户端", "new_media"),
    ("内刊", "internal"),
    ("内部信息", "internal"),
    ("信息", "internal"),
    ("宣传橱窗", "window"),
    ("橱窗", "window"),
    ("web", "web"),
    ("print", "print"),
    ("tv", "tv"),
    ("radio", "radio"),
    ("internal", "internal"),
];

const YES: [(&str, &str); 8] = [
    ("是", "yes"),
    ("√", "yes"),
    ("转载", "yes"),
    ("重点", "yes"),
    ("yes", "yes"),
    ("否", "no"),
    ("原发", "no"),
    ("no", "no"),
];
