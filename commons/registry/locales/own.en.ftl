# A member comes in by the household's phone; what households wish, and what becomes of it.
registry-join-title = Is your family registered here?
registry-join-lede = If your household is registered with the phone that you sign in with, say who you are. Then this account sees what is held of your household, who looked at it, and can ask for help.
registry-join-phone = Sign in with a code to the phone that is registered for your household, as the only phone of your account. Another way to sign in does not show that the phone is yours.
registry-join-document = The last four characters of your identity document
registry-join-document-hint = Of any member of the household, as the village helper entered it. Letters and digits only.
registry-join-or = Or, for a member without a document
registry-join-name-hint = The full name, as it was registered.
registry-join-birth-hint = Year, month and day: 1950-03-02.
registry-join-button = Show me my household
registry-join-note = You may try five times a day. If it does not fit, ask your village helper which phone and document are registered; without a phone, the helper prints a card.
registry-join-four = Enter the last four letters or digits, no more.
registry-join-needed = Enter the end of a document number, or the name and date of birth of somebody without a document.
registry-join-birth = Enter the whole date of birth: 1950-03-02.
registry-join-wrong = This fits nobody of a household that is registered with your phone.
registry-join-has = This account is a household's already.
registry-join-often = You have tried five times today. Try again tomorrow, or ask your village helper.
registry-join-rests = This phone was put on record for the household only days ago, and not by the household itself. Nobody comes in by it before { $when }, so that the household can object. Try again then.
registry-joined = This is your household.
registry-joined-notice = Qianmo: somebody of your household signed in with its phone and now sees what is held of it. If that was nobody of yours, tell your county office.
registry-wishes-title = What households ask for
registry-wishes-lede = Households that wait for a correction, or ask to be forgotten; the one that waits longest stands first.
registry-wishes-none = No household waits
registry-wish-what = What the household asks for
registry-wish-since = Waits
registry-wish-corrections = { $n ->
    [one] A correction
   *[other] { $n } corrections
}
registry-wish-days = { $n ->
    [0] since today
    [one] for { $n } day
   *[other] for { $n } days
}
registry-wish-second = An officer proposed the erasure; another one is needed.
registry-wish-to-form = To the form, to answer it
registry-wish-reason = Why it is not done; the household reads this
registry-wish-decline = Do not do it
registry-wish-declined = The household reads your reason on its page.
registry-wish-take-back = Take it back
registry-wish-taken-back = It is taken back.
registry-wish-over = This was answered already, or taken back.
registry-wish-is-declined = Not done
registry-wish-is-taken-back = Taken back
registry-reason-needed = Say why.
registry-erase-propose = Propose the erasure
registry-erase-proposed-by = Proposed by { $who }. A second officer carries it out, and it cannot be undone.
registry-erase-by-card = Asked with a printed card alone. { $who } ({ $role }) printed it, has read its PIN and could have asked in its place: hear from the household itself whether it wishes this.
registry-erase-by-card-unknown = Asked with a printed card alone; who printed it is not known. Hear from the household itself whether it wishes this.
registry-erase-officers = Two officers of the place decide about this.
registry-forget-open = A request is open, or money is on its way to you. Withdraw or finish these first: until then nothing can be erased.
registry-forget-open-link = My requests
registry-forget-goes-title = What goes
registry-forget-goes-data = Names, dates of birth, document numbers, health, address, phone and bank card of everybody in the household.
registry-forget-goes-account = The printed card and the account that it opens. An account that somebody of you uses to give as well stays theirs, without the household.
registry-forget-goes-good = It goes for ever: nobody can bring it back. To ask for help again, you would be registered anew.
registry-forget-stays-title = What stays
registry-forget-stays-books = The books of money and goods that you received, under a number and without your names, so that they still add up.
registry-forget-stays-requests = Requests as everybody could read them, without your names.
registry-forget-stays-looks = That somebody looked at your data and when, without what they wrote.
registry-forget-sure = Yes, ask for it
registry-forget-not = No, keep everything
registry-forget-declined = Your wish of being forgotten was not carried out, { $when }
registry-person-error = Person { $n }: { $what }
