//! What a comparison is told as: the table, the JSON, the pictures.

use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::instance::Instance;
use qianmo_matching_sim::plots;
use qianmo_matching_sim::policy::Which;
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::report::Report;

fn instance(areas: u32) -> Instance {
    let mut instance = generate(Preset::Weak, TRIAL.times(0.01), 1);
    for (number, post) in instance.posts.iter_mut().enumerate() {
        (post.purpose, post.area) = (post.purpose % 3, number as u32 % areas);
    }
    for donor in &mut instance.donors {
        (donor.purpose, donor.area) = (donor.purpose % 3, donor.area % areas);
    }
    instance
}

fn report<'a>(instance: &'a Instance, area_names: &'a [String], policies: &[Which]) -> Report<'a> {
    let fluid = Fluid::of(instance);
    let (most, fairest) = (fluid.most(0.0), fluid.fairest());
    let run = |which: &Which| {
        let outcome = which.run(instance, false, 1, None, &|_| {}).unwrap();
        outcome.against(most.as_ref(), fairest.as_ref())
    };
    let outcomes = policies.iter().map(run).collect();
    Report {
        title: "A trace".to_owned(),
        source: serde_json::json!({"trace": "somewhere"}),
        seed: 1,
        floors: false,
        instance,
        area_names,
        size: fluid.size(),
        most,
        fairest,
        outcomes,
    }
}

#[test]
fn the_table_and_the_json_tell_the_same() {
    let instance = instance(5);
    let names: Vec<String> = ["one", "<two>", "3", "a place with a long name", "5"].map(str::to_owned).into();
    let report = report(&instance, &names, &[Which::Newest, Which::Ours]);
    let (text, json) = (report.text(), report.json());
    let ours = &json["policies"][1];
    assert_eq!((ours["policy"].as_str(), json["areas"].as_u64()), (Some("qianmo"), Some(5)));
    let met =
        |row: &str| text.lines().find(|line| line.starts_with(row)).unwrap().split_whitespace().rev().nth(1).unwrap().to_owned();
    assert_eq!(met("met, share of posts"), format!("{:.2}", 100.0 * ours["met_share"].as_f64().unwrap()));
    assert_eq!(met("worst area"), format!("{:.2}", 100.0 * ours["worst_area"]["share"].as_f64().unwrap()));
    let percent = ours["percent_of_lp_bound"].as_f64().unwrap();
    assert!((percent - 100.0 * ours["met"].as_f64().unwrap() / json["lp_bound"].as_f64().unwrap()).abs() < 1e-9);
    let areas = ours["areas"].as_array().unwrap();
    assert_eq!(areas.iter().map(|a| a["met"].as_u64().unwrap()).sum::<u64>(), ours["met"].as_u64().unwrap());
    assert_eq!(areas.iter().map(|a| a["posts"].as_u64().unwrap()).sum::<u64>(), 500);
    assert!(ours["worst_area"]["share"].as_f64() <= ours["best_area"]["share"].as_f64());
    assert!(areas.iter().any(|a| a["area"] == "<two>"));
    // Every line of the table has a cell for each policy.
    assert!(text.lines().skip(4).all(|line| line.len() == text.lines().nth(4).unwrap().len() || line.contains('…')), "{text}");
}

#[test]
fn pictures_are_drawn_for_few_areas_and_for_many_and_the_same_every_time() {
    for areas in [5, 60] {
        let instance = instance(areas);
        let names: Vec<String> = (0..areas).map(|n| if n == 1 { "<b>&\u{1}".to_owned() } else { n.to_string() }).collect();
        let drawn = plots::draw(&report(&instance, &names, &Which::ALL));
        assert_eq!(drawn, plots::draw(&report(&instance, &names, &Which::ALL)));
        for ((file, svg), wanted) in drawn.iter().zip(plots::FILES) {
            assert_eq!(*file, wanted);
            for part in ["<svg ", "<title id=\"title\">", "<desc id=\"desc\">", "prefers-color-scheme:dark", "qianmo", "</svg>\n"] {
                assert!(svg.contains(part), "{file} lacks {part}");
            }
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<b>") && !svg.contains('\u{1}'), "{file}");
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
            // Every element is closed.
            let tags = svg.matches('<').count();
            assert_eq!(tags, svg.matches("/>").count() + 2 * svg.matches("</").count(), "{file}");
            assert!(svg.lines().all(|line| !line.contains("points=\"\"")), "{file} has an empty line");
        }
        let by_area = &drawn[1].1;
        assert_eq!(by_area.contains("&lt;b&gt;&amp;\u{fffd}"), areas == 5);
        assert_eq!(by_area.contains("from the worst to the best served</text>"), areas == 60);
    }
}
