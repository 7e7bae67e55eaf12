//! A coarse name for a device, made from what its browser says of itself: enough for its owner to know it by, too
//! little to follow anybody.

/// "Firefox · Android" and its like; what is not known stays empty, and an empty whole is shown as "a device".
pub(crate) fn name(user_agent: &str) -> String {
    let has = |word: &str| user_agent.contains(word);
    let browser = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("UCBrowser", "UC Browser"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let system = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| list.iter().find(|(word, _)| has(word)).map(|(_, name)| *name);
    [find(&browser), find(&system)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_coarsely() {
        assert_eq!(
            name("Mozilla/5.0 (Linux; Android 14; PKX110) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"),
            "Chrome · Android"
        );
        assert_eq!(
            name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1"),
            "Safari · iPhone"
        );
        assert_eq!(name("curl/8.0"), "");
    }
}
