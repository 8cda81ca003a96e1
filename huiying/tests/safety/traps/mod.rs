//! Traps that users of other systems fell into, each with the test that keeps ours out of it. The thread beside a trap
//! is the one it was read in: RY ruoyi, GE GEVER, FR froide, FM FixMyStreet, SD Superdesk, OS OpenSlides, EP
//! e-petitions, DE Decidim, O2 O2OA, JE Jeecg.
//!
//! [`the_page_names_tests_that_exist`] reads this table: a test that is renamed or removed fails there.
//!
//! | trap | seen in | file | test |
//! | --- | --- | --- | --- |
//! | sent back, then the reminder is dead | RY #1018 | huiying/tests/safety/traps/clocks.rs | a_reminder_lives_after_a_send_back |
//! | resolved, yet shown as overdue | GE #812 | huiying/tests/safety/traps/clocks.rs | what_is_resolved_is_never_shown_as_overdue |
//! | the reminder does not move with its deadline | GE #4709 | huiying/tests/safety/traps/clocks.rs | a_reminder_moves_with_its_deadline |
//! | the same, of what was promised | GE #4709 | areas/proposals/tests/commitment.rs | delivery_is_due_by_the_next_stage |
//! | the same, of a changed calendar | GE #4709 | areas/office/tests/office/calendars.rs | a_day_off_moves_what_runs_across_it |
//! | "10 working days = 14 days" | EP #1118 | huiying/tests/safety/traps/clocks.rs | ten_working_days_are_no_fortnight |
//! | what is decided can still be edited | GE #1594 | huiying/tests/safety/traps/ends.rs | what_is_decided_is_not_edited |
//! | what is done stays on the list of things to do | FR #79 | huiying/tests/safety/traps/ends.rs | what_is_done_leaves_every_workbench |
//! | the parent does not hear of its parts | DE #2952 | huiying/tests/safety/traps/ends.rs | what_is_delivered_shows_on_its_parent |
//! | one voter's word resets another's | OS #5754 | areas/proposals/tests/store.rs | ratings_stand_beside_one_another |
//! | answered before it was delivered | FM #3949 | crates/kernel/tests/notice.rs | a_mail_is_sent_only_once_the_server_took_it |
//! | lost in the queue without a word | SD #2907 | areas/office/tests/office/outbox.rs | what_was_not_sent_is_seen_and_sent_again |
//! | the same, of a job | SD #2907 | crates/kernel/tests/job.rs | a_failing_job_is_tried_with_pauses_and_given_up |
//! | what was saved by itself is lost | SD core #874 | huiying/tests/newsroom_browser.rs | a_text_survives_a_cut_network_and_a_second_window |
//! | the same, of a form whose session ended | SD core #874 | crates/frame/tests/frame/browser.rs | a_draft_outlives_the_session |
//! | the same, of two who write | SD core #874 | areas/publicity/tests/publicity/walk.rs | two_who_write_at_once_lose_nothing |
//! | thousands of rows are imported inside the request | decidim-barcelona #197 | huiying/tests/safety/traps/tables.rs | an_import_goes_on_when_its_request_is_gone |
//! | Excel is refused | OS #1154 | huiying/tests/safety/traps/tables.rs | workbooks_are_taken_as_offices_have_them |
//! | the same, of Excel 97 | OS #1154 | crates/papers/tests/xls.rs | a_workbook_of_excel_97_is_read |
//! | what an administrator types can run commands | O2 #158, #159, #205 | huiying/tests/safety/traps/doors.rs | what_is_typed_is_never_run |
//! | the same: the program starts no other | O2 #158, #159, #205 | huiying/tests/safety/traps/doors.rs | the_program_starts_no_other |
//! | the same, of a procedure's names | O2 #158 | crates/procedure/tests/reading.rs | an_unknown_name_is_refused_with_its_line |
//! | SQL out of a request's parameters | JE #3331 … #7665 | huiying/tests/safety/traps/doors.rs | a_parameter_is_only_a_value |
//! | the same, of everything typed | JE #3331 … #7665 | huiying/tests/safety/nonsense.rs | no_address_breaks |
//! | the same, of what is searched for | JE #3331 … #7665 | crates/kernel/tests/search.rs | hostile_queries_are_only_text |
//! | files can be sent in without signing in | RY #1146, #1188 | huiying/tests/safety/traps/doors.rs | nobody_sends_a_file_without_signing_in |
//! | a way in for debugging, open by default | RY #1153 | huiying/tests/safety/traps/doors.rs | a_fresh_program_lets_nobody_in |
//! | the same: demo accounts on this machine only | RY #1153 | huiying/tests/program.rs | a_demo_makes_its_county_once_and_stays_on_this_machine |

mod clocks;
mod doors;
mod ends;
mod tables;

use std::path::Path;

/// Every test the table names stands in the file it names.
#[test]
fn the_page_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut named = 0;
    for line in include_str!("mod.rs").lines() {
        let Some(row) = line.strip_prefix("//! | ") else {
            continue;
        };
        let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let [trap, _, file, test] = cells[..] else {
            panic!("not four cells: {line}");
        };
        if !file.ends_with(".rs") {
            continue;
        }
        let text = std::fs::read_to_string(root.join(file))
            .unwrap_or_else(|e| panic!("{trap}: {file}: {e}"));
        assert!(
            text.contains(&format!("fn {test}(")),
            "{trap}: {file} has no test {test}"
        );
        named += 1;
    }
    assert!(named > 20, "{named} tests are named");
}
