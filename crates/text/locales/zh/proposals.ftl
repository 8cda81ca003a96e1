### 提案、建议、议案。

proposals-kind-proposal = 提案
proposals-kind-suggestion = 建议
proposals-kind-bill = 议案
proposals-kind-commitment = 承诺事项

proposals-form-single = 个人提出
proposals-form-joint = 联名提出
proposals-form-delegation = 代表团、界别或小组提出
proposals-form-committee = 专门委员会提出
proposals-form-party = 党派、人民团体提出
proposals-form-presidium = 主席团提出
proposals-form-standing = 常委会提出
proposals-form-government = 政府提出

proposals-party-lead = 领衔人
proposals-party-cosigner = 联名人
proposals-party-merged = 并案提出人
proposals-party-supporter = 附议人
proposals-party-state-invited = 待签
proposals-party-state-signed = 已签
proposals-party-state-declined = 谢绝

proposals-part-lead = 主办
proposals-part-co = 会办
proposals-part-separate = 分办

proposals-handling-assigned = 待签收
proposals-handling-accepted = 办理中
proposals-handling-reviewing = 审核中
proposals-handling-replied = 已答复
proposals-handling-opinion_given = 已提会办意见
proposals-handling-taken_back = 已退回

proposals-contact-phone = 电话
proposals-contact-visit = 走访
proposals-contact-meeting = 面商、座谈
proposals-contact-letter = 来信来函

proposals-request-return = 申请退回
proposals-request-change = 建议改办
proposals-request-add = 建议增办
proposals-request-extension = 申请延期
proposals-ruling-granted = 同意
proposals-ruling-refused = 不同意

proposals-not-filed-source = 《提案工作条例》关于不予立案的规定
proposals-not-filed-secret = 涉及党和国家秘密
proposals-not-filed-prohibited = 属于国家明令禁止的
proposals-not-filed-party_internal = 属于中共党内有关组织、人事安排等方面的
proposals-not-filed-democratic_party = 属于民主党派内部事务的
proposals-not-filed-litigation = 已进入诉讼、仲裁等程序的
proposals-not-filed-academic = 属于学术研讨的
proposals-not-filed-personal = 为本人或者亲属解决个人问题的
proposals-not-filed-promotion = 宣传、推介具体作品、产品的
proposals-not-filed-accusation = 指名举报的
proposals-not-filed-empty = 内容空泛、没有具体建议的

proposals-returned-several_matters = 不是一事一案
proposals-returned-no_reason = 缺少情况和理由
proposals-returned-no_demand = 没有具体建议
proposals-returned-forwarded_letter = 转交他人信件
proposals-returned-personal_affair = 涉及个人事务
proposals-returned-concrete_case = 涉及具体案件
proposals-returned-product_promotion = 推介产品
proposals-returned-outside_powers = 不属于本级职权
proposals-returned-too_few_names = 联名人数不足
proposals-returned-bill_incomplete = 案由、案据、方案不全
proposals-returned-other = 其他

proposals-reviewed-not_to_the_point = 没有针对建议逐条答复
proposals-reviewed-inaccurate = 事实、数据不准
proposals-reviewed-against_policy = 与法律、政策不符
proposals-reviewed-vague = 措施、时限不具体
proposals-reviewed-wrong_class = 答复类别不当
proposals-reviewed-co_opinion_missing = 没有吸收会办单位意见
proposals-reviewed-too_little_contact = 与提出人沟通不够
proposals-reviewed-wording = 文字、格式问题
proposals-reviewed-other = 其他

proposals-meaning-solved = 已经解决或基本解决
proposals-meaning-solving = 正在解决或列入计划解决
proposals-meaning-planned = 因条件限制以后解决
proposals-meaning-reference = 留作参考
proposals-answer-gist-missing = 请写明要点（{ $requires }），不少于{ $n }字。
proposals-answer-too-many-promises = 承诺事项不能超过{ $n }项。
proposals-answer-no-letter = 请写答复正文。
proposals-answer-letter-too-long = 答复正文不能超过{ $n }字。
proposals-answer-no-class = 请选择答复类别。
proposals-answer-no-promise = 这一类答复必须写明承诺事项和完成日期。
proposals-answer-promise-empty = 请写明承诺的内容。
proposals-answer-promise-past = 承诺的日期应在今天以后。
proposals-answer-promise-order = 承诺各阶段应按先后排列。
proposals-answer-promise-class = 这一类答复不列承诺事项；如有承诺，请改用相应类别。

proposals-rating-satisfied = 满意
proposals-rating-basically = 基本满意
proposals-rating-dissatisfied = 不满意
proposals-standing-satisfied = 满意
proposals-standing-basically = 基本满意
proposals-standing-dissatisfied = 不满意
proposals-standing-unrated = 未评价
proposals-counting-lead = 以领衔人评价为准
proposals-counting-any = 一人不满意即为不满意
proposals-counting-majority = 以多数评价为准

proposals-stage-planned = 规划
proposals-stage-started = 开工
proposals-stage-in_use = 投入使用

proposals-paper-title-short = 标题不能少于{ $n }字。
proposals-paper-title-long = 标题不能超过{ $n }字。
proposals-paper-background-short = 请写明情况和理由，不少于{ $n }字。
proposals-paper-demand-short = 请提出具体建议，不少于{ $n }字。
proposals-paper-bill-grounds = 议案须有案据，不少于{ $n }字。
proposals-paper-bill-plan = 议案须有方案，不少于{ $n }字。
proposals-paper-text-long = 正文不能超过{ $n }字。
proposals-hint-several_matters = 标题像是写了两件事。一件一事，分开提出便于办理。
proposals-hint-forwarded_letter = 内容像是转交他人信件。群众来信请交信访部门。
proposals-hint-personal_affair = 内容涉及个人事务，可能不予受理。
proposals-hint-concrete_case = 内容涉及具体案件，可能不予受理。
proposals-hint-product_promotion = 内容像是推介产品，可能不予受理。
proposals-hint-vague_demand = 建议中没有看到具体措施，请写明希望做什么、由谁做。
proposals-hint-short_reason = 理由较短，补充事实和数据会更有说服力。

proposals-category-agriculture = 农业农村
proposals-category-industry = 工业科技
proposals-category-urban = 城乡建设
proposals-category-transport = 交通运输
proposals-category-environment = 生态环境
proposals-category-education = 教育
proposals-category-health = 卫生健康
proposals-category-culture = 文化旅游体育
proposals-category-livelihood = 民生保障
proposals-category-law = 政法
proposals-category-finance = 财政金融
proposals-category-other = 其他
