# The books: accounts, transfers, the sealed chain and its proof.
ledger-nav = Ledger
ledger-way = Where you are
ledger-pages = Pages
ledger-more = More
ledger-more-records = More records of this block
ledger-newest = Newest
ledger-older = Older
ledger-show = Show

ledger-books-title = The books
ledger-books-lede = Every county keeps its own books. What was given lies on an account of the request it was given for, until it is paid out.
ledger-books-empty = No books have been opened where you may look.
ledger-county = County
ledger-owed = Kept for others
ledger-had = Where it is
ledger-had-money = In custody
ledger-blocks = Blocks

ledger-county-title = Books of { $county }
ledger-county-lede = What is held, and for whom. The figures of the accounts and the chain are of this moment; those of the proof are of the time it names.
ledger-sheet = Balance sheet
ledger-sheet-caption = What the accounts of each group come to
ledger-group = Group of accounts
ledger-n-accounts = { $n ->
    [one] { $n } account
   *[other] { $n } accounts
}
ledger-of-which-held = of which { $amount } held

ledger-kind-asset = Assets
ledger-kind-liability = Liabilities
ledger-kind-equity = Equity
ledger-kind-income = Income
ledger-kind-expense = Expenses
ledger-unit = Unit
ledger-unit-money = Money
ledger-unit-goods = Goods, at value

# The lines of the plan of accounts, by the first two words of their codes.
# i18n-family: ledger-plan-*
ledger-plan-assets-custody = In custody with the provider
ledger-plan-assets-clearing = Owed by another county
ledger-plan-assets-corrections = Left after it had been given up
ledger-plan-assets-missing = To be given back by the provider
ledger-plan-assets-goods-in-transit = Goods on their way
ledger-plan-liabilities-request = Given for a request
ledger-plan-liabilities-fund = Given to a fund
ledger-plan-liabilities-missing = Owed to a request again
ledger-plan-liabilities-unallocated = Came in and is given back
ledger-plan-equity-replacements = Put in by the county
ledger-plan-income-goods-given = Goods given
ledger-plan-expenses-goods-received = Goods received

ledger-accounts-title = Accounts
ledger-accounts-empty = There is no such account.
ledger-code-begins = Codes that begin with
ledger-account = Account
ledger-account-title = Account
ledger-limited = cannot fall below zero
ledger-unlimited = may fall below zero
ledger-balance = Balance
ledger-held = Held
ledger-available = Available
ledger-reference = Reference
ledger-open-holds = Open holds
ledger-holds-oldest = Oldest
ledger-statement = Statement
ledger-statement-empty = Nothing has been booked yet.
ledger-at = When
ledger-transfer = Transfer
ledger-other-side = Other side
ledger-change = Change
ledger-balance-after = Balance after

ledger-transfer-title = Transfer
ledger-amount = Amount
ledger-debit = Debited
ledger-credit = Credited
ledger-transfer-kind = Kind
ledger-about = About
ledger-seal = Seal
ledger-not-yet-sealed = Not yet sealed. The sealer takes it within seconds.
ledger-record = The sealed bytes
ledger-record-hint = The SHA-256 of these bytes is the hash above.

ledger-chain = The chain
ledger-chain-empty = Nothing has been sealed yet.
ledger-waiting = { $n ->
    [0] Nothing waits for the sealer.
    [one] { $n } record waits for the sealer.
   *[other] { $n } records wait for the sealer.
}
ledger-block-title = Block
ledger-block-n = Block { $n }
ledger-n-records = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
ledger-sealed-at = Sealed
ledger-records = Records
ledger-record-kind = Record
ledger-prev-hash = Hash of the block before
ledger-hash = Hash
ledger-position = Position
ledger-position-n = position { $n }
ledger-what-transfer = Transfer
ledger-what-hold = Hold
ledger-what-hold-end = End of a hold

ledger-proof = Proof
ledger-proof-none = Not proved yet
ledger-proof-running = Proof under way
ledger-proof-broken = Could not be carried through
ledger-proof-fails = Does not hold
ledger-proof-holds = Holds
ledger-proof-of = The proof is of { $time }. What was booked or sealed since is not in it.
ledger-proof-asked = The proof has begun.
ledger-proof-run = Prove the books now
ledger-proof-progress = { $total ->
    [one] { $done } of { $total } block
   *[other] { $done } of { $total } blocks
}
ledger-proof-look-again = Look again
ledger-proof-at = Proved
ledger-proof-records = Records computed again
ledger-proof-accounts = Accounts added up again
ledger-proof-waiting = Not yet sealed then
ledger-proof-waiting-n = { $n }, of which { $old } for over a minute
ledger-proof-head = Newest block then
ledger-findings = What does not hold
ledger-finding = Finding
ledger-finding-where = Where
ledger-expected = Expected
ledger-found = Found

ledger-flaw-book-missing = A county's books are not in the list of books
ledger-flaw-block-missing = A block is missing
ledger-flaw-chain-broken = A block does not chain to the one before
ledger-flaw-block-changed = A block's hash is not that of what it holds
ledger-flaw-block-count = A block does not hold as many records as it says
ledger-flaw-head-gone = A block that an earlier proof saw is gone or is another one
ledger-flaw-record-missing = A sealed record is gone
ledger-flaw-record-changed = A sealed record was changed
ledger-flaw-record-unlisted = A record is neither sealed nor waiting
ledger-flaw-queue-orphan = What waits for the sealer is not there
ledger-flaw-account-missing = An account is not there
ledger-flaw-units-mixed = A transfer mixes units or currencies
ledger-flaw-account-changed = An account's kind or limit was changed
ledger-flaw-amount-out-of-range = An amount is larger than any that is booked
ledger-flaw-checkpoint = A checkpoint is not what the transfers come to
ledger-flaw-balance = A balance is not what the transfers come to
ledger-flaw-held = What is held back is not what open holds come to
ledger-flaw-hold-end = A hold's end and its transfer contradict each other
ledger-flaw-sum = The accounts do not come to zero together
ledger-flaw-clearing = Two counties' clearing accounts do not mirror each other

ledger-key-reused = This key was used for another booking.
ledger-overdraft = There is not enough on this account.
ledger-units-mixed = Money and goods, or two currencies, cannot be booked against each other.
ledger-same-account = A transfer needs two different accounts.
ledger-amount-out-of-range = The amount is not within what can be booked.
ledger-hold-ended = This hold has ended already.
ledger-hold-expired = The time of this hold is over.
ledger-hold-not-due = The time of this hold is not over yet.
ledger-hold-too-small = More than is held, or nothing, cannot be posted.
