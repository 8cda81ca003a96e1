### 出错时说的话，网页和数据接口通用。

## 填写的内容

invalid-password = 密码至少8位，须含大写字母、小写字母、数字、符号中的三种（12位以上不限），且不能包含账号名
invalid-account-name = 账号名最多40个字，只能用文字、数字和 . _ - @
invalid-account-taken = 这个账号名已经有人用了
invalid-three-admins = 系统管理员、安全保密管理员、安全审计员不能由同一账号兼任
invalid-name = 请填写名称，最多{ $most }字
invalid-choice = 不在可选范围内，请重新选择
invalid-cursor = 翻页的位置已经失效，请从第一页看起
invalid-email = 电子邮件地址不对
invalid-period = 结束日期不能早于开始日期
invalid-rename-date = 更名日期不能早于单位设立日期
invalid-role-of-account = 这个角色只能授予账号，不能作为职务
invalid-unit-needed = 这个职务须选择单位
invalid-own-substitute = 不能由本人代替本人
calendar-not-shipped = 系统没有随带{ $year }年的节假日安排，请导入当年的放假通知
calendar-of-all-organs = 工作日历由全系统共用，由最上级机关或者系统管理员维护。请联系他们更新

## 不能办理

forbidden-read-all = 查阅全部事项须由办公室或领导办理
forbidden-submit = 您的身份不能提出事项，须由代表、委员或有权提出的人办理
forbidden-register = 登记须由办公室办理
forbidden-import = 导入须由办公室或系统管理员办理
forbidden-snapshot = 固定统计数字须由办公室办理
forbidden-write = 写稿、报选题由宣传小组成员、通讯员和机关工作人员办理
forbidden-newsroom = 媒体、小组、任务量和采用台账由办公室管理
forbidden-configure = 设置须由系统管理员或办公室负责人办理
forbidden-people = 单位和人员须由系统管理员维护
forbidden-accounts = 账号须由系统管理员办理
forbidden-roles = 授权须由安全保密管理员办理
forbidden-audit = 查阅日志须由安全审计员办理
forbidden-system = 这一步只能由系统办理
forbidden-token-reads-only = 这个令牌只能读取，不能改动。请在“我的账号”里另建可写的令牌
