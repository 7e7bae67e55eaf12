//! Things that are given and asked for, by what people call them in the languages of the program. So "winter coat" is known to be
//! what 棉衣 asks for, and a lamp for a desk is known to be no desk.
//!
//! Words are those of one thing alone, or of things that do for each other. What is not here is matched by its words.

/// A thing.
#[derive(Debug)]
pub struct Thing {
    /// Its name in the search index.
    pub name: &'static str,
    /// One of [`super::KINDS`].
    pub kind: &'static str,
    /// Whether it names its kind as a whole: whoever asks for clothes is glad of a coat.
    pub general: bool,
    /// What it is called. A Chinese word of one character is found where a run of characters ends with it.
    pub words: &'static [&'static str],
}

const fn one(kind: &'static str, name: &'static str, words: &'static [&'static str]) -> Thing {
    Thing { name, kind, general: false, words }
}

const fn all(kind: &'static str, name: &'static str, words: &'static [&'static str]) -> Thing {
    Thing { name, kind, general: true, words }
}

/// Everything that is known.
#[rustfmt::skip]
pub const THINGS: &[Thing] = &[
    all("clothing", "clothes", &["clothes", "clothing", "garments", "衣服", "衣物", "服装", "童装", "ملابس", "ثياب"]),
    one("clothing", "coat", &["coat", "jacket", "parka", "overcoat", "anorak", "棉衣", "棉袄", "棉服", "外套", "大衣", "羽绒服", "夹克",
        "معطف", "معاطف", "سترة", "سترات"]),
    one("clothing", "raincoat", &["raincoat", "rain coat", "雨衣", "معطف مطر", "معاطف مطر"]),
    one("clothing", "sweater", &["sweater", "jumper", "pullover", "cardigan", "毛衣", "毛衫", "针织衫", "كنزة", "كنزات"]),
    one("clothing", "trousers", &["trousers", "pants", "jeans", "裤", "裤子", "بنطال", "بناطيل", "سروال", "سراويل"]),
    one("clothing", "shirt", &["shirt", "blouse", "衬衫", "衬衣", "恤", "قميص", "قمصان"]),
    one("clothing", "dress", &["dress", "skirt", "裙", "裙子", "连衣裙", "فستان", "فساتين", "تنورة"]),
    one("clothing", "underwear", &["underwear", "thermals", "内衣", "秋衣", "秋裤", "ملابس داخلية"]),
    one("clothing", "gloves", &["glove", "mitten", "手套", "قفاز", "قفازات"]),
    one("clothing", "hat", &["hat", "cap", "beanie", "帽", "帽子", "قبعة", "قبعات"]),
    one("clothing", "scarf", &["scarf", "scarves", "围巾", "وشاح", "أوشحة"]),
    one("clothing", "socks", &["sock", "袜", "袜子", "جورب", "جوارب"]),
    one("clothing", "uniform", &["uniform", "校服", "زي مدرسي"]),
    all("shoes", "shoes", &["shoe", "sneaker", "trainers", "鞋", "鞋子", "运动鞋", "棉鞋", "حذاء", "أحذية"]),
    one("shoes", "boots", &["boot", "靴", "靴子", "雨靴", "雨鞋", "胶鞋", "جزمة", "جزمات"]),
    one("shoes", "slippers", &["slipper", "sandal", "拖鞋", "凉鞋", "شبشب", "صندل"]),
    all("bedding", "bedding", &["bedding", "床上用品", "被褥", "مفروشات"]),
    one("bedding", "quilt", &["quilt", "duvet", "comforter", "被", "被子", "棉被", "لحاف", "ألحفة"]),
    one("bedding", "blanket", &["blanket", "毯", "毯子", "毛毯", "بطانية", "بطانيات"]),
    one("bedding", "electric-blanket", &["electric blanket", "电热毯", "بطانية كهربائية"]),
    one("bedding", "sheet", &["bed sheet", "bedsheet", "bed linen", "床单", "被套", "被罩", "شرشف", "ملاءة", "ملاءات"]),
    one("bedding", "pillow", &["pillow", "枕", "枕头", "وسادة", "وسائد"]),
    one("bedding", "mattress", &["mattress", "床垫", "褥子", "فرشة", "مرتبة", "مراتب"]),
    one("bedding", "mosquito-net", &["mosquito net", "蚊帐", "ناموسية", "ناموسيات"]),
    all("food", "food", &["food", "groceries", "粮食", "食品", "食物", "طعام", "أغذية"]),
    one("food", "rice", &["rice", "大米", "稻米", "香米", "أرز"]),
    one("food", "flour", &["flour", "面粉", "طحين", "دقيق"]),
    one("food", "noodles", &["noodle", "pasta", "面条", "挂面", "معكرونة", "شعيرية"]),
    one("food", "oil", &["cooking oil", "edible oil", "vegetable oil", "食用油", "菜油", "菜籽油", "花生油", "زيت طعام", "زيت نباتي"]),
    one("food", "milk", &["milk", "牛奶", "حليب"]),
    one("food", "milk-powder", &["milk powder", "powdered milk", "baby formula", "infant formula", "奶粉", "حليب مجفف",
        "حليب أطفال"]),
    one("food", "beans", &["beans", "lentil", "黄豆", "豆子", "فاصوليا", "عدس"]),
    all("school", "stationery", &["stationery", "school supplies", "文具", "学习用品", "قرطاسية", "لوازم مدرسية"]),
    one("school", "schoolbag", &["school bag", "schoolbag", "backpack", "rucksack", "satchel", "书包", "背包", "双肩包",
        "حقيبة مدرسية", "حقائب مدرسية", "حقيبة ظهر"]),
    one("school", "exercise-book", &["exercise book", "notebook", "作业本", "练习本", "笔记本", "دفتر", "دفاتر"]),
    one("school", "pens", &["pencil", "pen", "crayon", "笔", "铅笔", "钢笔", "圆珠笔", "蜡笔", "قلم", "أقلام"]),
    one("school", "pencil-case", &["pencil case", "pencil box", "文具盒", "铅笔盒", "笔袋", "مقلمة"]),
    one("school", "calculator", &["calculator", "计算器", "آلة حاسبة"]),
    all("books", "books", &["book", "图书", "书籍", "课外书", "书", "كتاب", "كتب"]),
    one("books", "picture-book", &["picture book", "绘本", "كتاب مصور", "كتب مصورة"]),
    one("books", "dictionary", &["dictionary", "词典", "字典", "قاموس", "معجم"]),
    one("books", "textbook", &["textbook", "text book", "school book", "课本", "教材", "教科书", "كتاب مدرسي", "كتب مدرسية"]),
    one("electronics", "laptop", &["laptop", "notebook computer", "笔记本电脑", "手提电脑", "لابتوب", "حاسوب محمول",
        "حواسيب محمولة", "كمبيوتر محمول"]),
    one("electronics", "computer", &["computer", "desktop computer", "电脑", "台式机", "台式电脑", "حاسوب", "كمبيوتر"]),
    one("electronics", "tablet", &["tablet", "tablet computer", "平板", "平板电脑", "جهاز لوحي", "تابلت"]),
    one("electronics", "phone", &["phone", "smartphone", "手机", "هاتف", "هواتف", "جوال"]),
    one("electronics", "printer", &["printer", "打印机", "طابعة"]),
    one("electronics", "television", &["television", "tv", "电视", "电视机", "تلفاز", "تلفزيون"]),
    one("electronics", "radio", &["radio", "收音机", "راديو", "مذياع"]),
    one("electronics", "headphones", &["headphone", "earphone", "耳机", "سماعة رأس", "سماعات رأس"]),
    all("furniture", "furniture", &["furniture", "家具", "أثاث"]),
    one("furniture", "desk", &["desk", "study desk", "computer desk", "书桌", "课桌", "学习桌", "电脑桌", "مكتب", "طاولة دراسة"]),
    one("furniture", "table", &["table", "桌", "桌子", "餐桌", "طاولة", "طاولات"]),
    one("furniture", "chair", &["chair", "stool", "椅", "椅子", "凳", "凳子", "كرسي", "كراسي"]),
    one("furniture", "bed", &["bed", "bunk bed", "床", "单人床", "双层床", "木床", "سرير"]),
    one("furniture", "cupboard", &["cupboard", "wardrobe", "closet", "柜", "柜子", "衣柜", "橱柜", "خزانة", "خزائن"]),
    one("furniture", "bookcase", &["bookcase", "bookshelf", "bookshelves", "书架", "书柜", "رف كتب", "رفوف كتب"]),
    one("household", "lamp", &["lamp", "desk lamp", "table lamp", "bulb", "light bulb", "灯", "台灯", "灯泡", "مصباح", "مصابيح"]),
    one("household", "torch", &["torch", "flashlight", "手电", "手电筒", "كشاف"]),
    one("household", "stove", &["stove", "heater", "炉", "炉子", "火炉", "取暖器", "电暖器", "موقد", "مدفأة", "دفاية"]),
    one("household", "pot", &["pot", "pan", "wok", "锅", "锅具", "炒锅", "طنجرة", "قدور", "مقلاة"]),
    one("household", "rice-cooker", &["rice cooker", "电饭锅", "电饭煲", "طباخة أرز"]),
    one("household", "kettle", &["kettle", "thermos", "水壶", "暖壶", "热水瓶", "保温瓶", "غلاية", "ترمس"]),
    one("household", "tableware", &["tableware", "bowl", "plate", "dishes", "餐具", "碗", "碗筷", "盘子", "صحن", "صحون", "أطباق"]),
    one("household", "washing-machine", &["washing machine", "洗衣机", "غسالة"]),
    one("household", "refrigerator", &["refrigerator", "fridge", "freezer", "冰箱", "冰柜", "ثلاجة"]),
    one("household", "fan", &["fan", "electric fan", "电扇", "风扇", "电风扇", "مروحة"]),
    one("household", "hot-water-bottle", &["hot water bottle", "热水袋", "暖水袋", "قربة ماء"]),
    one("household", "umbrella", &["umbrella", "伞", "雨伞", "مظلة", "مظلات"]),
    one("household", "bucket", &["bucket", "basin", "桶", "水桶", "盆", "脸盆", "دلو", "دلاء"]),
    one("household", "water-tank", &["water tank", "水箱", "水缸", "خزان ماء"]),
    one("hygiene", "nappies", &["nappy", "nappies", "diaper", "尿不湿", "纸尿裤", "尿布", "حفاض", "حفاضات"]),
    one("hygiene", "pads", &["sanitary pad", "sanitary towel", "卫生巾", "فوط صحية"]),
    one("hygiene", "soap", &["soap", "shampoo", "detergent", "肥皂", "香皂", "洗发水", "洗衣液", "洗衣粉", "صابون", "شامبو"]),
    one("hygiene", "toothbrush", &["toothbrush", "toothpaste", "牙刷", "牙膏", "فرشاة أسنان", "معجون أسنان"]),
    one("hygiene", "towel", &["towel", "毛巾", "浴巾", "منشفة", "مناشف"]),
    one("hygiene", "mask", &["mask", "face mask", "口罩", "كمامة", "كمامات"]),
    one("medical", "wheelchair", &["wheelchair", "wheel chair", "轮椅", "كرسي متحرك", "كراسي متحركة"]),
    one("medical", "crutches", &["crutch", "walking stick", "walking frame", "walker", "拐杖", "助行器", "عكاز", "عكازات"]),
    one("medical", "glasses", &["glasses", "spectacles", "眼镜", "老花镜", "نظارة", "نظارات"]),
    one("medical", "hearing-aid", &["hearing aid", "助听器", "سماعة أذن", "سماعات أذن"]),
    one("medical", "meters", &["blood pressure monitor", "thermometer", "血压计", "血压仪", "体温计", "جهاز ضغط", "ميزان حرارة"]),
    one("medical", "care-bed", &["care bed", "hospital bed", "nursing bed", "护理床", "سرير طبي"]),
    one("medical", "first-aid", &["first aid kit", "急救包", "药箱", "حقيبة إسعاف"]),
    all("tools", "farm-tools", &["farm tools", "hoe", "spade", "shovel", "sickle", "农具", "锄头", "铁锹", "镰刀", "مجرفة",
        "منجل", "معول"]),
    one("tools", "toolbox", &["tool box", "toolbox", "hammer", "drill", "工具箱", "锤子", "电钻", "صندوق أدوات", "مطرقة"]),
    one("tools", "seeds", &["seed", "seedling", "种子", "种苗", "树苗", "بذور", "شتلات"]),
    one("tools", "fertiliser", &["fertiliser", "fertilizer", "化肥", "肥料", "سماد", "أسمدة"]),
    one("tools", "feed", &["animal feed", "fodder", "饲料", "علف", "أعلاف"]),
    one("tools", "poultry", &["chick", "chicken", "hen", "duckling", "鸡", "鸡苗", "鸭", "鸭苗", "دجاج", "دجاجة", "كتاكيت"]),
    one("tools", "sheep", &["sheep", "lamb", "goat", "羊", "羊羔", "أغنام", "خروف", "ماعز"]),
    one("tools", "pigs", &["pig", "piglet", "猪", "仔猪", "猪崽"]),
    one("tools", "cattle", &["cow", "calf", "cattle", "牛", "牛犊", "بقرة", "أبقار"]),
    one("tools", "sewing-machine", &["sewing machine", "缝纫机", "ماكينة خياطة"]),
    one("tools", "pump", &["pump", "water pump", "sprayer", "水泵", "喷雾器", "مضخة"]),
    one("tools", "bicycle", &["bicycle", "bike", "自行车", "单车", "دراجة", "دراجات"]),
    all("toys", "toys", &["toy", "doll", "puzzle", "玩具", "积木", "娃娃", "拼图", "لعبة", "ألعاب", "دمية"]),
    one("toys", "ball", &["ball", "football", "basketball", "volleyball", "足球", "篮球", "排球", "乒乓球", "كرة", "كرات"]),
    one("toys", "skipping-rope", &["skipping rope", "jump rope", "跳绳", "حبل قفز"]),
    one("toys", "instrument", &["guitar", "flute", "harmonica", "口琴", "吉他", "笛子", "آلة موسيقية"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_thing_is_of_a_kind_and_no_word_names_two() {
        let (mut names, mut words) = (BTreeSet::new(), BTreeSet::new());
        for thing in THINGS {
            assert!(super::super::KINDS.contains(&thing.kind), "{}", thing.name);
            assert!(names.insert(thing.name), "{} is there twice", thing.name);
            for word in thing.words {
                assert!(words.insert(*word), "{word} names two things");
            }
        }
        for kind in super::super::KINDS {
            let known = THINGS.iter().filter(|t| t.kind == *kind);
            assert!(*kind == "other" || known.clone().count() > 0, "{kind}");
            assert!(known.filter(|t| t.general).count() <= 1, "{kind}");
        }
    }
}
