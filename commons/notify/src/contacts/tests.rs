use super::{address_in, are_in};
use proptest::prelude::*;
use qianmo_kernel::as_read;

/// Texts that tell how to reach somebody.
const TOLD: &[&str] = &[
    // Numbers in QQ.
    "QQ 12345678",
    "QQ：12345678",
    "qq12345",
    "我的QQ号码是123 456 789",
    "QQ群 123456789",
    "ＱＱ１２３４５６７８",
    "QQ 1.2.3.4.5.6.7",
    "QQ一二三四五六七八",
    "加Q 123456789",
    "加q:12345",
    "加扣 1234567",
    "扣扣 1234567",
    "叩叩号1234567",
    "企鹅号 123456",
    "QQ 12345678元",
    // WeChat.
    "wx_sunxy88",
    "加 wx_sunxy88",
    "加微信：sun_xy",
    "WeChat sunxy88",
    "WeChat ID sunny",
    "vx sunxy-88",
    "vx: abcd",
    "VX ABCD",
    "ｖｘ：ａｂｃｄ",
    "v信abcd",
    "加V：abcd",
    "加微 abcd123",
    "薇信 abcd",
    "微信号是sunxy88",
    "我的微信是 sunny",
    "微 信 sunny",
    "微信13800138",
    "微信 1 3 8 0 0 1 3 8",
    "weixin abc",
    "骗子家 weixin abc",
    // Other messengers.
    "telegram @evil",
    "@evil_one on Telegram",
    "TG: evil",
    "电报 @evil",
    "whatsapp 0501234567",
    "Whats App: 050 123 4567",
    "Line ID evil",
    "LINE ID：evil88",
    "skype: evil.one",
    "Skype id: live:evil",
    "Instagram @evil.one",
    "instagram: evil",
    "抖音号 evil123",
    "抖音号：12345678",
    "快手号 evil",
    "小红书号 123456789",
    "واتساب 0501234567",
    "واتساب ٠٥٠١٢٣٤٥٦٧",
    "رقمي على الواتس اب ٠٥٠ ١٢٣ ٤٥٦٧",
    "واتسابي 050.123.4567",
    "تيليجرام @evil",
    "على التلغرام: evil_88",
    "حسابي في إنستغرام: evil",
    // Addresses.
    "Write to sun@mail.example please",
    "写信给 张三@例子.中国",
    "visit http://evil.example/x now",
    "HTTPS://evil.example",
    "ｈｔｔｐ：／／evil.example",
    "www.evil.example",
    "看WWW．evil．example",
    "evil.com",
    "看evil.cn，谢谢",
    "evil.com.cn.",
    "evil。com",
    "t.me/evil",
    "زوروا evil.org",
];

/// Texts that tell nothing of the kind.
const ORDINARY: &[&str] = &[
    "",
    "the line was long",
    "the deadline is Friday, the line is closed",
    "they learn online",
    "line ID cards up on the table",
    "in line identification takes long",
    "tg inside a word",
    "mtg 12345678",
    "tgv 2020",
    "qq alone",
    "QQ糖 20 包",
    "用QQ上网课",
    "QQ 12000 yuan",
    "QQ 2020.10.15",
    "12.5 kg",
    "3 kg @2.50",
    "2 @ 30 yuan",
    "@home with the kids",
    "e.g. a desk, i.e. a table",
    "Dr.Wang and Mr.Li came at 8.30 a.m.",
    "The U.S. made it. It is No.12.",
    "WeChat pay is fine",
    "WeChat is slow here",
    "the WeChat group of the parents",
    "They met on Telegram last year",
    "on Telegram: the roof leaks",
    "Skype calls with the teacher",
    "instagram photos",
    "WhatsApp messages only",
    "twx sunxy88",
    "wxpay",
    "Weixin Chen helps",
    "Chen Weixin",
    "a fast worker, http is a protocol",
    "www",
    "微信里说过了",
    "微信支付 20000 元",
    "微信 2025年3月",
    "微信 2025.3.15",
    "微信 20000元",
    "微信 100000 元",
    "微信群里有三十六个人",
    "微信APP",
    "微信 pay",
    "手机上没有微信，也没有抖音",
    "在抖音上看到的做法",
    "她是快手，做饭很快",
    "打电报的年代",
    "小红书上的菜谱",
    "扣扣子很难",
    "加班到十点，加薪很少",
    "加微不足道的一点",
    "企鹅的故事书 12345 本",
    "屋顶漏雨，需要20片瓦。com 是一个词尾",
    "网络班。net",
    "على واتساب للتنسيق",
    "ترسل المعلمة الواجب عبر تيليجرام كل يوم",
    "اتساع البيت ١٢ مترًا",
    "الواتس اب ٣٠ شخصًا",
    "خط الهاتف طويل",
    "مكتب ومصباح للدراسة",
    "سكايب لا يعمل هنا",
];

#[test]
fn ways_to_reach_somebody_are_found_however_they_are_written() {
    for text in TOLD {
        assert!(address_in(&as_read::joined(text)), "{text}");
        assert!(are_in(text), "{text}");
    }
}

#[test]
fn ordinary_texts_are_left_alone() {
    for text in ORDINARY {
        assert!(!are_in(text), "{text}");
    }
}

#[test]
fn numbers_that_are_known_by_their_length_are_found_too() {
    for text in [
        "骗子家 刘德旺 13800138000",
        "call ＋86 １３９１２３４５６７８",
        "一三八〇〇一三八〇〇〇",
        "139I2345678",
        "٠٠٩٦٦٥٠١٢٣٤٥٦٧٨",
    ] {
        assert!(are_in(text) && !address_in(&as_read::joined(text)), "{text}");
    }
}

proptest! {
    #[test]
    fn a_handle_in_any_text_is_found(before in "[一-龥a-z，。 ]{0,20}", after in "[一-龥，。 ]{0,20}") {
        for told in ["QQ 12345678", "vx: abcd1", "http://evil.example", "@evil telegram"] {
            let text = format!("{before} {told} {after}");
            prop_assert!(are_in(&text), "{}", text);
        }
    }

    #[test]
    fn any_text_is_looked_through(text in "\\PC{0,60}") {
        are_in(&text);
    }
}
