### The web frame: navigation, sign-in, forms, tables.

frame-product = Huiying
frame-nav = Main
frame-nav-workbench = Workbench
frame-skip = Skip to content
frame-search = Search
frame-search-hint = Title, number, name (press /)
frame-notices = Notices
frame-bell-unread = unread
frame-account = My account
frame-account-sessions = Signed-in devices
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-trail = You are here
frame-printed = Printed
frame-changed = What this page shows has just changed.
frame-reload = Load it again
frame-api = API
frame-why = Why
frame-live-full = Too many live connections are open. Reload the page later.

## Head of a page

frame-head-when = Due
frame-head-turn = Whose turn
frame-acts-refused = { $n ->
    [one] One more act is not possible now
   *[other] { $n } more acts are not possible now
}
frame-progress-again = Look again

## Lamps

frame-lamp-green = On time
frame-lamp-amber = Due soon
frame-lamp-red = Late
frame-lamp-out = No clock

## The course of a matter

frame-rail = Steps
frame-rail-done = done
frame-rail-now = in hand
frame-rail-ahead = not begun
frame-rail-skipped = not needed
frame-rail-done-on = done { $date }
frame-rail-due-on = by { $date }
frame-rail-provisional = (provisional)
frame-rail-slack = { $n ->
    [one] 1 day of slack
   *[other] { $n } days of slack
}
frame-history-changes = { $n ->
    [one] 1 change
   *[other] { $n } changes
}

frame-schedule-dates = Dates of the steps
frame-schedule-today = Today
frame-schedule-step = Step
frame-schedule-start = Earliest start
frame-schedule-finish = Due
frame-schedule-latest = Latest finish
frame-schedule-why = Why

frame-chart-count = Count
frame-chart-numbers = The numbers

## Forms

frame-form-send = Submit
frame-form-must = required
frame-form-cancel = Cancel
frame-form-most = { $n ->
    [one] At most 1 character
   *[other] At most { $n } characters
}
frame-form-faults = Please correct the following
frame-form-fault = { $label }: { $words }
frame-pick-find = Name or pinyin initials
frame-pick-none = No such name
frame-pick-left = Not in the list: { $name }
frame-draft-saved = Draft kept on this computer
frame-draft-restored = What you had not sent has been restored.
frame-draft-discard = Discard the draft
frame-draft-unsent = The server can’t be reached; it is kept in this browser and will be saved when the connection is back

frame-field-missing = Fill this in
frame-field-choose = Choose one
frame-field-choice = Not one of the choices; choose again
frame-field-twice = Two different values were given
frame-field-one-line = One line only, without line breaks or control characters
frame-field-odd-characters = Contains characters that can't be shown; delete them
frame-field-date = Not understood as a date; write 2024-03-05
frame-field-number = A whole number from { $least } to { $most }
frame-field-too-many = Choose at most { $most }
frame-field-too-long = Longer than { $most } characters; shorten it
frame-query-unknown = There is no filter “{ $name }”

## Lists

frame-list-filter = Filter
frame-list-apply = Apply
frame-list-clear = Clear all
frame-list-any = Any
frame-list-set = Filters set
frame-list-take-off = Remove the filter “{ $name }”
frame-list-sort = Can't be sorted by “{ $name }”
frame-table-copy = Copy table
frame-table-copied = Copied; paste it into Excel or WPS
frame-table-export = Export
frame-table-columns = Choose columns
frame-table-all = Select all
frame-table-pick = Select “{ $name }”
frame-table-ticked = With those selected:
frame-table-tally = { $n } selected:
frame-table-pages = Pages
frame-table-newer = Previous
frame-table-older = Next

## When something goes wrong

frame-failure-not-found = Not found
frame-failure-not-found-detail = There is nothing at this address, or it is not yours to see. Check the address, or start from the workbench.
frame-failure-unauthenticated = Sign in first
frame-failure-unauthenticated-detail = You are not signed in, or your session has ended. What you had not sent is kept on this computer and comes back after you sign in.
frame-failure-forbidden = Not yours to do
frame-failure-invalid = Something needs correcting
frame-failure-invalid-detail = The following was not accepted; nothing was changed.
frame-failure-refused = Not possible now
frame-failure-conflict = Changed by somebody else
frame-failure-conflict-detail = Somebody changed this after you opened it. Go back and look at what is new before you act.
frame-failure-too-large = Too large
frame-failure-cross-site = Not accepted
frame-failure-cross-site-detail = This was not sent from one of our own pages. Start from the workbench and send it again.
frame-failure-token-detail = You signed in again after this page was opened. Go back, reload the page and send it again; what you typed is still there.
frame-failure-internal = Something broke
frame-failure-internal-detail = Nothing was changed. Try again later; if it happens again, tell your administrator the number below.
frame-failure-incident = Incident { $id }
frame-failure-timeout = Took too long
frame-failure-bad-request = The request was not understood
frame-bad-request = The request was not understood. Start from the workbench.
frame-bad-method = This address does not take that kind of request.
frame-bad-kind = The content is of the wrong type.
frame-bad-size = The content is larger than allowed.
frame-bad-form-size = The content is larger than { $most } KB.
frame-bad-text = The content is not valid UTF-8 text.
frame-bad-nul = The content contains a NUL character.
frame-bad-too-many = Too many items; send them in parts.
frame-bad-upload = The file did not arrive complete; choose it again.
frame-bad-json = The JSON was not understood: { $why }

## Signing in

sign-name = Account
sign-password = Password
sign-first = Sign in first; you then go on to the page you wanted.
sign-wrong = Account or password is wrong.
sign-locked = { $n ->
    [one] Too many failures: the account is locked. Try again in 1 minute, or ask your system administrator.
   *[other] Too many failures: the account is locked. Try again in { $n } minutes, or ask your system administrator.
}
sign-too-many = { $n ->
    [one] Too many failed sign-ins from this address. Try again in 1 minute.
   *[other] Too many failed sign-ins from this address. Try again in { $n } minutes.
}
sign-code = Code
sign-code-title = Second factor
sign-code-hint = The 6 digits your authenticator app shows
sign-code-send = Continue
sign-code-wrong = Wrong or already used; wait for the next code
sign-out-done = You have signed out.
frame-failure-too-many-requests = Too often

## My account

sign-tab-overview = Overview
sign-tab-password = Password
sign-tab-factor = Second factor
sign-tab-tokens = Tokens
sign-who = Who you are
sign-person = Name
sign-organ = Organ
sign-post = Post
sign-post-instead = Standing in as
sign-save = Save
sign-saved = Saved.
sign-language = Language
sign-language-pick = Show everything in
sign-language-own = English

sign-password-now = Current password
sign-password-new = New password
sign-password-again = New password again
sign-password-hint = At least 8 characters of three kinds among capital and small letters, digits and signs; any kinds from 12 on
sign-password-change = Change password
sign-password-changed = Your password has been changed; other devices are signed out.
sign-password-owed = This is a first or reset password. Choose one of your own before you go on.
sign-password-differs = Differs from the new password above
sign-password-same = The new password must differ from the current one
sign-password-wrong = Not the current password

sign-factor-is-on = On
sign-factor-is-off = Off
sign-factor-on = Switch it on
sign-factor-off = Switch it off
sign-factor-on-words = The second factor is on: besides the password, signing in asks for a code from your phone.
sign-factor-is-on-now = The second factor is on.
sign-factor-is-off-now = The second factor is off.
sign-factor-step-app = Install an authenticator app on your phone; any that knows TOTP (RFC 6238) will do, and it needs no network.
sign-factor-step-scan = Scan this square with the app.
sign-factor-step-code = Type the 6 digits the app shows.
sign-factor-square = Square code for the authenticator app
sign-factor-type = If you can't scan it, type this secret:
sign-factor-code-hint = The 6 digits the app shows now
sign-factor-code-wrong = Wrong code; check that the phone's clock is right and type a new one

sign-device-words = Browsers that use your account now
sign-device-agent = Browser
sign-device-address = Address
sign-device-since = Signed in
sign-device-seen = Last used
sign-device-act = Act
sign-device-here = This one
sign-device-unknown = Unknown
sign-device-end = Sign it out
sign-device-end-others = Sign out all others
sign-device-ended = Signed out.

sign-token-words = With a token, a program reads and writes in your name
sign-token-title = Purpose
sign-token-title-hint = Which program it is for, so that you recognise it later
sign-token-scope = Scope
sign-token-read = Read only
sign-token-read-hint = Sees what you see and changes nothing
sign-token-write = Read and write
sign-token-write-hint = Also does what you may do; the record bears your name
sign-token-lasts = Lasts
sign-token-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
sign-token-new = New token
sign-token-make = Make it
sign-token-made = Made
sign-token-ends = Ends
sign-token-used = Last used
sign-token-never = Never
sign-token-revoke = Revoke
sign-token-revoked = The token is revoked; its program can't come in any more.
sign-token-once = The token is shown only now. Store it in the program's settings before you leave this page.
sign-token-none = No tokens yet
sign-token-none-words = You need one only where another program reads or writes. It ends by itself and can be revoked at any time.
sign-token-most = { $n ->
    [one] An account has at most 1 token; revoke the one you don't use.
   *[other] An account has at most { $n } tokens; revoke those you don't use.
}

frame-secret-copy = Copy
frame-secret-copied = Copied
frame-columns-usual = The usual ones
frame-columns-save = Apply

## The API

frame-api-words = Whatever the pages show and do, a program shows and does with a token. Each operation can be tried here; it is then really done, in your name.
frame-api-problems = Kinds of problem
frame-api-openapi = OpenAPI description
frame-api-body = Body (JSON)
frame-api-send = Send
frame-api-answer = Answer
frame-api-if-match-missing = A write that changes a matter states the revision (rev) it saw in If-Match.
frame-api-if-match = If-Match must be a revision such as "7".
frame-api-key = Idempotency-Key must be 1 to 100 visible characters.
frame-api-key-other = This Idempotency-Key was used for another request; take a new one.
frame-api-key-running = A request with this Idempotency-Key is at work; ask again later.
frame-api-key-written = This request was done, but its answer was lost. Look at the result; don't send it again.
frame-failure-precondition = The revision is missing
frame-failure-key-used = The key is used
frame-problem-bad-request = The request can't be read; detail says where.
frame-problem-unauthenticated = No token, or one that was revoked or has ended.
frame-problem-forbidden = Yours to see, not to do. detail says who can; reason is the rule.
frame-problem-cross-site = Sent by a browser from another site, or without X-CSRF-Token.
frame-problem-not-found = There is no such address, or not for you.
frame-problem-method-not-allowed = The address does not take this method.
frame-problem-refused = A rule does not allow this now; nothing was changed. reason is the rule.
frame-problem-conflict = The revision in If-Match is stale. rev is the one there is now, since is what happened meanwhile.
frame-problem-too-large = Larger than allowed.
frame-problem-unsupported-media-type = The Content-Type is wrong.
frame-problem-invalid = Fields were not accepted; nothing was changed. errors names each.
frame-problem-key-used = This Idempotency-Key was used for another request.
frame-problem-precondition-required = A write that changes a matter needs If-Match.
frame-problem-too-many-requests = Too often; try again later.
frame-problem-internal = Something broke; nothing was changed. Tell your administrator the request_id.

frame-export-rows = A sheet holds at most { $most } rows; narrow the list before exporting.

## Matters

matter-act-done = Done: { $act }.
matter-act-plain = Confirm “{ $act }”?
matter-act-refused = This cannot be done now
matter-back = Back to the matter
matter-changed = Since you opened the page, others did the following. What you typed is still here; send it again once you have read this.
matter-clock-stands = The clock stands
matter-closed = Closed on
matter-due = Due
matter-history = History
matter-history-all = See the whole history
matter-history-older = Older
matter-historic = From a past register
matter-instead-of = { $name } (for { $absent })
matter-in-view = To read first
matter-key = Key matter
matter-number = Number
matter-reason = Reason
matter-received = Received on
matter-received-manuscript = Begun on
matter-received-topic = Planned on
matter-received-campaign = Planned on
matter-received-bulletin = Begun on
matter-received-journal = Begun on
matter-rev-missing = Open this from the page of the matter and try again.
matter-schedule = Schedule counted backward
matter-state = Step
matter-system = The system
matter-title = Title
matter-length-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
matter-length-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
matter-length-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
matter-length-before = { $n ->
    [one] { $n } day before
   *[other] { $n } days before
}
matter-why-rule = By { $act }, { $article }
matter-why-rule-secondary = By { $act }, { $article } (from a reprint)
matter-why-rule-unverified = By { $act }, { $article } (not checked against the text)
matter-why-counted = Counted from { $date }, for { $length }.
matter-why-extended = Extended by { $length } on { $date }: { $reason }
matter-why-start = The first day does not count (Civil Code { $article }).
matter-why-weekends = Weekend days left out: { $n }.
matter-why-skipped = Weekend days left out: { $n }; public holidays: { $holidays }.
matter-why-made-up = Weekend days worked by notice, counted: { $days }.
matter-why-stop = The clock stood from { $from } to { $to }.
matter-why-stopped = The clock has stood since { $date }.
matter-why-rolled = The last day, { $from }, is off; it moves to { $to }.
matter-why-ends = Last day: { $date }, until midnight.
matter-why-provisional = The holidays of { $years } are not published yet; only weekends are left out and the date is provisional.

kind-proposal = CPPCC proposal
kind-suggestion = Deputy’s suggestion
kind-bill = Bill
kind-commitment = Commitment

matter-links = Related matters
link-merged-into-to = Merged into
link-merged-into-from = Merged from
link-commitment-of-to = Promised in
link-commitment-of-from = Commitment
link-treated-from-to = Grew out of
link-treated-from-from = Treated as
matter-link = { $relation }: { $matter }
link-topic-of-to = Reports on
link-topic-of-from = Topic
link-part-of-to = Part of the campaign
link-part-of-from = Event of the campaign

confidentiality-open = Open
confidentiality-internal = Internal
confidentiality-confidential = Confidential
confidentiality-embargo = Under embargo

event-opened = Submitted
event-opened-manuscript = Begun
event-opened-topic = Planned
event-opened-campaign = Planned
event-opened-bulletin = Begun
event-opened-journal = Begun
event-imported = Imported from an earlier ledger
event-told = News
event-calendar-moved = The calendar changed and moved the limit

## Workbench

workbench-hello = Good day, { $name }
workbench-late = Overdue
workbench-due = Due soon
workbench-mine = In hand
workbench-unit = Unit
workbench-organ-late = Overdue in the whole organ
workbench-followed = Running matters I have a part in
workbench-step = Step
workbench-step-again = { $step } (time { $n })
workbench-empty = Nothing to do
workbench-empty-words = Matters that lie with you appear here, the most urgent first.

notice-task = “{ $title }” has come to the step “{ $step }”. It is with you now.
notice-task-due = “{ $title }” has come to the step “{ $step }”. Please finish by { $due }.

## Notices

frame-notice-all = All
frame-notice-unread = Unread
frame-notice-urgent = Urgent
frame-notice-read-all = Mark all as read
frame-notice-none = No notices
frame-notice-none-words = When something waits for you, or has an outcome you should know, it stands here.
frame-notice-older = Older
frame-notice-mail = By e-mail

## The page of samples, for development

gallery = Samples
gallery-title = Renewing the water mains of town and villages, so that everybody drinks safe water
gallery-number = Term 8, session 5, No. 23
gallery-act-reply = Write the reply
gallery-act-return = Send back
gallery-act-close = Close and file
gallery-step-register = Registered
gallery-step-assign = Assigned
gallery-step-handle = Handled
gallery-step-reply = Reply
gallery-step-opinion = The deputy's opinion
gallery-answered = Answered
gallery-received = Received
gallery-state = State
gallery-matter = Matter
gallery-list = Register of suggestions
gallery-units = Units
gallery-text = Text
gallery-file = Attachments
gallery-sure = Talked over with the deputy in person
gallery-form = Form
gallery-facts = Facts
gallery-history = History
gallery-progress = Importing the register
gallery-why = The reply is due three months after assignment; where the last day is a day off, on the next working day.
gallery-prose = The old mains leak, and in summer the upper floors have no pressure. Renew the trunk mains within three years, and keep the village waterworks under one roof.
notice-amber = “{ $title }”: the step “{ $step }” is due on { $due }.
notice-late = “{ $title }”: the step “{ $step }” was due on { $due } and is overdue.
notice-escalated = “{ $title }”: the step “{ $step }” was due on { $due } and has been overdue for five working days.
link-raised-from-to = Grown out of
link-raised-from-from = Made a matter
link-carries-to = Carries
link-carries-from = Printed in
event-raised = Made a matter
frame-changes-legend = Struck through: taken out. Underlined: added
