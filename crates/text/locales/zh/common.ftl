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

## 角色

role-office = 办公室工作人员
role-office_leader = 办公室负责人
role-committee = 委室人员
role-leader = 分管领导
role-chief = 主要领导
role-unit_liaison = 承办单位联络员
role-section = 承办科室
role-unit_deputy_leader = 承办单位分管领导
role-unit_principal = 承办单位主要负责人
role-county_leader = 政府分管领导
role-deputy = 人大代表
role-member = 政协委员
role-group_lead = 宣传小组长
role-correspondent = 通讯员
role-sys_admin = 系统管理员
role-sec_admin = 安全保密管理员
role-auditor = 安全审计员

holder-unit_liaison = { $unit }联络员
holder-section = { $unit }
holder-unit_deputy_leader = { $unit }分管领导
holder-unit_principal = { $unit }主要负责人
holder-other = { $unit }{ $role }
