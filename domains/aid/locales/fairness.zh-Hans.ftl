# How attention and help are spread.
aid-fairness-title = 公平状况
aid-fairness-of = { $place }的帮助分布
aid-fairness-lede = 哪些求助有人看、有人认领、得到满足，哪些落在后面。每个比率都与当地整体相对照。
aid-fairness-csv = 下载表格（CSV）
aid-fairness-open-tables = 展开全部表格以便打印
aid-fairness-print = 打印
aid-fairness-basis = { $year }年公开
aid-fairness-not-counted = 尚未统计。每六小时统计一次。
aid-fairness-year = 请填写 2000 年以后、已经开始的年份。
aid-fairness-below = 仅就县级及以上地区提供，供当地管理干部查看。
aid-fairness-number = 请填写整数。
aid-fairness-whole = 合计
aid-fairness-of-opened = 共公开 { $n } 件
aid-fairness-too-few-here = 当年此地公开的求助过少，或其数量会透露其他地区的情况。
aid-fairness-not-apart = 此处不再细分：否则可推算出件数过少的分项。
aid-fairness-worst = 得到帮助最少
aid-fairness-worst-area = 地区
aid-fairness-worst-group = 类别
aid-fairness-group = 分项
aid-fairness-looks = 平均每件被看次数
aid-fairness-median = 居中者：{ $n }
aid-fairness-from-to = { $from } 至 { $to }
aid-fairness-or-more = { $n } 及以上
aid-fairness-shown = 平均每件列入个人列表次数
aid-fairness-pledged = 有人认领
aid-fairness-ended = 未满足而结束
aid-fairness-first = 到首次认领
aid-fairness-against = 为整体的 { $of }（{ $low } 至 { $high }）
aid-fairness-is-behind = 落后，非偶然所致
aid-fairness-is-level = 可由偶然解释
aid-fairness-is-ahead = 领先，非偶然所致
aid-fairness-caption = 满足的占比。细条：百次中有九十五次落在其内。竖线：整体 { $whole }
aid-fairness-until = 统计截至
aid-fairness-county-itself = 未细分到下级地区

aid-fairness-by-area = 按地区
aid-fairness-by-purpose = 按用途
aid-fairness-by-photo = 按有无照片
aid-fairness-by-writer = 按填写人
aid-fairness-by-age = 按年龄
aid-fairness-by-sex = 按性别
aid-fairness-by-disability = 按残疾情况
aid-fairness-by-language = 按语言

aid-fairness-band-photo-with = 有照片
aid-fairness-band-photo-without = 无照片
aid-fairness-band-writer-own = 家庭自己填写
aid-fairness-band-writer-proxy = 他人代为填写
aid-fairness-band-age-under-18 = 户主不满 18 岁
aid-fairness-band-age-18-39 = 户主 18 至 39 岁
aid-fairness-band-age-40-59 = 户主 40 至 59 岁
aid-fairness-band-age-60-69 = 户主 60 至 69 岁
aid-fairness-band-age-70-up = 户主 70 岁及以上
aid-fairness-band-age-unknown = 不详
aid-fairness-band-sex-female = 户主为女性
aid-fairness-band-sex-male = 户主为男性
aid-fairness-band-sex-unknown = 不详
aid-fairness-band-disability-none = 家中无残疾记录
aid-fairness-band-disability-some = 家中有残疾成员
aid-fairness-band-disability-severe = 家中有重度残疾成员
aid-fairness-band-disability-unknown = 不详
aid-fairness-band-language-und = 不详

aid-fairness-floors = 保底的代价
aid-fairness-floors-lede = 落后地区和类别的求助会在捐助者的个人列表中上移。以下为所有地区最近 30 天的合计，仅含捐助者同意留存的展示记录。
aid-fairness-floors-places = 个人列表中的位置
aid-fairness-floors-lifted = 其中上移的求助：代价至多如此
aid-fairness-floors-instead = 其中若无保底便不会出现的
aid-fairness-floors-none = 不详：此期间没有人看到个人列表。
aid-fairness-not-known = 不详

aid-fairness-define-beside = 落后与领先：某一占比百次中有九十五次所在的区间（占比采用威尔逊区间）不包含整体数值。二十个分项中会有一个偶然如此。有人认领：曾有人认领，不论后来如何。天数取整，至少十件才显示。
aid-fairness-define-small = 不足 { $n } 件求助的数据不予显示，可据以推算的数据也不显示：某一地区或分项过少时，本地及下级地区的其他分项会一并隐去。
aid-fairness-define-when = 地区、用途、照片和填写人的数据截至最近一次统计。年龄、性别、残疾情况和语言的数据截至本月初，以免因某一天的变化而认出某人。

aid-fairness-unattended-title = 久候的求助
aid-fairness-unattended-of = { $place }久候的求助
aid-fairness-unattended-lede = 已公开而无人认领：公开最久、被看最少的排在前面。
aid-fairness-open-for = 已公开
aid-fairness-looked-at = 被看次数
aid-fairness-days-or-more = { $n ->
    [0] 不限
   *[other] { $n } 天及以上
}
aid-fairness-looks-at-most = { $n ->
    [0] 从未
   *[other] 至多 { $n } 次
}
