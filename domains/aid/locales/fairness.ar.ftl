# How attention and help are spread.
aid-fairness-title = الإنصاف
aid-fairness-of = كيف تتوزع المساعدة في { $place }
aid-fairness-lede = من يُطَّلع على طلبه ومن يُتعهَّد له ومن يُساعَد، ومن يتأخر. كل نسبة إلى جانب نسبة المكان كله.
aid-fairness-csv = ملف (CSV)
aid-fairness-open-tables = فتح كل الجداول للطباعة
aid-fairness-print = طباعة
aid-fairness-basis = فُتحت في { $year }
aid-fairness-not-counted = لم يُحسب شيء بعد. يُحسب كل ست ساعات.
aid-fairness-year = اذكر سنة بدأت، من 2000 فصاعدًا.
aid-fairness-below = يُعرض هذا عن المقاطعات وما هو أوسع منها فقط، لمسؤوليها.
aid-fairness-number = اذكر عددًا صحيحًا.
aid-fairness-whole = المجموع
aid-fairness-of-opened = من المفتوحة: { $n }
aid-fairness-too-few-here = ما فُتح هنا في تلك السنة قليل جدًا، أو أن عدده يكشف عدد مكان آخر.
aid-fairness-not-apart = لا تفصيل هنا: إذ يمكن أن يُستنتج منه ما هو أقل مما يُعرض.
aid-fairness-worst = الأقل حظًا من المساعدة
aid-fairness-worst-area = المنطقة
aid-fairness-worst-group = الفئة
aid-fairness-group = الفئة
aid-fairness-looks = مرات الاطلاع لكل طلب
aid-fairness-median = الأوسط: { $n }
aid-fairness-from-to = { $from } إلى { $to }
aid-fairness-or-more = { $n } أو أكثر
aid-fairness-shown = في قوائم المتبرعين الخاصة، لكل طلب
aid-fairness-pledged = تُعهّد له بشيء
aid-fairness-ended = انتهى دون تلبية
aid-fairness-first = إلى أول تعهد
aid-fairness-against = { $of } من نسبة الكل ({ $low } إلى { $high })
aid-fairness-is-behind = متأخر بما لا تفسره المصادفة
aid-fairness-is-level = تفسره المصادفة
aid-fairness-is-ahead = متقدم بما لا تفسره المصادفة
aid-fairness-caption = نسبة التلبية. الشريط الرفيع: حيث تقع 95 مرة من 100. الخط: الكل، { $whole }
aid-fairness-until = ما جرى حتى
aid-fairness-county-itself = دون مكان أصغر

aid-fairness-by-area = حسب المنطقة
aid-fairness-by-purpose = حسب الغرض
aid-fairness-by-photo = بصورة أو دونها
aid-fairness-by-writer = حسب من كتبه
aid-fairness-by-age = حسب العمر
aid-fairness-by-sex = حسب الجنس
aid-fairness-by-disability = حسب الإعاقة
aid-fairness-by-language = حسب اللغة

aid-fairness-band-photo-with = بصورة
aid-fairness-band-photo-without = دون صورة
aid-fairness-band-writer-own = كتبته الأسرة نفسها
aid-fairness-band-writer-proxy = كُتب نيابة عنها
aid-fairness-band-age-under-18 = رب الأسرة دون 18
aid-fairness-band-age-18-39 = رب الأسرة من 18 إلى 39
aid-fairness-band-age-40-59 = رب الأسرة من 40 إلى 59
aid-fairness-band-age-60-69 = رب الأسرة من 60 إلى 69
aid-fairness-band-age-70-up = رب الأسرة في السبعين أو أكبر
aid-fairness-band-age-unknown = غير معروف
aid-fairness-band-sex-female = تعول الأسرة امرأة
aid-fairness-band-sex-male = يعول الأسرة رجل
aid-fairness-band-sex-unknown = غير معروف
aid-fairness-band-disability-none = لا إعاقة معروفة
aid-fairness-band-disability-some = في الأسرة إعاقة
aid-fairness-band-disability-severe = في الأسرة إعاقة شديدة
aid-fairness-band-disability-unknown = غير معروف
aid-fairness-band-language-und = غير معروف

aid-fairness-floors = كلفة الحد الأدنى
aid-fairness-floors-lede = تُقدَّم طلبات المناطق والفئات المتأخرة في قوائم المتبرعين الخاصة. هذا عن كل الأماكن معًا في آخر 30 يومًا، بقدر ما يسمح المتبرعون بحفظ ما عُرض عليهم.
aid-fairness-floors-places = المواضع في قوائم المتبرعين الخاصة
aid-fairness-floors-lifted = منها لطلبات قُدّمت: أقصى ما يمكن أن تكون الكلفة
aid-fairness-floors-instead = منها ما لم يكن ليظهر لولا ذلك
aid-fairness-floors-none = غير معروف: لم تُعرض على أحد قائمة خاصة في هذه المدة.
aid-fairness-not-known = غير معروف

aid-fairness-define-beside = متأخر ومتقدم: المجال الذي تقع فيه النسبة 95 مرة من 100 (مجال ويلسون للنسب) لا يبلغ نسبة الكل. ومن كل عشرين فئة تبرز واحدة هكذا مصادفة. التعهد: أي تعهد جرى، مهما آل إليه. الأيام أيام كاملة، وتُعرض إذا توفرت لعشرة طلبات أو أكثر.
aid-fairness-define-small = لا يُعرض شيء عن طلبات عددها أقل من { $n }، ولا ما يمكن أن يُستنتج منه ذلك: فمع المكان أو الفئة الصغيرة تُترك غيرها، في هذا المكان وفيما تحته على السواء.
aid-fairness-define-when = المناطق والأغراض والصور والكُتّاب بحسب آخر عدّ. أما العمر والجنس والإعاقة واللغة فبحسب أول الشهر، كي لا يُعرف أحد من تغيّر في يوم واحد.

aid-fairness-unattended-title = طلبات طال انتظارها
aid-fairness-unattended-of = طلبات طال انتظارها في { $place }
aid-fairness-unattended-lede = مفتوحة ولم يُتعهد لها بشيء: الأقدم فتحًا والأقل اطلاعًا أولًا.
aid-fairness-open-for = مفتوح منذ
aid-fairness-looked-at = مرات الاطلاع
aid-fairness-days-or-more = { $n ->
    [0] أي مدة
    [one] يوم واحد أو أكثر
    [two] يومان أو أكثر
    [few] { $n } أيام أو أكثر
    [many] { $n } يومًا أو أكثر
   *[other] { $n } يوم أو أكثر
}
aid-fairness-looks-at-most = { $n ->
    [0] ولا مرة
    [one] مرة واحدة على الأكثر
    [two] مرتان على الأكثر
    [few] { $n } مرات على الأكثر
    [many] { $n } مرة على الأكثر
   *[other] { $n } مرة على الأكثر
}
