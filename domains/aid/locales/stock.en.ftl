# Offers in kind: what there is.
# i18n-family: aid-good-*
aid-nav-offers = My offers
aid-good-clothing = Clothing
aid-good-shoes = Shoes
aid-good-bedding = Bedding
aid-good-food = Food
aid-good-school = School things
aid-good-books = Books
aid-good-electronics = Computers and electronics
aid-good-furniture = Furniture
aid-good-household = Things for the house
aid-good-hygiene = Hygiene
aid-good-medical = Health and mobility
aid-good-tools = Tools, seeds and animals
aid-good-toys = Toys and sport
aid-good-other = Something else
aid-offers-title = My offers
aid-offers-lede = Goods that you have and would give. Requests that they fit are suggested to you, and you decide what goes where.
aid-offers-none = You have offered nothing yet
aid-offers-none-hint = { $most ->
    [one] You can have { $most } offer at a time.
   *[other] You can have { $most } offers at a time.
 }
aid-offer-new-title = Offer goods
aid-offer-edit-title = Change the offer
aid-offer-make = Offer
aid-offer-save = Save
aid-offer-back = Back
aid-offer-where = Choose the county where the goods lie. Nothing more exact is asked or kept.
aid-offer-label = What it is
aid-offer-label-hint = One sort of thing, in a few words: winter coats, laptops. Without the number.
aid-offer-kind = Kind of goods
aid-offer-sizes = Sizes
aid-offer-sizes-hint = May be left empty. Ranges as 110–150; put commas between several sizes.
aid-offer-quality = State
aid-offer-quality-new = New
aid-offer-quality-used = Used, in good state
aid-offer-count = How many there are
aid-offer-value = What one is worth, estimated
aid-offer-weight = Weight of one
aid-offer-weight-usual = As is usual for its kind
aid-offer-weight-light = Up to 1 kg
aid-offer-weight-medium = Up to 5 kg
aid-offer-weight-heavy = Up to 20 kg
aid-offer-weight-bulky = More, or too large for a parcel
aid-offer-carry = The most you pay to send to one family
aid-offer-carry-hint = Leave it empty if you pay whatever it costs. 0: you send nothing, and bring things yourself within your county.
aid-offer-carry-any = Whatever it costs
aid-offer-carry-none = Nothing: brought within the county
aid-offer-until = Last day of the offer
aid-offer-until-on = Until { $date }
aid-offer-until-past = This day is over.
aid-offer-until-far = { $days ->
    [one] An offer stands for { $days } day at most.
   *[other] An offer stands for { $days } days at most.
 }
aid-offer-details = More about it
aid-offer-details-hint = May be left empty. No names, telephone numbers or addresses, please.
aid-offer-lies = Where it lies
aid-offer-left = { $left } of { $of } left
aid-offer-new = New
aid-offer-new-fits = { $n ->
    [one] { $n } new request may fit
   *[other] { $n } new requests may fit
 }
aid-offer-state-standing = Stands
aid-offer-state-paused = Paused
aid-offer-state-withdrawn = Withdrawn
aid-offer-state-ended = Ended
aid-offer-made = Your offer stands.
aid-offer-saved = The offer is changed.
aid-offer-many-things = Do you have many of a thing? Offer them, and what they fit is suggested to you.

# What it fits.
aid-offer-fits-title = What it fits
aid-offer-fits-lede = The best comes first: how well it fits, where help is missing most, and what sending costs. The numbers are a proposal; change them as you like.
aid-offer-fits-none = Nothing that is open fits at the moment. What opens later and may fit is shown here.
aid-offer-fits-over = This offer does not stand any more. What you pledged of it stays pledged.
aid-offer-fits-paused = This offer is paused. Nothing is suggested until you let it stand again.
aid-offer-fits-given = Everything of this offer is pledged.
aid-offer-same-thing = The same thing is asked for
aid-offer-same-kind = This kind of thing is asked for
aid-offer-same-words = The words are alike: read what is asked
aid-offer-sizes-fit = The sizes go together
aid-offer-sizes-apart = Other sizes are asked for: read what is asked
aid-offer-distance-county = In the same county: you can bring it yourself
aid-offer-distance-city = In the same city
aid-offer-distance-province = In the same province
aid-offer-distance-elsewhere = In another province
aid-offer-shipping = { $n ->
    [one] Sending { $n } item costs about { $cost }
   *[other] Sending { $n } items costs about { $cost }
 }
aid-offer-part-of = Proposed: { $n } of the { $left } still asked for
aid-offer-still-asked = still asked for: { $what }
aid-offer-not-worth = Sending this would cost more than it is worth. Something nearer, or money, helps more.
aid-offer-not-carried = Sending this would cost more than you wanted to pay.
aid-offer-how-many = How many go there
aid-offer-row-gone = This does not fit, or is not asked for any more.
aid-offer-message = A few words to the families
aid-offer-pledge-button = Pledge these
aid-offer-pledged = Thank you. Your pledges are made.
aid-offer-told-title = Not everything could be pledged
aid-offer-told-made = Pledged: { $what }
aid-offer-told-not = Not pledged: { $what }
aid-offer-pledges-title = Pledged from this offer
aid-offer-comes-back = What lapses, is taken back or does not arrive comes back to the offer. If you have it no more, lower the number of the offer.
aid-offer-pause = Pause the offer
aid-offer-resume = Let it stand again
aid-offer-withdraw = Take the offer back
aid-offer-withdraw-follows = Nothing more is suggested, and it cannot stand again. What you pledged of it stays pledged.
aid-offer-withdraw-sure = Yes, take it back

# What is refused.
aid-offer-many = { $most ->
    [one] You have { $most } offer that stands, which is as many as can be. Take one back, or wait until one ends.
   *[other] You have { $most } offers that stand, which is as many as can be. Take one back, or wait until one ends.
 }
aid-offer-place-over = This place is no more. Choose again.
aid-offer-place-county = Choose down to the county.
aid-offer-paused = This offer is paused. Let it stand again first.
aid-offer-withdrawn = This offer was taken back.
aid-offer-ended = The time of this offer is over.
aid-offer-rest = { $left ->
    [0] Nothing of this offer is left.
    [one] Only { $left } of this offer is left.
   *[other] Only { $left } of this offer are left.
 }
aid-offer-count-given = { $given ->
    [one] { $given } is pledged already: it cannot be fewer.
   *[other] { $given } are pledged already: it cannot be fewer.
 }
aid-offer-choose-some = Say for at least one how many go there.
aid-offer-too-many-at-once = These are too many at a time. Pledge some, then the others.
aid-offer-part-twice = This part is named twice.
