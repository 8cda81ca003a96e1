### Statistics
statistics-none = (not stated)
statistics-dimension-month = Month
statistics-dimension-day = Day
statistics-dimension-unit = Handling unit
statistics-dimension-session = Session
statistics-dimension-proposer = Proposer
statistics-no-dimension = This figure can't be split by “{ $name }”. Choose one of the dimensions offered.
statistics-no-key = There is no such item. Open the list from a number on the statistics page.
statistics-dimensions = A figure can be split by at most { $most } dimensions at once. Choose fewer.
statistics-period-years = The year must lie between 1900 and 2200.
statistics-period-backwards = The last day lies before the first. Change one of them.
statistics-period-open = To compare, give both the first and the last day.
statistics-too-many-rows = The result has more than { $most } rows. Choose fewer dimensions or a shorter period.
office-statistics = Statistics
office-statistics-lede = This year's figures beside the same days of last year. Every number opens the matters behind it; each reader sees those that exist for them.
office-statistics-empty = No figures yet
office-statistics-empty-words = Once an area of work is in use, its figures stand here.
office-statistics-this-year = This year so far
office-statistics-last-year = Same days last year
office-statistics-moved = Change
office-statistics-figure = Figure
office-statistics-flow = This year by month
office-statistics-compared-by = { $figure } by { $dimension }
office-statistics-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
office-statistics-export = Export as a spreadsheet
office-statistics-periods = Period
office-statistics-period-this = This year so far
office-statistics-period-last = Last year
office-statistics-period-all = All time
office-statistics-from = First day
office-statistics-to = Last day
office-statistics-by = Split by
office-statistics-by-none = Total only
office-statistics-and = And by
office-statistics-and-none = Nothing more
office-statistics-compare = Compare with
office-statistics-compare-no = Nothing
office-statistics-compare-period = The period before
office-statistics-compare-year = The same days a year earlier
office-statistics-show = Show
office-statistics-only = Only these are counted
office-statistics-value = Value
office-statistics-compared = Compared with
office-statistics-total = Total
office-statistics-as-of = As of { $at }
office-statistics-part = Part
office-statistics-amount = Amount
office-statistics-whole = Whole
office-statistics-yes = Yes
office-statistics-no = No
office-statistics-behind = { $figure }: the matters
office-statistics-title = Title
office-statistics-number = Number
office-statistics-day = Counted on
office-statistics-nothing = Nothing matches
office-statistics-nothing-words = Choose another period, or go back and take some conditions off.
office-statistics-freeze = Freeze this result
office-statistics-freeze-title = Name
office-statistics-freeze-hint = For example “Handling in the first half of 2026”. A frozen result never changes and can be held against today's at any time; confidential matters and those under embargo are left out.
office-statistics-freeze-do = Freeze
office-statistics-frozen = The result was frozen.
office-statistics-snapshots = Frozen results
office-statistics-snapshots-none = Nothing was frozen yet
office-statistics-snapshots-how = Open a figure and give the result a name at the foot of its page.
office-statistics-frozen-by = Frozen by
office-statistics-frozen-at = Frozen at
office-statistics-frozen-numbers = The numbers as frozen
office-statistics-today = See today's numbers
office-statistics-unchanged = Today's numbers are the same.
office-statistics-changed = Different today
office-statistics-changed-words = Matters were registered or corrected since; these numbers read otherwise today.
office-statistics-then = When frozen
office-statistics-now = Today

### Figures
proposals-dimension-category = Topic
proposals-dimension-committee = Assigned by
proposals-dimension-kind = Kind
proposals-dimension-class = Class of the reply
proposals-dimension-standing = Rating
proposals-figure-received = Received
proposals-figure-received-means = Suggestions, proposals and bills by the day of receipt, those not filed and rows of past years included.
proposals-figure-filed = Filed
proposals-figure-filed-means = Matters filed after review, by the day of filing.
proposals-figure-not-filed = Not filed
proposals-figure-not-filed-means = Matters that the review did not file, by the day of receipt.
proposals-figure-assigned = Assigned
proposals-figure-assigned-means = Matters given to a unit to handle, by the day of the first assignment.
proposals-figure-replied = Replied
proposals-figure-replied-means = Matters to which every unit that owes a reply has given its first one, by the day of the last of these; a reply is not a solution.
proposals-figure-late = Replied late
proposals-figure-late-means = By date of reply: matters replied to after their limit; granted extensions count as part of the limit, rows of past years do not count.
proposals-figure-on-time = Replied on time
proposals-figure-on-time-means = Matters replied to within their limit, granted extensions included, by the day of the reply; rows of past years don't count.
proposals-figure-on-time-rate = Punctuality
proposals-figure-on-time-rate-means = Matters replied to on time among those replied to; rows of past years don't count.
proposals-figure-solved = Solved
proposals-figure-solved-means = Matters whose reply says solved, or whose promises were delivered, and whose proposer agrees, by the day of the reply; half solved is not solved.
proposals-figure-solved-rate = Solution rate
proposals-figure-solved-rate-means = Solved matters among those replied to.
proposals-figure-satisfied = Satisfied
proposals-figure-satisfied-means = Matters whose proposer rates the result satisfactory or basically satisfactory, by the day of the reply; silence never counts as satisfied.
proposals-figure-dissatisfied = Dissatisfied
proposals-figure-dissatisfied-means = Matters whose proposer rates the result unsatisfactory, by the day of the reply.
proposals-figure-satisfied-rate = Satisfaction
proposals-figure-satisfied-rate-means = Satisfied and basically satisfied among those rated; read it beside the coverage.
proposals-figure-coverage = Coverage of ratings
proposals-figure-coverage-means = Rated matters among those replied to.
proposals-figure-reworked = Handled again
proposals-figure-reworked-means = Matters handled again because the proposer was dissatisfied, by the day of the reply.
