# 情况简报文字
briefing-total = { $from }至{ $to }，{ $organ }宣传稿件被各级媒体采用{ $n }{ $c ->
   *[other] 篇次
 }
briefing-nothing = { $from }至{ $to }，{ $organ }没有宣传稿件被媒体采用。
briefing-more = ，比去年同期的{ $then }篇次增加{ $diff }篇次，增长{ $percent }%
briefing-less = ，比去年同期的{ $then }篇次减少{ $diff }篇次，下降{ $percent }%
briefing-same = ，与去年同期的{ $then }篇次持平
briefing-none-then = ，去年同期没有采用记录
briefing-whole-year = ；去年全年为{ $n }篇次。
briefing-stop = 。
briefing-item = { $name }{ $n }篇
briefing-item-kind = { $name }{ $n }篇
briefing-item-on-air = { $name }{ $n }条
briefing-item-own = { $name }{ $n }篇次
briefing-item-level = { $name }{ $n }篇次
briefing-levels = 其中，{ $items }。
briefing-no-print = { $levels }报刊上还没有刊发。
briefing-outlets = 采用较多的媒体：{ $items }。
briefing-best = 单日最多的是{ $day }，{ $outlet }一天采用{ $n }篇。
briefing-genres = 从体裁看，{ $items }。
briefing-sides = 从内容看，{ $items }。
briefing-groups = 从宣传小组看，{ $items }。
briefing-townships = { $places }{ $c ->
   *[other] 个乡镇
 }有稿件被采用，共{ $n }{ $k ->
   *[other] 篇次
 }。
briefing-people = 署名作者{ $n }{ $c ->
   *[other] 人
 }，其中采用{ $most }篇以上的{ $busy }人，不足{ $least }篇的{ $few }人；一半以上的稿件出自{ $half }{ $h ->
   *[other] 人
 }之手。
briefing-on-air = { $items }，播出{ $m }{ $c ->
   *[other] 分钟
 }。
briefing-photos = 刊发照片{ $n }{ $c ->
   *[other] 张
 }。
briefing-rate = 向媒体投稿{ $sent }{ $c ->
   *[other] 篇次
 }，采用{ $taken }篇次，采用率{ $rate }%。
briefing-fields = 在各项工作中，{ $fields }还没有稿件见报。
briefing-topics = 策划选题{ $n }{ $c ->
   *[other] 个
 }，其中{ $items }。
briefing-topic-item = { $name }{ $n }个
briefing-issues = 编发{ $items }
briefing-issue-item = 《{ $name }》{ $n }{ $c ->
   *[other] 期
 }
briefing-issue-items = ，刊登信息{ $n }{ $c ->
   *[other] 条
 }
briefing-issue-taken = ，被上级采用{ $n }{ $c ->
   *[other] 条次
 }
briefing-receipts = ，送出{ $sent }{ $c ->
   *[other] 份次
 }，已签收{ $got }份次，签收率{ $rate }%
briefing-stop-after = 。
briefing-network = 现有通讯员和信息联络员{ $n }{ $c ->
   *[other] 人
 }，还有{ $gaps }{ $g ->
   *[other] 个单位
 }没有联络人。
briefing-network-whole = 现有通讯员和信息联络员{ $n }{ $c ->
   *[other] 人
 }，各单位、各乡镇均有联络人。
briefing-trainings = 组织业务培训{ $n }{ $c ->
   *[other] 期
 }，参训{ $came }{ $k ->
   *[other] 人次
 }。
briefing-quotas = 各宣传小组任务量合计{ $owed }篇，完成{ $done }篇，完成率{ $rate }%，{ $short }{ $s ->
   *[other] 组次
 }没有完成当周任务。
briefing-title = { $from }至{ $to }宣传工作情况
briefing-all = 简报文字
briefing-lede = 讲话、汇报里的数字段落，由台账、选题、刊物、通联网络和任务量的数据生成，每个数都能点开查看明细；改动过的文字保留，改动过的数字标明
briefing-write = 起草文字
briefing-lang = 语言
briefing-lang-zh = 中文
briefing-lang-en = 英文
briefing-period = 起止时间
briefing-drafts = 已起草的
briefing-none = 还没有起草过
briefing-none-read = 办公室起草后，可以在这里阅读和导出
briefing-none-about = 选一段时间，点“起草文字”：中文稿可直接用进讲话，英文稿供对外交流
briefing-name = 标题
briefing-text = 正文
briefing-text-hint = 没有动过的数字仍能点开；改动过的数字不再有出处，会标明是人工填写
briefing-edit = 修改文字
briefing-kept = 已保存
briefing-refresh = 更新为今天的数字
briefing-refreshed = { $n ->
    [0] 数字没有变化
   *[other] 已更新{ $n }处数字
 }
briefing-docx = 导出 Word
briefing-counted = 数字截至
briefing-edited = 最近修改
briefing-numbers = 有出处的数字
briefing-typed = 人工填写的数字
briefing-typed-title = 人工填写，台账中没有出处
briefing-changed = 这些数字被改动或删去了
briefing-changed-about = 台账算出的是：
briefing-changed-was = { $label }：{ $was }
briefing-stale = 台账有变化，这些数字今天不同了
briefing-stale-line = { $label }：文中{ $was }，今天{ $now }
briefing-meanwhile = 别人刚刚保存了新的文字。您的文字还在下面，请核对后再保存
briefing-not-yours = 简报文字由办公室起草，供机关人员阅读
briefing-source = 数字出自采用台账和宣传工作记录，截至{ $at }
event-publicity-briefing-written = 起草简报文字
event-publicity-briefing-edited = 修改简报文字
event-publicity-briefing-refreshed = 更新简报数字
