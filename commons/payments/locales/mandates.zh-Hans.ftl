# 扣款授权：同意一次之后，本人不在场也可扣款。
payments-mandate-asked = 等待您在支付机构的页面上同意
payments-mandate-agreed = 您已同意：到期自动扣款
payments-mandate-refused = 您没有同意
payments-mandate-revoked = 已撤回，不再凭此扣款
payments-mandate-expired = 逾期未答复
payments-mandate-most = 每次最多
payments-mandate-not-agreed = 没有有效且足额的授权，不会扣款。
payments-no-mandates = 该支付机构不能自动扣款，请每次自行支付。

payments-sandbox-mandate-lede = 这里供试用，没有真实资金流动。请选择是否同意自动扣款，以及扣款的结果。
payments-sandbox-mandate-act = 您的答复
payments-sandbox-mandate-agree = 同意
payments-sandbox-mandate-refuse = 不同意
payments-sandbox-mandate-change = 保留授权，只改变扣款结果
payments-sandbox-mandate-revoke = 撤回授权
payments-sandbox-mandate-charges = 扣款结果
