# A register going out as its import reads it

export-confidential = Confidential matters are not exported from a page; the system administrator can export them on the server by command
export-none = This register can’t be exported yet
export-too-many = A sheet has { $most } rows at most; export it as csv
export-title = Export a register
export-how = The headings are those the import reads. What comes in again unchanged changes nothing, and no row that is there is overwritten. Confidential matters are not in it.
proposals-import-secret = Matters of the confidential series are not imported from a table; register them in the program
proposals-import-no-helping = No unit is called “{ $typed }”; it is left out of the helping units for now.
proposals-import-several-units = Taken as “{ $lead }” leading and “{ $helping }” helping; check it.
