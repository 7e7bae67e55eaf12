//! The officer's list of reports.

use super::Report;
use crate::request::{CardView, Request, card};
use askama::Template;
use qianmo_kernel::Millis;
use qianmo_web::View;

/// A report with its request.
pub struct ReportView {
    href: String,
    card: CardView,
    reason: String,
    note: String,
    when: String,
    at: Millis,
}

impl ReportView {
    /// A report in the reader's language.
    pub fn new(v: &View, report: &Report, request: &Request) -> Self {
        ReportView {
            href: format!("/desk/reports/{}", report.reference),
            card: card(v, request),
            reason: v.family("aid-report-reason", &report.reason),
            note: report.note.clone(),
            when: v.datetime(report.at),
            at: report.at,
        }
    }
}

/// Reports that wait for the officer.
#[derive(Template)]
#[template(path = "report/list.html")]
pub struct ReportsPage {
    v: View,
    reports: Vec<ReportView>,
    next: Option<String>,
}

impl ReportsPage {
    /// The page with these reports.
    pub fn new(v: View, reports: Vec<ReportView>, next: Option<String>) -> Self {
        ReportsPage { v, reports, next }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let one = ReportView {
            href: "/desk/reports/x".into(),
            card: CardView::sample(&v),
            reason: v.t("aid-report-reason-not-true"),
            note: "The house was mended last year.".into(),
            when: v.datetime(v.now),
            at: v.now,
        };
        ReportsPage { v, reports: vec![one], next: Some("next".into()) }
    }
}

qianmo_web::sample!(ReportsPage);
