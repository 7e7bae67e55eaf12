# Navigation and words used in several places.
aid-nav-requests = الطلبات
aid-nav-figures = الأرقام
aid-nav-mine = طلبات أسرتنا
aid-nav-desk = المكتب
aid-nav-reviews = المراجعة
aid-crumbs = المكان
aid-place = المكان
aid-everywhere = في كل مكان
aid-all = الكل
aid-show = عرض
aid-back = رجوع
aid-next-page = الصفحة التالية
aid-choose-one = اختر…
aid-choose = اختر واحدًا من القائمة.
aid-needed = يُرجى ملء هذا الحقل.
aid-too-short = { $least ->
    [one] اكتب أكثر قليلًا: حرفًا واحدًا على الأقل.
    [two] اكتب أكثر قليلًا: حرفين على الأقل.
    [few] اكتب أكثر قليلًا: { $least } أحرف على الأقل.
    [many] اكتب أكثر قليلًا: { $least } حرفًا على الأقل.
   *[other] اكتب أكثر قليلًا: { $least } حرف على الأقل.
}
aid-too-long = { $most ->
    [one] يُرجى الاختصار: حرف واحد على الأكثر.
    [two] يُرجى الاختصار: حرفان على الأكثر.
    [few] يُرجى الاختصار: { $most } أحرف على الأكثر.
    [many] يُرجى الاختصار: { $most } حرفًا على الأكثر.
   *[other] يُرجى الاختصار: { $most } حرف على الأكثر.
}
aid-year = السنة
aid-month = الشهر
aid-reference = الرقم المرجعي
aid-who = { $who }، { $people }

# Purposes, reasons, relationships, roles.
aid-purpose-label = الغرض
aid-purpose-education = التعليم
aid-purpose-health = الصحة
aid-purpose-housing = السكن
aid-purpose-goods = لوازم المعيشة
aid-purpose-livelihood = كسب العيش
aid-purpose-other = أخرى
aid-reason-label = سبب الحاجة
aid-reason-low-income = دخل قليل
aid-reason-illness = المرض
aid-reason-disability = الإعاقة
aid-reason-schooling = تكاليف الدراسة
aid-reason-old-age = كِبر السن
aid-reason-disaster = كارثة أو حادث
aid-reason-bereavement = فقد قريب
aid-reason-unsafe-home = المسكن غير آمن
aid-reason-lost-work = فقدان العمل
aid-reason-care = رعاية أحد أفراد الأسرة
aid-reason-other = سبب آخر
aid-relationship-label = صلة الكاتب بالأسرة
aid-relationship-self = الأسرة نفسها
aid-relationship-helper = مساعد القرية
aid-relationship-spouse = الزوج أو الزوجة
aid-relationship-child = ابن أو ابنة
aid-relationship-parent = أب أو أم
aid-relationship-sibling = أخ أو أخت
aid-relationship-relative = قريب آخر
aid-relationship-neighbour = جار
aid-relationship-friend = صديق أو زميل
aid-actor-household = الأسرة
aid-actor-helper = مساعد القرية
aid-actor-publisher = الناشر
aid-actor-reviewer = مراجع
aid-actor-officer = مسؤول
aid-actor-donor = متبرع
aid-actor-partner = شريك
aid-actor-auditor = مدقق حسابات
aid-actor-administrator = مدير النظام
aid-actor-witness = شاهد
aid-actor-system = النظام

# Lists.
aid-requests-title = الطلبات
aid-requests-lede = ما تحتاجه الأسر، بعد أن تحقق منه مراجعو منطقتها.
aid-requests-in = الطلبات في { $place }
aid-requests-near = الطلبات، الأقرب إلى { $place } أولًا
aid-words = كلمات البحث
aid-search = بحث
aid-state-label = الحالة
aid-state-asking = بانتظار المساعدة
aid-near-me = الأقرب إليّ أولًا
aid-near-here = الأقرب إلى هذا المكان أولًا
aid-near-choose = الأقرب إليّ: اختر مكانًا
aid-unknown-place = لا يوجد مكان بهذا الاسم.
aid-unknown-state = لا توجد حالة علنية بهذا الاسم.
aid-unknown-purpose = لا يوجد غرض بهذا الاسم.
aid-list-heading = قائمة الطلبات
aid-list-empty = لا طلبات هنا
aid-list-empty-more = جرّب مكانًا أوسع أو غرضًا آخر أو كلمات أقل.
aid-look-all-states = ابحث في كل الحالات
aid-all-requests = كل الطلبات
aid-places-below = الأماكن التابعة
aid-opened-on = مفتوح منذ { $date }
aid-open-from-to = كان مفتوحًا من { $from } إلى { $to }
aid-begun-on = بدأ في { $date }
aid-handed-in-on = قُدِّم في { $date }
aid-meter-money = تم التعهد بـ { $pledged } من { $asked }
aid-meter-goods = { $parts ->
    [zero] لا أصناف مطلوبة
    [one] تم التعهد بـ { $pledged } من صنف واحد
    [two] تم التعهد بـ { $pledged } من صنفين
    [few] تم التعهد بـ { $pledged } من { $parts } أصناف
    [many] تم التعهد بـ { $pledged } من { $parts } صنفًا
   *[other] تم التعهد بـ { $pledged } من { $parts } صنف
}
aid-meter-goods-partly = { $n ->
    [zero] لا شيء جزئيًا
    [one] صنف واحد جزئيًا
    [two] صنفان جزئيًا
    [few] { $n } أصناف جزئيًا
    [many] { $n } صنفًا جزئيًا
   *[other] { $n } صنف جزئيًا
}
aid-meter-goods-met = { $n ->
    [zero] لم يُستلم أي صنف
    [one] تم استلام صنف واحد
    [two] تم استلام صنفين
    [few] تم استلام { $n } أصناف
    [many] تم استلام { $n } صنفًا
   *[other] تم استلام { $n } صنف
}
aid-meter-part = تم التعهد بـ { $pledged } من { $asked } { $unit }
aid-asked = المطلوب: { $what }
aid-asked-things = { $n ->
    [zero] لا أصناف
    [one] صنف واحد
    [two] صنفان
    [few] { $n } أصناف
    [many] { $n } صنفًا
   *[other] { $n } صنف
}

# Home.
aid-home-title = الرئيسية
aid-home-heading = دروب تصل بين من يحتاج ومن يعطي
aid-home-lede = تقول الأسرة ما تحتاجه، ويتحقق منه مراجعو منطقتها، ويُتابَع كل عطاء حتى تؤكد الأسرة وصوله.
aid-home-find = تصفّح الطلبات
aid-home-ask = اطلب المساعدة
aid-waiting-longest = الأطول انتظارًا
aid-fair-order = الأطول انتظارًا والأقل مشاهدة يأتي أولًا، ولا اعتبار للصور أو الشهرة.
aid-map-caption = نسبة الطلبات الملبّاة
aid-map-label = خريطة تخطيطية، مربع لكل مكان
aid-legend-none = لا رقم
aid-legend-1 = أقل من 20%
aid-legend-range = { $from } – { $to }
aid-legend-5 = 80% فأكثر
aid-as-table = الأرقام في جدول
aid-basis = من أصل

# One request.
aid-what-is-asked = المطلوب
aid-part-value = قيمته نحو { $value }
aid-give = تبرّع لهذا
aid-gifts = التبرعات
aid-donor-unnamed = متبرع كريم
aid-updates = الشكر والمستجدات
aid-rulings = قرارات المراجعين
aid-story-so-far = ما جرى حتى الآن
aid-stub-title = طلب لم يعد معروضًا
aid-stub-more = سُحب هذا الطلب أو أُغلق، ولم يعد مضمونه علنيًا.
aid-photo-held = في انتظار المراجعة
aid-photo-rests = لا تُعرض: انتهى الطلب
aid-expires-on = مفتوح حتى { $date } ما لم يتم التعهد به قبل ذلك
aid-run-out = انتهت مدته
aid-ended-because = السبب: { $reason }
aid-do-submit = تقديم
aid-do-edit = تعديل
aid-do-review = مراجعة
aid-do-appeal = تظلّم
aid-do-photo = إضافة صورة
aid-do-update = كتابة مستجدات
aid-do-withdraw = سحب الطلب
aid-do-close = إغلاق الطلب
aid-do-report = الإبلاغ عن مشكلة

# The story.
aid-story-drafted = بدأت كتابة الطلب
aid-story-submitted = تم التقديم
aid-story-submitted-again = تم التقديم من جديد
aid-story-first-look = اجتاز النظر الأول، ويتبعه نظر ثانٍ بسبب المبلغ
aid-story-approved = تمت المراجعة وفُتح الطلب
aid-story-returned = أُعيد للتعديل: { $reasons }
aid-story-refused = لم يُقبل: { $reasons }
aid-story-appealed = قُدّم تظلّم
aid-story-appeal-granted = قُبل التظلّم وفُتح الطلب
aid-story-appeal-dismissed = رُفض التظلّم: { $reasons }
aid-story-withdrawn = سُحب الطلب
aid-story-closed = أغلقه مسؤول
aid-story-household-left = انتهى لأن الأسرة لم تعد تُخدم هنا
aid-story-household-merged = انتهى لأن سجل الأسرة دُمج في سجل آخر
aid-story-expired = انتهت مدته

# Writing a request.
aid-new-title = طلب مساعدة
aid-edit-title = تعديل الطلب
aid-edit-lede = اذكر ما تحتاجه الأسرة ولماذا. سيقرؤه الجميع: لا تذكر أسماء ولا أرقامًا ولا عناوين.
aid-household-label = رقم الأسرة
aid-household-choose = لأي أسرة
aid-household-apart = مرجع آخره { $end }، سُجّلت في { $when }
aid-household-hint = كما يظهر في صفحة الأسرة أو بطاقتها.
aid-household-needed = اذكر رقم الأسرة.
aid-household-choose-first = اختر الأسرة.
aid-household-fixed = لا يمكن تغيير أسرة الطلب. ابدأ طلبًا جديدًا.
aid-household-moved = انتقلت الأسرة إلى محافظة أخرى. ابدأ طلبًا جديدًا هناك.
aid-household-not-registered = لم تعد هذه الأسرة مسجلة.
aid-relationship-not-yours = ليست هذه صلتك بهذه الأسرة.
aid-title-label = العنوان في جملة واحدة
aid-title-hint = اذكر ما الحاجة، بلا أسماء.
aid-why-label = لماذا
aid-why-hint = بضع جمل بأي لغة. بلا أسماء أو أرقام أو عناوين.
aid-language-label = لغة النص
aid-language-tag = اذكر رمز لغة مثل zh أو en أو ar.
aid-parts-hint = مال أو أشياء، حتى ثمانية أجزاء يمكن تلبيتها كلٌّ على حدة. اترك الباقي فارغًا.
aid-part-n = الجزء { $n }
aid-part-error = الجزء { $n }: { $what }
aid-kind-label = النوع
aid-label-label = ما هو
aid-amount-label = المبلغ (للمال)
aid-quantity-label = العدد (للأشياء)
aid-unit-label = الوحدة (للأشياء)
aid-value-label = قيمة الواحد (للأشياء)
aid-more-parts = جزء آخر
aid-address-label = عنوان التسليم
aid-address-hint = البيت والشارع والمجموعة: تُذكر معها القرية وكل ما فوقها. مطلوب للأشياء. لا يراه إلا المتبرع الذي سيرسل شيئًا، وما دام بحاجة إليه.
aid-address-given = مذكور
aid-address-missing = غير مذكور
aid-address-needed = تطلب أشياء: اذكر عنوانًا لتسليمها. لا يراه إلا المتبرع المقبول.
aid-keep-draft = حفظ ومتابعة
aid-draft-kept = حُفظت المسودة. راجعها ثم قدّمها.
aid-part-unknown = هذا ليس جزءًا من هذا الطلب، أو ذُكر مرتين. اترك المعرّف فارغًا للجزء الجديد.
aid-parts-needed = اذكر المطلوب: جزءًا واحدًا على الأقل.
aid-parts-many = { $most ->
    [one] جزء واحد على الأكثر.
    [two] جزآن على الأكثر.
    [few] { $most } أجزاء على الأكثر.
    [many] { $most } جزءًا على الأكثر.
   *[other] { $most } جزء على الأكثر.
}
aid-amount-needed = اذكر المبلغ.
aid-amount-bad = هذا ليس مبلغًا صحيحًا.
aid-amount-large = هذا المبلغ أكبر من أن يكون لجزء واحد: الحد الأقصى { $most }.
aid-value-large = هذه القيمة أكبر من أن تكون لقطعة واحدة: الحد الأقصى { $most }.
aid-quantity-needed = اذكر العدد.
aid-quantity-bad = اذكر عددًا صحيحًا من 1 إلى { $most }.
aid-not-editable = لم يعد هذا الطلب عندك ولا يمكن تعديله.
aid-submit-title = راجع ثم قدّم
aid-submit-lede = هذا ما سيراه المراجعون ثم الجميع.
aid-submit-promise = بتقديمه تؤكد صحة ما فيه وموافقة الأسرة عليه.
aid-card-shown = أبرزت لي الأسرة بطاقتها
aid-submitted = تم التقديم. سيراجعه المراجعون.
aid-cap-exceeded = أكثر مما يحق للأسرة طلبه لهذا الغرض في { $year }. السقف { $most }، والمتبقي { $left }.
aid-cap-currency = السقف هنا بعملة غير عملة هذا الطلب. اطلب من مسؤول أن يحدده من جديد.

# Reviewing.
aid-reviews-title = طلبات للمراجعة
aid-reviews-lede = ما ينتظرك، الأقدم أولًا.
aid-reviews-empty = لا شيء ينتظرك
aid-reviews-empty-more = تظهر هنا الطلبات الجديدة من مناطقك.
aid-col-purpose = الغرض
aid-col-asked = المطلوب
aid-col-step = الخطوة
aid-col-count = العدد
aid-step-need = الحاجة
aid-step-amount = المبلغ، نظر ثانٍ
aid-step-appeal = تظلّم
aid-late = متأخر
aid-review-title = مراجعة طلب
aid-to-request = صفحة الطلب
aid-to-household = فتح سجل الأسرة
aid-to-household-note = ترى الأسرة أنك اطلعت ولماذا.
aid-cap = سقف الأسرة في السنة
aid-cap-none = لا يوجد
aid-cap-used = استُخدم { $used } من { $most }، وهذا الطلب محسوب
aid-cap-used-without = استُخدم { $used } من { $most }، دون هذا الطلب
aid-goods-value = قيمة الأشياء تقديرًا
aid-second-look = يحتاج المبلغ نظرًا ثانيًا من شخص آخر على مستوى المحافظة.
aid-recent = طلبات أخرى لهذه الأسرة
aid-review-not-yours = يقرر في هذا شخص آخر
aid-decide = القرار
aid-decision-label = القرار
aid-decision-approve = قبول
aid-decision-return = إعادة للتعديل
aid-decision-refuse = عدم القبول
aid-checks-label = للقبول: ما تحققت منه
aid-checks-needed = لا تقبل إلا بعد التحقق من كل بند.
aid-check-need-seen = شوهدت الحاجة أو تم التحقق منها
aid-check-fits-need = المطلوب يناسب الحاجة ولا يزيد
aid-check-fair-price = السعر والكمية معقولان
aid-check-not-covered = لا يغطيه برنامج أو تأمين
aid-check-dignified = الكلمات والصور تحفظ كرامة الأسرة
aid-return-reasons-label = سبب الإعادة
aid-refuse-reasons-label = سبب عدم القبول
aid-review-reason-unclear = الحاجة غير واضحة
aid-review-reason-incomplete = ينقصه شيء
aid-review-reason-wrong-purpose = يناسبه غرض آخر
aid-review-reason-amount-unclear = المبلغ غير موضّح
aid-review-reason-price-high = السعر مرتفع
aid-review-reason-private-words = في النص أسماء أو أمور خاصة
aid-review-names = يذكر النص اسم الأسرة أو رقمًا لها. أعِده كي يُحذف ذلك.
aid-review-reason-wording = ينبغي أن تحفظ الصياغة كرامة الأسرة
aid-review-reason-other = سبب آخر، انظر الملاحظة
aid-review-reason-not-a-need = ليس حاجة فعلية
aid-review-reason-beyond-need = يتجاوز الحاجة
aid-review-reason-covered-elsewhere = مغطى من جهة أخرى
aid-review-reason-duplicate = طُلب من قبل
aid-review-reason-not-true = غير صحيح
aid-review-reason-not-this-household = ليس من حاجات هذه الأسرة
aid-review-reason-not-allowed = لا يجوز طلبه هنا
aid-note-label = ملاحظة للكاتب
aid-note-hint = ما الذي ينبغي تغييره أو السبب. يقرؤها الكاتب.
aid-review-note-needed = اذكر في الملاحظة ما هو السبب الآخر؛ يقرؤها كاتبو الطلب.
aid-decide-button = تثبيت القرار
aid-review-passed = تم القبول وفُتح الطلب.
aid-review-passed-unseen = تم القبول وفُتح الطلب. تُعرض صوره المنتظرة بعد أن يطّلع عليها أحد.
aid-review-photos-wait = { $n ->
    [zero] لا صور تنتظر من يطّلع عليها.
    [one] صورة واحدة لم يطّلع عليها أحد بعد: انظر إليها قبل أن تؤكد أن الكلمات والصور تحفظ كرامة الأسرة.
    [two] صورتان لم يطّلع عليهما أحد بعد: انظر إليهما قبل أن تؤكد أن الكلمات والصور تحفظ كرامة الأسرة.
    [few] { $n } صور لم يطّلع عليها أحد بعد: انظر إليها قبل أن تؤكد أن الكلمات والصور تحفظ كرامة الأسرة.
    [many] { $n } صورة لم يطّلع عليها أحد بعد: انظر إليها قبل أن تؤكد أن الكلمات والصور تحفظ كرامة الأسرة.
   *[other] { $n } صورة لم يطّلع عليها أحد بعد: انظر إليها قبل أن تؤكد أن الكلمات والصور تحفظ كرامة الأسرة.
}
aid-review-photos-look = البتّ في الصور
aid-review-returned = أُعيد إلى كاتبه.
aid-review-refused = لم يُقبل. يحق لكاتبه التظلّم.
aid-review-next = سُجّل. يقرر شخص آخر الخطوة التالية.
aid-ruled-approve = قبول
aid-ruled-return = إعادة للتعديل
aid-ruled-refuse = عدم قبول
aid-ruled-because = { $what }: { $reasons }
aid-recused-publisher = أنت كتبت هذا الطلب أو طبعت البطاقة التي كُتب بها، لذا يقرر شخص آخر.
aid-recused-household = هذه أسرتك، لذا يقرر شخص آخر.
aid-recused-relative = أنت قريب لهذه الأسرة، لذا يقرر شخص آخر.
aid-recused-helper = أنت مساعد هنا، ومن ينشر لا يراجع.

# Appeal, withdrawal, closure, report.
aid-appeal-title = تظلّم
aid-appeal-lede = ينظر فيه آخرون على مستوى أعلى. يمكنك التظلّم مرة واحدة.
aid-appeal-grounds = أسباب التظلّم
aid-appeal-grounds-hint = ما الذي أُغفل أو أُسيء فهمه؟ لا يقرؤه إلا من يقرر.
aid-appeal-button = تقديم التظلّم
aid-appealed = قُدّم التظلّم.
aid-appealed-before = سبق التظلّم في هذا الطلب، ولا يجوز إلا مرة واحدة.
aid-withdraw-title = سحب الطلب
aid-withdraw-lede = تنتهي التعهدات، ويعود المال المدفوع إلى أصحابه.
aid-withdraw-reason = السبب
aid-withdraw-note = كلمات قليلة
aid-withdraw-note-hint = يمكن تركه فارغًا. تقرؤه الأسرة ومن نشر الطلب والمسؤولون عن المكان.
aid-withdraw-button = سحب
aid-withdraw-card = بالبطاقة المطبوعة وحدها لا يُسحب طلب مفتوح لأسرة لها هاتف مسجل. ادخلوا بذلك الهاتف، أو اسألوا مساعد القرية.
aid-withdrawn = سُحب الطلب.
aid-close-title = إغلاق الطلب
aid-close-lede = تنتهي التعهدات، ويعود المال الذي لم يُصرف إلى أصحابه. لا رجعة في هذا.
aid-close-reason = السبب
aid-close-note = كلمات قليلة
aid-close-note-hint = يمكن تركه فارغًا. تقرؤه الأسرة ومن نشر الطلب والمسؤولون عن المكان.
aid-close-button = إغلاق
aid-closed = أُغلق الطلب.
aid-end-no-longer-needed = لم تعد هناك حاجة
aid-end-helped-otherwise = حُلّت بطريقة أخرى
aid-end-mistake = خطأ
aid-end-not-wanted = لا تريده الأسرة
aid-end-other = سبب آخر
aid-end-not-true = غير صحيح
aid-end-abuse = إساءة استخدام
aid-end-harm = قد يضر بالأسرة
aid-end-household-left = غادرت الأسرة
aid-end-household-merged = دُمج سجل الأسرة في سجل آخر
aid-end-doubled = مكرر
aid-end-unreachable = لا يمكن التواصل مع أحد
aid-end-moved-away = انتقلت الأسرة إلى مكان آخر
aid-end-not-needed = لم يعد مطلوبًا
aid-report-title = الإبلاغ عن مشكلة
aid-report-lede = لا يقرأ هذا إلا مسؤولو المكان.
aid-report-reason = ما المشكلة
aid-report-reason-not-true = غير صحيح
aid-report-reason-private-data = يكشف بيانات خاصة
aid-report-reason-undignified = يمس كرامة أحد
aid-report-reason-photo = صورة لا ينبغي عرضها
aid-report-reason-asked-for-money = طلب أحدهم مالًا خارج القناة
aid-report-reason-pressure = تعرّض أحد للضغط
aid-report-reason-other = شيء آخر
aid-report-note = ما تعرفه
aid-report-note-hint = يمكن تركه فارغًا.
aid-report-button = إبلاغ
aid-reported = شكرًا. سينظر فيه مسؤول.
aid-reports-title = البلاغات
aid-reports-lede = ما يُبلَّغ عنه بشأن طلبات منطقتك.
aid-reports-empty = لا بلاغات تنتظر
aid-report-uphold = البلاغ صحيح
aid-report-dismiss = البلاغ غير صحيح
aid-report-follows = إن كان البلاغ صحيحًا قررت بعده في الطلب نفسه ما يترتب عليه، وإن كان عن بيانات خاصة أُخفيت صور الطلب ومنشوراته فورًا. وإن كان غير صحيح أُغلق ولم يتغير في الطلب شيء.
aid-report-upheld = ثبتت صحة البلاغ. قرر هنا ما يترتب عليه.
aid-report-upheld-held = ثبتت صحة البلاغ. لم تعد صوره ومنشوراته معروضة؛ قرر بشأن كل منها، وهل يُغلق الطلب نفسه.
aid-photo-take-back = سحب هذه الصورة
aid-photo-why = السبب
aid-report-dismissed = رُفض البلاغ.
aid-report-decided = سبق البت في هذا البلاغ.
aid-report-own = أنت قدّمت هذا البلاغ، لذا يقرر شخص آخر.

# Photos.
aid-photos-title = صور الطلب
aid-photos-lede = صورة ما تحتاجه الأسرة أبلغ من صورة شخص. يُحذف مكان التصوير ووقته، ويراجعها مراجع قبل أن يراها أحد.
aid-photo-label = صورة
aid-photo-alt-label = ماذا تُظهر
aid-photo-alt-hint = بالكلمات، لمن لا يستطيع رؤيتها.
aid-photo-people = يمكن التعرف على أشخاص فيها
aid-photo-consent = وافقوا على عرضها
aid-photo-button = إضافة الصورة
aid-photo-needed = اختر صورة.
aid-photo-taken = أُضيفت. ستُعرض بعد أن يراها مراجع.
aid-photo-over = انتهى هذا الطلب، ولا يمكن إضافة صور.

# Caps.
aid-caps-title = السقوف
aid-caps-lede = أقصى ما تطلبه الأسرة من مال لغرض في سنة. يُعتدّ بأدنى سقف في المكان وما يعلوه.
aid-caps-caption = سقوف { $place }، { $year }
aid-col-cap-here = المحدد هنا
aid-col-cap-counts = المعتمد هنا
aid-col-cap-set = السقف الجديد
aid-cap-amount-for = مبلغ { $purpose }
aid-cap-button = تحديد
aid-cap-set = حُدّد السقف.
aid-cap-year = اذكر سنة بين 2000 و2200.
aid-cap-above = المكان الأعلى يسمح بـ { $most } على الأكثر.

# Figures.
aid-figures-title = الأرقام
aid-figures-of = أرقام { $place }
aid-figures-lede = كم طلبًا فُتح وما آل إليه. كل نسبة تبيّن مجموعها.
aid-from-month = من
aid-to-month = إلى
aid-bad-month = اذكر الأشهر بالسنة والشهر، عشر سنوات على الأكثر.
aid-months-reversed = يجب ألا يكون الشهر الأول بعد الشهر الأخير.
aid-months-whole-years = تُعرض للجميع سنوات كاملة، والسنة الحالية حتى الآن، كي لا تُعرف أسرة بمقارنة الأشهر. ومن الأشهر التي تختارها تُعرض سنة الشهر الأخير.
aid-months-instead = اخترت من { $from } إلى { $to }؛ والمعروض من { $since } إلى { $until }.
aid-met-rate = نسبة التلبية
aid-met = ملبّى
aid-opened = المفتوحة
aid-going-on = لا تزال جارية
aid-mean-wait = من الفتح إلى التلبية
aid-met-of = { $met } من { $opened }
aid-of-submitted = المقدَّم في الأشهر نفسها: { $n }
aid-ended-unmet = انتهى دون تلبية: { $n }
aid-over-met = متوسط الطلبات الملبّاة، وعددها { $n }
aid-cohort-basis = فُتحت من { $from } إلى { $to }
aid-as-of = حتى
aid-how-counted = كيف تُحسب
aid-by-month = حسب شهر الفتح
aid-by-month-caption = نسبة التلبية حسب شهر الفتح
aid-by-purpose = حسب الغرض
aid-by-purpose-caption = نسبة التلبية حسب الغرض
aid-by-place = حسب المكان
aid-by-place-caption = نسبة التلبية حسب المكان
aid-none-opened = لم يُفتح شيء
aid-too-few = أقل من أن تُعرض
aid-nothing-yet = لا شيء بعد.
aid-define-met = ملبّى: أكدت الأسرة أو شاهد عنها استلام كل ما طُلب. لا يُحسب غير ذلك.
aid-define-rate = نسبة التلبية: الملبّى مقسومًا على المفتوح في الأشهر المذكورة. الأشهر الحديثة لا تزال جارية.
aid-define-small = لا تُعرض أرقام عن أقل من { $n ->
     [one] طلب واحد
     [two] طلبين
     [few] { $n } طلبات
     [many] { $n } طلبًا
    *[other] { $n } طلب
 } كي لا يُتعرَّف منها على أحد. وحيث يقل العدد في مكان أو غرض أو شهر يُحجب معه غيره أو لا يُفصَّل الرقم، وإلا أمكن استنتاج المحجوب من الباقي.
aid-define-years = يرى الجميع أرقام السنوات كاملة، وأرقام السنة الحالية حتى الآن. ويرى المسؤولون عن مكان أرقامه الدقيقة لأي أشهر.
aid-not-apart = لا تفصيل هنا: عدد الطلبات في بعض الأقسام أقل من أن يُعرض.
aid-not-by-month = تُعرض أرقام الأشهر لكل الأغراض معًا: اختر «الكل» في الأعلى.

# The desk.
aid-desk-title = المكتب
aid-desk-waiting = في انتظارك
aid-desk-oldest = أقدمها ينتظر منذ { $date }
aid-desk-to-reviews = إلى المراجعة
aid-desk-to-photos = صور للمراجعة
aid-desk-payouts = عمليات صرف تنتظر مسؤولًا ثانيًا
aid-desk-confirm = تسليمات تنتظر التأكيد
aid-desk-place = نظرة على { $place }
aid-desk-ages = المراجعات المنتظرة حسب مدتها
aid-age-0 = أقل من 3 أيام
aid-age-3 = من 3 إلى 6 أيام
aid-age-7 = من 7 إلى 13 يومًا
aid-age-14 = 14 يومًا فأكثر
aid-desk-by-purpose = الطلبات المنتظرة حسب الغرض
aid-desk-unattended = متروكة تنتظر
aid-desk-unattended-note = مفتوحة منذ 14 يومًا أو أكثر دون أي تعهد.
aid-desk-none-unattended = لا أحد متروك ينتظر
aid-desk-households = الأسر
aid-desk-household-wishes = ما تطلبه الأسر
aid-desk-to-mend = عادت إليك
aid-desk-recent = أحدث ما كتبت
aid-desk-all-posts = كل ما كتبت
aid-my-posts-title = الطلبات التي كتبتها
aid-my-posts-empty = لم تكتب شيئًا بعد

# Counting.
aid-window-full = قدّمت هذه الأسرة { $most ->
     [one] طلبًا واحدًا
     [two] طلبين
     [few] { $most } طلبات
     [many] { $most } طلبًا
    *[other] { $most } طلب
 } لهذا الغرض خلال { $days ->
     [one] يوم واحد
     [two] يومين
     [few] { $days } أيام
     [many] { $days } يومًا
    *[other] { $days } يوم
 }. يمكن تقديم التالي بعد { $wait ->
     [one] يوم واحد
     [two] يومين
     [few] { $wait } أيام
     [many] { $wait } يومًا
    *[other] { $wait } يوم
 }.
aid-shown-n = { $n ->
    [zero] لا طلبات في هذه الصفحة
    [one] طلب واحد في هذه الصفحة
    [two] طلبان في هذه الصفحة
    [few] { $n } طلبات في هذه الصفحة
    [many] { $n } طلبًا في هذه الصفحة
   *[other] { $n } طلب في هذه الصفحة
}
aid-days = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
aid-appeals-title = تظلّمات تنتظر
aid-appeals-lede = يبتّ فيها مراجعون لم يحكموا في الطلب من قبل. وهنا ما ينتظر في أماكنك، الأقدم أولًا.
aid-desk-recoveries = استعادة الحسابات
aid-desk-offices = مناصب تنتظر التأكيد
aid-desk-appeals = { $n ->
    [zero] لا تظلّمات تنتظر.
    [one] تظلّم واحد ينتظر.
    [two] تظلّمان ينتظران.
    [few] { $n } تظلّمات تنتظر.
    [many] { $n } تظلّمًا ينتظر.
   *[other] { $n } تظلّم ينتظر.
}
