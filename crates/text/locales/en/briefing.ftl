# Briefings
briefing-total = From { $from } to { $to }, media at every level carried { $n } { $c ->
    [one] piece
   *[other] pieces
 } by { $organ }
briefing-nothing = From { $from } to { $to }, no outlet carried a piece by { $organ }.
briefing-more = , { $diff } more than the { $then } of the same days a year earlier, a rise of { $percent }%
briefing-less = , { $diff } fewer than the { $then } of the same days a year earlier, a fall of { $percent }%
briefing-same = , as many as the { $then } of the same days a year earlier
briefing-none-then = , against none in the same days a year earlier
briefing-whole-year = ; the whole of last year had { $n }.
briefing-stop = .
briefing-item = { $name } { $n }
briefing-item-kind = { $n } { $name }
briefing-item-on-air = { $n } on { $name }
briefing-item-own = { $n } in media of { $name }
briefing-item-level = { $n } at { $name } level
briefing-levels = {" "}Of these, { $items }.
briefing-no-print = {" "}Nothing has appeared in print at { $levels } level.
briefing-outlets = The outlets that carried most: { $items }.
briefing-best = {" "}The best day was { $day }, when { $outlet } carried { $n }.
briefing-genres = {" "}By genre: { $items }.
briefing-sides = {" "}By content: { $items }.
briefing-groups = By group: { $items }.{" "}
briefing-townships = { $places } { $c ->
    [one] township
   *[other] townships
 } had work carried, { $n } { $k ->
    [one] piece
   *[other] pieces
 } in all.{" "}
briefing-people = { $n } { $c ->
    [one] author
   *[other] authors
 } signed pieces: { $busy } with more than { $most }, { $few } with fewer than { $least }; { $half } { $h ->
    [one] person
   *[other] people
 } wrote half of everything or more.
briefing-on-air = On air: { $items }, { $m } { $c ->
    [one] minute
   *[other] minutes
 } in all.{" "}
briefing-photos = { $n } { $c ->
    [one] photo
   *[other] photos
 } appeared.{" "}
briefing-rate = Of { $sent } { $c ->
    [one] submission
   *[other] submissions
 } to outlets { $taken } were carried, { $rate }%.{" "}
briefing-fields = Nothing has been told yet of these fields of work: { $fields }.
briefing-topics = { $n } { $c ->
    [one] topic was
   *[other] topics were
 } planned: { $items }.{" "}
briefing-topic-item = { $n } { $name }
briefing-issues = The office brought out { $items }
briefing-issue-item = { $n } { $c ->
    [one] issue
   *[other] issues
 } of { $name }
briefing-issue-items = , with { $n } { $c ->
    [one] item
   *[other] items
 }
briefing-issue-taken = , { $n } of them taken over by superiors{ $c ->
    [one] {""}
   *[other] {""}
 }
briefing-receipts = ; of { $sent } { $c ->
    [one] copy
   *[other] copies
 } sent { $got } were signed for, { $rate }%
briefing-stop-after = .{" "}
briefing-network = { $n } { $c ->
    [one] correspondent or liaison stands
   *[other] correspondents and liaisons stand
 } for the units; { $gaps } { $g ->
    [one] unit has
   *[other] units have
 } nobody.{" "}
briefing-network-whole = { $n } { $c ->
    [one] correspondent or liaison stands
   *[other] correspondents and liaisons stand
 } for the units, and every unit has one.{" "}
briefing-trainings = { $n } training { $c ->
    [one] session was
   *[other] sessions were
 } held, with { $came } { $k ->
    [one] attendance
   *[other] attendances
 }.{" "}
briefing-quotas = The groups owed { $owed } pieces and did { $done }, { $rate }%; { $short } weekly { $s ->
    [one] quota was
   *[other] quotas were
 } missed.
briefing-title = Publicity from { $from } to { $to }
briefing-all = Briefings
briefing-lede = The figures paragraph of a speech or report, written from the ledger, topics, issues, the network and quotas; every number opens its rows. Words you change stay, numbers you change are marked
briefing-write = Write it
briefing-lang = Language
briefing-lang-zh = Chinese
briefing-lang-en = English
briefing-period = Period
briefing-drafts = Written so far
briefing-none = Nothing was written yet
briefing-none-read = What the office drafts can be read and exported here
briefing-none-about = Choose a period and write it: the Chinese text can go straight into a speech, the English one abroad
briefing-name = Title
briefing-text = Text
briefing-text-hint = Numbers left alone can still be opened; a number you change has no source any more and is marked as typed by hand
briefing-edit = Edit the text
briefing-kept = Kept
briefing-refresh = Put in today’s numbers
briefing-refreshed = { $n ->
    [0] No number has changed
    [one] One number was brought up to date
   *[other] { $n } numbers were brought up to date
 }
briefing-docx = Take as Word
briefing-counted = Counted at
briefing-edited = Last edited
briefing-numbers = Numbers with rows behind them
briefing-typed = Numbers typed by hand
briefing-typed-title = Typed by hand; the ledger does not stand behind it
briefing-changed = These numbers were changed or taken out
briefing-changed-about = The ledger’s own were:
briefing-changed-was = { $label }: { $was }
briefing-stale = The ledger changed: these numbers read otherwise today
briefing-stale-line = { $label }: { $was } in the text, { $now } today
briefing-meanwhile = Somebody has just kept a newer text. Yours is still below; compare before you keep it
briefing-not-yours = Briefings are written by the office and read by the staff
briefing-source = Numbers from the ledger of adoptions and the newsroom’s records, as of { $at }
event-publicity-briefing-written = Briefing written
event-publicity-briefing-edited = Briefing edited
event-publicity-briefing-refreshed = Briefing’s numbers brought up to date
