# 承诺事项的期限、以前的答复

proposals-promise-delivered-late = { $date }（逾期）
proposals-past-reply = 当时的答复
proposals-past-verdict = 当时的评价
matter-why-named = 约定的日期：{ $date }。
