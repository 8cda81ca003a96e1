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
