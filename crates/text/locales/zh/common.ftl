### 处处用到的写法：日期、期限、数目、届次。

date-long = { $year }年{ $month }月{ $day }日({ $weekday ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
})
date-plain = { $year }年{ $month }月{ $day }日
date-short = { $month }月{ $day }日
date-month = { $year }年{ $month }月
date-time = { $date } { $time }

left-today = 今天到期
left-working = 还剩{ $n }个工作日
left-calendar = 还剩{ $n }天
late-working = 逾期{ $n }个工作日
late-calendar = 逾期{ $n }天

money = { $sign }{ $amount }元

session-number = 第{ $term }届{ $session }次会议
session-serial = { $session }第{ $serial }号
