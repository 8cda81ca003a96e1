### 表格导入的逐格说明、文书与归档包。

table-empty = 文件是空的。
table-too-large = 文件超过{ $n }MB，请分批导入。
table-unpacks-too-large = 文件展开后内容过多（超过{ $n }MB或格子过多），请删去多余的工作表和空白区域后重试。
table-too-many-rows = 数据超过{ $n }行，请分批导入。
table-too-wide = 第{ $n }行右侧很远处还有内容，请检查并删去表格以外的内容。
table-is-word = 这是Word文档，请把其中的表格复制到Excel或WPS表格，另存为xlsx后导入。
table-is-pdf = 这是PDF文件，无法按表格读取，请使用原来的Excel或WPS表格。
table-is-opendocument = 这是ODS表格，请另存为xlsx后导入。
table-is-html = 文件名虽为表格，内容却是网页，请用Excel或WPS打开，另存为xlsx后导入。
table-is-old-excel = 这是很早版本的Excel文件，请用Excel或WPS打开，另存为xlsx后导入。
table-is-archive = 这是压缩包，请解压后导入其中的表格。
table-is-picture = 这是图片，无法按表格读取。
table-is-binary = 无法识别这个文件，请使用xlsx、xls或csv文件。
table-password = 文件设有密码，请取消密码后导入。
table-damaged = 文件已损坏或不完整，请用Excel或WPS打开，另存为xlsx后重试。
table-open-quote = 第{ $n }行的引号没有成对，其后的内容无法分列，请修改后重试。
table-no-header = 没有找到表头，请确认表格中有一行列名。

cell-century-supplied = “{ $typed }”的年份只有两位，已补全世纪，请核对。
cell-year-supplied = “{ $typed }”没有年份，已按本表年度补全，请核对。
cell-month-only = “{ $typed }”只到月份，按当月1日计。
cell-year-only = “{ $typed }”只有年份，按当年1月1日计。
cell-order-told = “{ $typed }”的日、月次序与通常写法不同，请核对。
cell-count-doubtful = “{ $typed }”的人数不明，按写明的姓名计。
cell-several-phones = “{ $typed }”有多个号码，取第一个。
cell-phone-unusual = “{ $typed }”不像电话号码，已照原样保留。
cell-unit-dropped = “{ $typed }”只取其中的数字。
cell-date-unreadable = “{ $typed }”不是日期。
cell-date-impossible = “{ $typed }”这一天不存在。
cell-date-ambiguous = “{ $typed }”分不清月和日，请写成“2024-03-05”的样式。
cell-date-out-of-range = “{ $typed }”不在1900年至2100年之间。
cell-year-missing = “{ $typed }”没有年份。
cell-number-unreadable = “{ $typed }”不是整数。
cell-digits-lost = “{ $typed }”是科学计数，后面的数字已丢失，请在原表中把这一列设为文本后重新导出。
cell-formula-failed = 公式出错（{ $typed }）。
cell-too-long = 内容过长（{ $typed }字节）。

pdf-long = 全文超过二十万字，不能排成一个 PDF。请分开，或者下载 Word。
pdf-no-face = 这台服务器上没有中文字体，排不成 PDF。请管理员安装中文字体（Debian：apt install fonts-noto-cjk），或者把单位已有的小标宋、仿宋、黑体、楷体字体文件放进数据目录的 fonts 文件夹。在此之前可以下载 Word。
