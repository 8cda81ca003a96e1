### 事项、待办、历史、附件、导入、统计。

said = { $sentence }
kernel-no-clock-to-extend = 本件的办理期限尚未起算，无需延期。
kernel-extension-gains-nothing = 延期后的到期日不晚于原到期日，请填写更长的期限。
kernel-no-procedure = 尚未为“{ $kind }”启用办理流程，请系统管理员在“办公室—办理流程”中启用后再登记。
kernel-procedure-unreadable = 流程文件无法读取：{ $why }
kernel-procedure-not-a-draft = 只有草稿可以修改或启用；请先复制一份再改。
kernel-procedure-unsound = 流程检查未通过：{ $finding }
kernel-pack-unreadable = 规则包无法读取：{ $why }

## 办理痕迹
history-erase-reason = 请写明删除的理由，例如“本人要求”。
history-erase-events = 请选择 1 至 500 条本单位的记录；删除记录本身不能再删除。
history-fault-order = 前面缺少记录，或者记录的顺序被改动。
history-fault-data = 记录的内容被改动。
history-fault-gone = 记录的内容被清空，而没有删除记录。
history-fault-event = 记录的时间、办理人、种类或者可见范围被改动。
history-fault-head = 记录的末尾与事项不符：最后的记录被删去或者增添。
history-fault-matter = 记录所属的事项已不存在。
history-fault-seal = 封存缺失或者被改动。
history-fault-sealed = 已封存的记录不见了。

## 通知
notice-digest-subject = 您有{ $n }条新通知
notice-digest-more = 另有{ $n }条，请登录后查看。
notice-mail-foot = 请登录系统办理。邮件由系统自动发出，不必回复；接收方式可在“我的账号”里更改。
notice-mail-confidential = 您有一条涉及不公开事项的通知，请登录后查看
notice-mail-digest = 紧急的立即发送，其余每天汇总一次
notice-mail-each = 每条立即发送
notice-mail-urgent = 只发送紧急的
notice-mail-never = 不发送邮件
notice-mail-stuck = 有{ $n }封邮件没有发出去，请到“机关设置”的“发送情况”查看。

## 附件
file-too-large = 附件超过{ $most }兆，请压缩图片或者分成几个文件
file-empty = 这个文件是空的，请检查后重新上传
file-program = 这是程序或者脚本，不能作为附件。请上传文档、表格、图片或者PDF、OFD文件
file-page = 这是网页文件，不能作为附件。请另存为PDF或者Word文档后上传
file-macros = 这份文档带有宏，不能作为附件。请另存为不带宏的格式（docx、xlsx）后上传
file-archive = 压缩包不能作为附件。请解压后逐个上传其中的文件
file-damaged = 这个文件打不开，可能没有传完。请重新上传
file-unknown = 看不出这是什么文件。可以上传PDF、OFD、Word、Excel、WPS文档，图片、音视频（mp3、m4a、wav、ogg、mp4、mov、webm、mkv）和文本文件

## 备份
backup-exists = 已经有同名文件，请另起名称
backup-not-one = 这不是回应的备份文件
backup-damaged = 备份文件已损坏：{ $part }。没有恢复任何数据
backup-newer = 这份备份来自更新的版本，请先升级程序
backup-schema = 备份与数据库的结构不一致。请恢复到新建的空数据库
backup-not-empty = 数据库里已有数据，只能恢复到空数据库
backup-io = 读写{ $what }时出错：{ $why }
embargo-last-keeper = 这是本案最后一名经办人，先把别人列为经办人再移出
