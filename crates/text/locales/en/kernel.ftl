### Matters, tasks, history, files, imports, statistics.

said = { $sentence }
kernel-no-clock-to-extend = The limit of this matter has not begun to run; there is nothing to extend.
kernel-extension-gains-nothing = The extended date is not later than the date before. Give a longer extension.
kernel-no-procedure = No procedure is in force for { $kind }. Ask the system administrator to put one in force under Office, Procedures.
kernel-procedure-unreadable = The procedure cannot be read: { $why }
kernel-procedure-not-a-draft = Only a draft can be changed or put in force. Copy the version first.
kernel-procedure-unsound = The procedure does not pass the check: { $finding }
kernel-pack-unreadable = The rule pack cannot be read: { $why }
