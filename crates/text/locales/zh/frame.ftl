### 网页框架：导航、登录、表单、列表。

frame-product = 回应
frame-nav = 主导航
frame-nav-workbench = 工作台
frame-skip = 跳到正文
frame-search = 搜索
frame-search-hint = 标题、编号、姓名（按 / 键）
frame-notices = 通知
frame-bell-unread = 条未读
frame-account = 我的账号
frame-account-sessions = 登录设备
frame-sign-in = 登录
frame-sign-out = 退出登录
frame-trail = 当前位置
frame-printed = 打印时间
frame-changed = 本页内容刚刚有变动。
frame-reload = 重新载入
frame-api = 数据接口
frame-why = 依据
frame-live-full = 实时提醒的连接已满，请稍后刷新页面。

## 页首

frame-head-when = 期限
frame-head-turn = 待谁办理
frame-acts-refused = 另有{ $n }项现在不能办
frame-progress-again = 再看一下进度

## 灯

frame-lamp-green = 按时
frame-lamp-amber = 临期
frame-lamp-red = 逾期
frame-lamp-out = 不计时

## 办理过程

frame-rail = 办理步骤
frame-rail-done = 已完成
frame-rail-now = 正在办理
frame-rail-ahead = 尚未开始
frame-rail-skipped = 不需办理
frame-rail-done-on = { $date }完成
frame-rail-due-on = { $date }前
frame-rail-provisional = （暂定）
frame-rail-slack = 可宽延{ $n }天
frame-history-changes = 改动{ $n }处

frame-schedule-dates = 各步日期
frame-schedule-today = 今天
frame-schedule-step = 步骤
frame-schedule-start = 最早开始
frame-schedule-finish = 应当完成
frame-schedule-latest = 最迟完成
frame-schedule-why = 说明

frame-chart-count = 件数
frame-chart-numbers = 图中数字

## 表单

frame-form-send = 提交
frame-form-must = 必填
frame-form-cancel = 取消
frame-form-most = 最多{ $n }字
frame-form-faults = 有几处需要改正
frame-form-fault = { $label }：{ $words }
frame-pick-find = 输入名称或拼音首字母
frame-pick-none = 没有符合的名称
frame-pick-left = 名单里没有：{ $name }
frame-draft-saved = 草稿已存在本机
frame-draft-restored = 已恢复上次没有提交的内容。
frame-draft-discard = 不要草稿
frame-draft-unsent = 没有连上服务器；已存在本机，连上后自动保存

frame-field-missing = 请填写
frame-field-choose = 请选择
frame-field-choice = 不在可选范围内，请重新选择
frame-field-twice = 同一项填了两个不同的值
frame-field-one-line = 只能填一行，请去掉换行和控制字符
frame-field-odd-characters = 含有无法显示的字符，请删去后重填
frame-field-date = 日期看不懂，请写成 2024-03-05 或 2024年3月5日
frame-field-number = 请填{ $least }到{ $most }之间的整数
frame-field-too-many = 最多选{ $most }个
frame-field-too-long = 超过{ $most }字，请删短
frame-query-unknown = 没有“{ $name }”这个查询条件

## 列表

frame-list-filter = 筛选
frame-list-apply = 筛选
frame-list-clear = 全部清除
frame-list-any = 不限
frame-list-set = 已设的条件
frame-list-take-off = 去掉条件“{ $name }”
frame-list-sort = 不能按“{ $name }”排序
frame-table-copy = 复制表格
frame-table-copied = 已复制，可粘贴到 Excel 或 WPS
frame-table-export = 导出表格
frame-table-columns = 选择列
frame-table-all = 全选
frame-table-pick = 选中“{ $name }”
frame-table-ticked = 对选中的：
frame-table-tally = 已选{ $n }件：
frame-table-pages = 翻页
frame-table-newer = 上一页
frame-table-older = 下一页

## 出错时

frame-failure-not-found = 没有找到
frame-failure-not-found-detail = 这个地址没有内容，或者您无权查看。请核对地址，或从工作台重新进入。
frame-failure-unauthenticated = 请先登录
frame-failure-unauthenticated-detail = 您还没有登录，或者登录已经过期。没有提交的内容已存在本机，登录后会恢复。
frame-failure-forbidden = 不能办理
frame-failure-invalid = 有内容需要改正
frame-failure-invalid-detail = 下列各项没有通过，什么都没有改动。
frame-failure-refused = 现在不能这样办
frame-failure-conflict = 刚刚有人改过
frame-failure-conflict-detail = 您打开以后，别人改动了同一件事。请返回，看过新的内容再办。
frame-failure-too-large = 内容太大
frame-failure-cross-site = 没有受理
frame-failure-cross-site-detail = 这次提交不是从本系统的页面发出的。请从工作台重新进入后再提交。
frame-failure-token-detail = 页面打开后又重新登录过。请返回并刷新页面再提交，已填的内容还在。
frame-failure-internal = 系统出了故障
frame-failure-internal-detail = 什么都没有改动。请稍后再试；仍不行的话，把下面的编号告诉系统管理员。
frame-failure-incident = 故障编号：{ $id }
frame-failure-timeout = 等待过久
frame-failure-bad-request = 请求看不懂
frame-bad-request = 请求看不懂。请从工作台重新进入。
frame-bad-method = 这个地址不接受这样的操作。
frame-bad-kind = 内容的类型不对。
frame-bad-size = 内容超过了允许的大小。
frame-bad-form-size = 内容超过了{ $most } KB。
frame-bad-text = 内容不是有效的 UTF-8 文字。
frame-bad-nul = 内容含有空字符。
frame-bad-too-many = 项目太多，请分几次提交。
frame-bad-upload = 文件没有传完，请重新选择文件再传。
frame-bad-json = JSON 看不懂：{ $why }

## 登录

sign-name = 账号
sign-password = 密码
sign-first = 请先登录，随后转到您要看的页面。
sign-wrong = 账号或密码不对。
sign-locked = 连续输错次数过多，账号已锁定，请{ $n }分钟后再试，或请系统管理员解锁。
sign-too-many = 这个网络地址登录失败次数过多，请{ $n }分钟后再试。
sign-code = 验证码
sign-code-title = 两步验证
sign-code-hint = 打开手机上的验证器，输入6位数字
sign-code-send = 验证
sign-code-wrong = 验证码不对或已经用过，请等下一个再试
sign-out-done = 已退出登录。
frame-failure-too-many-requests = 次数过多

## 我的账号

sign-tab-overview = 概况
sign-tab-password = 密码
sign-tab-factor = 两步验证
sign-tab-tokens = 访问令牌
sign-who = 身份
sign-person = 姓名
sign-organ = 机关
sign-post = 职务
sign-post-instead = 代行职务
sign-save = 保存
sign-saved = 已保存。
sign-language = 界面语言
sign-language-pick = 用哪种语言显示
sign-language-own = 中文

sign-password-now = 当前密码
sign-password-new = 新密码
sign-password-again = 再输一遍新密码
sign-password-hint = 至少8位，含大写字母、小写字母、数字、符号中的三种；12位以上不限
sign-password-change = 修改密码
sign-password-changed = 密码已修改，其他设备已退出登录。
sign-password-owed = 这是初始密码或已被重置，请先改成自己的密码。
sign-password-differs = 两次输入的新密码不一样
sign-password-same = 新密码不能和当前密码相同
sign-password-wrong = 当前密码不对

sign-factor-is-on = 已开启
sign-factor-is-off = 未开启
sign-factor-on = 开启两步验证
sign-factor-off = 关闭两步验证
sign-factor-on-words = 两步验证已开启：登录时除密码外，还要输入手机上的验证码。
sign-factor-is-on-now = 两步验证已开启。
sign-factor-is-off-now = 两步验证已关闭。
sign-factor-step-app = 在手机上安装一个验证器，支持 TOTP（RFC 6238）的都可以，不需要联网。
sign-factor-step-scan = 用验证器扫描下面的二维码。
sign-factor-step-code = 输入验证器显示的6位数字，确认无误后开启。
sign-factor-square = 供验证器扫描的二维码
sign-factor-type = 不能扫描时，手工输入这串密钥：
sign-factor-code-hint = 验证器上现在显示的6位数字
sign-factor-code-wrong = 验证码不对，请核对手机时间是否准确，再输入新的验证码

sign-device-words = 正在使用您账号的浏览器
sign-device-agent = 浏览器
sign-device-address = 网络地址
sign-device-since = 登录时间
sign-device-seen = 最近使用
sign-device-act = 操作
sign-device-here = 本机
sign-device-unknown = 不明
sign-device-end = 让它退出
sign-device-end-others = 让其他设备全部退出
sign-device-ended = 已让它退出登录。

sign-token-words = 程序凭令牌以您的身份读写数据
sign-token-title = 用途
sign-token-title-hint = 写明给哪个程序用，便于以后核对
sign-token-scope = 权限
sign-token-read = 只读
sign-token-read-hint = 能看您能看的一切，不能改动
sign-token-write = 可写
sign-token-write-hint = 还能办理您能办的事项，写入的记录署您的名
sign-token-lasts = 有效期
sign-token-days = { $n }天
sign-token-new = 新建令牌
sign-token-make = 新建
sign-token-made = 建立日期
sign-token-ends = 到期日期
sign-token-used = 最近使用
sign-token-never = 还没用过
sign-token-revoke = 撤销
sign-token-revoked = 令牌已撤销，用它的程序不能再进入。
sign-token-once = 令牌只显示这一次，离开本页就看不到了，请立即存到程序的设置里。
sign-token-none = 还没有令牌
sign-token-none-words = 让别的程序读写数据时才需要。令牌到期自动失效，也可随时撤销。
sign-token-most = 一个账号最多有{ $n }个令牌，请先撤销不用的。

frame-secret-copy = 复制
frame-secret-copied = 已复制
frame-columns-usual = 恢复默认
frame-columns-save = 确定

## 数据接口

frame-api-words = 网页上能看能办的，程序凭令牌都能看能办。下面逐项列出，可以就地试用；试用时以您的身份真实办理。
frame-api-problems = 出错的种类
frame-api-openapi = OpenAPI 描述
frame-api-body = 请求正文（JSON）
frame-api-send = 发送
frame-api-answer = 应答
frame-api-if-match-missing = 改动事项须用 If-Match 写明您看到的版本号（rev）。
frame-api-if-match = If-Match 须是一个版本号，如 "7"。
frame-api-key = Idempotency-Key 须是1到100个可见字符。
frame-api-key-other = 这个 Idempotency-Key 已用于另一个请求，请换一个。
frame-api-key-running = 同一个 Idempotency-Key 的请求正在办理，请稍后再问。
frame-api-key-written = 这个请求已经办完，但应答没有留下。请查看办理结果，不要重发。
frame-failure-precondition = 没有写明版本号
frame-failure-key-used = 幂等键已用过
frame-problem-bad-request = 请求的格式看不懂。detail 说明哪里不对。
frame-problem-unauthenticated = 没有令牌，或者令牌已撤销、已到期。
frame-problem-forbidden = 看得到，但不归您办。detail 说明由谁办，reason 是规则的代号。
frame-problem-cross-site = 浏览器从别的网站发来的请求，或缺少 X-CSRF-Token。
frame-problem-not-found = 没有这个地址，或者对您来说不存在。
frame-problem-method-not-allowed = 这个地址不接受这种方法。
frame-problem-refused = 规则不允许现在这样办，什么都没有改动。reason 是规则的代号。
frame-problem-conflict = If-Match 的版本号已经过时。rev 是现在的版本号，since 是此后发生的事。
frame-problem-too-large = 内容超过了允许的大小。
frame-problem-unsupported-media-type = Content-Type 不对。
frame-problem-invalid = 有字段没有通过，什么都没有改动。errors 逐项列出。
frame-problem-key-used = 这个 Idempotency-Key 已用于另一个请求。
frame-problem-precondition-required = 改动事项须带 If-Match。
frame-problem-too-many-requests = 次数过多，请稍后再试。
frame-problem-internal = 系统故障，什么都没有改动。把 request_id 告诉系统管理员。

frame-export-rows = 一个表格最多{ $most }行，请缩小范围后再导出。

## 事项

matter-act-done = 已办理“{ $act }”。
matter-act-plain = 确认办理“{ $act }”？
matter-act-refused = 现在不能办理
matter-back = 返回本件
matter-changed = 您打开以后，别人办理了下面这些。您填的内容还在，看过以后可再次提交。
matter-clock-stands = 期限暂停计算
matter-closed = 办结日期
matter-due = 期限
matter-history = 办理痕迹
matter-history-all = 查看全部办理痕迹
matter-history-older = 更早的
matter-historic = 历史件
matter-instead-of = { $name }（代{ $absent }）
matter-in-view = 请先阅看
matter-key = 重点督办
matter-number = 编号
matter-reason = 理由
matter-received = 收到日期
matter-received-manuscript = 起稿日期
matter-received-topic = 策划日期
matter-received-campaign = 制定日期
matter-received-bulletin = 起稿日期
matter-received-journal = 起稿日期
matter-rev-missing = 请从本件的页面打开后再办理。
matter-schedule = 倒排工期
matter-state = 办理环节
matter-system = 系统
matter-title = 标题
matter-length-working-days = { $n }个工作日
matter-length-days = { $n }天
matter-length-months = { $n }个月
matter-length-before = 提前{ $n }天
matter-why-rule = 依据：《{ $act }》{ $article }
matter-why-rule-secondary = 依据：《{ $act }》{ $article }（据转载）
matter-why-rule-unverified = 依据：《{ $act }》{ $article }（未核对原文）
matter-why-counted = 自{ $date }起算，期限{ $length }。
matter-why-extended = { $date }批准延期{ $length }：{ $reason }
matter-why-start = 起算当日不计入（民法典{ $article }）。
matter-why-weekends = 扣除周末{ $n }天。
matter-why-skipped = 扣除周末{ $n }天和法定假日：{ $holidays }。
matter-why-made-up = 调休上班，计入：{ $days }。
matter-why-stop = { $from }至{ $to }暂停计算。
matter-why-stopped = 自{ $date }起暂停计算。
matter-why-rolled = 期满日{ $from }放假，顺延至{ $to }。
matter-why-ends = 最后一日：{ $date }，当日24时届满。
matter-why-provisional = { $years }年放假安排尚未公布，只扣除了周末，日期为暂定。

kind-proposal = 政协提案
kind-suggestion = 代表建议
kind-bill = 议案
kind-commitment = 承诺事项

matter-links = 相关事项
link-merged-into-to = 并入
link-merged-into-from = 并入本件
link-commitment-of-to = 承诺来自
link-commitment-of-from = 承诺事项
link-treated-from-to = 由此件转来
link-treated-from-from = 转为
matter-link = { $relation }：{ $matter }
link-topic-of-to = 报道的事
link-topic-of-from = 宣传选题
link-part-of-to = 属于专项宣传
link-part-of-from = 专项活动

confidentiality-open = 公开
confidentiality-internal = 内部
confidentiality-confidential = 保密
confidentiality-embargo = 限时保密

event-opened = 提出
event-opened-manuscript = 起稿
event-opened-topic = 策划选题
event-opened-campaign = 制定方案
event-opened-bulletin = 组稿
event-opened-journal = 组稿
event-imported = 由历史台账导入
event-told = 有新情况
event-calendar-moved = 工作日历变动，期限随之调整

## 工作台

workbench-hello = { $name }，您好
workbench-late = 已逾期
workbench-due = 快到期
workbench-mine = 在手待办
workbench-unit = 办理单位
workbench-organ-late = 全机关逾期事项
workbench-followed = 与我有关的在办事项
workbench-step = 待办环节
workbench-step-again = { $step }（第{ $n }次）
workbench-empty = 手上没有待办
workbench-empty-words = 轮到您办理的事项会列在这里，急的在前。

notice-task = “{ $title }”到了“{ $step }”环节，请办理。
notice-task-due = “{ $title }”到了“{ $step }”环节，请在{ $due }前办理。

## 通知

frame-notice-all = 全部
frame-notice-unread = 未读
frame-notice-urgent = 紧急
frame-notice-read-all = 全部标为已读
frame-notice-none = 没有通知
frame-notice-none-words = 有事要您办或有结果要告诉您时，会列在这里。
frame-notice-older = 更早的
frame-notice-mail = 邮件提醒

## 样品页，开发时用

gallery = 样品页
gallery-title = 关于加快城乡供水管网改造、保障群众饮水安全的建议
gallery-number = 八届五次会议第23号
gallery-act-reply = 填写答复
gallery-act-return = 退回重办
gallery-act-close = 办结归档
gallery-step-register = 登记
gallery-step-assign = 交办
gallery-step-handle = 承办
gallery-step-reply = 答复
gallery-step-opinion = 代表反馈意见
gallery-answered = 已答复
gallery-received = 收到日期
gallery-state = 状态
gallery-matter = 事项
gallery-list = 建议台账
gallery-units = 承办单位
gallery-text = 内容
gallery-file = 附件
gallery-sure = 已与代表当面沟通
gallery-form = 表单
gallery-facts = 基本情况
gallery-history = 办理经过
gallery-progress = 正在导入台账
gallery-why = 自交办之日起三个月内答复；期限最后一天是休息日的，顺延到下一个工作日。
gallery-prose = 城区老旧管网漏损率偏高，夏季高峰时高层住户水压不足。建议分三年改造主干管网，并把农村供水工程纳入统一管护。
notice-amber = “{ $title }”的“{ $step }”环节{ $due }到期，请抓紧。
notice-late = “{ $title }”的“{ $step }”环节应于{ $due }办完，已经逾期。
notice-escalated = “{ $title }”的“{ $step }”环节应于{ $due }办完，逾期已满五个工作日，请督促。
link-raised-from-to = 由此件转来
link-raised-from-from = 转为办件
link-carries-to = 选用
link-carries-from = 刊于
event-raised = 转为办件
frame-changes-legend = 划掉的是删去的，下划线的是新增的
