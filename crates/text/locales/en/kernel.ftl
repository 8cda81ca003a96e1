### Matters, tasks, history, files, imports, statistics.

said = { $sentence }
kernel-no-clock-to-extend = The limit of this matter has not begun to run; there is nothing to extend.
kernel-extension-gains-nothing = The extended date is not later than the date before. Give a longer extension.
kernel-no-procedure = No procedure is in force for { $kind }. Ask the system administrator to put one in force under Office, Procedures.
kernel-procedure-unreadable = The procedure cannot be read: { $why }
kernel-procedure-not-a-draft = Only a draft can be changed or put in force. Copy the version first.
kernel-procedure-unsound = The procedure does not pass the check: { $finding }
kernel-pack-unreadable = The rule pack cannot be read: { $why }

## History
history-erase-reason = Say why it is erased, for example “asked for by the person concerned”.
history-erase-events = Choose 1 to 500 entries of your own organ; the record of an erasure can’t be erased.
history-fault-order = An entry before this one is missing, or entries changed places.
history-fault-data = What the entry says was changed.
history-fault-gone = What the entry said was emptied, and no erasure is recorded.
history-fault-event = The entry’s time, actor, kind or audience was changed.
history-fault-head = The end of the history does not fit its matter: last entries were removed or added.
history-fault-matter = The matter these entries belong to is not there any more.
history-fault-seal = A seal is missing or was changed.
history-fault-sealed = A sealed entry is not there any more.

## Notices
notice-digest-subject = You have { $n } new notices
notice-digest-more = There are { $n } more; sign in to read them.
notice-mail-foot = Please sign in to act. This mail was sent by the program, don’t answer it; how you get mail can be changed under “My account”.
notice-mail-confidential = You have a notice about a matter that is not public; sign in to read it
notice-mail-digest = Urgent ones at once, the others once a day
notice-mail-each = Each one at once
notice-mail-urgent = Urgent ones only
notice-mail-never = No mail
notice-mail-stuck = { $n ->
    [one] One mail
   *[other] { $n } mails
 } could not be sent; see “Outgoing” under “Office”.

## Papers
file-too-large = The file has more than { $most } MB; make its pictures smaller or divide it
file-empty = The file is empty; check it and upload it again
file-program = This is a program or a script and can’t be a paper. Upload a document, a table, a picture, PDF or OFD
file-page = This is a web page and can’t be a paper. Save it as PDF or as a Word document first
file-macros = This document contains macros and can’t be a paper. Save it in a format without macros (docx, xlsx) first
file-archive = Packed archives can’t be papers. Unpack it and upload its files one by one
file-damaged = The file can’t be opened; it may be incomplete. Upload it again
file-unknown = Nobody can tell what this file is. PDF, OFD, Word, Excel and WPS documents, pictures, sound and film (mp3, m4a, wav, ogg, mp4, mov, webm, mkv) and text can be uploaded

## Backup
backup-exists = There is a file of this name already; choose another name
backup-not-one = This is not a backup of Huiying
backup-damaged = The backup is damaged: { $part }. Nothing was restored
backup-newer = This backup was made by a newer version; update the program first
backup-schema = The backup and the database have different schemas; restore into a new, empty database
backup-not-empty = The database holds data already; a backup is restored into an empty one only
backup-io = Reading or writing { $what } failed: { $why }
embargo-last-keeper = The last keeper of a case cannot be taken off it: name another keeper first
