//! One deed after the other, each through the command that a page or the API would call.

use super::cast;
use super::dice::Dice;
use super::gifts::Gift;
use super::plan::{Deed, Verdict};
use super::story::{Made, Scene};
use super::texts;
use qianmo_aid::delivery::{self, Dispatch, Way};
use qianmo_aid::pledge::{self, NewPledge, Quantity};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind};
use qianmo_aid::request::{self, Draft, Kind, PartDraft};
use qianmo_aid::thanks::{self, NewPost, PostKind};
use qianmo_aid::{appeal, closure, payment, payout, report, review, sweep, withdrawal};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Currency, Error, Fail, Id, Millis, Money, PublicRef, Res};
use qianmo_payments::sandbox::{self, SandboxScript};
use qianmo_payments::{self as payments, Direction};
use qianmo_procedures::{Outcome, Ruling};
use std::sync::Arc;

/// The provider of the demo.
const PROVIDER: &str = sandbox::NAME;
const CURRENCY: Currency = Currency::CNY;

/// Does a deed.
pub fn perform(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, deed: Deed) -> Res<()> {
    match deed {
        Deed::Draft => draft(tx, scene, made),
        Deed::Submit => request::submit(tx, &scene.publisher(), made.request()?, false).map(drop),
        Deed::Look(verdict) => look(tx, scene, made, verdict),
        Deed::SecondLook => second_look(tx, scene, made),
        Deed::Mend => mend(tx, scene, made),
        Deed::Appeal => appeal::appeal(tx, &scene.publisher(), made.request()?, texts::appeal(&scene.life.told)).map(drop),
        Deed::Judge { granted } => judge(tx, scene, made, granted),
        Deed::Seen(times) => request::looked(tx, made.request()?, i64::from(times)),
        Deed::Give(gift) => give(tx, scene, made, gift, 1),
        Deed::GiveAtSecondTry(gift) => give(tx, scene, made, gift, 2),
        Deed::Promise(gift) => give(tx, scene, made, gift, 0),
        Deed::Lapse(gift) => pledge::lapse(tx, made.pledge(gift)?).map(drop),
        Deed::Cancel(gift) => pledge::cancel(tx, &scene.donor(gift)?, made.pledge(gift)?).map(drop),
        Deed::Send(gift) => send(tx, scene, made, gift),
        Deed::There(gift) => delivery::deliver(tx, &scene.donor(gift)?, made.pledge(gift)?).map(drop),
        Deed::Receive(gift) => receipt::confirm(tx, &scene.confirmer(), made.pledge(gift)?, &said()).map(drop),
        Deed::Dispute(gift) => dispute(tx, scene, made, gift),
        Deed::Prepare(part) => prepare(tx, scene, made, part),
        Deed::Approve(part) => approve(tx, scene, made, part),
        Deed::PayOut(part) => pay_out(tx, scene, made, part),
        Deed::Confirm(part) => receipt::confirm_payout(tx, &scene.confirmer(), made.payout(part)?, &said()).map(drop),
        Deed::Thank | Deed::Update | Deed::Tell => post(tx, scene, made, deed),
        Deed::Withdraw => {
            withdrawal::withdraw(tx, &scene.publisher(), made.request()?, scene.dice(deed).pick(withdrawal::REASONS), "").map(drop)
        }
        Deed::Close => close(tx, scene, made),
        Deed::Fail => fail(tx, scene, made),
        Deed::Expire => sweep::expire(tx, made.request()?).map(drop),
        Deed::Refund => refund(tx, scene, made),
        Deed::Report => tell_of(tx, scene, made),
    }
}

impl Made {
    fn request(&self) -> Res<PublicRef> {
        self.request.ok_or_else(|| Error::new("a deed on a request that was not made").into())
    }

    fn pledge(&self, gift: u8) -> Res<PublicRef> {
        self.pledges.get(&gift).copied().ok_or_else(|| Error::new("a deed on a pledge that was not made").into())
    }

    fn payout(&self, part: u8) -> Res<PublicRef> {
        self.payouts.get(&part).copied().ok_or_else(|| Error::new("a deed on a payout that was not made").into())
    }

    fn part(&self, at: u8) -> Res<Id> {
        self.parts.get(usize::from(at)).copied().ok_or_else(|| Error::new("a gift for a part that is not there").into())
    }
}

impl Scene<'_> {
    /// Draws for a deed of this life.
    fn dice(&self, deed: Deed) -> Dice {
        Dice::of(self.story.seed, &format!("{deed:?}"), u64::from(self.number))
    }

    /// Who writes, and what they are to the household: mostly its helper, sometimes itself, sometimes a grown child.
    fn writer(&self) -> (Arc<Actor>, &'static str) {
        let draw = Dice::of(self.story.seed, "writer", u64::from(self.number)).below(100);
        match (&self.home.own, &self.home.child) {
            (_, Some(child)) if draw < 70 => (child.clone(), "child"),
            (Some(own), _) if draw < 55 => (own.clone(), "self"),
            _ => (self.village.helper.clone(), "helper"),
        }
    }

    fn publisher(&self) -> Arc<Actor> {
        self.writer().0
    }

    /// The household itself if it has an account, else a witness: the township's reviewer, who has no hand in it.
    fn confirmer(&self) -> Arc<Actor> {
        self.home.own.clone().unwrap_or_else(|| self.township.reviewer.clone())
    }

    /// Who lets a donor of goods in: the household itself if it has an account, else its village's helper.
    fn accepter(&self) -> Arc<Actor> {
        self.home.own.clone().unwrap_or_else(|| self.village.helper.clone())
    }

    fn officer(&self, which: usize) -> &Actor {
        &self.county.officers[which.min(1)]
    }

    fn gift(&self, gift: u8) -> Res<&Gift> {
        self.life.gifts.get(usize::from(gift)).ok_or_else(|| Error::new("a gift that was not planned").into())
    }

    fn donor(&self, gift: u8) -> Res<Actor> {
        let number = self.gift(gift)?.donor as usize;
        let account = self.story.donors.get(number).copied().ok_or_else(|| Error::new("a donor who did not sign up"))?;
        Ok(cast::donor(account))
    }

    fn wait(&self, seconds: i64) {
        self.story.clock.advance(seconds * Millis::SECOND);
    }
}

fn draft_of(scene: &Scene<'_>) -> Draft {
    let told = &scene.life.told;
    let goods = told.parts.iter().any(|p| !p.money);
    Draft {
        household: scene.home.reference,
        relationship: scene.writer().1.to_owned(),
        purpose: told.purpose.to_owned(),
        reason: told.reason.to_owned(),
        title: told.title.clone(),
        story: told.story.clone(),
        language: told.tongue.tag().to_owned(),
        address: goods.then(|| "村民委员会代收，到村后请联系村级信息员".to_owned()),
        parts: told
            .parts
            .iter()
            .map(|part| PartDraft {
                id: None,
                kind: if part.money { Kind::Money } else { Kind::Goods },
                label: part.label.clone(),
                unit: part.unit.clone(),
                asked: part.asked,
                unit_value_minor: part.value_minor,
            })
            .collect(),
    }
}

fn draft(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    let created = request::create(tx, &scene.publisher(), &draft_of(scene), CURRENCY)?;
    made.request = Some(created.reference);
    know_parts(tx, made)
}

fn know_parts(tx: &mut Tx<'_>, made: &mut Made) -> Res<()> {
    made.parts = request::parts(tx, made.request()?)?.into_iter().map(|p| p.id).collect();
    Ok(())
}

fn mend(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    let mut draft = draft_of(scene);
    draft.story.push_str(if draft.language == "en" {
        " The price was asked for again."
    } else {
        "（已补充说明：价格按镇上问到的填写。）"
    });
    let (publisher, reference) = (scene.publisher(), made.request()?);
    request::edit(tx, &publisher, reference, &draft, None)?;
    know_parts(tx, made)?;
    scene.wait(240);
    request::submit(tx, &publisher, reference, false).map(drop)
}

fn ruling(outcome: Outcome, reasons: &[&str], note: &str) -> Ruling {
    Ruling { outcome, reasons: reasons.iter().map(|r| (*r).to_owned()).collect(), note: note.to_owned() }
}

fn look(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, verdict: Verdict) -> Res<()> {
    let mut dice = scene.dice(Deed::Look(verdict));
    let (reviewer, reference) = (&scene.township.reviewer, made.request()?);
    if dice.in_thousand(200) {
        // Some reviewers open the household's record before they say something; the household sees that.
        qianmo_registry::look(tx, reviewer, scene.home.reference, &format!("review: {reference}"))?;
        scene.wait(150);
    }
    let said = match verdict {
        Verdict::Approve => ruling(Outcome::Approve, &["need-seen", "fits-need", "fair-price"], ""),
        Verdict::Return => {
            let reason = dice.pick(&["unclear", "incomplete", "amount-unclear", "price-high"]);
            ruling(Outcome::Return, &[reason], texts::return_note(reason))
        }
        Verdict::Refuse => {
            let reason = dice.pick(&["beyond-need", "covered-elsewhere", "duplicate", "not-allowed"]);
            ruling(Outcome::Refuse, &[reason], texts::refuse_note(reason, scene.life.told.purpose))
        }
    };
    review::decide(tx, reviewer, reference, &said).map(drop)
}

fn second_look(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    let reviewer = &scene.county.reviewers[0];
    review::decide(tx, reviewer, made.request()?, &ruling(Outcome::Approve, &["fair-price", "not-covered"], "")).map(drop)
}

fn judge(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, granted: bool) -> Res<()> {
    let said = if granted {
        ruling(Outcome::Approve, &["need-seen", "not-covered"], "")
    } else {
        ruling(Outcome::Refuse, &["covered-elsewhere"], texts::refuse_note("covered-elsewhere", scene.life.told.purpose))
    };
    review::decide(tx, &scene.county.reviewers[1], made.request()?, &said).map(drop)
}

/// A promise and, for money, so many payments of which only the last works.
fn give(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, number: u8, payments: usize) -> Res<()> {
    let (gift, donor) = (scene.gift(number)?, scene.donor(number)?);
    let money = scene.life.told.parts.get(usize::from(gift.part)).is_some_and(|p| p.money);
    let quantity = if money { Quantity::Amount(Money::new(gift.quantity, CURRENCY)) } else { Quantity::Count(gift.quantity) };
    let new = NewPledge { part: made.part(gift.part)?, quantity, anonymous: gift.anonymous, message: gift.message.to_owned() };
    let pledged = pledge::make(tx, &donor, made.request()?, &new)?.reference();
    made.pledges.insert(number, pledged);
    if !money {
        return Ok(());
    }
    for payment in 1..=payments {
        scene.wait(40);
        let order = payment::begin(tx, &donor, pledged, PROVIDER)?;
        scene.wait(25);
        let works = payment == payments;
        settle(tx, scene, &order, works)?;
    }
    Ok(())
}

/// The sandbox bank carries an order out and says so, or declines it.
fn settle(tx: &mut Tx<'_>, scene: &Scene<'_>, order: &payments::Order, works: bool) -> Res<()> {
    let script = if works { SandboxScript::Succeed } else { SandboxScript::Fail };
    sandbox::pay(tx, &scene.story.settlers, order.county, order.id, script).map(drop)
}

fn send(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, number: u8) -> Res<()> {
    const COMPANIES: &[&str] = &["邮政包裹", "陌上速运", "阡途快递"];
    let mut dice = scene.dice(Deed::Send(number));
    let (donor, pledge) = (scene.donor(number)?, made.pledge(number)?);
    pledge::accept(tx, &scene.accepter(), pledge)?;
    scene.wait(600);
    if dice.in_thousand(500) {
        // Whoever gives much has been shown enough addresses for the day, and sends all the same.
        match delivery::address(tx, &donor, pledge, qianmo_kernel::Locale::ZhHans) {
            Err(Fail::Refused(refused)) if refused.message == "aid-address-too-often" => {}
            other => drop(other?),
        }
        scene.wait(300);
    }
    let how = if dice.in_thousand(850) {
        let tracking = format!("QM{:010}", dice.below(10_000_000_000));
        Dispatch { way: Way::Courier, company: dice.pick(COMPANIES).to_owned(), tracking, contact: String::new(), planned_at: None }
    } else {
        let planned = tx.now() + 3 * Millis::DAY;
        Dispatch {
            way: Way::InPerson,
            company: String::new(),
            tracking: String::new(),
            contact: "到村前先联系村级信息员".to_owned(),
            planned_at: Some(planned),
        }
    };
    delivery::dispatch(tx, &donor, pledge, &how).map(drop)
}

/// A witness was shown the household's card.
fn said() -> Confirm {
    Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false }
}

fn dispute(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, number: u8) -> Res<()> {
    let mut dice = scene.dice(Deed::Dispute(number));
    let (kind, note) = if dice.in_thousand(600) {
        (DisputeKind::NotArrived, "物流显示已签收，村里没有收到。")
    } else {
        (DisputeKind::NotAsPromised, "收到的数量比说好的少。")
    };
    receipt::dispute(tx, &scene.confirmer(), made.pledge(number)?, &Dispute { kind, note: note.to_owned() }).map(drop)
}

fn prepare(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, part: u8) -> Res<()> {
    let evidence = texts::evidence(&mut scene.dice(Deed::Prepare(part))).to_owned();
    let new = payout::NewPayout { request: made.request()?, part: made.part(part)?, amount: None, evidence };
    let prepared = payout::prepare(tx, scene.officer(0), &new, payout::Settings::default())?;
    made.payouts.insert(part, PublicRef::new(prepared.county, prepared.id));
    Ok(())
}

fn approve(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &Made, part: u8) -> Res<()> {
    payout::approve(tx, scene.officer(1), made.payout(part)?, None, payout::Settings::default()).map(drop)
}

fn pay_out(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, part: u8) -> Res<()> {
    let payout = payout::require(tx, made.payout(part)?)?;
    let order = payments::find_order(tx, payout.county, payout.payment)?.ok_or_else(|| Error::new("a payout without an order"))?;
    settle(tx, scene, &order, true)
}

/// Money that is on its way back arrives.
fn refund(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    let pledges: Vec<PublicRef> = made.pledges.values().copied().collect();
    for pledge in pledges {
        for order in payments::orders_for(tx, pledge.county, payment::GIFT, &pledge.to_string())? {
            if order.direction == Direction::Refund && order.state.is_open() {
                settle(tx, scene, &order, true)?;
            }
        }
    }
    Ok(())
}

fn post(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made, deed: Deed) -> Res<()> {
    let told = &scene.life.told;
    let (kind, body) = match deed {
        Deed::Thank => (PostKind::Thanks, texts::thanks(&mut scene.dice(deed), told)),
        Deed::Update => (PostKind::Update, texts::update(told)),
        _ => (PostKind::Story, texts::story(told)),
    };
    let author = scene.home.own.clone().unwrap_or_else(|| scene.publisher());
    let new = NewPost { kind, body: body.to_owned(), photo: None, alt: String::new(), people: false };
    thanks::post(tx, &author, made.request()?, &new).map(drop)
}

fn close(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    if let Some(report) = made.report {
        report::decide(tx, scene.officer(0), report, true)?;
    }
    closure::close(
        tx,
        scene.officer(0),
        made.request()?,
        scene.dice(Deed::Close).pick(&["doubled", "unreachable", "household-left"]),
        "",
    )
    .map(drop)
}

fn fail(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    for part in made.parts.clone() {
        delivery::fail_part(tx, scene.officer(0), made.request()?, part, "unreachable")?;
    }
    Ok(())
}

fn tell_of(tx: &mut Tx<'_>, scene: &Scene<'_>, made: &mut Made) -> Res<()> {
    let mut dice = scene.dice(Deed::Report);
    let account = scene.story.donors.get(dice.below(scene.story.donors.len())).copied().unwrap_or(Id::NONE);
    let reason = dice.pick(&["not-true", "private-data", "other"]);
    let note = "同样的内容在别处也见过，请核实一下。";
    made.report = Some(report::tell_of(tx, Some(&cast::donor(account)), made.request()?, reason, note)?);
    Ok(())
}
