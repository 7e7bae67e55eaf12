# Payments: orders, the comparison with the providers, the sandbox bank.
payments-nav = Reconciliation
payments-way = Where you are
payments-pages = Pages
payments-more = More

payments-order-title = Payment
payments-amount = Amount
payments-refunded = Given back
payments-refunds = Refunds
payments-for = For
payments-provider = Provider
payments-created = Ordered
payments-settled = Money moved
payments-reference = Reference
payments-direction = Direction
payments-state = State
payments-reason = Reason
payments-reason-declined = The bank declined it
payments-reason-amount-differs = The bank names another amount
payments-reason-succeeded-after-failed = It had failed, and now the bank says it succeeded
payments-reason-failed-after-succeeded = It had succeeded, and now the bank says it failed
payments-reason-request-ended = What it was for has ended
payments-pay = Pay now
payments-pay-busy = Opening the payment…
payments-back = Back
payments-unknown-title = The provider has not told us yet
payments-unknown-text = We keep asking. Please do not pay a second time; this page shows the outcome as soon as it is known.

payments-direction-in = Payment to us
payments-direction-out = Payout
payments-direction-refund = Refund
payments-state-created = Ordered
payments-state-started = Under way
payments-state-unknown = Not known yet
payments-state-paid = Paid
payments-state-failed = Failed
payments-state-expired = Not paid in time
payments-state-refunded = Given back
payments-state-paid-out = Paid out

payments-reconciliation-title = Reconciliation
payments-reconciliation-lede = Each day our orders are compared with the statement of whoever moved the money.
payments-reconciliation-empty = There are no payments where you may look.
payments-reconciliation-of = Reconciliation of { $county }
payments-county = County
payments-newest-day = Newest day
payments-differences = Differences
payments-n-differences = { $n ->
    [one] { $n } difference
   *[other] { $n } differences
}
payments-agree = Agrees
payments-not-compared = Not compared yet
payments-compare-now = Compare now
payments-comparing = Comparing…
payments-compared = The two sides have been compared.
payments-books = The books
payments-trouble = For a person to look at
payments-what-to-do = What to do
payments-retry = Try again
payments-retried = The refund is tried again.
payments-ask-provider = Ask the provider
payments-days = Days
payments-came-in = Came in
payments-went-out = Went out
payments-ours = here
payments-theirs = there
payments-difference-missing-here = Listed there, not settled here
payments-difference-missing-there = Settled here, not listed there
payments-difference-amount = Another amount
payments-difference-custody = What the books say is in custody (here) is not what the settled orders come to (there)
payments-difference-unlisted = Stated to be in custody again (here), and no statement lists that it came in
payments-difference-settled-late = Its callback had been lost; settled by this comparison

payments-memo-payout = Payout
payments-memo-refund = Refund
payments-memo-correction = Left after it had been given up
payments-memo-unallocated = Came in and is given back
payments-memo-missing = Did not arrive: claimed from the provider, owed again
payments-memo-missing-returned = Came back from the provider
payments-memo-missing-replaced = Put in by the county for what did not arrive
payments-memo-missing-owed = Can be paid out again
payments-memo-missing-arrived = Arrived after all

payments-missing-provider = The provider said that it came back
payments-missing-returned = It came back to the provider's custody
payments-missing-replaced = The county put the amount in from elsewhere
payments-missing-arrived = It arrived after all
payments-not-missing = This money is not recorded as missing, or no longer. Open the page again to see how things stand.

payments-hand-title = Settle by hand
payments-hand-lede = The provider contradicts itself or our books, so nothing happens by itself. One officer says what became of the money and what shows it; another one confirms.
payments-hand-proposed = Proposed
payments-hand-when = When
payments-hand-wait = You proposed this. It waits for another officer.
payments-hand-confirm = Confirm: it is so
payments-hand-propose = Propose
payments-hand-verdict = What became of the money
payments-hand-moved = It moved as it was ordered
payments-hand-not-moved = It did not move
payments-hand-evidence = What shows it
payments-hand-evidence-hint = The provider's written answer, a line of its statement. Nobody's name or number.
payments-hand-propose-button = Propose it
payments-hand-noted = Noted. Another officer confirms it.
payments-hand-settled = Settled.
payments-hand-nothing = There is nothing to settle by hand here.
payments-hand-too-late = Our books say that this has moved, and others have built on it. It cannot be taken back here.
payments-hand-same-person = You proposed this, so another officer confirms it.

payments-sandbox-title = Sandbox bank
payments-sandbox-lede = This bank is made for trying. No money moves. Choose what shall happen.
payments-sandbox-choice = What shall happen
payments-sandbox-succeed = It succeeds
payments-sandbox-fail = It fails
payments-sandbox-delay = It succeeds after a while
payments-sandbox-repeat = It succeeds, and the bank says so three times
payments-sandbox-unknown-succeed = Nobody knows for a while, then it has succeeded
payments-sandbox-unknown-fail = Nobody knows for a while, then it has failed
payments-sandbox-seconds = Seconds
payments-sandbox-seconds-hint = How long "a while" is. 30 if nothing is given.
payments-sandbox-after = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
payments-sandbox-do = Go on
payments-sandbox-pending = The bank has it and has not decided yet.
payments-sandbox-succeeded = The bank has moved this money already.
payments-sandbox-failed = The bank has refused this already.
payments-sandbox-counter = Sandbox bank: counter
payments-sandbox-counter-lede = How payouts and refunds end from now on.
payments-sandbox-choose = Use this from now on
payments-sandbox-chosen = The bank does this from now on.

payments-key-reused = This key was used for another payment.
payments-amount-wrong = The amount must be over zero.
payments-not-paid = Only what was paid can be given back.
payments-refund-too-much = More than was paid cannot be given back.
payments-not-failed = This has not failed.
payments-no-provider = This provider of payments is not set up here.
payments-provider-away = The provider of payments does not answer at the moment.
payments-order-over = This payment is over.
payments-order-over-detail = Begin a new one.
payments-order-unknown = There is no such payment.
payments-bad-signature = This is not signed by the provider.
payments-bad-callback = This callback cannot be read.
