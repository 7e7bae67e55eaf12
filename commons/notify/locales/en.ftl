notify-address-empty = Type a phone number or an e-mail address.
notify-address-phone = This does not look like a phone number. Write it with its country code, for example +86 138 0000 0000.
notify-address-local = The part of the e-mail address before the @ has a character or a length that no mailbox can have.
notify-address-domain = The part of the e-mail address after the @ is not a domain name.
