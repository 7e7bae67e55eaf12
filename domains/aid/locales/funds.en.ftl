# Pooled funds: many give to a purpose and a place.
aid-nav-funds = Funds
aid-funds-lede = Many give to one purpose and place. What comes in is given on, by itself, to the requests to which it matters most, and every step can be seen here.
aid-funds-none = There is no fund at the moment
aid-funds-proposed = Wait for a second officer
aid-fund-new-title = Propose a fund
aid-fund-new-lede = For a county or a township of it. You look after it; another officer of the place opens it. Nobody chooses the requests that it goes to.
aid-fund-propose = Propose the fund
aid-fund-name-zh = Name in Chinese
aid-fund-name-en = Name in English
aid-fund-name-ar = Name in Arabic
aid-fund-name-needed = Give it a name in one language at least.
aid-fund-place = A fund is for a county, or for a township of it.
# i18n-family: aid-fund-state-*
aid-fund-state-proposed = Proposed
aid-fund-state-open = Open
aid-fund-state-closing = Takes no more gifts
aid-fund-state-rejected = Not opened
# i18n-family: aid-fund-gift-state-*
aid-fund-gift-state-begun = Payment begun
aid-fund-gift-state-paid = Paid
aid-fund-gift-state-failed = Not paid
aid-fund-gift-state-back = Given back
aid-fund-came-in = Came in
aid-fund-pledged = Pledged
aid-fund-left = Left
aid-fund-came-back = { $amount } came back
aid-fund-gifts = { $n ->
    [one] one gift
   *[other] { $n } gifts
}
aid-fund-pledges = { $n ->
    [one] one pledge
   *[other] { $n } pledges
}
aid-fund-how = What comes in lies on an account of its own and leaves it as pledges on requests alone. What comes back of a request that ends lies there again.
aid-fund-reason = Reason
aid-fund-give = Give to this fund
aid-fund-own = What you gave
aid-fund-decide = Decide
aid-fund-open = Open the fund
aid-fund-open-follows = From then on everybody sees it and may give to it.
aid-fund-waits = Another officer of the place opens it.
aid-fund-reject = Do not open it
aid-fund-close = Close it to gifts
aid-fund-given = To which requests it went
aid-fund-given-none = To none yet. Every few minutes it is looked.
aid-fund-request-over = A request that was taken back or stopped
aid-fund-proposed = The fund is proposed. Another officer opens it.
aid-fund-decided = It is decided.
aid-fund-amount = It must be from { $least } to { $most }.
aid-fund-same-person = Another officer opens what you proposed.
aid-fund-not-now = This is not possible any more. Open the page again to see how things stand.
aid-book-fund-gift = Gift to a fund
aid-book-fund-pledge = Given from a fund to a request
aid-book-fund-back = Came back to a fund
