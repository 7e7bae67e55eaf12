//! The names of states and events. They are stored and published: a name is never changed, only added.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! named {
    ($(#[$doc:meta])* $kind:ident { $($(#[$word:meta])* $variant:ident = $name:literal $(, $label:literal)?;)+ }) => {
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $kind { $($(#[$word])* $variant,)+ }

        impl $kind {
            /// Every one.
            pub const ALL: &'static [$kind] = &[$($kind::$variant,)+];

            /// The stable name in the database and the API.
            pub const fn name(self) -> &'static str {
                match self { $($kind::$variant => $name,)+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<$kind> {
                Self::ALL.iter().copied().find(|s| s.name() == name)
            }

            /// The one of that name as the database keeps it; a name that is not there is an error of ours.
            pub fn stored(name: &str) -> qianmo_kernel::Res<$kind> {
                Self::from_name(name).ok_or_else(|| qianmo_kernel::Error::new(concat!("unknown ", stringify!($kind), " in the database")).into())
            }
        }

        named!(@label $kind $($variant $($label)?;)+);
    };
    (@label $kind:ident $($variant:ident $label:literal;)+) => {
        impl $kind {
            /// The key of the message that says it to a person.
            pub const fn label(self) -> &'static str {
                match self { $($kind::$variant => $label,)+ }
            }
        }
    };
    (@label $kind:ident $($variant:ident;)+) => {};
}

named! {
    /// What is given: money or goods.
    Gift {
        /// Minor units of a currency.
        Money = "money", "aid-gift-money";
        /// Whole items.
        Goods = "goods", "aid-gift-goods";
    }
}

named! {
    /// Where a request stands.
    RequestState {
        /// Being written; nobody but its writers sees it.
        Draft = "draft", "aid-state-draft";
        /// Handed in; reviewers check it.
        Submitted = "submitted", "aid-state-submitted";
        /// Back with its writer, with reasons.
        Returned = "returned", "aid-state-returned";
        /// Not passed, with reasons; may be appealed.
        Refused = "refused", "aid-state-refused";
        /// The refusal is looked at again by others.
        Appealed = "appealed", "aid-state-appealed";
        /// Public; nothing is pledged.
        Open = "open", "aid-state-open";
        /// Something is pledged, something is still open.
        PartlyPledged = "partly_pledged", "aid-state-partly-pledged";
        /// Everything is pledged.
        Pledged = "pledged", "aid-state-pledged";
        /// Everything is pledged and something is on its way.
        Delivering = "delivering", "aid-state-delivering";
        /// Everything is there; not all is confirmed.
        Delivered = "delivered", "aid-state-delivered";
        /// Everything was received and confirmed by the household or a witness.
        Met = "met", "aid-state-met";
        /// Its time ran out.
        Expired = "expired", "aid-state-expired";
        /// Taken back by the household or the publisher.
        Withdrawn = "withdrawn", "aid-state-withdrawn";
        /// Something of it could not be delivered and will not be tried again.
        Failed = "failed", "aid-state-failed";
        /// Stopped by an officer, with a reason.
        Closed = "closed", "aid-state-closed";
    }
}

named! {
    /// What may happen to a request. The last seven follow from its parts and are never asked for.
    RequestEvent {
        /// The writer hands it in.
        Submit = "submit";
        /// A reviewer sends it back with reasons.
        Return = "return";
        /// A reviewer refuses it with reasons.
        Refuse = "refuse";
        /// The last review passes it: it becomes public.
        Approve = "approve";
        /// The household or publisher appeals against the refusal.
        Appeal = "appeal";
        /// The appeal is granted: it becomes public.
        Grant = "grant";
        /// The appeal is dismissed.
        Dismiss = "dismiss";
        /// The household or publisher takes it back.
        Withdraw = "withdraw";
        /// Its time is over.
        Expire = "expire";
        /// An officer stops it.
        Close = "close";
        /// Nothing is pledged any more.
        PartsOpen = "parts_open";
        /// Something is pledged, something open.
        PartsPartlyPledged = "parts_partly_pledged";
        /// All is pledged.
        PartsPledged = "parts_pledged";
        /// All is pledged, something is on its way.
        PartsDelivering = "parts_delivering";
        /// All is there.
        PartsDelivered = "parts_delivered";
        /// All is confirmed.
        PartsMet = "parts_met";
        /// What is left could not be delivered.
        PartsFailed = "parts_failed";
    }
}

named! {
    /// Where a part of a request stands; follows from what was pledged on it, except `failed`.
    PartState {
        /// Nothing is pledged.
        Open = "open", "aid-part-state-open";
        /// Some of it is pledged.
        PartlyPledged = "partly_pledged", "aid-part-state-partly-pledged";
        /// All of it is pledged.
        Pledged = "pledged", "aid-part-state-pledged";
        /// All of it is pledged and some is on its way or there.
        Delivering = "delivering", "aid-part-state-delivering";
        /// All of it is there; not all is confirmed.
        Delivered = "delivered", "aid-part-state-delivered";
        /// All of it was received and confirmed.
        Met = "met", "aid-part-state-met";
        /// An officer found that it cannot be delivered.
        Failed = "failed", "aid-part-state-failed";
    }
}

named! {
    /// Where a pledge stands.
    PledgeState {
        /// Promised; a countdown runs.
        Pledged = "pledged", "aid-pledge-state-pledged";
        /// A payment was begun.
        Paying = "paying", "aid-pledge-state-paying";
        /// Paid and held in custody.
        Paid = "paid", "aid-pledge-state-paid";
        /// All that was kept of it was paid out to the household.
        PaidOut = "paid_out", "aid-pledge-state-paid-out";
        /// Goods are on their way.
        Dispatched = "dispatched", "aid-pledge-state-dispatched";
        /// Goods are said to be there.
        Delivered = "delivered", "aid-pledge-state-delivered";
        /// The household says that it did not arrive, or not as promised.
        Disputed = "disputed", "aid-pledge-state-disputed";
        /// Received and confirmed.
        Received = "received", "aid-pledge-state-received";
        /// The countdown ended first; the part is open again.
        Lapsed = "lapsed", "aid-pledge-state-lapsed";
        /// Taken back before it was paid or sent, or released because its request ended.
        Cancelled = "cancelled", "aid-pledge-state-cancelled";
        /// The goods could not be delivered.
        Failed = "failed", "aid-pledge-state-failed";
        /// What was not paid out is on its way back to the donor.
        Refunding = "refunding", "aid-pledge-state-refunding";
        /// Paid back whole.
        Refunded = "refunded", "aid-pledge-state-refunded";
    }
}

named! {
    /// What may happen to a pledge.
    PledgeEvent {
        /// The donor goes to the payment provider.
        StartPayment = "start_payment";
        /// The provider says that the payment failed; the countdown goes on.
        FailPayment = "fail_payment";
        /// The provider says that it was paid.
        Pay = "pay";
        /// Paid after the countdown, and there is still room: the pledge lives again.
        Revive = "revive";
        /// The countdown ends.
        Lapse = "lapse";
        /// The donor takes it back.
        Cancel = "cancel";
        /// The request ends before it was paid or sent.
        Release = "release";
        /// The household, or whoever serves it, accepts the donor: the pledge stays where it is, its countdown begins anew, and
        /// from now on the donor may see the address and send.
        Accept = "accept";
        /// The donor sends it, sends it again or corrects the tracking number.
        Dispatch = "dispatch";
        /// The sender says that it is there.
        Deliver = "deliver";
        /// It could not be delivered; the part opens again.
        FailDelivery = "fail_delivery";
        /// The household says that it did not arrive, or not as promised.
        Dispute = "dispute";
        /// An officer found that it did arrive as promised.
        SettleDispute = "settle_dispute";
        /// Some of it was received; the rest is awaited.
        ConfirmSome = "confirm_some";
        /// All of it was received.
        Confirm = "confirm";
        /// The rest is given up: what was received counts, the rest of the part opens again.
        CloseRest = "close_rest";
        /// All that is kept of it was paid out.
        PayOut = "pay_out";
        /// Something of it that was paid out was found not to have arrived: it is held again.
        LosePayout = "lose_payout";
        /// What was not paid out goes back to the donor.
        Refund = "refund";
        /// The refund arrived: nothing of it was paid out.
        FinishRefund = "finish_refund";
        /// The refund of the rest arrived; what was or is being paid out stands.
        FinishRefundOfRest = "finish_refund_of_rest";
    }
}

named! {
    /// Where a payout to a household stands.
    PayoutState {
        /// One officer prepared it; the money is held for it.
        Prepared = "prepared", "aid-payout-state-prepared";
        /// Another officer approved it; the provider is paying.
        Approved = "approved", "aid-payout-state-approved";
        /// The provider paid it.
        PaidOut = "paid_out", "aid-payout-state-paid-out";
        /// The household says that it did not arrive.
        Disputed = "disputed", "aid-payout-state-disputed";
        /// The household or a witness confirmed it.
        Received = "received", "aid-payout-state-received";
        /// An officer found that it did not arrive; its money is sought.
        Missing = "missing", "aid-payout-state-missing";
        /// The second officer refused it; the money is free again.
        Rejected = "rejected", "aid-payout-state-rejected";
        /// The first officer took it back; the money is free again.
        Voided = "voided", "aid-payout-state-voided";
        /// The provider could not pay it, or it did not arrive and its money is in custody again; the money is free.
        Failed = "failed", "aid-payout-state-failed";
    }
}

named! {
    /// What may happen to a payout.
    PayoutEvent {
        /// A second officer approves it.
        Approve = "approve";
        /// A second officer refuses it.
        Reject = "reject";
        /// It is taken back before approval.
        Void = "void";
        /// The provider paid it.
        PayOut = "pay_out";
        /// The provider could not pay it.
        Fail = "fail";
        /// The household or a witness confirms it.
        Confirm = "confirm";
        /// The household says that it did not arrive.
        Dispute = "dispute";
        /// An officer found that it did arrive.
        SettleDispute = "settle_dispute";
        /// An officer who had no hand in it found that it did not arrive.
        FindMissing = "find_missing";
        /// Its money is in custody again: the provider says so, or another officer shows it.
        ComeBack = "come_back";
    }
}
