# 账本：账户、转账、封存链及其校验。
ledger-nav = 账本
ledger-way = 当前位置
ledger-pages = 翻页
ledger-more = 更多
ledger-more-records = 本块的更多记录
ledger-newest = 最新
ledger-older = 更早
ledger-show = 显示

ledger-books-title = 账本
ledger-books-lede = 每个县各有一套账。捐出的款项记在对应求助的账户上，直到拨付。
ledger-books-empty = 在您可查看的范围内还没有账本。
ledger-county = 县
ledger-owed = 代管款项
ledger-had = 所在
ledger-had-money = 监管资金
ledger-blocks = 区块

ledger-county-title = { $county }账本
ledger-county-lede = 现有多少资金，为谁保管。账户和区块链的数字为此刻的数字，校验的数字为其标明时间的数字。
ledger-sheet = 资产负债表
ledger-sheet-caption = 各类账户合计
ledger-group = 账户类别
ledger-n-accounts = { $n } 个账户
ledger-of-which-held = 其中冻结 { $amount }

ledger-kind-asset = 资产
ledger-kind-liability = 负债
ledger-kind-equity = 权益
ledger-kind-income = 收入
ledger-kind-expense = 支出
ledger-unit = 单位
ledger-unit-money = 资金
ledger-unit-goods = 物品（按价值）

# 会计科目，按代码的前两段。
# i18n-family: ledger-plan-*
ledger-plan-assets-custody = 支付机构监管资金
ledger-plan-assets-clearing = 应收其他县款项
ledger-plan-assets-corrections = 作废之后仍然付出的款项
ledger-plan-assets-missing = 应由支付机构退回的款项
ledger-plan-assets-goods-in-transit = 在途物品
ledger-plan-liabilities-request = 为求助捐出的款项
ledger-plan-liabilities-fund = 捐给公益池
ledger-plan-liabilities-missing = 重新应付求助的款项
ledger-plan-liabilities-unallocated = 收到后待退回的款项
ledger-plan-equity-replacements = 由县里补足的款项
ledger-plan-income-goods-given = 捐赠的物品
ledger-plan-expenses-goods-received = 已签收的物品

ledger-accounts-title = 账户
ledger-accounts-empty = 没有这样的账户。
ledger-code-begins = 代码开头
ledger-account = 账户
ledger-account-title = 账户
ledger-limited = 余额不得为负
ledger-unlimited = 余额可以为负
ledger-balance = 余额
ledger-held = 冻结
ledger-available = 可用
ledger-reference = 编号
ledger-open-holds = 未结冻结
ledger-holds-oldest = 最早
ledger-statement = 明细
ledger-statement-empty = 还没有记账。
ledger-at = 时间
ledger-transfer = 转账
ledger-other-side = 对方账户
ledger-change = 变动
ledger-balance-after = 变动后余额

ledger-transfer-title = 转账
ledger-amount = 金额
ledger-debit = 借方
ledger-credit = 贷方
ledger-transfer-kind = 类型
ledger-about = 事由
ledger-seal = 封存
ledger-not-yet-sealed = 尚未封存，数秒内即会封存。
ledger-record = 封存的原文
ledger-record-hint = 对以下字节计算 SHA-256，即得上面的哈希值。

ledger-chain = 封存链
ledger-chain-empty = 还没有封存任何记录。
ledger-waiting = { $n ->
    [0] 没有等待封存的记录。
   *[other] 有 { $n } 条记录等待封存。
}
ledger-block-title = 区块
ledger-block-n = 第 { $n } 块
ledger-n-records = { $n } 条记录
ledger-sealed-at = 封存时间
ledger-records = 记录
ledger-record-kind = 记录类型
ledger-prev-hash = 上一块的哈希值
ledger-hash = 哈希值
ledger-position = 序号
ledger-position-n = 序号 { $n }
ledger-what-transfer = 转账
ledger-what-hold = 冻结
ledger-what-hold-end = 冻结终结

ledger-proof = 校验
ledger-proof-none = 尚未校验
ledger-proof-running = 正在校验
ledger-proof-broken = 校验未能完成
ledger-proof-fails = 校验不符
ledger-proof-holds = 校验相符
ledger-proof-of = 校验时间为{ $time }，此后的记账和封存不在其中。
ledger-proof-asked = 校验已开始。
ledger-proof-run = 立即校验账本
ledger-proof-progress = 已校验 { $done } 块，共 { $total } 块
ledger-proof-look-again = 刷新
ledger-proof-at = 校验时间
ledger-proof-records = 重新计算的记录
ledger-proof-accounts = 重新汇总的账户
ledger-proof-waiting = 当时尚未封存
ledger-proof-waiting-n = { $n } 条，其中 { $old } 条超过一分钟
ledger-proof-head = 当时最新区块
ledger-findings = 不符之处
ledger-finding = 问题
ledger-finding-where = 位置
ledger-expected = 应为
ledger-found = 实为

ledger-flaw-book-missing = 账本不在账本目录中
ledger-flaw-block-missing = 缺少区块
ledger-flaw-chain-broken = 区块与上一块不相连
ledger-flaw-block-changed = 区块的哈希值与内容不符
ledger-flaw-block-count = 区块的记录数与所载不符
ledger-flaw-head-gone = 以前校验过的区块不见了或被替换
ledger-flaw-record-missing = 已封存的记录不见了
ledger-flaw-record-changed = 已封存的记录被改动
ledger-flaw-record-unlisted = 记录既未封存也未等待封存
ledger-flaw-queue-orphan = 等待封存的记录不存在
ledger-flaw-account-missing = 账户不存在
ledger-flaw-units-mixed = 转账混用了单位或币种
ledger-flaw-account-changed = 账户的类别或限额被改动
ledger-flaw-amount-out-of-range = 金额超出可记账的范围
ledger-flaw-checkpoint = 检查点与转账合计不符
ledger-flaw-balance = 余额与转账合计不符
ledger-flaw-held = 冻结额与未结冻结合计不符
ledger-flaw-hold-end = 冻结的终结与其转账相互矛盾
ledger-flaw-sum = 全部账户合计不为零
ledger-flaw-clearing = 两县的清算账户互不对应

ledger-key-reused = 此键已用于另一笔记账。
ledger-overdraft = 此账户余额不足。
ledger-units-mixed = 资金与物品、或两种货币之间不能互相记账。
ledger-same-account = 转账需要两个不同的账户。
ledger-amount-out-of-range = 金额超出可记账的范围。
ledger-hold-ended = 此冻结已经终结。
ledger-hold-expired = 此冻结已经到期。
ledger-hold-not-due = 此冻结尚未到期。
ledger-hold-too-small = 不能入账零金额或超过冻结额的金额。
