//! What households ask for: the things themselves, with what they cost, in Chinese and some in English and Arabic.
//! Need and purpose are told plainly; nobody is pitied.

/// What one part of a need is.
#[derive(Copy, Clone, Debug)]
pub enum Thing {
    /// Money: from and to, in whole yuan.
    Money(i64, i64),
    /// Goods: unit in Chinese, English and Arabic; how many at least and at most; what one is worth in whole yuan.
    Goods([&'static str; 3], i64, i64, i64),
}

/// A part of a need, named in Chinese, English and Arabic.
#[derive(Copy, Clone, Debug)]
pub struct Item(pub [&'static str; 3], pub Thing);

/// A kind of need.
#[derive(Copy, Clone, Debug)]
pub struct Need {
    /// One of the request's purposes.
    pub purpose: &'static str,
    /// One of the request's reasons.
    pub reason: &'static str,
    /// How often it comes up.
    pub weight: u32,
    /// Titles in Chinese, of which one is drawn.
    pub titles: &'static [&'static str],
    /// Why, in Chinese, of which one is drawn.
    pub stories: &'static [&'static str],
    /// Title and story in English, where it is told in English too.
    pub english: Option<(&'static str, &'static str)>,
    /// Title and story in Arabic.
    pub arabic: Option<(&'static str, &'static str)>,
    /// Its parts, one to three.
    pub items: &'static [Item],
}

const PIECE: [&str; 3] = ["件", "pieces", "قطعة"];
const SET: [&str; 3] = ["套", "sets", "طقم"];
const BAG: [&str; 3] = ["袋", "bags", "كيس"];
const HEAD: [&str; 3] = ["只", "animals", "رأس"];

/// All of them, the commonest first in each purpose.
pub const NEEDS: &[Need] = &[
    Need {
        purpose: "education",
        reason: "schooling",
        weight: 30,
        titles: &["{grade}的书桌和台灯", "给{grade}添一张书桌", "一张能写作业的桌子", "{grade}的书桌"],
        stories: &[
            "{grade}一直在饭桌上写作业，天黑以后光线不够。家里腾出了靠窗的一角，正好放得下一张书桌。",
            "两个孩子共用一张小方桌，一个写字另一个就要等。添一张书桌和一盏台灯，晚上可以各做各的功课。",
        ],
        english: Some((
            "A desk and a lamp for homework",
            "Two children share one table and there is no light after dark. A corner by the window is ready for a desk.",
        )),
        arabic: Some(("مكتب ومصباح للدراسة", "طفلان يتشاركان طاولة واحدة ولا ضوء بعد الغروب. هُيّئت زاوية قرب النافذة لمكتب صغير.")),
        items: &[
            Item(["书桌", "Desk", "مكتب"], Thing::Goods(PIECE, 1, 2, 180)),
            Item(["护眼台灯", "Desk lamp", "مصباح مكتب"], Thing::Goods(PIECE, 1, 2, 60)),
        ],
    },
    Need {
        purpose: "education",
        reason: "low-income",
        weight: 26,
        titles: &["{grade}下学期的住校费", "{grade}的住宿费和伙食费", "住校一学期的生活费"],
        stories: &[
            "学校离家二十多公里，{grade}平时住校，周末搭班车回来。一学期的住宿和伙食要提前交清。",
            "镇上没有高中，{grade}要到县城住校。家里今年的收入主要靠地里的收成，秋后才能周转过来。",
        ],
        english: Some((
            "Boarding fees for one term",
            "The school is twenty kilometres away, so the child boards during the week. Lodging and meals are paid ahead of the term.",
        )),
        arabic: Some((
            "رسوم السكن المدرسي لفصل واحد",
            "المدرسة بعيدة عن البيت فيقيم الطالب فيها أيام الأسبوع. تُدفع رسوم السكن والطعام قبل بدء الفصل.",
        )),
        items: &[Item(
            ["一学期住宿费和伙食费", "Board and lodging, one term", "السكن والطعام لفصل واحد"],
            Thing::Money(400, 2_400),
        )],
    },
    Need {
        purpose: "education",
        reason: "schooling",
        weight: 14,
        titles: &["中职第一年的学费和工具费", "学汽修要用的工具", "护理专业第一年的费用"],
        stories: &[
            "孩子考上了职业学校，想学一门手艺。国家助学金九月以后才发，报名时要先垫付学费和工具费。",
            "专业课要自备一套基本工具，班上同学都已备齐。家里已经交了一部分，还差这一笔。",
        ],
        english: Some((
            "Tools for a first year at trade school",
            "The course asks every student to bring a basic set of tools. Part of it has been saved; this is what is missing.",
        )),
        arabic: None,
        items: &[
            Item(["学费差额", "Rest of the tuition", "باقي الرسوم"], Thing::Money(600, 3_200)),
            Item(["专业工具", "Set of tools", "طقم أدوات"], Thing::Goods(SET, 1, 1, 260)),
        ],
    },
    Need {
        purpose: "education",
        reason: "schooling",
        weight: 10,
        titles: &["课外书和字典", "给{grade}的一套课外书", "一本字典和几本书"],
        stories: &["{grade}喜欢看书，村里图书角的书已经看完了。老师列了一份适合这个年级的书单。"],
        english: Some((
            "A dictionary and some books",
            "The shelf in the village has been read from end to end. The teacher has written down what would suit this year.",
        )),
        arabic: None,
        items: &[
            Item(
                ["课外书（按老师书单）", "Books from the teacher's list", "كتب من قائمة المعلّم"],
                Thing::Goods(["本", "books", "كتاب"], 4, 16, 22),
            ),
            Item(["学生字典", "Dictionary", "قاموس"], Thing::Goods(["本", "books", "كتاب"], 1, 2, 45)),
        ],
    },
    Need {
        purpose: "education",
        reason: "schooling",
        weight: 8,
        titles: &["上网课用的平板", "一台能上网课的平板电脑"],
        stories: &["县里老师每周给三个教学点同时上英语课，要用平板跟读和交作业。现在是轮流借邻居的手机。"],
        english: None,
        arabic: None,
        items: &[Item(
            ["学习用平板电脑", "Tablet for lessons", "جهاز لوحي للدروس"],
            Thing::Goods(["台", "pieces", "جهاز"], 1, 1, 900),
        )],
    },
    Need {
        purpose: "health",
        reason: "illness",
        weight: 26,
        titles: &["长期用药三个月的药费", "降压药和降糖药的费用", "门诊慢性病用药"],
        stories: &[
            "家里老人长期服药，医保报销以后每月还要自付一部分。想先备足三个月的药，少跑几趟县医院。",
            "镇卫生院开了长期处方，按时吃药血压就稳。这几个月农活多，手头周转不开。",
        ],
        english: Some((
            "Three months of regular medicine",
            "The clinic has written a long prescription. After insurance a part remains to be paid every month.",
        )),
        arabic: Some(("دواء منتظم لثلاثة أشهر", "كتبت العيادة وصفة طويلة الأمد، ويبقى بعد التأمين جزء يُدفع كل شهر.")),
        items: &[Item(
            ["自付药费，三个月", "Own share of medicine, three months", "حصة الدواء لثلاثة أشهر"],
            Thing::Money(120, 900),
        )],
    },
    Need {
        purpose: "health",
        reason: "disability",
        weight: 14,
        titles: &["一辆轻便轮椅", "换一辆轮椅", "助行器和坐便椅"],
        stories: &[
            "原来的轮椅轮轴坏了，修过两次。院子到公路已经铺平，换一辆轻便的就能自己出门。",
            "康复站建议用助行器练习走路，每天在院子里走几圈。坐便椅放在屋里，夜里方便。",
        ],
        english: Some((
            "A light wheelchair",
            "The axle of the old one has been mended twice. The path to the road is level now, so a light one means going out alone.",
        )),
        arabic: Some((
            "كرسي متحرك خفيف",
            "أُصلح محور الكرسي القديم مرتين. الطريق إلى الشارع صار مستويًا، وكرسي خفيف يعني الخروج دون عون.",
        )),
        items: &[
            Item(["轻便轮椅", "Light wheelchair", "كرسي متحرك خفيف"], Thing::Goods(["辆", "pieces", "كرسي"], 1, 1, 520)),
            Item(["助行器", "Walking frame", "مشّاية"], Thing::Goods(PIECE, 1, 1, 130)),
        ],
    },
    Need {
        purpose: "health",
        reason: "illness",
        weight: 13,
        titles: &["去省城复查的路费和检查费", "手术后复查的费用", "陪护复查的往返路费"],
        stories: &["去年做的手术恢复得不错，医生要求满一年到省城复查。检查费医保报一部分，路费和住宿要自己出。"],
        english: Some((
            "Travel and tests for a check-up",
            "The operation last year went well. The doctors ask for a check-up in the provincial capital after a year.",
        )),
        arabic: None,
        items: &[
            Item(["检查费自付部分", "Own share of the tests", "حصة الفحوص"], Thing::Money(300, 2_200)),
            Item(["往返路费和住宿", "Travel and two nights", "السفر والمبيت"], Thing::Money(160, 600)),
        ],
    },
    Need {
        purpose: "health",
        reason: "old-age",
        weight: 8,
        titles: &["一副老花镜和助听器电池", "配一副助听器", "白内障手术的自付部分"],
        stories: &[
            "村医义诊时查过听力，建议配助听器，平时接电话、看电视都能听清。",
            "县医院每年下乡做白内障手术，自付部分不多，做完就能自己穿针。",
        ],
        english: None,
        arabic: None,
        items: &[Item(["自付费用", "Own share", "الحصة الخاصة"], Thing::Money(200, 1_800))],
    },
    Need {
        purpose: "housing",
        reason: "unsafe-home",
        weight: 16,
        titles: &["修补漏雨的屋顶", "换掉西屋的旧瓦", "雨季前把屋顶修好"],
        stories: &[
            "西屋的瓦片有些碎了，下大雨时要用盆接水。村里的瓦工愿意出工，只要备齐瓦和油毡。",
            "房屋鉴定是可以修缮的一类，主要是屋面和檐口。赶在雨季前修好，粮食也有地方放。",
        ],
        english: Some((
            "Mending a roof before the rains",
            "Some tiles over the west room are broken. A mason in the village gives his work; tiles and felt are what is needed.",
        )),
        arabic: Some((
            "إصلاح سقف قبل موسم المطر",
            "تكسّر بعض القرميد فوق الغرفة الغربية. البنّاء في القرية يتبرع بعمله، والمطلوب القرميد واللبّاد.",
        )),
        items: &[
            Item(["屋瓦", "Roof tiles", "قرميد"], Thing::Goods(["片", "tiles", "قرميدة"], 80, 400, 3)),
            Item(["油毡和木料", "Felt and timber", "لبّاد وأخشاب"], Thing::Money(200, 1_600)),
        ],
    },
    Need {
        purpose: "housing",
        reason: "low-income",
        weight: 10,
        titles: &["接通自来水的管材", "院里接一根自来水管", "厨房改水改灶"],
        stories: &["主管已经通到路口，从路口到院里的一段要自己备料。接通以后就不用再去沟里挑水。"],
        english: Some((
            "Pipes to bring water into the yard",
            "The main has reached the corner of the lane. The last stretch to the yard is for each household to lay.",
        )),
        arabic: None,
        items: &[Item(["水管和水龙头", "Pipes and taps", "أنابيب وصنابير"], Thing::Money(150, 900))],
    },
    Need {
        purpose: "housing",
        reason: "disaster",
        weight: 8,
        titles: &["山洪后修院墙和排水沟", "冲毁的院墙重新砌起来"],
        stories: &["夏天山洪冲倒了一段院墙，排水沟也淤了。人都平安，砖头捡回来一半，还缺水泥和沙子。"],
        english: Some((
            "A yard wall and a drain after the flood",
            "The flood took a length of wall and filled the drain. Everybody is safe; half of the bricks were saved.",
        )),
        arabic: None,
        items: &[
            Item(["水泥", "Cement", "إسمنت"], Thing::Goods(BAG, 10, 40, 24)),
            Item(["沙石运费", "Carting of sand", "نقل الرمل"], Thing::Money(120, 700)),
        ],
    },
    Need {
        purpose: "goods",
        reason: "low-income",
        weight: 18,
        titles: &["过冬的棉被和棉衣", "两床厚棉被", "孩子和老人的冬衣"],
        stories: &[
            "山里十月就要生火，旧棉被已经薄了。添两床厚的，老人和孩子各一床。",
            "孩子一年长一大截，去年的冬衣小了，留给了弟弟。",
        ],
        english: Some((
            "Quilts and coats for the winter",
            "Fires are lit from October here and the old quilts have grown thin. One for the old, one for the child.",
        )),
        arabic: Some(("أغطية ومعاطف للشتاء", "توقد النار هنا منذ تشرين، وقد رقّت الأغطية القديمة. غطاء للكبير وغطاء للصغير.")),
        items: &[
            Item(["厚棉被", "Quilts", "أغطية"], Thing::Goods(["床", "quilts", "غطاء"], 1, 3, 120)),
            Item(["冬衣", "Winter coats", "معاطف"], Thing::Goods(PIECE, 1, 4, 110)),
        ],
    },
    Need {
        purpose: "goods",
        reason: "low-income",
        weight: 12,
        titles: &["一台小冰箱", "换一台洗衣机", "电饭锅和电磁炉"],
        stories: &[
            "家里有人需要打胰岛素，药要放在阴凉处，现在寄存在村卫生室，每天来回取。",
            "老人手关节不便，冬天手洗被单吃力。村里电压已经改造过，可以用洗衣机。",
        ],
        english: Some((
            "A small refrigerator",
            "A medicine has to be kept cool; now it lies in the village clinic and is fetched every day.",
        )),
        arabic: None,
        items: &[Item(["小家电", "Small appliance", "جهاز منزلي صغير"], Thing::Goods(["台", "pieces", "جهاز"], 1, 1, 640))],
    },
    Need {
        purpose: "goods",
        reason: "care",
        weight: 9,
        titles: &["婴儿奶粉和纸尿裤", "护理垫和纸尿裤", "双胞胎要用的东西"],
        stories: &["双胞胎出生以后奶不够，医生建议添一些配方奶粉。", "家里有卧床的老人，护理垫用得快，整箱买能省一些。"],
        english: Some((
            "Care pads by the case",
            "Somebody at home is cared for in bed. By the case the pads cost a good deal less.",
        )),
        arabic: None,
        items: &[Item(["护理用品", "Care supplies", "مستلزمات رعاية"], Thing::Goods(["箱", "cases", "صندوق"], 2, 8, 95))],
    },
    Need {
        purpose: "livelihood",
        reason: "lost-work",
        weight: 16,
        titles: &["春耕的种子和化肥", "三亩地的种子和肥料", "换一批抗病的种薯"],
        stories: &[
            "去年收成受了旱，留种不好。农技员建议换抗病的品种，种下去以后管护都有人指导。",
            "地已经翻好，就等种子和底肥。收了以后合作社按合同价收购。",
        ],
        english: Some((
            "Seed and fertiliser for the spring",
            "The soil is turned. The agronomist advises a hardier kind, and the co-operative buys the harvest at an agreed price.",
        )),
        arabic: Some(("بذور وسماد لموسم الربيع", "الأرض محروثة. ينصح المرشد بصنف أقوى، وتشتري التعاونية المحصول بسعر متفق عليه.")),
        items: &[
            Item(["良种", "Seed", "بذور"], Thing::Goods(BAG, 2, 10, 85)),
            Item(["化肥和农膜", "Fertiliser and film", "سماد وأغطية"], Thing::Money(200, 1_200)),
        ],
    },
    Need {
        purpose: "livelihood",
        reason: "lost-work",
        weight: 13,
        titles: &["养十只羊的本钱", "几只母羊", "一批鸡苗和饲料"],
        stories: &[
            "以前在外打工，今年要留在家照顾老人。圈舍是现成的，村里养羊的大户愿意教。",
            "村里合作社统一防疫、统一收购，先从小批养起。",
        ],
        english: Some((
            "Ewes to begin a small flock",
            "Work in the city is over, as somebody at home needs care. The pen is ready and a neighbour who keeps sheep will teach.",
        )),
        arabic: Some((
            "نعاج لبداية قطيع صغير",
            "انتهى العمل في المدينة لأن في البيت من يحتاج إلى رعاية. الحظيرة جاهزة وجارٌ يربي الغنم سيعلّم.",
        )),
        items: &[
            Item(["母羊", "Ewes", "نعاج"], Thing::Goods(HEAD, 2, 6, 620)),
            Item(["饲料和防疫", "Feed and vaccination", "علف وتلقيح"], Thing::Money(150, 800)),
        ],
    },
    Need {
        purpose: "livelihood",
        reason: "disability",
        weight: 8,
        titles: &["一台缝纫机", "在家做缝补的缝纫机", "竹编用的工具"],
        stories: &["行走不便，但手上活细，已经在镇上培训班学完。有了机器就能接校服厂的零活。"],
        english: Some((
            "A sewing machine to work at home",
            "Walking is hard, but the hands are good and the course in town is done. The uniform workshop sends out piece work.",
        )),
        arabic: None,
        items: &[Item(["缝纫机", "Sewing machine", "ماكينة خياطة"], Thing::Goods(["台", "pieces", "ماكينة"], 1, 1, 780))],
    },
    Need {
        purpose: "livelihood",
        reason: "low-income",
        weight: 7,
        titles: &["修好灌溉的水泵", "一台小型水泵和水带"],
        stories: &["菜地靠沟里的水，水泵去年烧了，这一季都是借着用。修不如换，换一台小功率的就够。"],
        english: None,
        arabic: None,
        items: &[
            Item(["小型水泵", "Small pump", "مضخة صغيرة"], Thing::Goods(["台", "pieces", "مضخة"], 1, 1, 430)),
            Item(["水带", "Hose", "خرطوم"], Thing::Money(80, 260)),
        ],
    },
    Need {
        purpose: "other",
        reason: "bereavement",
        weight: 5,
        titles: &["办理手续的路费", "一笔应急的生活费"],
        stories: &["家里刚办完后事，保险和低保的手续要到县里跑几趟，批下来以前需要一点周转。"],
        english: Some((
            "Fares to settle the papers",
            "After a death in the family there are papers to be settled in town. Until that is done a little is needed to get by.",
        )),
        arabic: None,
        items: &[Item(["路费和一个月生活费", "Fares and a month's keep", "أجرة الطريق ومعيشة شهر"], Thing::Money(200, 900))],
    },
    Need {
        purpose: "other",
        reason: "care",
        weight: 5,
        titles: &["短期请人照料的费用", "住院期间请护工"],
        stories: &["主要照料人下月要住院一周，这几天想请邻村的护工来帮忙做饭和翻身。"],
        english: Some((
            "A carer for two weeks",
            "Whoever gives the care goes to hospital for a week. A carer from the next village would cook and help meanwhile.",
        )),
        arabic: None,
        items: &[Item(["护工费用", "Carer's pay", "أجر الرعاية"], Thing::Money(400, 1_500))],
    },
];
