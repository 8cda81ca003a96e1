### What an import says about each cell; letters and archive packages.

table-empty = The file is empty.
table-too-large = The file is larger than { $n } MB; please import it in parts.
table-unpacks-too-large = The file unpacks to too much (more than { $n } MB, or too many cells); remove unneeded sheets and blank areas and try again.
table-too-many-rows = There are more than { $n } rows; please import them in parts.
table-too-wide = Row { $n } has content far to the right; check it and remove what lies outside the table.
table-is-word = This is a Word document; copy its table into a spreadsheet, save it as xlsx and import that.
table-is-pdf = This is a PDF and cannot be read as a table; please use the original spreadsheet.
table-is-opendocument = This is an OpenDocument spreadsheet; save it as xlsx and import that.
table-is-html = The file is named like a spreadsheet but holds a web page; open it in a spreadsheet program, save it as xlsx and import that.
table-is-old-excel = This is a file of a very old Excel; open it in a spreadsheet program, save it as xlsx and import that.
table-is-archive = This is an archive; unpack it and import the table inside.
table-is-picture = This is a picture and cannot be read as a table.
table-is-binary = This file is not recognised; please use an xlsx, xls or csv file.
table-password = The file is protected by a password; remove the password and try again.
table-damaged = The file is damaged or incomplete; open it in a spreadsheet program, save it as xlsx and try again.
table-open-quote = A quotation mark opened in row { $n } is never closed, so the columns after it cannot be told; correct it and try again.
table-no-header = No header was found; please make sure that one row holds the names of the columns.

cell-century-supplied = The year of “{ $typed }” has two digits; the century was supplied, please check.
cell-year-supplied = “{ $typed }” has no year; the year of this table was supplied, please check.
cell-month-only = “{ $typed }” gives only a month; its first day is taken.
cell-year-only = “{ $typed }” gives only a year; 1 January is taken.
cell-order-told = Day and month of “{ $typed }” stand in an unusual order; please check.
cell-count-doubtful = “{ $typed }” does not say how many they are; the names written out are counted.
cell-several-phones = “{ $typed }” holds several numbers; the first is taken.
cell-phone-unusual = “{ $typed }” does not look like a telephone number; it is kept as it is.
cell-unit-dropped = Only the number in “{ $typed }” is taken.
cell-date-unreadable = “{ $typed }” is not a date.
cell-date-impossible = “{ $typed }” is a day that does not exist.
cell-date-ambiguous = Day and month of “{ $typed }” cannot be told apart; write it like “2024-03-05”.
cell-date-out-of-range = “{ $typed }” does not lie between 1900 and 2100.
cell-year-missing = “{ $typed }” has no year.
cell-number-unreadable = “{ $typed }” is not a whole number.
cell-digits-lost = “{ $typed }” is in scientific notation and has lost its last digits; set the column to text in the original table and export it again.
cell-formula-failed = A formula failed ({ $typed }).
cell-too-long = The content is too long ({ $typed } bytes).

pdf-long = This document is longer than what can be set as one PDF (200,000 characters). Split it, or take the Word file.
pdf-no-face = This server has no Chinese typeface, so no PDF can be made. Ask the administrator to install one (on Debian: apt install fonts-noto-cjk), or to put the font files your office has licensed into the folder “fonts” of the data folder. The Word file works meanwhile.
