//! The closed lists of the registry: what may be chosen, its name in the database and the API, and its words.

/// Declares a closed list: variants with their stored name and their message key.
macro_rules! list {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $stored:literal, $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vmeta])* $variant,)* }

        impl $name {
            /// Every one, in the order in which forms offer them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The stored names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($stored,)*];

            /// Its name in the database, in files and in the API.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $stored,)* }
            }

            /// The key of its words.
            pub const fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($stored => Some($name::$variant),)* _ => None }
            }
        }
    };
}

list! {
    /// What a member is to the head of the household.
    Relation {
        /// The head (户主); each household has exactly one.
        Head = "head", "registry-relation-head";
        /// Wife or husband.
        Spouse = "spouse", "registry-relation-spouse";
        /// Son or daughter.
        Child = "child", "registry-relation-child";
        /// Wife or husband of a child.
        ChildInLaw = "child_in_law", "registry-relation-child-in-law";
        /// Grandchild.
        Grandchild = "grandchild", "registry-relation-grandchild";
        /// Father or mother.
        Parent = "parent", "registry-relation-parent";
        /// Father or mother of the spouse.
        ParentInLaw = "parent_in_law", "registry-relation-parent-in-law";
        /// Grandfather or grandmother.
        Grandparent = "grandparent", "registry-relation-grandparent";
        /// Brother or sister.
        Sibling = "sibling", "registry-relation-sibling";
        /// Another relative.
        Relative = "relative", "registry-relation-relative";
        /// Not related.
        Unrelated = "unrelated", "registry-relation-unrelated";
    }
}

list! {
    /// Sex as stated or as the resident ID has it.
    Sex {
        /// Female.
        Female = "female", "registry-sex-female";
        /// Male.
        Male = "male", "registry-sex-male";
        /// Not stated.
        Unknown = "unknown", "registry-sex-unknown";
    }
}

list! {
    /// Why a household is in need: one main cause and up to two more.
    Cause {
        /// Illness.
        Illness = "illness", "registry-cause-illness";
        /// Disability.
        Disability = "disability", "registry-cause-disability";
        /// Schooling.
        Schooling = "schooling", "registry-cause-schooling";
        /// Disaster.
        Disaster = "disaster", "registry-cause-disaster";
        /// Lack of land.
        Land = "land", "registry-cause-land";
        /// Lack of water.
        Water = "water", "registry-cause-water";
        /// Lack of skill.
        Skill = "skill", "registry-cause-skill";
        /// Lack of labour.
        Labour = "labour", "registry-cause-labour";
        /// Lack of capital.
        Capital = "capital", "registry-cause-capital";
        /// Poor transport.
        Transport = "transport", "registry-cause-transport";
        /// Lack of motivation.
        Motivation = "motivation", "registry-cause-motivation";
        /// Bereavement.
        Bereavement = "bereavement", "registry-cause-bereavement";
        /// Something else.
        Other = "other", "registry-cause-other";
    }
}

list! {
    /// What kind of number a person is known by.
    IdKind {
        /// The resident identity number of GB 11643-1999.
        Resident = "resident", "registry-id-resident";
        /// A number of another kind: passport, permit, another country's card.
        Other = "other", "registry-id-other";
        /// The person has none.
        None = "none", "registry-id-none";
    }
}

list! {
    /// Disability, coarse.
    Disability {
        /// None known.
        None = "none", "registry-disability-none";
        /// One that allows daily life with some help.
        Some = "some", "registry-disability-some";
        /// One that needs another person's help every day.
        Severe = "severe", "registry-disability-severe";
    }
}

list! {
    /// Ability to work.
    Labour {
        /// Not stated.
        Unknown = "unknown", "registry-labour-unknown";
        /// Full.
        Full = "full", "registry-labour-full";
        /// Reduced.
        Reduced = "reduced", "registry-labour-reduced";
        /// None: too young, too old, too ill.
        None = "none", "registry-labour-none";
    }
}

list! {
    /// Where a household stands in the registry.
    Status {
        /// Registered.
        Registered = "registered", "registry-status-registered";
        /// No longer here: it left the programme's area or nobody of it is left.
        Left = "left", "registry-status-left";
        /// It was the same as another one and lives on in that.
        Merged = "merged", "registry-status-merged";
        /// It asked to be forgotten; only its number is left, so that the books stay whole.
        Erased = "erased", "registry-status-erased";
    }
}

list! {
    /// Why a household counts as left.
    Departure {
        /// It moved out of the area that is served.
        Area = "area", "registry-left-area";
        /// No member is left.
        Nobody = "nobody", "registry-left-nobody";
        /// It was registered by mistake.
        Mistake = "mistake", "registry-left-mistake";
        /// Something else, said in words.
        Other = "other", "registry-left-other";
        /// The last of those was taken off the record in whom it lived on. Never chosen.
        Members = "members", "registry-left-members";
        /// It left before this was asked. Never chosen.
        Unknown = "unknown", "registry-left-unknown";
    }
}

impl Departure {
    /// Those that may be chosen, in the order in which the form offers them.
    pub const OFFERED: &'static [Departure] = &[Departure::Area, Departure::Nobody, Departure::Mistake, Departure::Other];
}

list! {
    /// Why a member is no longer one.
    Leaving {
        /// Died.
        Died = "died", "registry-leaving-died";
        /// Moved out or founded a household of their own.
        MovedOut = "moved_out", "registry-leaving-moved-out";
        /// Was never a member: entered by mistake.
        Mistake = "mistake", "registry-leaving-mistake";
    }
}

list! {
    /// What a look at a household, or an act on its behalf, was for.
    Task {
        /// A visit at home.
        Visit = "visit", "registry-task-visit";
        /// Writing or changing a request on the household's behalf.
        Request = "request", "registry-task-request";
        /// Reviewing a request.
        Review = "review", "registry-task-review";
        /// Bringing something, or confirming that it arrived.
        Delivery = "delivery", "registry-task-delivery";
        /// Paying out money.
        Payout = "payout", "registry-task-payout";
        /// Correcting what is held.
        Correction = "correction", "registry-task-correction";
        /// Following up a complaint.
        Complaint = "complaint", "registry-task-complaint";
        /// Registering the household.
        Registration = "registration", "registry-task-registration";
        /// The household itself.
        Own = "own", "registry-task-own";
        /// Something else, said in words.
        Other = "other", "registry-task-other";
    }
}

list! {
    /// What was done that the household can see.
    Act {
        /// Its sealed data were opened.
        Opened = "opened", "registry-act-opened";
        /// It was registered.
        Registered = "registered", "registry-act-registered";
        /// Its data were changed.
        Changed = "changed", "registry-act-changed";
        /// Somebody did something on its behalf.
        Proxy = "proxy", "registry-act-proxy";
        /// It was found by an exact number.
        Searched = "searched", "registry-act-searched";
        /// Somebody entered its number for another household and was told that it is registered.
        Probed = "probed", "registry-act-probed";
        /// It was in a file that an officer took out.
        Exported = "exported", "registry-act-exported";
        /// A card with a code was printed for it.
        Card = "card", "registry-act-card";
        /// A member came in by the household's phone: their account is the household's own from then on.
        Joined = "joined", "registry-act-joined";
        /// It counts as left.
        Left = "left", "registry-act-left";
        /// An officer proposed to merge its record with another one.
        MergeProposed = "merge-proposed", "registry-act-merge-proposed";
        /// Such a proposal was taken back or declined, or another took its place.
        MergeOver = "merge-over", "registry-act-merge-over";
        /// Its record was merged with another one.
        Merged = "merged", "registry-act-merged";
        /// It had left and is registered again.
        Returned = "returned", "registry-act-returned";
    }
}

list! {
    /// What an account is to a household, as stated by the household or its helper.
    Tie {
        /// The household's own account.
        Own = "self", "registry-tie-self";
        /// Wife or husband of a member.
        Spouse = "spouse", "registry-tie-spouse";
        /// Child of a member.
        Child = "child", "registry-tie-child";
        /// Parent of a member.
        Parent = "parent", "registry-tie-parent";
        /// Brother or sister of a member.
        Sibling = "sibling", "registry-tie-sibling";
        /// Another relative.
        Relative = "relative", "registry-tie-relative";
        /// Neighbour.
        Neighbour = "neighbour", "registry-tie-neighbour";
        /// The village helper who acts for it.
        Helper = "helper", "registry-tie-helper";
        /// A friend or a colleague.
        Friend = "friend", "registry-tie-friend";
    }
}

impl Tie {
    /// Whether somebody with this tie must not decide about the household.
    pub const fn is_close(self) -> bool {
        matches!(self, Tie::Own | Tie::Spouse | Tie::Child | Tie::Parent | Tie::Sibling | Tie::Relative)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for cause in Cause::ALL {
            assert_eq!(Cause::from_name(cause.name()), Some(*cause));
        }
        assert_eq!(Cause::ALL.len(), 13);
        assert_eq!(Relation::NAMES.len(), Relation::ALL.len());
        assert!(Tie::Child.is_close() && !Tie::Neighbour.is_close() && !Tie::Helper.is_close());
    }
}
