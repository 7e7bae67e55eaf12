# Standing gifts: given again and again, to where it matters most on the day.
aid-nav-standing = My standing gifts
aid-standing-title = A standing gift
aid-standing-lede = An amount that is given on its day, to the requests to which it matters most then. You see what became of each pledge.
aid-standing-none = You have no standing gift yet
aid-standing-none-hint = Even little helps when it comes every month.
aid-standing-new-title = New standing gift
aid-standing-edit-title = Change
aid-standing-form-lede = Say how much, how often, for what and where. On each due day real pledges are made of it.
aid-standing-back = Back
aid-standing-next = Due next
aid-standing-how = How it is given
aid-standing-each-month = { $amount } every month
aid-standing-each-quarter = { $amount } every three months
aid-standing-each-once = { $amount } once
aid-standing-whereto = { $purpose } · { $place }
aid-standing-any-purpose = For any purpose
aid-standing-anywhere = Anywhere
# i18n-family: aid-standing-state-*
aid-standing-state-active = Active
aid-standing-state-paused = Paused
aid-standing-state-ended = Ended
# i18n-family: aid-standing-reason-*
aid-standing-reason-donor = You stopped it.
aid-standing-reason-failed = It paused by itself: three times one after the other it could not be paid. See to the payment, then go on with it.
aid-standing-reason-done = It has run its course.
aid-standing-reason-erased = It ended with the account.

# The form.
aid-standing-place-chosen = It goes to { $place }.
aid-standing-place-anywhere = No place is chosen: it may go anywhere.
aid-standing-place-none = Anywhere instead
aid-standing-bounds = From { $least } to { $most } each time.
aid-standing-amount-label = Amount each time
aid-standing-period = How often
# i18n-family: aid-standing-period-*
aid-standing-period-once = Once
aid-standing-period-monthly = Every month
aid-standing-period-quarterly = Every three months
aid-standing-purpose = For what
aid-standing-day-label = Day of the month
aid-standing-day-hint = From 1 to 31; in a shorter month it is the last day. If you leave it out, it is that of the first date.
aid-standing-first = First date
aid-standing-until-label = Last date, if there is one
aid-standing-times-label = How often in all, if there is a number
aid-standing-times-hint = Leave it out to go on until you end it.
aid-standing-from-next = What you change counts from the next due day on.
aid-standing-begin = Begin the standing gift
aid-standing-keep = Keep the changes
aid-standing-preview = Show where it would go now
aid-standing-amount = It must be from { $least } to { $most }.
aid-standing-day = A day of the month is from 1 to 31.
aid-standing-past = The first date must not be in the past.
aid-standing-far = The first date must be within two years.
aid-standing-until = There is no due day until then. Choose a later last date.
aid-standing-times = It must be more than the due days there were already ({ $runs }), and at most { $most }.
aid-standing-many = You have { $most } standing gifts that have not ended. End one of them first.
aid-standing-over = This standing gift is over. Begin a new one.
aid-standing-agreed = You have agreed to that already.

# Where it would go.
aid-standing-goes = Where it would go now
aid-standing-goes-none = Nothing open fits at the moment. On the due day it is looked again.
aid-standing-goes-note = This promises nothing: until the due day others give too, and other requests open.
aid-standing-goes-most = { $n ->
    [one] It goes to one request on a day at most.
   *[other] It goes to { $n } requests on a day at most.
}

# What can be done.
aid-standing-pause = Pause
aid-standing-resume = Go on
aid-standing-end = End it
aid-standing-end-follows = It falls due no more, and your agreement is taken back. What was paid stays given.
aid-standing-end-sure = End this standing gift
aid-standing-made = The standing gift has begun.
aid-standing-changed = It is changed, from the next due day on.
aid-standing-paused = It is paused. What was not charged yet is given back.
aid-standing-resumed = It goes on, from the next due day.
aid-standing-ended = It has ended.
aid-standing-agreement = Payment
aid-standing-by-hand = You pay each pledge by hand, within half an hour
aid-standing-agree = Let it be charged by itself
aid-standing-agree-hint = You agree once on the provider's page. Without that, each pledge waits for you to pay it, and lapses after half an hour.
aid-standing-agreement-short = What you agreed to does not cover what may be due. Until you agree anew, you pay by hand.
aid-standing-agreement-revoke = Take the agreement back
aid-standing-agreement-revoked = It is taken back. You pay by hand from now on.

# Due days.
aid-standing-runs = Due days
aid-standing-runs-none = It has not fallen due yet.
aid-standing-run-placing = Looks for requests
aid-standing-run-charging = Being charged
aid-standing-run-pay = Waits for you to pay
aid-standing-run-done = Done
aid-standing-run-failed = Could not be paid
aid-standing-run-nothing = Nothing was pledged, nothing was charged
aid-standing-carried = { $amount } found no place last time and is tried once more.
aid-standing-carried-in = Of this, { $amount } came from the day before.
aid-standing-paid = Paid: { $amount }
aid-standing-not-placed = { $amount } found no place and was not charged.
aid-standing-not-placed-carried = { $amount } found no place and was not charged; { $carried } of it is tried once more next time.
aid-standing-pay = Pay now
# i18n-family: aid-standing-note-*
aid-standing-note-none = No other open request fitted on that day.
aid-standing-note-refused = What others had given meanwhile, or a rule of giving, kept some of it from being pledged.
aid-standing-note-unpaid = Too many earlier pledges of this gift were not paid. Nothing more is pledged until a day has passed.
aid-standing-note-failed = A charge failed. What was not paid was given back.
aid-standing-note-mandate = The agreement had ended. What was not charged was given back.
aid-standing-note-stopped = You had stopped it. What was not charged was given back.

# Messages to the donor.
aid-standing-notice-waits = Your standing gift fell due and waits for you to pay, within half an hour. Open “My standing gifts”.
aid-standing-notice-failed = Your standing gift could not be paid. Nothing is owed. Open “My standing gifts” to see why.
aid-standing-notice-paused = Your standing gift could not be paid three times and is paused. Open “My standing gifts” to go on with it.
