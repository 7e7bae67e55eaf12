use super::*;

#[test]
fn the_first_word_of_a_code_is_its_kind() {
    assert_eq!(kind_of("assets:custody:sandbox"), Some(Kind::Asset));
    assert_eq!(kind_of("liabilities:request:0H7XABCDEFGHJ"), Some(Kind::Liability));
    assert_eq!(kind_of("expenses:赈济"), Some(Kind::Expense));
    assert_eq!(kind_of("equity:مال"), Some(Kind::Equity));
    for bad in [
        "",
        "assets",
        "money:x",
        "assets:",
        "assets::x",
        "assets:a b",
        "assets:a;b",
        "assets:a\nb",
        "Assets:x",
        "a:b:c:d:e:f:g:h:i",
    ] {
        assert_eq!(kind_of(bad), None, "{bad}");
    }
    assert_eq!(kind_of(&format!("assets:{}", "x".repeat(300))), None);
}

#[test]
fn a_group_is_the_first_two_words() {
    assert_eq!(group_of("assets:custody:sandbox"), "assets:custody");
    assert_eq!(group_of("assets:custody"), "assets:custody");
}

#[test]
fn each_kind_grows_on_its_side() {
    assert_eq!(Kind::Asset.balance(5, 2), 3);
    assert_eq!(Kind::Liability.balance(5, 2), -3);
    for kind in Kind::ALL {
        assert_eq!(Kind::from_name(kind.name()), Some(kind));
        assert_eq!(kind_of(&format!("{}:x", kind.word())), Some(kind));
    }
}
