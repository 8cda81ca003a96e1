### What is said when something goes wrong, on pages and in the API.

## What was typed

invalid-password = At least 8 characters, of three kinds among capital and small letters, digits and signs (any kinds from 12 characters on), and without the account's name
invalid-account-name = At most 40 characters: letters, digits and . _ - @
invalid-account-taken = That account name is taken
invalid-three-admins = System, security and audit administration can't lie with one account
invalid-name = Give it a name of at most { $most } characters
invalid-choice = Not one of the choices; choose again
invalid-cursor = That page is no longer valid; begin at the first
invalid-email = Not an e-mail address
invalid-period = It can't end before it begins
invalid-rename-date = A unit can't be renamed before it was set up
invalid-role-of-account = That role is given to accounts, not to posts
invalid-unit-needed = Choose a unit for this post
invalid-own-substitute = Nobody can stand in for himself
calendar-not-shipped = The holidays of { $year } did not come with the program; import that year's notice
calendar-of-all-organs = The calendar of working days is shared by all organs here; the organ at the top or a system administrator keeps it. Ask them to change it

## Not theirs to do

forbidden-read-all = Reading every matter is for the office and the leaders
forbidden-submit = Your posts don't allow bringing in matters; deputies, members and others entitled to can
forbidden-register = Registration is done by the office
forbidden-import = Imports are done by the office or the system administrator
forbidden-snapshot = Figures are frozen by the office
forbidden-write = Manuscripts and topics are begun by the publicity groups, correspondents and the staff
forbidden-newsroom = Outlets, groups, quotas and the adoption ledger are kept by the office
forbidden-configure = Settings are made by the system administrator or the head of the office
forbidden-people = Units and people are kept by the system administrator
forbidden-accounts = Accounts are kept by the system administrator
forbidden-roles = Roles are given by the security administrator
forbidden-audit = Logs are read by the security auditor
forbidden-system = Only the system does this
forbidden-token-reads-only = This token may only read. Make one that may write under “My account”
