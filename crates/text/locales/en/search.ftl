### Search
search-nothing-typed = Type the word you are looking for.
search-too-long = At most { $n } characters; please shorten it.
search-too-many-words = At most { $n } words at a time; please leave some out.

### Import
import-kind-units = Units
import-kind-workdays = Days off
import-state-fresh = To come in
import-state-same = There already, alike
import-state-differs = There already, different
import-state-refused = Refused
import-state-written = Came in
import-job-preview = To be confirmed
import-job-running = Coming in
import-job-stopped = Stopped on the way
import-job-done = Done
import-no-header = No header row was found. It should hold at least two of these columns: { $columns }
import-column-missing = Columns that are needed are missing: { $columns }
import-needed = must be filled in
import-too-long = { $n } characters; at most { $most } are possible
import-not-a-choice = “{ $typed }” is none of: { $known }
import-twice = the same as row { $n }
import-stands = registered as “{ $stands }”, the file says “{ $says }”; nothing is overwritten
import-stands-empty = registered without it, the file says “{ $says }”; nothing is overwritten
import-not-open = This import has ended or is running; it can’t be changed
import-row-written = This row has come in already; correct it in the register
import-has-refused = { $n } rows can’t come in. Mend them, or choose to leave them out
import-stopped = Writing failed and stopped; confirming again goes on from there
import-reason = Reason
import-row = Row
import-refused-rows = Rows that did not come in
import-own-parent = a unit can’t be above itself
import-no-such-unit = there is no unit “{ $typed }”
import-works-anyway = that day is a working day anyway; nothing is registered
import-kind-deputies = Deputies and members
import-born-later = the day of birth lies after today
import-no-term = “{ $typed }” names no term
import-same-name = { $delegation } has somebody of the same name; please check whether it is the same person
import-several-people = several people of this name are in this delegation; give the number to tell them apart
import-another-term = known already: only the mandate of this term is added, nothing else changes

### The search page
search-title = Search
search-words = What to find
search-hint = Leave a blank between words; all of them must occur
search-kind = Kind of matter
search-any-kind = All
search-send = Search
search-found = Matters found
search-further = Earlier matters
search-nothing = Nothing found
search-nothing-words = These words do not occur in the matters you may see. Try fewer words, or others.
search-no-more = There is nothing earlier

### The import pages
import-title = Import
import-how = Choose a table (xlsx, xls or csv). Every row is checked and shown to you first; nothing is written before you confirm, and what is registered already is never overwritten.
import-kind = What is imported
import-file = File
import-file-hint = xlsx, xls or csv, at most 32 MB; the header need not be the first row
import-year = Year
import-year-hint = The year of dates that don’t say it; not needed where the title names it
import-running = Matters of past years come in as running
import-running-hint = Otherwise they come in as history: no limits, no reminders, not counted as on time or late
import-send = Check the file
import-no-file = Choose a file
import-history = Imports so far
import-state = State
import-rows = Rows
import-by = By
import-at = At
import-unknown = These columns are not part of the import and were left out:
import-notes = These rows are no entries and were left out:
import-none = There are no such rows
import-none-words = Choose rows of another state.
import-view-all = All
import-view-warned = To be looked at
import-state-warned = To come in, please check
import-cell-warning = please check
import-cell-differs = differs
import-cell-refused = refused
import-skip = Leave refused rows out and import the others
import-confirm = { $n ->
    [one] Import one row
   *[other] Import { $n } rows
 }
import-cancel = Throw this import away
import-cancelled = Thrown away; nothing was written.
import-done = { $n ->
    [one] One row came in.
   *[other] { $n } rows came in.
 }
import-fixed = Row { $n } is mended.
import-fix = Mend and check again
import-row-title = Row { $n }
import-refused-xlsx = Refused rows (xlsx)
import-refused-csv = Refused rows (csv)
import-lede = Units, rosters, days off and other registers from a table: checked first, then written
import-day-wrong = the days off are written wrongly; please compare them with the notice
import-day-year = { $year } is not a year a notice can be for
import-day-outside = { $date } does not belong to { $year }: a notice lists days of its year, the December before and the January after
import-day-twice = { $date } is listed twice
import-day-both = { $date } is listed both as a day off and as a working day
import-day-no-occasion = the occasion is not named
import-day-none-off = this year has no day off at all
import-event = Table imported
