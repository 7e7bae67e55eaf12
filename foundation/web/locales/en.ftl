# The web layer's own words: errors, forms, the frame of every page.
web-brand = Qianmo
web-skip = Skip to content
web-nav = Main
web-all-pages = All pages
web-settings = Settings
web-language = Language
web-sign-in = Sign in
web-sign-out = Sign out
web-demo = Demonstration: the people here are invented and no money moves.
web-footer = Needs checked, help confirmed, every fen accounted for.
web-footer-api = For programs: the API
web-go-back = Back
web-go-home = To the home page
web-request-id = Reference for questions:
web-second-factor-go = Show a second proof
web-busy-button = Sending…
web-choose = Choose …
web-form-errors = { $n ->
    [one] Please look at one thing
   *[other] Please look at { $n } things
}

web-not-found = There is nothing at this address
web-not-found-detail = It may never have been here, or it is not for everyone to see.
web-forbidden = This is not yours to do
web-forbidden-detail = Your roles do not cover this, or not at this place.
web-invalid = Something in the form is not right yet
web-sign-in-needed = Please sign in first
web-bad-token = This token is not known or no longer valid
web-second-factor-needed = A second proof is needed for this
web-second-factor-needed-detail = Whoever answers for others' data or money shows two proofs of who they are.
web-cross-site = This form was sent from another site
web-cross-site-detail = Open the page here and send it again.
web-error = Something went wrong on our side
web-error-detail = It has been noted. Nothing was half done. Please try again.
web-race = Somebody changed this at the same moment
web-race-detail = Look at it again and repeat what you wanted.
web-changed = This has changed since you read it
web-changed-detail = Load it again, look at what changed, and repeat your edit.
web-busy = Too much is asked of us at this moment
web-busy-detail = Please try again in a moment.
web-storage-full = There is no room left to write
web-storage-full-detail = Nothing was written. The operator has to make room; then it works again.
web-database-away = The database cannot be reached at this moment
web-database-away-detail = Nothing was written. It usually comes back within a minute.
web-too-large = This is too large
web-wrong-type = This kind of content is not taken here
web-method = This address does not take that method
web-bad-text = A text holds a character that cannot be kept
web-bad-query = Part of the address cannot be read
web-bad-json = The body is not JSON
web-bad-shape = The body is not of the form described (line { $line }, column { $column })
web-bad-upload = The upload cannot be read
web-bad-cursor = This page mark is not one of ours
web-bad-limit = A page has 1 to 100 rows
web-bad-key = The Idempotency-Key must have 1 to 200 characters
web-key-needed = An Idempotency-Key header is needed
web-key-reused = This key was used for something else
web-if-match-needed = An If-Match header with the version you read is needed
web-too-often = { $seconds ->
    [one] That was too often; try again in { $seconds } second
   *[other] That was too often; try again in { $seconds } seconds
}

web-field-required = Please fill this in
web-field-short = At least { $min } characters
web-field-long = At most { $max } characters
web-field-money = An amount such as 120 or 120.50
web-field-number = A whole number from { $min } to { $max }
web-field-choice = Please choose one of the list
web-field-choose = Please choose one
web-field-date = A day such as 2020-05-31
web-field-reference = This reference cannot be read

web-api = The API
web-api-lede = For programs. Everything a page can do for its reader, a program can do for its owner.
web-api-openapi = The description as OpenAPI 3.1
web-api-access = Who may
web-api-public = anybody
web-api-signed-in = anybody signed in
web-api-answers = Answers
web-api-query = In the query
web-api-body = In the body
web-api-optional = may be left out
web-api-idempotent = needs an Idempotency-Key
web-problem = What this problem means
web-problem-type = In the API this problem has the type

# i18n-family: role-*
role-donor = Donor
role-household = Household
role-helper = Village helper
role-reviewer = Reviewer
role-officer = Officer
role-partner = Partner
role-auditor = Auditor
role-administrator = Administrator
