//! Files of invented matters (附件): what a proposer lists, what a unit writes down of a talk, how its works go on; the
//! photos and recordings of a manuscript.

use anyhow::Result;
use chrono::NaiveDate;
use kernel::Kernel;
use kernel::file::{self, Body};
use papers::letter::{Letter, docx};
use papers::sheet::{self, Cell, Column, Kind};

use super::words::Paper;

fn table(title: &str, heads: &[(&str, Kind)], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>> {
    let heads: Vec<Column> = heads
        .iter()
        .map(|(h, kind)| Column::new(*h, *kind))
        .collect();
    Ok(sheet::xlsx(title, &heads, rows.into_iter())?)
}

/// Sentences of a text, one a row.
fn points(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '；', '\n'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
}

/// The proposer's list of what he found.
pub async fn findings(kernel: &Kernel, paper: &Paper) -> Result<Body> {
    let rows = (1i64..)
        .zip(points(&paper.background))
        .map(|(n, point)| vec![n.into(), point.into(), "现场查看".into()])
        .collect();
    let heads = [
        ("序号", Kind::Number),
        ("发现的问题", Kind::Text),
        ("依据", Kind::Text),
    ];
    let bytes = table("问题清单", &heads, rows)?;
    Ok(file::receive(kernel, "问题清单.xlsx", bytes).await?)
}

/// What a unit wrote down of a talk with the proposer.
pub async fn talk(kernel: &Kernel, unit: &str, paper: &Paper, day: NaiveDate) -> Result<Body> {
    let letter = Letter {
        body: vec![
            format!("就《{}》与提出人面商。", paper.title),
            format!("提出人所提：{}", paper.demand),
            format!("我单位介绍：{}", paper.reply),
            "提出人对办理打算表示理解和支持，希望抓紧落实。".to_owned(),
        ],
        issuers: vec![unit.to_owned()],
        ..Letter::new(unit, String::new(), "与提出人面商记录", day)
    };
    Ok(file::receive(kernel, "面商记录.docx", docx(&letter)).await?)
}

/// How the works will go on, or went.
pub async fn progress(kernel: &Kernel, name: &str, paper: &Paper, day: NaiveDate) -> Result<Body> {
    let rows = (1i64..)
        .zip(points(&paper.reply))
        .map(|(n, point)| vec![n.into(), point.into(), day.into()])
        .collect();
    let heads = [
        ("序号", Kind::Number),
        ("办理事项", Kind::Text),
        ("统计日期", Kind::Date),
    ];
    let bytes = table(name, &heads, rows)?;
    Ok(file::receive(kernel, &format!("{name}.xlsx"), bytes).await?)
}

/// Some seconds of a tone that comes and goes, as a recorder would keep them.
pub async fn sound(kernel: &Kernel, name: &str, seconds: u32) -> Result<Body> {
    const RATE: u32 = 4_000;
    let size = seconds * RATE;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    for word in [1u16, 1] {
        bytes.extend(word.to_le_bytes());
    }
    for word in [RATE, RATE] {
        bytes.extend(word.to_le_bytes());
    }
    for word in [1u16, 8] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    for n in 0..size {
        // A triangle of 200 Hz, louder and softer twice a second.
        let wave = (n % 20).abs_diff(10) as i32 - 5;
        let loud = (n % (RATE / 2)).abs_diff(RATE / 4) as i32;
        bytes.push((128 + wave * loud / 60) as u8);
    }
    Ok(file::receive(kernel, name, bytes).await?)
}

/// A picture as a phone takes one: sky, hills, water, in colours that differ by `n`.
pub async fn photo(kernel: &Kernel, name: &str, n: u8) -> Result<Body> {
    const SIDE: (u32, u32) = (240, 180);
    let mut bytes = Vec::new();
    let size = SIDE.0 * SIDE.1 * 3;
    bytes.extend(b"BM");
    bytes.extend((54 + size).to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    bytes.extend(54u32.to_le_bytes());
    bytes.extend(40u32.to_le_bytes());
    bytes.extend(SIDE.0.to_le_bytes());
    bytes.extend(SIDE.1.to_le_bytes());
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(24u16.to_le_bytes());
    bytes.extend([0; 24]);
    for y in 0..SIDE.1 {
        for x in 0..SIDE.0 {
            let wave = ((x + u32::from(n) * 37) % 97).abs_diff(48) / 2;
            let shade = ((x / 3 + y) % 24) as u8;
            // Rows go from the bottom up; a pixel is blue, green, red.
            bytes.extend(match y {
                y if y < 60 => [150u8.saturating_sub(n), 120 + shade, 90],
                y if y < 90 + wave => [70 + shade, 130, 80 + n],
                _ => [235, 215u8.saturating_sub(shade), 190],
            });
        }
    }
    Ok(file::receive(kernel, name, bytes).await?)
}
