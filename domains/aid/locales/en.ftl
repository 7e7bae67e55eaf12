# Navigation and words used in several places.
aid-nav-requests = Requests
aid-nav-figures = Figures
aid-nav-mine = Our requests
aid-nav-desk = Desk
aid-nav-reviews = Reviews
aid-crumbs = Place
aid-place = Place
aid-everywhere = Everywhere
aid-all = All
aid-show = Show
aid-back = Back
aid-next-page = Next page
aid-choose-one = Choose …
aid-choose = Choose one from the list.
aid-needed = Please fill this in.
aid-too-short = Please write a little more: at least { $least } characters.
aid-too-long = Please shorten this: at most { $most } characters.
aid-year = Year
aid-month = Month
aid-reference = Reference
aid-who = { $who }, { $people }

# Purposes, reasons, relationships, roles.
aid-purpose-label = Purpose
aid-purpose-education = Education
aid-purpose-health = Health
aid-purpose-housing = Housing
aid-purpose-goods = Things for daily life
aid-purpose-livelihood = Livelihood
aid-purpose-other = Other
aid-reason-label = Why it is needed
aid-reason-low-income = Little income
aid-reason-illness = Illness
aid-reason-disability = Disability
aid-reason-schooling = Cost of schooling
aid-reason-old-age = Old age
aid-reason-disaster = Disaster or accident
aid-reason-bereavement = Bereavement
aid-reason-unsafe-home = The home is not safe
aid-reason-lost-work = Work was lost
aid-reason-care = Somebody must be cared for
aid-reason-other = Another reason
aid-relationship-label = Who writes
aid-relationship-self = The household itself
aid-relationship-helper = Village helper
aid-relationship-spouse = Wife or husband
aid-relationship-child = Child
aid-relationship-parent = Parent
aid-relationship-sibling = Brother or sister
aid-relationship-relative = Another relative
aid-relationship-neighbour = Neighbour
aid-relationship-friend = Friend or colleague
aid-actor-household = the household
aid-actor-helper = village helper
aid-actor-publisher = the publisher
aid-actor-reviewer = reviewer
aid-actor-officer = officer
aid-actor-donor = donor
aid-actor-partner = partner
aid-actor-auditor = auditor
aid-actor-administrator = administrator
aid-actor-witness = witness
aid-actor-system = the system

# Lists.
aid-requests-title = Requests
aid-requests-lede = What families need, checked by reviewers of their place.
aid-requests-in = Requests in { $place }
aid-requests-near = Requests, the nearest to { $place } first
aid-words = Words
aid-search = Search
aid-state-label = State
aid-state-asking = Asks for help
aid-near-me = Near me first
aid-near-here = Nearest to this place first
aid-near-choose = Near me: choose a place
aid-unknown-place = There is no such place.
aid-unknown-state = There is no such public state.
aid-unknown-purpose = There is no such purpose.
aid-list-heading = List of requests
aid-list-empty = Nothing to be found here
aid-list-empty-more = Try a wider place, another purpose or fewer words.
aid-look-all-states = Look among all states
aid-all-requests = All requests
aid-places-below = Places within
aid-opened-on = Open since { $date }
aid-open-from-to = Open from { $from } to { $to }
aid-begun-on = Begun on { $date }
aid-handed-in-on = Handed in on { $date }
aid-meter-money = { $pledged } of { $asked } pledged
aid-meter-goods = { $parts ->
    [one] { $pledged } of { $parts } kind of thing pledged
   *[other] { $pledged } of { $parts } kinds of things pledged
}
aid-meter-goods-partly = { $n } in part
aid-meter-goods-met = { $n } received
aid-meter-part = { $pledged } of { $asked } { $unit } pledged
aid-asked = Asked: { $what }
aid-asked-things = { $n ->
    [one] { $n } kind of thing
   *[other] { $n } kinds of things
}

# Home.
aid-home-title = Home
aid-home-heading = Paths between those who need and those who give
aid-home-lede = A family says what it needs, reviewers of its place check it, and every gift is followed until the family confirms that it arrived.
aid-home-find = Find requests
aid-home-ask = Ask for help
aid-waiting-longest = Waiting longest
aid-fair-order = The longest waiting and least seen stand first. Pictures and popularity do not count.
aid-map-caption = Share of requests met
aid-map-label = Schematic map, a square for each place
aid-legend-none = no figure
aid-legend-1 = under 20%
# i18n-same
aid-legend-range = { $from } – { $to }
aid-legend-5 = 80% and more
aid-as-table = The figures as a table
aid-basis = Of what

# One request.
aid-what-is-asked = What is asked
aid-part-value = worth about { $value }
aid-give = Give for this
aid-gifts = Gifts
aid-donor-unnamed = Somebody
aid-updates = Thanks and updates
aid-rulings = What reviewers decided
aid-story-so-far = The story so far
aid-stub-title = A request that is no longer shown
aid-stub-more = It was withdrawn or closed. What it said is no longer public.
aid-photo-held = Waits for review
aid-photo-rests = Not shown: the request has ended
aid-expires-on = Open until { $date } unless it is pledged before
aid-run-out = Its time has run out
aid-ended-because = Reason: { $reason }
aid-do-submit = Hand in
aid-do-edit = Change
aid-do-review = Review
aid-do-appeal = Appeal
aid-do-photo = Add a photo
aid-do-update = Post an update
aid-do-withdraw = Withdraw
aid-do-close = Close this request
aid-do-report = Report a problem

# The story.
# i18n-family: aid-story-*
aid-story-drafted = The request was begun
aid-story-submitted = Handed in
aid-story-submitted-again = Handed in again
aid-story-first-look = Passed the first look; a second one follows because of the amount
aid-story-approved = Checked and opened
aid-story-returned = Returned to be mended: { $reasons }
aid-story-refused = Not passed: { $reasons }
aid-story-appealed = An appeal was made
aid-story-appeal-granted = The appeal was granted; the request is open
aid-story-appeal-dismissed = The appeal was dismissed: { $reasons }
aid-story-withdrawn = Withdrawn
aid-story-closed = Closed by an officer
aid-story-household-left = Ended, because the household is no longer served here
aid-story-household-merged = Ended, because the record of this household was joined with another one
aid-story-expired = Its time ran out

# Writing a request.
aid-new-title = Ask for help
aid-edit-title = Change the request
aid-edit-lede = Say what is needed and why. Everybody will read it: leave out names, numbers and addresses.
aid-household-label = Household
aid-household-choose = For which household
aid-household-apart = reference ending in { $end }, registered { $when }
aid-household-hint = Its reference, as on the household’s page or card.
aid-household-needed = Give the household’s reference.
aid-household-choose-first = Choose the household.
aid-household-fixed = The household of a request cannot be changed. Begin a new one.
aid-household-moved = The household has moved to another county. Begin a new request there.
aid-household-not-registered = This household is not registered any more.
aid-relationship-not-yours = That is not what you are to this household.
aid-title-label = Title, in one line
aid-title-hint = Say what is needed, without names.
aid-why-label = Why
aid-why-hint = A few sentences in any language. No names, numbers or addresses.
aid-language-label = Language of the text
aid-language-tag = Give a language tag such as zh, en or ar.
aid-parts-hint = Money or things, up to eight parts. Parts can be helped one by one. Leave the rest empty.
aid-part-n = Part { $n }
aid-part-error = Part { $n }: { $what }
aid-kind-label = Kind
aid-label-label = What it is
aid-amount-label = Money: amount
aid-quantity-label = Things: how many
aid-unit-label = Things: unit
aid-value-label = Things: value of one
aid-more-parts = One more part
aid-address-label = Delivery address
aid-address-hint = House, street, group: the village and all above it are told with it. Needed for things. Only a donor who is to send something sees it, and only as long as needed.
aid-address-given = Given
aid-address-missing = Not given
aid-address-needed = You ask for goods: give an address to deliver them to. Only the accepted donor sees it.
aid-keep-draft = Keep and go on
aid-draft-kept = Kept as a draft. Look it over and hand it in.
aid-part-unknown = This is none of the parts of this request, or it is named twice. Leave the id out for a new part.
aid-parts-needed = Say what is asked: at least one part.
aid-parts-many = At most { $most } parts.
aid-amount-needed = Give an amount.
aid-amount-bad = This is not an amount of money.
aid-amount-large = This is too large an amount for one part: at most { $most }.
aid-value-large = This is too large a value for one item: at most { $most }.
aid-quantity-needed = Give a number.
aid-quantity-bad = Give a whole number from 1 to { $most }.
aid-not-editable = This request is no longer with you and cannot be changed.
aid-submit-title = Look it over and hand it in
aid-submit-lede = This is what reviewers and then everybody will see.
aid-submit-promise = By handing it in you say that this is true and that the household agrees.
aid-card-shown = The household's card was shown to me
aid-submitted = Handed in. Reviewers will check it.
aid-cap-exceeded = More than this household may ask for this purpose in { $year }. The cap is { $most }; left: { $left }.
aid-cap-currency = The cap here is in another currency than this request. Ask an officer to set it anew.

# Reviewing.
aid-reviews-title = Reviews
aid-reviews-lede = What waits for you, oldest first.
aid-reviews-empty = Nothing waits for you
aid-reviews-empty-more = New requests from your places appear here.
aid-col-purpose = Purpose
aid-col-asked = Asked
aid-col-step = Step
aid-col-count = Number
aid-step-need = Need
aid-step-amount = Amount, second look
aid-step-appeal = Appeal
aid-late = late
aid-review-title = Review a request
aid-to-request = Page of the request
aid-to-household = Open the household
aid-to-household-note = The household can see that you looked, and why.
aid-cap = Cap per household and year
aid-cap-none = none
aid-cap-used = { $used } of { $most } used, this request included
aid-cap-used-without = { $used } of { $most } used, this request not included
aid-goods-value = Value of things, estimated
aid-second-look = The amount needs a second look at county level by somebody else.
aid-recent = Other requests of this household
aid-review-not-yours = Somebody else decides this
aid-decide = Decide
aid-decision-label = Decision
aid-decision-approve = Pass
aid-decision-return = Return to be mended
aid-decision-refuse = Do not pass
aid-checks-label = To pass: what you have checked
aid-checks-needed = Pass only what you have checked in every point.
aid-check-need-seen = The need was seen or verified
aid-check-fits-need = What is asked fits the need, no more
aid-check-fair-price = Price and quantity are fair
aid-check-not-covered = No programme or insurance pays for it already
aid-check-dignified = Words and photos keep the family’s dignity
aid-return-reasons-label = To return: why
aid-refuse-reasons-label = Not to pass: why
aid-review-reason-unclear = It is not clear what is needed
aid-review-reason-incomplete = Something is missing
aid-review-reason-wrong-purpose = Another purpose fits better
aid-review-reason-amount-unclear = It is not clear how the amount comes about
aid-review-reason-price-high = The price is too high
aid-review-reason-private-words = Names or private matters stand in the text
aid-review-names = The text names the household, or holds a number of it. Send it back, so that this is taken out.
aid-review-reason-wording = The wording should keep the family’s dignity
aid-review-reason-other = Another reason, see the note
aid-review-reason-not-a-need = It is not a need
aid-review-reason-beyond-need = It goes beyond the need
aid-review-reason-covered-elsewhere = It is paid for elsewhere
aid-review-reason-duplicate = It was asked before
aid-review-reason-not-true = It is not true
aid-review-reason-not-this-household = It is not this household’s need
aid-review-reason-not-allowed = It may not be asked for here
aid-note-label = Note to the writers
aid-note-hint = What should change, or why. The writers read it.
aid-review-note-needed = Say in the note which other reason it is; the writers read it.
aid-decide-button = Decide
aid-review-passed = Passed. The request is open.
aid-review-passed-unseen = Passed. The request is open. Its photos that still wait are shown once somebody has looked at them.
aid-review-photos-wait = { $n ->
    [one] { $n } photo has not been looked at yet: look at it before you confirm that words and photos keep the family’s dignity.
   *[other] { $n } photos have not been looked at yet: look at them before you confirm that words and photos keep the family’s dignity.
}
aid-review-photos-look = Decide on the photos
aid-review-returned = Returned to its writers.
aid-review-refused = Not passed. Its writers may appeal.
aid-review-next = Noted. Somebody else decides the next step.
aid-ruled-approve = Passed
aid-ruled-return = Returned
aid-ruled-refuse = Not passed
aid-ruled-because = { $what }: { $reasons }
aid-recused-publisher = You wrote this request, or printed the card with which it was written, so somebody else decides.
aid-recused-household = It is your own household, so somebody else decides.
aid-recused-relative = You are close to this household, so somebody else decides.
aid-recused-helper = You are a helper here; whoever posts does not also pass.

# Appeal, withdrawal, closure, report.
aid-appeal-title = Appeal
aid-appeal-lede = Others, a level higher, look at it again. You can appeal once.
aid-appeal-grounds = Grounds
aid-appeal-grounds-hint = What was overlooked or understood wrongly? Only those who decide read it.
aid-appeal-button = Appeal
aid-appealed = The appeal was made.
aid-appealed-before = This request was appealed before; one appeal is possible.
aid-withdraw-title = Withdraw the request
aid-withdraw-lede = Pledges end, and money that was paid goes back to its donors.
aid-withdraw-reason = Reason
aid-withdraw-note = A few words
aid-withdraw-note-hint = May be left empty. The household, the publisher and those who answer for the place read it.
aid-withdraw-button = Withdraw
aid-withdraw-card = With the printed card alone, an open request is not taken back for a household that has a phone on record. Sign in with that phone, or ask your village helper.
aid-withdrawn = The request is withdrawn.
aid-close-title = Close the request
aid-close-lede = Pledges end, and money that was not paid out goes back to its donors. This cannot be undone.
aid-close-reason = Reason
aid-close-note = A few words
aid-close-note-hint = May be left empty. The household, the publisher and those who answer for the place read it.
aid-close-button = Close it
aid-closed = The request is closed.
aid-end-no-longer-needed = No longer needed
aid-end-helped-otherwise = Helped otherwise
aid-end-mistake = A mistake
aid-end-not-wanted = The household does not want it
aid-end-other = Another reason
aid-end-not-true = Not true
aid-end-abuse = Abuse
aid-end-harm = It could harm the family
aid-end-household-left = The household has left
aid-end-household-merged = The household’s record was joined with another one
aid-end-doubled = Asked twice
aid-end-unreachable = Nobody can be reached
aid-end-moved-away = The household has moved away
aid-end-not-needed = It is not needed any more
aid-report-title = Report a problem
aid-report-lede = Only the officers of the place read this.
aid-report-reason = What is wrong
aid-report-reason-not-true = It is not true
aid-report-reason-private-data = It shows private data
aid-report-reason-undignified = It takes away somebody’s dignity
aid-report-reason-photo = A photo should not be shown
aid-report-reason-asked-for-money = Somebody asked for money aside
aid-report-reason-pressure = Somebody was put under pressure
aid-report-reason-other = Something else
aid-report-note = What you know
aid-report-note-hint = May be left empty.
aid-report-button = Report
aid-reported = Thank you. An officer will look at it.
aid-reports-title = Reports
aid-reports-lede = What people say is wrong with requests of your place.
aid-reports-empty = No reports wait
aid-report-uphold = Uphold
aid-report-dismiss = Dismiss
aid-report-follows = If you uphold a report, you then decide on its request what follows; one about private data takes the request's photos and posts off at once. If you dismiss it, it is closed and nothing about the request changes.
aid-report-upheld = Upheld. Decide here what follows.
aid-report-upheld-held = Upheld. Its photos and posts are no longer shown; decide on each of them, and whether the request itself is to be closed.
aid-photo-take-back = Take this photo back
aid-photo-why = Why
aid-report-dismissed = Dismissed.
aid-report-decided = This report was decided already.
aid-report-own = You made this report, so somebody else decides.

# Photos.
aid-photos-title = Photos of the request
aid-photos-lede = A photo of what is needed says more than one of a person. Where and when it was taken is removed; a reviewer looks before anybody sees it.
aid-photo-label = Photo
aid-photo-alt-label = What it shows
aid-photo-alt-hint = In words, for those who cannot see it.
aid-photo-people = People can be recognised on it
aid-photo-consent = They agreed that it is shown
aid-photo-button = Add the photo
aid-photo-needed = Choose a photo.
aid-photo-taken = Added. It is shown once a reviewer has looked.
aid-photo-over = This request is over; photos cannot be added any more.

# Caps.
aid-caps-title = Caps
aid-caps-lede = The most one household may ask in money for a purpose in a year. The lowest cap upwards counts.
aid-caps-caption = Caps of { $place }, { $year }
aid-col-cap-here = Set here
aid-col-cap-counts = Counts here
aid-col-cap-set = New cap
aid-cap-amount-for = Amount for { $purpose }
aid-cap-button = Set
aid-cap-set = The cap is set.
aid-cap-year = Give a year from 2000 to 2200.
aid-cap-above = The place around it allows { $most } at most.

# Figures.
aid-figures-title = Figures
aid-figures-of = Figures of { $place }
aid-figures-lede = How many requests were opened, and what became of them. Every rate says what it is of.
aid-from-month = From
aid-to-month = To
aid-bad-month = Give months as year and month, at most ten years.
aid-months-reversed = The first month must not be after the last one.
aid-months-whole-years = Everybody is shown whole years, the present one up to now, so that no family can be made out by comparing months. Of the months that you choose, the year of the last one is shown.
aid-months-instead = You chose { $from } to { $to }; shown is { $since } to { $until }.
aid-met-rate = Met rate
aid-met = Met
aid-opened = Opened
aid-going-on = Still going on
aid-mean-wait = From opening to being met
aid-met-of = { $met } of { $opened }
aid-of-submitted = { $n } handed in in the same months
aid-ended-unmet = { $n } ended without being met
aid-over-met = average over { $n } met
aid-cohort-basis = opened from { $from } to { $to }
aid-as-of = As of
aid-how-counted = How it is counted
aid-by-month = By month of opening
aid-by-month-caption = Met rate by month of opening
aid-by-purpose = By purpose
aid-by-purpose-caption = Met rate by purpose
aid-by-place = By place
aid-by-place-caption = Met rate by place
aid-none-opened = none opened
aid-too-few = too few to be shown
aid-nothing-yet = Nothing yet.
aid-define-met = Met: the household, or a witness on its behalf, confirmed that everything asked was received. Nothing else counts as met.
aid-define-rate = Met rate: met divided by opened, over the requests opened in the months named. Younger months are still going on.
aid-define-small = Figures about fewer than { $n } requests are not shown, so that nobody can be recognised by them. Where one place, purpose or month has so few, another one is left out with it, or the figure is not broken down: otherwise it could be worked out from the rest.
aid-define-years = Everybody sees the figures of whole years, and of the present one up to now. Whoever answers for a place sees exact figures of any months there.
aid-not-apart = Not broken down here: some part would be about too few requests.
aid-not-by-month = Months are told for all purposes together: choose “All” above.

# The desk.
aid-desk-title = Desk
aid-desk-waiting = Waiting for you
aid-desk-oldest = the oldest since { $date }
aid-desk-to-reviews = To the reviews
aid-desk-to-photos = Photos to look at
aid-desk-payouts = Payouts that wait for a second officer
aid-desk-confirm = Deliveries to confirm
aid-desk-place = { $place } at a glance
aid-desk-ages = Reviews waiting, by age
aid-age-0 = under 3 days
aid-age-3 = 3 to 6 days
aid-age-7 = 7 to 13 days
aid-age-14 = 14 days and more
aid-desk-by-purpose = Requests that ask for help, by purpose
aid-desk-unattended = Left waiting
aid-desk-unattended-note = Open for 14 days or more, and nobody has pledged anything.
aid-desk-none-unattended = Nobody is left waiting
aid-desk-households = Households
aid-desk-household-wishes = What households ask for
aid-desk-to-mend = Back with you
aid-desk-recent = Your latest
aid-desk-all-posts = All you wrote
aid-my-posts-title = Requests you wrote
aid-my-posts-empty = You have not written any yet

# Counting.
aid-window-full = This household has handed in { $most } requests of this purpose within { $days } days. The next is possible in { $wait ->
     [one] { $wait } day
    *[other] { $wait } days
 }.
aid-shown-n = { $n ->
     [0] No requests on this page
     [one] { $n } request on this page
    *[other] { $n } requests on this page
 }
aid-days = { $n ->
     [one] { $n } day
    *[other] { $n } days
 }
aid-appeals-title = Appeals that wait
aid-appeals-lede = Reviewers who have not ruled on the request decide on them. Here you see what waits at your places, the oldest first.
aid-desk-recoveries = Account recoveries
aid-desk-offices = Offices to confirm
aid-desk-appeals = { $n ->
     [0] No appeals wait.
     [one] { $n } appeal waits.
    *[other] { $n } appeals wait.
 }
