# What is given, and where things stand.
aid-gift-money = Money
aid-gift-goods = Goods
aid-state-draft = Draft
aid-state-submitted = Being checked
aid-state-returned = Returned
aid-state-refused = Refused
aid-state-appealed = Appealed
aid-state-open = Open
aid-state-partly-pledged = Partly pledged
aid-state-pledged = Pledged
aid-state-delivering = On its way
aid-state-delivered = Delivered
aid-state-met = Met
aid-state-expired = Expired
aid-state-withdrawn = Withdrawn
aid-state-failed = Could not be delivered
aid-state-closed = Closed
aid-part-state-open = Open
aid-part-state-partly-pledged = Partly pledged
aid-part-state-pledged = Pledged
aid-part-state-delivering = On its way
aid-part-state-delivered = Delivered
aid-part-state-met = Received
aid-part-state-failed = Could not be delivered
aid-pledge-state-pledged = Pledged
aid-pledge-state-paying = Payment begun
aid-pledge-state-paid = Paid, in custody
aid-pledge-state-payout-open = Paid, payout not finished
aid-pledge-state-partly-paid-out = Paid out in part
aid-pledge-state-paid-out = Paid out
aid-pledge-state-dispatched = On its way
aid-pledge-state-delivered = Delivered
aid-pledge-state-disputed = Disputed
aid-pledge-state-received = Received
aid-pledge-state-lapsed = Lapsed
aid-pledge-state-cancelled = Cancelled
aid-pledge-state-failed = Could not be delivered
aid-pledge-state-refunding = Being paid back
aid-pledge-state-refunded = Paid back
aid-payout-state-prepared = Waits for approval
aid-payout-state-approved = Approved, being paid
aid-payout-state-paid-out = Paid out
aid-payout-state-disputed = Disputed
aid-payout-state-received = Received
aid-payout-state-missing = Did not arrive
aid-payout-state-rejected = Rejected
aid-payout-state-voided = Taken back
aid-payout-state-failed = Could not be paid
aid-state-not-now = This is not possible any more. Open the page again to see how things stand.
aid-room-bounds = The numbers of this part do not fit together any more. Open the page again.

# Words used in several places.
aid-household = Household
aid-yes = Yes
aid-no = No
aid-pages = Pages
aid-older = Older
aid-print = Print
aid-items = { $n ->
     [one] { $n } item
    *[other] { $n } items
}
aid-items-of = { $n } { $unit }
aid-items-out-of = { $n } of { $asked } { $unit }
aid-back-to-request = Back to the request
aid-back-to-pledge = Back to the pledge
aid-back-to-payouts = Back to the list of payouts
aid-see-requests = See requests
aid-col-request = Request
aid-col-quantity = How much
aid-col-amount = Amount
aid-col-since = Waiting since
aid-col-state = State
aid-col-date = Date
aid-col-received = Received
aid-col-reference = Reference
aid-col-custody = In custody
aid-nav-giving = My giving
aid-nav-deliveries = Deliveries
aid-nav-payouts = Payouts
aid-nav-disputes = Disputes

# Pledging.
aid-pledge-title = Pledge
aid-pledge-own-title = Your pledge
aid-pledge-how-title = What happens next
aid-pledge-how-money = Money: you have { $minutes } minutes to pay. It is kept in custody, two officers approve the payout, and the family confirms that it arrived.
aid-pledge-how-goods = Goods: once you are accepted you see the address and have { $days } days to send them, by courier or in person. The family confirms that they arrived.
aid-pledge-part = Part
aid-pledge-part-left = { $part }: { $left } still open
aid-pledge-amount = Amount
aid-pledge-count = How many
aid-pledge-message = A few words to the family
aid-pledge-message-hint = May be left empty. No names, telephone numbers or addresses, please.
aid-pledge-named = Show my name
aid-pledge-named-hint = The family sees it, and once you have paid or sent, whoever reads the request's page does. Otherwise both read that somebody gave.
aid-pledge-button = Pledge
aid-pledge-cancel-button = Take the pledge back
aid-pledge-cancel-goods = If you take a pledge of goods back, it still counts for a week among those you can have at a time.
aid-pledge-value = Estimated value
aid-pledge-name-shown = Name is shown to the family and on the request's page
aid-pledge-refunded = Paid back
aid-pledge-pay-by = Time to pay ends
aid-pledge-accept-by = Time to be accepted ends
aid-pledge-send-by = Time to send ends
aid-pledge-over-time = passed
aid-pledged = Thank you. Your pledge is made.
aid-pledge-many-open = You can have { $most } pledges of goods open at a time. Counted now: { $open ->
     [0] none that is open
     [one] { $open } that waits to be accepted or sent
    *[other] { $open } that wait to be accepted or sent
 }, { $ended ->
     [0] none that lapsed, was taken back or was not delivered within a week
     [one] { $ended } that lapsed, was taken back or was not delivered within a week
    *[other] { $ended } that lapsed, were taken back or were not delivered within a week
 }. { $can ->
     [send] Send one that is accepted, and you can pledge goods again at once; otherwise on { $day } at the latest.
     [wait] Once one is accepted and sent, you can pledge goods again; otherwise on { $day } at the latest.
    *[nothing] You can pledge goods again on { $day }.
 }
aid-pledge-many-unpaid = { $most } of your pledges of money are not paid yet, or lapsed or were taken back within the last day. Pay one that is still open, and you can pledge again at once; otherwise in { $hours ->
     [one] { $hours } hour
    *[other] { $hours } hours
 } at the latest.
aid-pledge-lapsed-often = { $most } of your pledges of money lapsed or were taken back within the last day. You can pledge money again in { $hours ->
     [one] { $hours } hour
    *[other] { $hours } hours
 }.
aid-erase-gifts-open = Something you promised is not paid, not sent or not confirmed yet, or money is on its way back to you. Take it back, or wait until it is done.
aid-pledge-taken-back = Your pledge is taken back.
aid-pledge-closed = This request takes no pledges now.
aid-pledge-gone = This request has ended and takes no pledges any more.
aid-pledge-ended-title = Nothing can be pledged here now
aid-pledge-ended-expired = Its time ran out before all of it was pledged.
aid-pledge-ended-withdrawn = It was withdrawn by those who asked.
aid-pledge-ended-closed = It was closed by those who answer for its place.
aid-pledge-ended-failed = It could not be completed: something could not be delivered.
aid-pledge-ended-met = Everything asked has arrived, and the family has confirmed it.
aid-pledge-ended-promised = Others have pledged all that was still open. What they do not pay or send in time opens again.
aid-pledge-ended-nothing = Your pledge was not recorded, and nothing was taken from you.
aid-pledge-ended-similar = See similar open requests nearby
aid-pledge-ended-nearby = See open requests nearby
aid-pledge-own = You wrote this request or it is your own, so somebody else gives for it.
aid-pledge-over = That is more than is still needed. Left: { $left }.
aid-pledge-over-goods = That is more than is still needed. Left: { $left } { $unit }.
aid-pledge-currency = This request is counted in another currency.
aid-pledge-amount-needed = This part asks for money: give an amount.
aid-pledge-count-needed = This part asks for goods: give a number of items.
aid-pledge-one-of-two = Give either an amount or a number of items.
aid-pledge-nothing = Give at least one.
aid-pledge-too-small = That is too small an amount to be paid.
aid-message-personal = This holds a name, a number or another personal detail. Please leave it out.
aid-message-too-long = This is too long.

# Paying.
aid-pay-button = Pay now
aid-pay-continue = Continue paying
aid-pay-failed = The payment did not go through; nothing was taken.
aid-pay-begun = A payment was begun and its answer is awaited. If you have not finished it yet, go on with it.
aid-pay-unknown = The provider has not said yet what became of your payment. It is asked again by itself; do not pay a second time.
aid-pay-again = That payment did not work. You can try again.
aid-book-gift = Gift
aid-book-payout = Payout
aid-book-goods-sent = Goods sent, by value
aid-book-goods-received = Goods received, by value
aid-book-goods-lost = Goods that did not arrive, by value

# Sending.
aid-way-courier = By courier
aid-way-in-person = Face to face
aid-dispatch-title = How the goods are sent
aid-dispatch-button = Send the goods
aid-dispatch-again = Send again, or correct how it was sent
aid-dispatch-save = Save
aid-dispatch-way = Way
aid-dispatch-company = Courier company
aid-dispatch-tracking = Tracking number
aid-dispatch-tracking-bad = A tracking number has 4 to 40 letters, digits or hyphens.
aid-dispatch-contact = Whom to call
aid-dispatch-contact-hint = Name and telephone of whoever brings it. Only those who confirm the delivery see it.
aid-dispatch-planned = Day it is, or was, brought
aid-dispatch-planned-bad = Choose a day within the next six months.
aid-dispatch-planned-past = This day is long past. Choose the day it is to be brought, or was brought within the last month.
aid-dispatched = Saved. The family will see that it is on its way.
aid-sent-title = How it was sent
aid-address-button = Show the delivery address
aid-address-title = Delivery address
aid-address-place = Place
aid-address-place-local = As a courier reads it
aid-address-name = To
aid-address-phone = Telephone
aid-address-lede = Use it only to bring what you pledged.
aid-address-logged = The family can see that you looked, by your name, and when.
aid-address-logged-unnamed = The family can see that a donor looked, and when; your name is not shown to it.
aid-address-closed = The address is not, or no longer, needed for this pledge.
aid-address-not-accepted = The household, or whoever serves it, has not accepted this pledge yet. Once it has, you see the address and can send.
aid-address-too-often = You have seen the addresses of { $most } households within a day. The next one can be seen in { $hours ->
     [one] { $hours } hour
    *[other] { $hours } hours
 }.
aid-pledge-waits = Waits until the household or its village helper accepts. Then you see the address, and the days to send begin.
aid-accept-own = You made this pledge yourself, so somebody else accepts it.
aid-accept-button = Accept
aid-accepted = Saved. The donor now sees the address and can send.
aid-wishes-title = Donors who want to send something
aid-wishes-lede = Only once you accept does a donor see where the household lives.
aid-desk-wishes = { $n ->
     [one] { $n } donor waits to be accepted
    *[other] { $n } donors wait to be accepted
 }
aid-wish = { $who } wants to send: { $what }
aid-arrival-button = It has arrived
aid-arrived = Saved. The family is asked to confirm it.
aid-failure-button = It could not be delivered
aid-failure-follows = Your gift ends with this as not delivered, and what it was for is open again for others. This cannot be undone. If it is only late, or you will send it again, say nothing here: correct how it is sent.
aid-failure-sure = Yes, it could not be delivered
aid-delivery-failed = Saved. What did not arrive is open again.
aid-fail-title = A part cannot be delivered
aid-fail-warning = Pledges on this part end. Money that was not paid out goes back to its donors. This cannot be undone.
aid-fail-reason = Reason
aid-fail-button = End this part
aid-part-failed = The part is ended.

# Confirming.
aid-deliveries-title = Deliveries to confirm
aid-deliveries-lede = What is on its way or has arrived, and waits to be confirmed.
aid-deliveries-none = Nothing waits for confirmation
aid-deliveries-others = For others to confirm
aid-receipt-title = Confirm the receipt
aid-receipt-arrived = It arrived
aid-receipt-count-label = How many arrived
aid-receipt-count-hint = Leave it empty if all arrived.
aid-receipt-count = That is more than is awaited.
aid-receipt-note = Note
aid-receipt-photo = A photo as evidence
aid-receipt-button = Confirm the receipt
aid-receipt-nothing = There is nothing to confirm here now.
aid-receipt-done = The receipt is confirmed. Thank you.
aid-receipt-told = What was told to an officer
aid-receipt-looked-into = An officer looks into it and decides what follows. Nothing more is needed from you until then.
aid-receipt-missing = An officer found on { $when } that this money did not arrive. It is being traced, and is paid out anew once it is back.
aid-receipt-after-all = It has arrived after all
aid-receipt-after-all-button = Confirm that it has arrived
aid-confirmed = Thank you. The receipt is confirmed.
aid-confirmed-some = Saved. What is missing is still awaited.
aid-witness-publisher = You wrote this request, or printed the card with which it was written, so the family or another witness confirms the receipt.
aid-witness-sender = You gave or sent this, so the family or another witness confirms the receipt.
aid-witness-card = The card that you signed in with was printed by somebody who wrote, sent or paid this, who registered your household or its bank card, or who owes their role to one of these. Confirm with your phone, let another helper or officer witness it, or ask an officer who had no part in it for a new card.
aid-witness-phone = The phone by which you came in to your household was put on record by somebody who wrote, sent or paid this, who registered your household or has a hand in its bank card, or who owes their role to one of these. Let another helper or officer witness it.
aid-witness-appointed = You were given your role by somebody who wrote, sent or paid this, so the family or another witness confirms the receipt.
aid-witness-payer = You had a part in paying this, so the family or another witness confirms the receipt.
aid-witness-keeper = You registered this household or gave its bank card, so the family or another witness confirms the receipt.
aid-receipt-household-only = An officer found that this money did not arrive. Only the family itself can confirm that it came after all.
aid-receipt-say-how = Say in a few words how you know, or tick that the household's card was shown to you.
aid-dispute-title = Something is wrong
aid-dispute-kind = What is wrong
aid-dispute-not-arrived = It did not arrive
aid-dispute-not-as-promised = It is not what was promised
aid-dispute-note = What happened
aid-dispute-button = Tell an officer
aid-disputed = Saved. An officer will look at it.
aid-disputes-title = Disputes about deliveries
aid-disputes-lede = Families or witnesses say that these did not arrive, or not as promised.
aid-disputes-none = No disputes wait
aid-dispute-this-one = The decision on this one was not taken over.
aid-dispute-reason = What you found
aid-dispute-donor = Given by
aid-dispute-arrived = It did arrive
aid-dispute-partly = Some of it came
aid-dispute-count = How many came, of { $of }
aid-dispute-count-hint = Only when some of it came. You confirm that number as a witness, and the donor reads what you found; the rest is needed again.
aid-dispute-count-range = Fewer than were sent, and at least one.
aid-dispute-failed = It did not arrive
aid-dispute-missing = It did not arrive: trace the money
aid-dispute-follows = If it did arrive, the family or a witness is asked again to confirm it. If it did not, what was not received is needed again, and the request's story says so.
aid-dispute-follows-money = If it did arrive, the family or a witness is asked again to confirm it. If it did not, the payout counts as missing and its money is traced.
aid-dispute-done = Decided.
aid-dispute-decided = This was decided already.
aid-dispute-own = It is about your own gift, so somebody else decides.
aid-dispute-own-payout = You prepared or approved this payout, so another officer decides.
aid-dispute-opener = You opened this dispute, so another officer decides.

# Thanks, updates, stories.
aid-thanks-title = Say thanks
aid-thanks-hint = Those who gave read it, and everyone on the request's page.
aid-update-title = Post an update
aid-update-hint = A few words on what has changed since.
aid-story-title = Tell the story
aid-story-hint = A story is shown only with the household's consent, which it can take back at any time.
aid-story-waits = A story waits for your consent
aid-story-shown = This story is public
aid-story-agree = We agree
aid-story-decline = We do not want it shown
aid-story-decided = Saved.
aid-post-hide = Take off
aid-post-show = Show again
aid-post-held = taken off until somebody decides
aid-post-off = Taken off. Nobody outside sees it any more.
aid-post-back = Shown again.
aid-post-thanks = Thanks
aid-post-update = Update
aid-post-story = Story
aid-post-body = Words
aid-post-body-hint = Without names, telephone numbers or addresses.
aid-post-photo = Photo
aid-post-alt = What the photo shows
aid-post-alt-hint = For those who cannot see it. Needed with a photo.
aid-post-people = People are to be seen on it, and they agreed.
aid-post-button = Publish
aid-post-told = Published.
aid-post-waits = It waits for the household's consent.
aid-post-told-photo = Published. The photo is shown once it was checked.
aid-post-by-household = the household
aid-post-by-publisher = the publisher
aid-post-photo-alt = Photo that came with these words
aid-post-decided = This was decided already.
aid-consent-apart = Your card was printed, or your phone put on record, by somebody who wrote the request or this story, or who owes their role to them. Agree in another way to sign in of your own, or with a card that an officer who had no part in it made.
aid-posts-title = Thanks and updates
aid-thanks-early = Nothing was paid or sent yet.
aid-photo-alt-needed = Say in words what the photo shows.

# Payouts.
aid-payouts-title = Payouts
aid-payouts-lede = Prepared by one, approved by another, confirmed by the household.
aid-payouts-ready = Money in custody, ready to be paid out
aid-payouts-ready-sum = { $n ->
    [one] { $n } request: { $sum }
   *[other] { $n } requests, together { $sum }
}
aid-payouts-ready-find = Reference of the request
aid-payouts-ready-none = No such money is in custody for this request at your places.
aid-payouts-ready-all = Show all that is ready
aid-payouts-missing = Missing payouts
aid-payouts-missing-lede = These left and did not arrive. Once the money is in custody again, you can state so.
aid-payouts-all = All payouts
aid-payouts-none = No payouts yet
aid-payout-title = Payout
aid-payout-new-title = Prepare a payout
aid-payout-two = Another officer approves it. Nobody approves their own.
aid-payout-part-free = { $part }: { $left } in custody
aid-payout-amount-hint = Leave the amount empty to pay out all that is in custody.
aid-payout-evidence = Evidence
aid-payout-evidence-hint = What you saw that shows the need, and how it will be paid.
aid-payout-photo = A photo of it, if there is one
aid-payout-prepare-button = Prepare
aid-payout-made = Prepared. Another officer approves it.
aid-payout-prepared = Prepared
aid-payout-prepared-on = Prepared on
aid-payout-approved = Approved
aid-payout-paid = Paid
aid-payout-received = Received
aid-payout-missing = Found not to have arrived
aid-payout-rejected = Rejected
aid-payout-voided = Taken back
aid-payout-shares = Gifts it is made of
aid-payout-wait-second = You prepared it. It waits for another officer.
aid-payout-decide = Decide
aid-payout-reason = Reason
aid-payout-reason-hint = Needed when you reject it.
aid-payout-approve-button = Approve
aid-payout-reject-button = Reject
aid-payout-void-button = Take it back
aid-payout-decided = Approved: it is on its way to the household.
aid-payout-turned-down = Rejected: its money is free again.
aid-payout-to-dispute = To the open disputes
aid-payout-taken-back = Taken back. The money is free again.
aid-payout-conflict = You wrote this request or printed the card with which it was written, registered the household, or are close to it, so somebody else does this.
aid-payout-card-changed = You, or the officer who prepared this payout, gave or changed the household's bank card since its last confirmed payout, or gave somebody the role in which they did, or put in the phone by which somebody came in who did, so other officers deal with payouts to it.
aid-payout-card-rests = The household's bank card was changed only days ago. The household is told of it and has some days to object before money goes to it.
aid-payout-same-person = You prepared this payout, so another officer decides on it.
aid-payout-not-prepared = Another officer prepared this payout and can take it back. If you do not want it paid, reject it and say why.
aid-payout-goods = Only money is paid out; goods are delivered.
aid-payout-ruled = You reviewed this request, so somebody else hands out its money.
aid-payout-over = There is not that much in custody. Available: { $left }.
aid-payout-unclear = The provider says that an earlier payout for this request went out after all. Have that cleared up with the provider first.
aid-payout-nothing = Nothing is in custody for this request now.
aid-payout-account = Account to be paid
aid-payout-account-name = Account holder
aid-payout-card-changes = Bank card given or changed by
aid-payout-card-change = { $days ->
    [0] { $who }, { $date } (today)
    [one] { $who }, { $date } ({ $days } day ago)
   *[other] { $who }, { $date } ({ $days } days ago)
}
aid-payout-card-household = the household itself
aid-payout-card-let-in = somebody of the household who came in by a phone that { $name } put on record
aid-payout-card-operator = the operator
aid-payout-account-look = The money goes to the household's bank card as it is now. The household sees that you looked.
aid-payout-account-new = The account has changed since this payout was prepared. If you approve, the money goes to the one shown here.
aid-payout-account-changed = The household's account has changed since you looked, or since the payout was prepared. Look again before you approve.
aid-payout-back = What became of the money
aid-payout-recover = State that the money is in custody again
aid-payout-recover-lede = The money did not arrive, and nobody else's gift may make up for it. State this only once the amount is in the provider's custody again. Then a new payout can be prepared.
aid-payout-recover-others = The money is being traced. Once it is in custody again, an officer who neither prepared nor approved this payout, nor found it missing, can state so.
aid-payout-recover-way = How it came back
aid-payout-recover-evidence = What shows it
aid-payout-recover-evidence-hint = The provider's written answer, a line of its statement, or where the county took the amount from. Nobody's name or number.
aid-payout-recover-button = State it
aid-payout-recovered = Saved. A new payout can be prepared.
aid-payout-recovered-ended = Saved. The request or this part of it has ended, so the money goes back to its donors.
aid-payout-repay-lede = The county put this amount in from elsewhere, and the provider still owes it. State that it came back only once the provider has given it back in full.
aid-payout-repaid = Saved. The provider owes nothing for this payout any more.
aid-payout-repaid-by-provider = Given back by the provider
aid-payout-replaced-by = You stated that the county put this amount in, so another officer states that the provider has given it back.
aid-payout-found-by = You found that this payout did not arrive, so another officer states that its money is back.
aid-payout-sought = You, or the officer who prepared this payout, found that an earlier payout of this request did not arrive or stated that its money is back. Other officers pay it out again.

# My giving.
aid-giving-title = My giving
aid-giving-lede = Every gift, followed until the family confirmed it.
aid-giving-none = You have not given yet
aid-giving-none-hint = Families' needs are listed by place and purpose.
aid-receipts-of-gift = Confirmed
aid-receipt-some = { $n } of { $of } confirmed; { $missing } missing.
aid-pledge-lost = { $given } given, { $arrived } arrived; { $lost } did not arrive.
aid-received-by-household = by the household
aid-received-by-witness = by a witness
aid-receipts-title = List of my gifts
aid-receipts-note = This list shows what was given and what was confirmed. Goods are valued by estimate and never added to money.
aid-total-given = Money given
aid-total-money-gifts = { $n ->
    [one] { $n } gift of money
   *[other] { $n } gifts of money
}
aid-total-received = Arrived
aid-total-of = { $part } of { $whole } confirmed
aid-total-goods = Goods sent and not lost, by value
aid-total-goods-gifts = { $n ->
    [one] { $n } gift of goods
   *[other] { $n } gifts of goods
}
aid-total-confirmed = Confirmed whole
aid-total-gifts = { $n ->
    [one] of { $n } gift
   *[other] of { $n } gifts
}
aid-timeline-title = The way of this gift
aid-way-pledged = Pledged
aid-way-accepted = Accepted by the household, or on its behalf
aid-way-sent = Sent
aid-way-there = Arrived
aid-way-received = Received and confirmed
aid-way-disputed = The family disputes it
aid-way-missing = An officer found that it did not arrive; it is being traced
aid-way-received-some = { $n } of { $of } received and confirmed
aid-way-found-arrived = An officer found that it arrived
aid-way-sent-again = Sent again
aid-way-lost = { $n } of { $of } did not arrive, as an officer found
aid-way-paid = Paid into custody
aid-way-paid-out = Paid out to the family
aid-way-lapsed = Lapsed; the part is open again
aid-way-cancelled = Cancelled
aid-way-failed = Could not be delivered
aid-way-refunding = On its way back to you
aid-way-refunded = Back with you
aid-way-next = Next: { $what }
aid-way-then = Then: { $what }
aid-coming-accepted = the household, or whoever serves it, accepts
aid-coming-sent = you send it
aid-coming-there = it arrives
aid-coming-received = the family or a witness confirms
aid-coming-looked = an officer looks into it and decides
aid-coming-paid = you pay into custody
aid-coming-paid-out = it is paid out to the family

# The story of a request, as far as gifts go.

# i18n-family: aid-story-*
aid-story-goods-sent = Goods were sent
aid-story-goods-accepted = A donor of goods was accepted
aid-story-goods-there = Goods are said to have arrived
aid-story-goods-received = Goods were received and confirmed
aid-story-goods-received-some = { $n } of { $of } received and confirmed; { $missing } missing
aid-story-goods-failed = Goods could not be delivered; what is missing is open again
aid-story-paid-out = Money was paid out to the household
aid-story-payout-received = Money was received and confirmed
aid-story-payout-missing = An officer found that money did not arrive; it is being traced
aid-story-payout-back = Money that had not arrived is in custody again
aid-story-disputed = It was said that something did not arrive as promised
aid-story-found-arrived = An officer found that it arrived
aid-story-part-failed = An officer found that a part cannot be delivered
