registry-nav-households = الأسر
registry-nav-mine = أسرتي
registry-masked-mrs = السيدة{"\u00A0"}{ $initial }.
registry-masked-mr = السيد{"\u00A0"}{ $initial }.
registry-masked-mrs-unnamed = سيدة وأسرتها
registry-masked-mr-unnamed = رجل وأسرته
registry-masked-family = أسرة{"\u00A0"}{ $initial }.
registry-masked-family-unnamed = أسرة
registry-masked-where = قرية في { $county }
registry-masked-people =
    { $people ->
        [0] لا أحد الآن
        [one] شخص واحد
        [two] شخصان
        [few] { $people } أشخاص
        [many] { $people } شخصًا
       *[other] { $people } شخص
    }
registry-masked-many = { $people ->
    [few] { $people } أشخاص أو أكثر
    [many] { $people } شخصًا أو أكثر
   *[other] { $people } شخص أو أكثر
}
registry-masked-whole = { $who }، { $where }، { $people }
registry-and-comma = {"، "}
registry-household = الأسرة
registry-village = القرية
registry-status = الحالة
registry-since = تاريخ التسجيل
registry-reference = المرجع
registry-causes = الأسباب
registry-members = أفراد الأسرة
registry-unknown = غير معروف
registry-no-phone = بلا هاتف
registry-someone = شخص أُغلق حسابه
registry-pages = الصفحات
registry-next = التالي
registry-older = الأقدم
registry-crumbs = أين أنت
registry-choose = اختر
registry-save = حفظ
registry-saved = تم الحفظ.
registry-list-title = الأسر
registry-list-lede = أسر منطقتك. تبقى الأسماء والأرقام مغلقة حتى تذكر لماذا تحتاج إليها.
registry-list-empty = لا أسر بعد
registry-list-empty-hint = تظهر هنا الأسر المسجلة في منطقتك.
registry-list-all = كل الأسر
registry-find-label = البحث برقم
registry-find-hint = رقم وثيقة أو هاتف كامل. سترى الأسرة أنك بحثت عنها.
registry-find-button = بحث
registry-find-none = لا توجد في منطقتك أسرة بهذا الرقم.
registry-export-title = تنزيل ملف
registry-export-lede = ملف CSV بكل ما هو محفوظ عن الأسر المسجلة في منطقتك. احفظه بالعناية نفسها التي يحفظه بها السجل.
registry-export-hint = اذكر الغرض. ستراه كل أسرة في الملف.
registry-export-button = تنزيل
registry-export-many = { $most ->
    [one] أسرة واحدة على الأكثر في ملف واحد. اطلب من المكاتب التابعة لك ملفاتها.
    [two] أسرتان على الأكثر في ملف واحد. اطلب من المكاتب التابعة لك ملفاتها.
    [few] { $most } أسر على الأكثر في ملف واحد. اطلب من المكاتب التابعة لك ملفاتها.
    [many] { $most } أسرة على الأكثر في ملف واحد. اطلب من المكاتب التابعة لك ملفاتها.
   *[other] { $most } أسرة على الأكثر في ملف واحد. اطلب من المكاتب التابعة لك ملفاتها.
}
registry-new-title = تسجيل أسرة
registry-new-lede = في { $place }. أدخل ما هو معروف؛ ويمكن إضافة الباقي لاحقًا.
registry-other-place = مكان آخر
registry-choose-place = أين تسكن الأسرة؟
registry-no-place = ليس لديك مكان تسجل فيه الأسر.
registry-register = تسجيل
registry-registered = سُجّلت الأسرة.
registry-member-number = الشخص { $n }
registry-add-member = إضافة شخص
registry-remove-member = إزالة الشخص { $n }
registry-edit-member = تعديل
registry-member-title = فرد من الأسرة
registry-name-hint = كما في أوراق الشخص نفسه، بأي خط.
registry-other-name-hint = اختياري: الاسم نفسه بخط آخر، أو اسم آخر يُعرف به.
registry-name-language-hint = اختياري: رمز لغة مثل ug-Arab.
registry-id-number-hint = اتركه فارغًا لمن لا وثيقة له.
registry-birth-hint = يوم أو شهر أو سنة فقط (1950 أو 1950-03 أو 1950-03-02). اتركه فارغًا إن لم يُعرف.
registry-health-hint = ما يجب أن يعرفه المساعد فقط. يُحفظ مختومًا.
registry-address-hint = البيت والشارع والمجموعة: ما يحتاجه من يوصل شيئًا. يُحفظ مختومًا.
registry-phone-hint = اتركه فارغًا إن لم يكن للأسرة هاتف؛ يمكن أن تحصل على بطاقة مطبوعة.
registry-bank-hint = لصرف الأموال. يُحفظ مختومًا.
registry-bank-keep-hint = اتركه فارغًا للإبقاء على المحفوظ.
registry-bank-none = إزالة البطاقة المصرفية المحفوظة
registry-open-title = الأسرة
registry-ask-for = طلب مساعدة لهذه الأسرة
registry-task-title = لم يُفتح بعد
registry-task-lede = اذكر لماذا تحتاج إلى بيانات هذه الأسرة. ترى الأسرة من اطّلع ومتى ولماذا.
registry-task-label = الغرض
registry-task-words = مزيد من التوضيح
registry-task-words-hint = مثل مرجع الطلب. دون أسماء.
registry-task-needed = اذكر الغرض.
registry-task-long = 200 حرف على الأكثر.
registry-open-button = فتح
registry-logged = سُجّل هذا الاطّلاع: { $task }
registry-related-title = هل تربطك صلة بهذه الأسرة؟
registry-related-text = من كان قريبًا من أسرة لا يقرر بشأنها. اذكر ذلك هنا.
registry-related-button = تصريح
registry-close-title = أنت قريب من هذه الأسرة
registry-close-text = يقرر شخص آخر بشأن طلباتها.
registry-edit-title = تعديل البيانات
registry-other-title = انتقال ومغادرة ودمج
registry-move-label = انتقلت إلى
registry-move-hint = رمز القرية أو الناحية. يُمحى العنوان.
registry-move-button = نقل
registry-moved = تغيّر مكان الأسرة.
registry-leave-button = غادرت الأسرة
registry-left = سُجّلت مغادرة الأسرة.
registry-merge-label = هي نفسها
registry-merge-hint = مرجع الأسرة الباقية.
registry-merge-button = دمج
registry-merged = دُمجت الأسرتان.
registry-merge-wrong = أدخل مرجع أسرة مسجلة أخرى.
registry-erase-button = محو نهائي
registry-erase-hint = يزيل المحو الأسماء والأرقام والعنوان والمعلومات الصحية إلى الأبد. ويبقى مرجع الأسرة في الدفاتر. ويلزمه طلب الأسرة نفسها ومسؤولان.
registry-erase-proposed = اقتُرح المحو. ينفذه مسؤول آخر.
registry-erase-not-asked = لم تطلب هذه الأسرة محو بياناتها.
registry-erase-close = أنت قريب من هذه الأسرة: يمحو بياناتها مسؤول آخر.
registry-erase-open = لا يزال لهذه الأسرة أمر مفتوح: طلب، أو مال محفوظ لها. يُسحب ذلك أو يُكمل أولًا.
registry-erase-second = أنت من اقترحه. ينفذه مسؤول آخر.
registry-forgotten = مُحيت بيانات الأسرة.
registry-leaving-title = لم يعد فردًا من الأسرة
registry-leaving-text = تُمحى بيانات هذا الشخص؛ ويبقى فقط أنه كان هناك فرد.
registry-leaving-label = السبب
registry-leaving-button = إزالة من الأسرة
registry-successor-label = من رب الأسرة الآن
registry-successor-needed = اختر من يصبح رب الأسرة.
registry-looks-title = من اطّلع ولماذا
registry-looks-lede = كل اطّلاع على بيانات هذه الأسرة وكل ما تم نيابةً عنها مذكور هنا.
registry-looks-empty = لم يطّلع أحد بعد
registry-looks-all = الكل
registry-look-at-request = الطلب
registry-card-shown = أُبرزت بطاقة الأسرة
registry-card-title = بطاقة مطبوعة
registry-card-lede = لأسرة بلا هاتف: رقم ورمز سري تدخل بهما من أي جهاز، أو ينوب عنها بهما المساعد بحضورها.
registry-card-once = تظهر البطاقة مرة واحدة. ولا يستبدل بطاقةً قيد الاستعمال إلا مسؤول، وتتوقف السابقة عن العمل.
registry-card-not-needed = تدخل هذه الأسرة بنفسها: لحسابها هاتف أو بريد أو مفتاح مرور، فلا تحتاج إلى بطاقة.
registry-card-in-force = لهذه الأسرة بطاقة. ولا يستبدلها إلا مسؤول لم يصدرها.
registry-card-not-enough = بالبطاقة المطبوعة وحدها لا يُغيَّر الهاتف ولا البطاقة المصرفية، ولا يظهر من الأرقام إلا آخرها. اسألوا مساعد القرية، أو ادخلوا بهاتفكم.
registry-card-notice = طُبعت لأسرتكم بطاقة برقم ورمز سري. إن لم تطلبوها فأخبروا مكتب المحافظة.
registry-card-button = إنشاء البطاقة
registry-card-now = اطبع هذه الصفحة الآن وقصّها عند الخط وسلّم البطاقة والرمز إلى الأسرة كلًا على حدة. لا يمكن عرضهما مرة أخرى.
registry-card-print = طباعة
registry-card-slip-title = بطاقتكم
registry-card-slip-number = رقم البطاقة
registry-card-slip-pin = الرمز السري
registry-card-slip-where = ادخلوا على { $address } بهذا الرقم وبالرمز المكتوب على القصاصة المنفصلة.
registry-card-slip-apart = احفظوا هذه القصاصة بعيدًا عن البطاقة. لا يحق لأحد أن يطلب الرمز.
registry-card-language = لغة البطاقة والحساب الذي تفتحه
registry-card-slip-care = احفظوها في البيت. لا يحق لأحد أن يطلب الرمز. إن ضاعت فأخبروا مساعد القرية، ويصدر مسؤول بطاقة جديدة.
registry-mine-title = أسرتي
registry-mine-lede = ما هو محفوظ عن أسرتكم، ومن اطّلع عليه ولماذا.
registry-mine-held = ما هو محفوظ
registry-mine-contact = كيفية الوصول إليكم
registry-correct-title = شيء غير صحيح
registry-correct-lede = اذكروه بكلماتكم. يراه مساعد القرية ويصححه.
registry-correct-label = ما هو غير الصحيح
registry-correct-button = إرسال
registry-correction-asked = أُرسل. يبقى هنا حتى يتم.
registry-correction-needed = اذكروا ما هو غير الصحيح.
registry-corrections-many = هناك تصحيحات مفتوحة كثيرة. انتظروا حتى يتم بعضها.
registry-correction-waits = تطلب الأسرة تصحيحًا، { $when }
registry-correction-done-button = تم هذا
registry-correction-done = وُسم بأنه تم.
registry-correction-is-done = تم
registry-correction-is-open = مفتوح
registry-ties-title = المقربون منا
registry-ties-lede = من تذكرونهم هنا لا يقررون بشأن طلباتكم.
registry-account-label = رقم حسابهم
registry-account-hint = 13 حرفًا ورقمًا؛ يجدونه في إعداداتهم.
registry-account-unknown = لا يوجد حساب كهذا.
registry-tie-label = صلتهم بالأسرة
registry-tie-button = إضافة
registry-tie-end = إنهاء
registry-tie-end-of = إنهاء: { $name }
registry-tie-stated = سُجّل ذلك.
registry-tie-ended = انتهى ذلك.
registry-tie-own-stays = يبقى حساب الأسرة نفسها.
registry-tie-not-yours = هذا ما صرّح به صاحبه بنفسه. ولا ينهيه إلا مسؤول لا يخصه الأمر.
registry-ties-known = المقربون من الأسرة
registry-forget-title = محو بياناتنا
registry-forget-lede = يمكنكم طلب محو كل ما هو محفوظ عن أسرتكم. ينفذ ذلك مسؤول منطقتكم. ويبقى المال المقدَّم في الدفاتر دون أسمائكم.
registry-forget-button = طلب المحو
registry-forget-asked = طُلب في { $when }
registry-erasure-asked = سُجّل طلبكم.
registry-erasure-waits = تطلب محو بياناتها
registry-erased = طلبت هذه الأسرة محو بياناتها؛ ولم يعد شيء محفوظًا عنها.
registry-not-registered = لم تعد هذه الأسرة مسجلة.
registry-no-bank-card = لا توجد بطاقة مصرفية مسجلة لهذه الأسرة، فلا يمكن الصرف لها. اطلب أولًا من الأسرة أو من مساعد القرية تسجيل بطاقة.
registry-too-long = { $most ->
    [few] { $most } أحرف على الأكثر.
    [many] { $most } حرفًا على الأكثر.
   *[other] { $most } حرف على الأكثر.
}
registry-choice-unknown = اختر من القائمة.
registry-place-needed = اذكر أين تسكن الأسرة.
registry-place-high = اختر قرية أو ناحية دون مستوى المحافظة.
registry-place-same = تسكن الأسرة هناك من قبل.
registry-phone-wrong = هذا ليس رقم هاتف. أرقام فقط، مع مقدمة البلد إن كان في الخارج.
registry-bank-wrong = لا يمكن أن يكون هذا الرقم صحيحًا. قارنه بالبطاقة أو الدفتر.
registry-language-wrong = هذا ليس رمز لغة.
registry-cause-unknown = هذا ليس من الأسباب.
registry-cause-twice = هذا السبب مذكور من قبل.
registry-causes-many = سبب رئيسي واحد وسببان آخران على الأكثر.
registry-members-number = في الأسرة من 1 إلى 30 شخصًا.
registry-head-missing = اذكر من هو رب الأسرة.
registry-head-twice = هناك رب أسرة آخر من قبل.
registry-relation-needed = اذكر صلة هذا الشخص برب الأسرة.
registry-name-needed = أدخل الاسم.
registry-name-wrong = الاسم يتكون من حروف.
registry-birth-wrong = هذا ليس تاريخ ميلاد. أدخل 1950 أو 1950-03 أو 1950-03-02.
registry-birth-differs = رقم الوثيقة يدل على تاريخ ميلاد آخر.
registry-sex-differs = رقم الوثيقة يدل على جنس آخر.
registry-id-kind-none = هناك رقم بلا وثيقة. اختر الوثيقة.
registry-number-needed = أدخل الرقم، أو اختر أنه لا يوجد.
registry-number-other = من 4 إلى 40 حرفًا ورقمًا.
registry-number-resident = هذا رقم بطاقة هوية مقيم. اختر تلك الوثيقة.
registry-number-shape = رقم هوية المقيم من 18 خانة: 17 رقمًا ثم رقم أو الحرف X.
registry-number-check = خانة التحقق لا تطابق. قارن الرقم بالبطاقة.
registry-number-birth = تاريخ الميلاد في هذا الرقم غير موجود.
registry-number-twice = أُدخل هذا الرقم مرتين.
registry-number-taken = هذا الرقم مسجل من قبل. اطلب من مكتب المحافظة التحقق.
registry-found-name = اسم من الأسرة
registry-found-number = رقم يخص الأسرة أو يشبه رقمًا شخصيًا
registry-found-address = جزء من عنوان الأسرة
