# 相似的以往事项：登记、立案、提交时的参考

similar-title = 相似的以往事项
matter-beside-act = 办理
similar-why = 供参考，不自动处理。可打开对照；确属同一件事的，由办公室并案。
similar-before = 以前有过相似的事项，请看看当时的答复再决定是否提交；确认无误可再次提交。
similar-matter = 事项
similar-same = 相似度 { $n }%，都提到：{ $words }
similar-unit = 承办单位
similar-reply = 当时的答复
similar-replied = { $class }类，{ $date }答复：{ $gist }
similar-replied-short = { $class }类，{ $date }答复
similar-replied-on = { $date }答复
similar-running = 还没有答复
similar-promise = 承诺
similar-promised = 承诺{ $n }项，已兑现{ $kept }项
similar-promised-late = 承诺{ $n }项，已兑现{ $kept }项，逾期{ $late }项
similar-verdict = 评价
