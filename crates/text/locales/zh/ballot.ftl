# 表决箱：不能办的原因，履历用语。

ballot-no-lines = 表决票上没有表决事项。
ballot-not-opened = 表决还没有开始。
ballot-being-dealt = 正在发票，还不能投票。请等主持人宣布开始。
ballot-is-open = 表决正在进行。
ballot-is-closed = 表决已经结束。
ballot-is-void = 本次表决已经作废。
ballot-not-secret = 这不是无记名表决，不用发票。
ballot-is-secret = 这是无记名表决，请用领到的电子票投票。
ballot-roll-empty = 没有可以参加表决的人。请先登记到会人员。
ballot-has-voted = 该成员已经投票，不能再领纸质票。
ballot-has-electronic = 该成员已经领了电子票，不能再领纸质票。
ballot-has-paper = 您已经领了纸质票，请投入票箱。
ballot-paper-incomplete = 每一项都要选择赞成、反对或者弃权。
ballot-paper-too-many = 最多只能赞成 { $most } 人，多选的票无效。
ballot-paper-unknown = 没有这张票。发过新票的，旧票已经失效；请向工作人员领纸质票。
ballot-voted-otherwise = 已经投过票，投出的票不能更改。
ballot-dealt-anew = 正在重新发票，请稍候再领。
ballot-taken-elsewhere = 您已经领过票，但本服务器上没有记录。请稍候重试；仍不能领取的，请工作人员重新发票。
ballot-dealing-over = 发票已经结束。没有领到电子票的，请向工作人员领纸质票。
ballot-count-does-not-add-up = “{ $line }”各栏相加是 { $sum } 张，与收回的 { $returned } 张不符。
ballot-two-tellers = 已有两名计票人、监票人录入，不能再由第三人录入。
ballot-overfull = 收回 { $back } 张，多于发出的 { $out } 张，本次表决无效，只能作废后重新表决。
ballot-explain = 少收回 { $missing } 张纸质票，请写明原因。
ballot-counts-differ = 计票人和监票人的计票结果不一致，请重新点票。
ballot-counts-missing = 还有 { $left } 人没有录入纸质票的计票结果。

event-ballot-dealing = 开始发放无记名表决票
event-ballot-opened = 开始表决
event-ballot-closed = 表决结束，公布结果
event-ballot-void = 表决作废
