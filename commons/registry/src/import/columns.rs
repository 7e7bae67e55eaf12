//! The columns of a file and the words people use in them. Headings and words are understood in the program's own
//! spelling, in Chinese and in Arabic; their order in the file does not matter.

use crate::words::{Cause, Disability, IdKind, Labour, Relation, Sex};

/// A column.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// What joins the rows of one household; any text, only within the file.
    Household,
    /// The code of the village or township.
    PlaceCode,
    /// House, street, group.
    Address,
    /// Phone of the household.
    Phone,
    /// Bank card or passbook.
    BankCard,
    /// Language, BCP 47.
    Language,
    /// Main cause.
    CauseMain,
    /// Second cause.
    CauseSecond,
    /// Third cause.
    CauseThird,
    /// What the person is to the head.
    Relation,
    /// Official name.
    Name,
    /// Language or script of the name.
    NameLanguage,
    /// Another name.
    OtherName,
    /// Sex.
    Sex,
    /// Date of birth as far as it is known.
    Birth,
    /// What kind of number.
    IdKind,
    /// The number.
    IdNumber,
    /// Health facts.
    Health,
    /// Disability.
    Disability,
    /// Ability to work.
    Labour,
    /// Whether these are other people than those who are on record with the same name and birth, or name and phone.
    OtherPeople,
}

/// A column with its headings.
struct Heading {
    column: Column,
    name: &'static str,
    key: &'static str,
    also: &'static [&'static str],
}

const fn heading(column: Column, name: &'static str, key: &'static str, also: &'static [&'static str]) -> Heading {
    Heading { column, name, key, also }
}

const HEADINGS: &[Heading] = &[
    heading(Column::Household, "household", "registry-column-household", &["户编号", "家庭编号", "户号", "رقم الأسرة"]),
    heading(Column::PlaceCode, "place_code", "registry-column-place-code", &["地区代码", "行政区划代码", "村代码", "رمز المكان"]),
    heading(Column::Address, "address", "registry-column-address", &["地址", "住址", "家庭住址", "العنوان"]),
    heading(Column::Phone, "phone", "registry-column-phone", &["电话", "联系电话", "手机", "الهاتف"]),
    heading(Column::BankCard, "bank_card", "registry-column-bank-card", &["银行卡号", "银行账号", "البطاقة المصرفية"]),
    heading(Column::Language, "language", "registry-column-language", &["语言", "اللغة"]),
    heading(Column::CauseMain, "cause_main", "registry-column-cause-main", &["主要致贫原因", "主要原因", "السبب الرئيسي"]),
    heading(Column::CauseSecond, "cause_second", "registry-column-cause-second", &["其他致贫原因一", "次要原因一", "السبب الثاني"]),
    heading(Column::CauseThird, "cause_third", "registry-column-cause-third", &["其他致贫原因二", "次要原因二", "السبب الثالث"]),
    heading(Column::Relation, "relation", "registry-column-relation", &["与户主关系", "关系", "صلة القرابة"]),
    heading(Column::Name, "name", "registry-column-name", &["姓名", "الاسم"]),
    heading(Column::NameLanguage, "name_language", "registry-column-name-language", &["姓名语言", "لغة الاسم"]),
    heading(Column::OtherName, "other_name", "registry-column-other-name", &["其他姓名", "曾用名", "اسم آخر"]),
    heading(Column::Sex, "sex", "registry-column-sex", &["性别", "الجنس"]),
    heading(Column::Birth, "birth", "registry-column-birth", &["出生日期", "出生年月", "出生年份", "تاريخ الميلاد"]),
    heading(Column::IdKind, "id_kind", "registry-column-id-kind", &["证件类型", "نوع الوثيقة"]),
    heading(Column::IdNumber, "id_number", "registry-column-id-number", &["证件号码", "身份证号", "身份证号码", "رقم الوثيقة"]),
    heading(Column::Health, "health", "registry-column-health", &["健康状况", "الحالة الصحية"]),
    heading(Column::Disability, "disability", "registry-column-disability", &["残疾", "残疾情况", "الإعاقة"]),
    heading(Column::Labour, "labour", "registry-column-labour", &["劳动能力", "القدرة على العمل"]),
    heading(Column::OtherPeople, "other_people", "registry-column-other-people", &["确认不是同一户", "أشخاص آخرون"]),
];

/// Every column in the order of a written file.
pub fn all() -> impl Iterator<Item = Column> {
    HEADINGS.iter().map(|h| h.column)
}

impl Column {
    fn entry(self) -> Option<&'static Heading> {
        HEADINGS.iter().find(|h| h.column == self)
    }

    /// Its own name, as in the documentation and in the API.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |h| h.name)
    }

    /// The key of its words.
    pub fn key(self) -> &'static str {
        self.entry().map_or("", |h| h.key)
    }

    /// The column of that heading.
    pub fn from_heading(heading: &str) -> Option<Column> {
        let said = heading.trim().trim_end_matches(['*', '＊', ':', '：']).trim();
        let plain = said.to_lowercase().replace([' ', '-'], "_");
        HEADINGS.iter().find(|h| h.name == plain || h.also.contains(&said)).map(|h| h.column)
    }

    /// Whether it is said once for the household, in the row of its head or in every row alike.
    pub fn is_of_household(self) -> bool {
        matches!(
            self,
            Column::PlaceCode
                | Column::Address
                | Column::Phone
                | Column::BankCard
                | Column::Language
                | Column::CauseMain
                | Column::CauseSecond
                | Column::CauseThird
                | Column::OtherPeople
        )
    }

    /// Whether a file cannot be read without it.
    pub fn is_needed(self) -> bool {
        matches!(self, Column::Household | Column::PlaceCode | Column::Relation | Column::Name)
    }

    /// Whether a spreadsheet that takes it for a number spoils it: long numbers lose their last digits.
    pub fn is_long_number(self) -> bool {
        matches!(self, Column::IdNumber | Column::BankCard)
    }

    /// What was written, in the program's own spelling where people use other words for it.
    pub fn value(self, written: &str) -> String {
        let said = written.trim();
        let folded = said.to_lowercase().replace([' ', '-'], "_");
        let found = match self {
            Column::Relation => Relation::from_name(&folded).map(Relation::name).or_else(|| look_up(RELATIONS, said)),
            Column::Sex => Sex::from_name(&folded).map(Sex::name).or_else(|| look_up(SEXES, said)),
            Column::CauseMain | Column::CauseSecond | Column::CauseThird => {
                Cause::from_name(&folded).map(Cause::name).or_else(|| look_up(CAUSES, said))
            }
            Column::IdKind => IdKind::from_name(&folded).map(IdKind::name).or_else(|| look_up(ID_KINDS, said)),
            Column::Disability => Disability::from_name(&folded).map(Disability::name).or_else(|| look_up(DISABILITIES, said)),
            Column::Labour => Labour::from_name(&folded).map(Labour::name).or_else(|| look_up(LABOURS, said)),
            Column::OtherPeople => {
                ANSWERS.iter().map(|(name, _)| *name).find(|name| *name == folded).or_else(|| look_up(ANSWERS, said))
            }
            _ => None,
        };
        found.map_or_else(|| said.to_owned(), str::to_owned)
    }
}

fn look_up(words: &[(&'static str, &[&str])], said: &str) -> Option<&'static str> {
    words.iter().find(|(_, also)| also.contains(&said)).map(|(name, _)| *name)
}

const RELATIONS: &[(&str, &[&str])] = &[
    ("head", &["户主", "本人或户主", "本人", "رب الأسرة", "ربة الأسرة"]),
    ("spouse", &["配偶", "妻子", "丈夫", "زوج", "زوجة"]),
    ("child", &["子女", "儿子", "女儿", "之子", "之女", "长子", "次子", "长女", "次女", "ابن", "ابنة"]),
    ("child_in_law", &["儿媳", "女婿", "之儿媳", "之女婿"]),
    ("grandchild", &["孙子", "孙女", "外孙", "外孙女", "之孙子", "之孙女", "حفيد", "حفيدة"]),
    ("parent", &["父母", "父亲", "母亲", "之父", "之母", "أب", "أم"]),
    ("parent_in_law", &["公公", "婆婆", "岳父", "岳母"]),
    ("grandparent", &["祖父", "祖母", "外祖父", "外祖母", "جد", "جدة"]),
    ("sibling", &["兄弟姐妹", "兄弟", "姐妹", "哥哥", "弟弟", "姐姐", "妹妹", "أخ", "أخت"]),
    ("relative", &["其他亲属", "其他", "亲属", "قريب"]),
    ("unrelated", &["非亲属", "غير قريب"]),
];
const SEXES: &[(&str, &[&str])] = &[
    ("female", &["女", "女性", "أنثى", "f", "F"]),
    ("male", &["男", "男性", "ذكر", "m", "M"]),
    ("unknown", &["未知", "不详", "غير معروف"]),
];
const CAUSES: &[(&str, &[&str])] = &[
    ("illness", &["因病", "مرض"]),
    ("disability", &["因残", "إعاقة"]),
    ("schooling", &["因学", "تعليم"]),
    ("disaster", &["因灾", "كارثة"]),
    ("land", &["缺土地", "نقص الأرض"]),
    ("water", &["缺水", "نقص الماء"]),
    ("skill", &["缺技术", "نقص المهارة"]),
    ("labour", &["缺劳力", "缺劳动力", "نقص العمالة"]),
    ("capital", &["缺资金", "نقص رأس المال"]),
    ("transport", &["交通条件落后", "交通不便", "النقل"]),
    ("motivation", &["自身发展动力不足", "ضعف الدافع"]),
    ("bereavement", &["因丧", "فقد معيل"]),
    ("other", &["其他", "أخرى"]),
];
const ID_KINDS: &[(&str, &[&str])] = &[
    ("resident", &["居民身份证", "身份证", "بطاقة الهوية"]),
    ("other", &["其他", "其他证件", "护照", "أخرى"]),
    ("none", &["无", "没有", "无证件", "لا يوجد"]),
];
const DISABILITIES: &[(&str, &[&str])] =
    &[("none", &["无", "否", "لا"]), ("some", &["有", "轻度", "是", "نعم"]), ("severe", &["重度", "重度残疾", "شديدة"])];
const LABOURS: &[(&str, &[&str])] = &[
    ("full", &["普通劳动力", "技能劳动力", "有", "كاملة"]),
    ("reduced", &["弱劳动力或半劳动力", "弱劳动力", "半劳动力", "جزئية"]),
    ("none", &["无劳动力", "丧失劳动力", "无", "معدومة"]),
    ("unknown", &["未知", "不详", "غير معروفة"]),
];
/// Yes and no.
const ANSWERS: &[(&str, &[&str])] = &[("yes", &["是", "نعم"]), ("no", &["否", "不是", "لا"])];

/// A file that can be read: all headings, and an invented family of two people.
pub fn sample() -> String {
    let cell = |column: Column, head: bool| match column {
        Column::Household => "1",
        Column::PlaceCode => "611026101201",
        Column::Address if head => "Group 3, No. 12",
        Column::Language if head => "zh",
        Column::CauseMain if head => "illness",
        Column::Relation if head => "head",
        Column::Relation => "child",
        Column::Name if head => "Sample One",
        Column::Name => "Sample Two",
        Column::Sex if head => "female",
        Column::Birth if head => "1950-03-02",
        Column::Birth => "1980",
        Column::IdKind => "none",
        Column::Disability => "none",
        Column::Labour if head => "reduced",
        Column::Labour => "full",
        _ => "",
    };
    let row = |head: bool| all().map(|column| crate::export::safe_cell(cell(column, head))).collect::<Vec<_>>().join(",");
    let names: Vec<&str> = all().map(Column::name).collect();
    format!("\u{feff}{}\r\n{}\r\n{}\r\n", names.join(","), row(true), row(false))
}

impl Column {
    /// The words that may stand in it, where only some may: each in the program's own spelling, with what else is understood.
    pub fn words(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Column::Relation => RELATIONS,
            Column::Sex => SEXES,
            Column::CauseMain | Column::CauseSecond | Column::CauseThird => CAUSES,
            Column::IdKind => ID_KINDS,
            Column::Disability => DISABILITIES,
            Column::Labour => LABOURS,
            Column::OtherPeople => ANSWERS,
            _ => &[],
        }
    }

    /// Whether a file of registered households has it too.
    pub fn is_exported(self) -> bool {
        self != Column::OtherPeople
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_words_are_understood_in_three_languages() {
        for (heading, column) in [
            ("Household", Column::Household),
            (" 身份证号 ", Column::IdNumber),
            ("与户主关系*", Column::Relation),
            ("place code", Column::PlaceCode),
            ("الاسم", Column::Name),
        ] {
            assert_eq!(Column::from_heading(heading), Some(column), "{heading}");
        }
        assert_eq!(Column::from_heading("favourite colour"), None);
        assert_eq!(Column::Relation.value("儿子"), "child");
        assert_eq!(Column::CauseMain.value("因病"), "illness");
        assert_eq!(Column::Sex.value("Female"), "female");
        assert_eq!(Column::Labour.value("whatever"), "whatever");
    }

    #[test]
    fn every_column_has_one_name_and_every_word_is_one_of_the_list() {
        let names: std::collections::HashSet<&str> = all().map(Column::name).collect();
        assert_eq!(names.len(), all().count());
        assert!(RELATIONS.iter().all(|(n, _)| Relation::from_name(n).is_some()));
        assert!(CAUSES.iter().all(|(n, _)| Cause::from_name(n).is_some()));
        assert!(ID_KINDS.iter().all(|(n, _)| IdKind::from_name(n).is_some()));
        assert!(DISABILITIES.iter().all(|(n, _)| Disability::from_name(n).is_some()));
        assert!(LABOURS.iter().all(|(n, _)| Labour::from_name(n).is_some()));
        assert!(SEXES.iter().all(|(n, _)| Sex::from_name(n).is_some()));
    }
}
