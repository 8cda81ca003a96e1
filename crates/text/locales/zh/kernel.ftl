### 事项、待办、历史、附件、导入、统计。

said = { $sentence }
kernel-no-clock-to-extend = 本件的办理期限尚未起算，无需延期。
kernel-extension-gains-nothing = 延期后的到期日不晚于原到期日，请填写更长的期限。
kernel-no-procedure = 尚未为“{ $kind }”启用办理流程，请系统管理员在“办公室—办理流程”中启用后再登记。
kernel-procedure-unreadable = 流程文件无法读取：{ $why }
kernel-procedure-not-a-draft = 只有草稿可以修改或启用；请先复制一份再改。
kernel-procedure-unsound = 流程检查未通过：{ $finding }
kernel-pack-unreadable = 规则包无法读取：{ $why }
