# How attention and help are spread.
aid-fairness-title = Fairness
aid-fairness-of = How help is spread in { $place }
aid-fairness-lede = Who is looked at, promised something and helped, and who is left behind. Every share stands beside that of the whole place.
aid-fairness-csv = As a file (CSV)
aid-fairness-open-tables = Open all tables, for printing
aid-fairness-print = Print
aid-fairness-basis = opened in { $year }
aid-fairness-not-counted = Nothing was counted yet. It is counted every six hours.
aid-fairness-year = Give a year from 2000 on that has begun.
aid-fairness-below = This is told of counties and wider places only, to their officers.
aid-fairness-number = Give a whole number.
aid-fairness-whole = All together
aid-fairness-of-opened = of { $n } opened
aid-fairness-too-few-here = Too few opened here in that year, or their number would give away another place's.
aid-fairness-not-apart = Not told apart here: something about fewer requests than are told of could be worked out.
aid-fairness-worst = Served worst
aid-fairness-worst-area = Area
aid-fairness-worst-group = Group
aid-fairness-group = Group
aid-fairness-looks = Looks per request
aid-fairness-median = the middle one: { $n }
aid-fairness-from-to = { $from } to { $to }
aid-fairness-or-more = { $n } or more
aid-fairness-shown = On donors’ own lists, per request
aid-fairness-pledged = Promised something
aid-fairness-ended = Ended without being met
aid-fairness-first = To the first promise
aid-fairness-against = { $of } of the whole’s ({ $low } to { $high })
aid-fairness-is-behind = behind, beyond chance
aid-fairness-is-level = chance explains it
aid-fairness-is-ahead = ahead, beyond chance
aid-fairness-caption = Share met. The thin band: where it lies 95 times in 100. The line: the whole, { $whole }
aid-fairness-until = What had happened by
aid-fairness-county-itself = No smaller place

aid-fairness-by-area = By area
aid-fairness-by-purpose = By purpose
aid-fairness-by-photo = With or without a photo
aid-fairness-by-writer = By who wrote it
aid-fairness-by-age = By age
aid-fairness-by-sex = By sex
aid-fairness-by-disability = By disability
aid-fairness-by-language = By language

aid-fairness-band-photo-with = With a photo
aid-fairness-band-photo-without = Without a photo
aid-fairness-band-writer-own = By the household itself
aid-fairness-band-writer-proxy = By somebody for it
aid-fairness-band-age-under-18 = Head under 18
aid-fairness-band-age-18-39 = Head 18 to 39
aid-fairness-band-age-40-59 = Head 40 to 59
aid-fairness-band-age-60-69 = Head 60 to 69
aid-fairness-band-age-70-up = Head 70 or older
aid-fairness-band-age-unknown = Not known
aid-fairness-band-sex-female = Head female
aid-fairness-band-sex-male = Head male
aid-fairness-band-sex-unknown = Not known
aid-fairness-band-disability-none = No disability known
aid-fairness-band-disability-some = Some disability in the household
aid-fairness-band-disability-severe = Severe disability in the household
aid-fairness-band-disability-unknown = Not known
aid-fairness-band-language-und = Not known

aid-fairness-floors = What the floors cost
aid-fairness-floors-lede = Requests of areas and groups that are behind are lifted on donors’ own lists. This is about all places together, over the last 30 days, as far as donors let it be kept what they are shown.
aid-fairness-floors-places = Places on donors’ own lists
aid-fairness-floors-lifted = Of requests that were lifted: the most it can have cost
aid-fairness-floors-instead = That would not have been there otherwise
aid-fairness-floors-none = Not known: nobody was shown a list of their own in this time.
aid-fairness-not-known = Not known

aid-fairness-define-beside = Behind and ahead: the interval in which a share lies 95 times in 100 (Wilson’s for shares) does not reach the whole’s. Of twenty groups one stands out so by chance. Promised: anything was ever promised, whatever came of it. Days are whole days, told where ten or more have them.
aid-fairness-define-small = Nothing is told of fewer than { $n } requests, nor from what that could be worked out: with a small place or group others are left out, at this place and at those under it alike.
aid-fairness-define-when = Areas, purposes, photos and writers are told as of the last count. Age, sex, disability and language are told as of the beginning of the month, so that nobody can be recognised by a change on one day.

aid-fairness-unattended-title = Left waiting
aid-fairness-unattended-of = Left waiting in { $place }
aid-fairness-unattended-lede = Open, and nothing is promised: the longest open and least looked at first.
aid-fairness-open-for = Open for
aid-fairness-looked-at = Looked at
aid-fairness-days-or-more = { $n ->
    [0] any time
    [one] { $n } day or more
   *[other] { $n } days or more
}
aid-fairness-looks-at-most = { $n ->
    [0] never
    [one] once at most
   *[other] { $n } times at most
}
