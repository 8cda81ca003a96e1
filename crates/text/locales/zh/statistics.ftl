### 统计
statistics-none = （未注明）
statistics-dimension-month = 月份
statistics-dimension-day = 日期
statistics-dimension-unit = 承办单位
statistics-dimension-session = 届次
statistics-dimension-proposer = 提出人
statistics-no-dimension = 这个指标不能按“{ $name }”统计。请从页面给出的维度中选择。
statistics-no-key = 没有这个统计项，请从统计页面点数字进入。
statistics-dimensions = 一次最多按{ $most }个维度统计，请减少维度。
statistics-period-years = 年份应在1900年至2200年之间。
statistics-period-backwards = 截止日期早于起始日期，请调整。
statistics-period-open = 要作对比，请同时填写起始日期和截止日期。
statistics-too-many-rows = 结果超过{ $most }行。请减少维度或缩短时间范围。
