### 搜索
search-nothing-typed = 请输入要查找的字词。
search-too-long = 最多输入 { $n } 个字，请缩短后再查。
search-too-many-words = 最多同时查 { $n } 个词，请减少后再查。
