# Mandates: charging somebody without their being there, as they agreed once.
payments-mandate-asked = Waits for you to agree on the provider's page
payments-mandate-agreed = You have agreed: the provider charges by itself
payments-mandate-refused = You did not agree
payments-mandate-revoked = Taken back: nothing is charged by it any more
payments-mandate-expired = Nobody answered in time
payments-mandate-most = At most, each time
payments-mandate-not-agreed = Without your agreement that stands and covers this amount nothing is charged.
payments-no-mandates = This provider cannot charge by itself. Pay by hand, each time.

payments-sandbox-mandate-lede = This bank is made for trying. No money moves. Choose whether it may be charged without your being there, and how such charges end.
payments-sandbox-mandate-act = Your answer
payments-sandbox-mandate-agree = I agree
payments-sandbox-mandate-refuse = I do not agree
payments-sandbox-mandate-change = It stands; only how charges end changes
payments-sandbox-mandate-revoke = I take it back
payments-sandbox-mandate-charges = How charges end
