# One's own account: settings, ways to sign in, tokens, erasing; and the refusals of all of identity.
identity-settings-title = My account
identity-settings-lede = Your name, the ways you sign in, and where you are signed in.
identity-back-settings = Back to my account
identity-save = Save
identity-saved = Saved.
identity-remove = Remove
identity-never = never
identity-copy = Copy
identity-copied = Copied
identity-action-column = Action
identity-contact-column = Phone or e-mail
identity-kind-column = Kind
identity-device-column = Device
identity-way-column = Signed in by
identity-made-column = Since
identity-used-column = Last used
identity-label-column = Name
identity-expires-column = Ends
identity-scopes-column = May do
identity-device-unknown = A device
identity-profile-title = Name and language
identity-account-number = Your account number
identity-account-number-hint = A household that you are close to names you by it.
identity-name-label = Name
identity-name-hint = How we greet you and how those who work with you see you. It need not be the name on your papers.
identity-locale-label = Language
identity-name-empty = Please write a name.
identity-name-long = A name has at most 60 characters and one line.
identity-roles-title = My roles
identity-roles-none = No roles.
identity-role-give-back = Give it back
identity-role-given-back = The role is given back.
identity-factor-sms = Code by phone
identity-factor-email = Code by e-mail
identity-factor-card = Household card
identity-factor-passkey = Passkey
identity-contacts-title = Phone numbers and e-mail addresses
identity-contacts-lede = We send codes here when you sign in, and tell you here when something about your account changes.
identity-contact-new = Another phone number or e-mail address
identity-contact-added = It is added.
identity-contact-removed = It is removed.
identity-contact-taken = This phone number or address signs in another account.
identity-contact-most = An account has at most { $most } phone numbers and addresses.
identity-last-way = This is the last way to sign in. Add another one first.
identity-passkeys-title = Passkeys
identity-passkeys-lede = Sign in with your fingerprint, your face or your device's PIN. Nothing to type, nothing to lose to a false page.
identity-passkey-add = Add a passkey on this device
identity-passkey-added = The passkey is added.
identity-passkey-removed = The passkey is removed.
identity-passkey-working = Follow your device…
identity-passkey-cancelled = Nothing was done.
identity-passkey-failed = That did not work. Try again, or use another way.
identity-passkey-malformed = Your browser's answer cannot be read.
identity-passkey-known = This device has a passkey for your account already.
identity-passkey-most = An account has at most { $most } passkeys.
identity-passkey-none = Your account has no passkey yet.
identity-passkey-not-here = Passkeys cannot be used at this address.
identity-card-held = Your household has a printed card. Keep its PIN apart from it. If it is lost, your helper orders another one.
identity-card-not-enough = This cannot be done with a household card alone. Two officers of your place can add a phone number or e-mail address to your account.
identity-sessions-title = Where I am signed in
identity-sessions-lede = A device you do not know? Sign it out and tell your officer.
identity-session-this = this one
identity-session-end = Sign out
identity-sessions-end-others = Sign out everywhere else
identity-session-revoked = Signed out there.
identity-session-ended = This session has ended. Please sign in again.
identity-session-needed = This can only be done in the browser, not with a token.
identity-more-title = More
identity-recovery-hint = Lost every way to sign in? An officer of your place can help: two of them must agree, and it takes 24 hours.
identity-tokens-title = API tokens
identity-tokens-lede = With a token, a program does what you may do, no more. Give it only what it needs.
identity-tokens-none = No tokens yet.
identity-token-new = A new token
identity-token-label-label = What is it for?
identity-token-scopes-label = What it may do
identity-token-scopes-hint = Names of permissions, or families of them such as aid.*, with blanks between. A star alone means all that you may do.
identity-token-days-label = For how many days
identity-token-make = Make a token
identity-token-fresh = Your new token. It is shown only this once.
identity-token-fresh-label = Token
identity-token-ended = ended
identity-token-revoke = Revoke
identity-token-revoked = The token is revoked.
identity-token-label = A label of 1 to 60 characters, please.
identity-token-days = From 1 to 366 days.
identity-token-scopes = 1 to 30 scopes such as aid.* or aid.request.review, please.
identity-token-wider = A token cannot make one that may do more than itself.
identity-token-most = An account has at most { $most } tokens.
identity-erase-title = Erase my account
identity-erase-lede = You may leave at any time.
identity-erase-goes = Your name, phone numbers, addresses, passkeys, sessions and tokens are destroyed.
identity-erase-stays = What you gave or did stays in the books under a number, without your name, so that they still add up.
identity-erase-for-good = Nobody can undo this, not even we.
identity-erase-not-yet = Not yet
identity-erase-office = You hold a role in which you answer for others. Hand it over first, and give it back under "My account".
identity-erase-sure = Yes, erase my account for good.
identity-erase-sure-needed = Please tick this if you are sure.
identity-erase-submit = Erase for good
identity-erased = Your account is erased.
identity-account-erased = This account was erased.
identity-account-unknown = No account has this phone number or address.
identity-too-often = { $minutes ->
    [one] That was too often. Please try again in a minute.
   *[other] That was too often. Please try again in { $minutes } minutes.
}
identity-grant-self = Nobody gives a role to themselves.
identity-grant-above = Only an administrator gives this role here; officers give the role of reviewer at places below their own.
identity-grant-no-household = A household's role goes to the household's own account only.
identity-grant-incompatible = This role must be kept apart from one that the person holds at the same place ({ $held ->
    [household] { role-household }
    [helper] { role-helper }
    [reviewer] { role-reviewer }
    [officer] { role-officer }
    [partner] { role-partner }
    [auditor] { role-auditor }
   *[administrator] { role-administrator }
}).
identity-notice-contact-added = Qianmo: a phone number or e-mail address was added to your account. If it was not you, sign in and remove it.
identity-notice-contact-removed = Qianmo: a phone number or e-mail address was removed from your account. If it was not you, ask your officer for help.
identity-notice-passkey-added = Qianmo: a passkey was added to your account. If it was not you, sign in and remove it.
identity-notice-passkey-removed = Qianmo: a passkey was removed from your account. If it was not you, sign in and look.
identity-notice-recovery-asked = Qianmo: an officer asked for your account to be opened with a new phone number or address. If you did not want that, sign in and stop it.
identity-notice-recovery-consented = Qianmo: a second officer agreed to open your account with a new phone number or address. It will happen in 24 hours. If you do not want that, sign in and stop it.
identity-notice-recovery-cancelled = Qianmo: the request to open your account with a new phone number or address was stopped.
identity-notice-recovery-done = Qianmo: your account can now be opened with a new phone number or address.
identity-notice-role-given = Qianmo: you were given a role. If you do not want it, sign in and give it back under "My account".
identity-notice-erased = Qianmo: your account was erased at your wish. Farewell, and thank you.
