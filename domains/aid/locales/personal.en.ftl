# A donor's own order, and what it goes by.
aid-mine-title = For you
aid-mine-lede = Where a gift of yours would help most now.
aid-mine-newest = The newest
aid-mine-newest-lede = You chose to see the newest first.
aid-mine-more = More in this order
aid-why-link = Why this?
aid-why-home = Home
aid-why-title = Why you were shown this
aid-why-reasons = The reasons
aid-why-when = Shown to you last: { $time }
aid-why-purpose-place = It is of a purpose and in a place that you care for.
aid-why-purpose = It is of a purpose that you care for.
aid-why-place = It is in a place that you care for.
aid-why-near-sum = A gift of the usual size completes it.
aid-why-ends-soon = It stops asking soon.
aid-why-lifted = Its area, or a group that it belongs to, has been helped less than the others.
aid-why-waits = It waits, and few people see it.
aid-why-not-shown = You were not shown this in your own order in the last 30 days, or you wish nothing to be kept.
aid-why-never = What never counts
aid-why-never-text = Nobody can pay for a place in this order. How much you gave, and what is known of a family's health, age or origin, never moves a request towards you; groups that are behind are only ever lifted, for everybody alike.
aid-interest-title = What I care for
aid-interest-lede = Requests that match come first for you. Nobody else sees what you choose here.
aid-interest-at = Place: { $place }
aid-interest-anywhere = Place: anywhere
aid-interest-anywhere-choose = Choose another place, or anywhere
aid-interest-purposes = Purposes
aid-interest-purposes-hint = Up to three; none means all. Several take turns by the day.
aid-interest-personal = Put requests in my own order
aid-interest-personal-hint = Without it you see the newest first.
aid-interest-learn = Learn from what I give to
aid-interest-learn-hint = It counts only where you choose neither a purpose nor a place. When you turn it off, what was learnt is deleted.
aid-interest-save = Save
aid-interest-set = Saved.
aid-interest-forgotten = Deleted.
aid-interest-many = Choose at most { $most } purposes.
aid-interest-place = This place is not there any more. Choose another one.
aid-interest-learnt = What was learnt
aid-interest-learnt-lede = What you gave to; gifts of more than half a year ago count half. It is kept with your account alone, and so is what you were shown, for 30 days.
aid-interest-learnt-none = Nothing yet.
aid-interest-learnt-off = Nothing: learning is off.
aid-interest-gifts = Gifts
aid-interest-forget = Delete what was learnt
aid-order-label = Order
aid-order-fair = Longest waiting
aid-order-personal = For me
aid-order-newest = Newest
aid-unknown-order = This order is not known.
aid-interest-nudges = Write to me
aid-interest-nudges-n = { $n ->
    [0] Never
    [one] At most once in 30 days
   *[other] At most { $n } times in 30 days
}
aid-interest-nudges-hint = Only when a gift of yours would matter and you have not been here for a week, between 9 and 20 o’clock. The message speaks of no family.
aid-nudge-message = Requests wait that few people see, and a gift of yours would help: { $home } · Fewer messages, or none: { $choice }
