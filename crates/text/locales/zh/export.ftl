# 导出登记表，能原样导入

export-confidential = 涉密件不能在页面上导出，请由系统管理员在服务器上用命令导出
export-none = 这一类登记表还不能导出
export-too-many = 一个表格最多 { $most } 行，请用 csv 格式导出
export-title = 导出登记表
export-how = 表头与导入用的相同，改好后可以再导入：没有改动的行不变，已有的行不会被覆盖。涉密件不在其中。
proposals-import-secret = 密字号的事项不从表格导入，请在系统里登记
proposals-import-no-helping = 没有名为“{ $typed }”的单位，会办单位中暂不列入。
proposals-import-several-units = 按主办“{ $lead }”、会办“{ $helping }”导入，请核对。
