### Forms used everywhere: dates, limits, numbers, sessions.

date-long = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year } ({ $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
})
date-plain = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-short = { $day } { $month ->
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
date-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-time = { $date } { $time }

left-today = due today
left-working = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
}
left-calendar = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
late-working = { $n ->
    [one] { $n } working day late
   *[other] { $n } working days late
}
late-calendar = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}

money = { $sign }¥{ $amount }

session-number = Term { $term }, session { $session }
session-serial = { $session }, No. { $serial }

## Roles

role-office = Office staff
role-office_leader = Head of the office
role-committee = Committee staff
role-leader = Leader in charge
role-chief = Principal leader
role-unit_liaison = Liaison of a unit
role-section = Section of a unit
role-unit_deputy_leader = Deputy head of a unit
role-unit_principal = Head of a unit
role-county_leader = County leader in charge
role-deputy = Deputy
role-member = Member
role-group_lead = Publicity group lead
role-correspondent = Correspondent
role-sys_admin = System administrator
role-sec_admin = Security administrator
role-auditor = Security auditor

holder-unit_liaison = { $unit }, liaison
holder-section = { $unit }
holder-unit_deputy_leader = { $unit }, deputy leader
holder-unit_principal = { $unit }, head
holder-other = { $unit }, { $role }
