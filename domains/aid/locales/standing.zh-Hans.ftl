# 长期捐：定期给出，到期时送往当时最需要的求助。
aid-nav-standing = 我的长期捐
aid-standing-title = 长期捐
aid-standing-lede = 定好一笔金额，到期日送往当时最需要它的求助。每一笔认领的去向您都看得到。
aid-standing-none = 您还没有长期捐
aid-standing-none-hint = 数目不大，月月有，也能帮上忙。
aid-standing-new-title = 新建长期捐
aid-standing-edit-title = 修改
aid-standing-form-lede = 说明金额、频率、用途和地方。每到到期日，就用它作出真实的认领。
aid-standing-back = 返回
aid-standing-next = 下次到期
aid-standing-how = 如何给出
aid-standing-each-month = 每月 { $amount }
aid-standing-each-quarter = 每三个月 { $amount }
aid-standing-each-once = 一次 { $amount }
aid-standing-whereto = { $purpose } · { $place }
aid-standing-any-purpose = 不限用途
aid-standing-anywhere = 不限地方
# i18n-family: aid-standing-state-*
aid-standing-state-active = 进行中
aid-standing-state-paused = 已暂停
aid-standing-state-ended = 已结束
# i18n-family: aid-standing-reason-*
aid-standing-reason-donor = 由您停止。
aid-standing-reason-failed = 已自动暂停：连续三次未能付款。请先处理付款，再继续。
aid-standing-reason-done = 已全部完成。
aid-standing-reason-erased = 随账户一同结束。

# 表单。
aid-standing-place-chosen = 送往{ $place }。
aid-standing-place-anywhere = 未选地方：可送往任何地方。
aid-standing-place-none = 改为不限地方
aid-standing-bounds = 每次 { $least } 至 { $most }。
aid-standing-amount-label = 每次金额
aid-standing-period = 频率
# i18n-family: aid-standing-period-*
aid-standing-period-once = 一次
aid-standing-period-monthly = 每月
aid-standing-period-quarterly = 每三个月
aid-standing-purpose = 用途
aid-standing-day-label = 每月几日
aid-standing-day-hint = 1 至 31；月份较短时为当月最后一天。不填则与首次日期相同。
aid-standing-first = 首次日期
aid-standing-until-label = 最后日期（可不填）
aid-standing-times-label = 总次数（可不填）
aid-standing-times-hint = 不填则一直持续，直到您结束。
aid-standing-from-next = 修改自下一个到期日起生效。
aid-standing-begin = 开始长期捐
aid-standing-keep = 保存修改
aid-standing-preview = 看看现在会送往哪里
aid-standing-amount = 金额须在 { $least } 至 { $most } 之间。
aid-standing-day = 日期须在 1 至 31 之间。
aid-standing-past = 首次日期不能早于今天。
aid-standing-far = 首次日期须在两年以内。
aid-standing-until = 在此之前没有到期日，请选择更晚的最后日期。
aid-standing-times = 次数须多于已有的到期次数（{ $runs }），且不超过 { $most }。
aid-standing-many = 您已有 { $most } 项未结束的长期捐，请先结束其中一项。
aid-standing-over = 这项长期捐已经结束，请新建一项。
aid-standing-agreed = 您已经同意过了。

# 会送往哪里。
aid-standing-goes = 现在会送往哪里
aid-standing-goes-none = 目前没有合适的求助。到期时会再找。
aid-standing-goes-note = 这并非承诺：到期之前别人也会给出，也会有新的求助。
aid-standing-goes-most = 每个到期日最多送往 { $n } 项求助。

# 可以做什么。
aid-standing-pause = 暂停
aid-standing-resume = 继续
aid-standing-end = 结束
aid-standing-end-follows = 不再到期，授权也一并撤回。已付的仍然有效。
aid-standing-end-sure = 结束这项长期捐
aid-standing-made = 长期捐已开始。
aid-standing-changed = 已修改，自下一个到期日起生效。
aid-standing-paused = 已暂停。尚未扣款的已退回名额。
aid-standing-resumed = 将从下一个到期日起继续。
aid-standing-ended = 已结束。
aid-standing-agreement = 付款
aid-standing-by-hand = 每笔认领由您在半小时内自行支付
aid-standing-agree = 改为自动扣款
aid-standing-agree-hint = 在支付机构的页面上同意一次即可。否则每笔认领都等您支付，半小时后失效。
aid-standing-agreement-short = 您同意的额度不足以支付可能到期的金额。重新同意之前，请自行支付。
aid-standing-agreement-revoke = 撤回授权
aid-standing-agreement-revoked = 已撤回。今后由您自行支付。

# 到期日。
aid-standing-runs = 到期记录
aid-standing-runs-none = 还没有到期。
aid-standing-run-placing = 正在寻找求助
aid-standing-run-charging = 正在扣款
aid-standing-run-pay = 等您付款
aid-standing-run-done = 已完成
aid-standing-run-failed = 未能付款
aid-standing-run-nothing = 未作认领，也未扣款
aid-standing-carried = 上次有 { $amount } 未找到去处，将再试一次。
aid-standing-carried-in = 其中 { $amount } 来自上一个到期日。
aid-standing-paid = 已付：{ $amount }
aid-standing-not-placed = { $amount } 未找到去处，没有扣款。
aid-standing-not-placed-carried = { $amount } 未找到去处，没有扣款；其中 { $carried } 下次再试一次。
aid-standing-pay = 现在支付
# i18n-family: aid-standing-note-*
aid-standing-note-none = 当天没有其他合适的求助。
aid-standing-note-refused = 因他人已先给出，或受捐助规则限制，部分金额未能认领。
aid-standing-note-unpaid = 此前到期的认领有多笔未付款，一天之内不再认领。
aid-standing-note-failed = 有一笔扣款失败。未付的已退回名额。
aid-standing-note-mandate = 授权已失效。未扣款的已退回名额。
aid-standing-note-stopped = 您已停止。未扣款的已退回名额。

# 发给捐助人的消息。
aid-standing-notice-waits = 您的长期捐已到期，等您在半小时内付款。请打开“我的长期捐”。
aid-standing-notice-failed = 您的长期捐未能付款，您并不欠款。请打开“我的长期捐”查看原因。
aid-standing-notice-paused = 您的长期捐连续三次未能付款，已暂停。请打开“我的长期捐”继续。
