# كلمات طبقة الويب: الأخطاء والنماذج وإطار كل صفحة.
web-brand = تشيانمو
web-skip = انتقل إلى المحتوى
web-nav = القائمة الرئيسية
web-all-pages = كل الصفحات
web-settings = الإعدادات
web-language = اللغة
web-sign-in = تسجيل الدخول
web-sign-out = تسجيل الخروج
web-demo = عرض تجريبي: الأشخاص هنا مختلَقون ولا تنتقل أي أموال.
web-footer = حاجات مُتحقَّق منها، ومساعدة مؤكَّدة، وكل فلس محسوب.
web-footer-api = للبرامج: واجهة البرمجة
web-go-back = رجوع
web-go-home = إلى الصفحة الرئيسية
web-request-id = مرجع للاستفسار:
web-second-factor-go = تقديم إثبات ثانٍ
web-busy-button = جارٍ الإرسال…
web-choose = اختر…
web-form-errors = { $n ->
    [one] يرجى مراجعة أمر واحد
    [two] يرجى مراجعة أمرين
    [few] يرجى مراجعة { $n } أمور
    [many] يرجى مراجعة { $n } أمرًا
   *[other] يرجى مراجعة { $n } أمر
}

web-not-found = لا شيء في هذا العنوان
web-not-found-detail = ربما لم يكن هنا قط، أو أنه ليس متاحًا للجميع.
web-forbidden = هذا ليس من صلاحياتك
web-forbidden-detail = أدوارك لا تشمل هذا، أو لا تشمله في هذا المكان.
web-invalid = في النموذج ما يحتاج إلى تصحيح
web-sign-in-needed = يرجى تسجيل الدخول أولًا
web-bad-token = هذا الرمز غير معروف أو لم يعد صالحًا
web-second-factor-needed = يلزم إثبات ثانٍ لهذا
web-second-factor-needed-detail = من يتولى بيانات الآخرين أو أموالهم يقدّم إثباتين لهويته.
web-cross-site = أُرسل هذا النموذج من موقع آخر
web-cross-site-detail = افتح الصفحة هنا وأرسلها من جديد.
web-error = حدث خطأ من جانبنا
web-error-detail = تم تسجيله، ولم يبقَ شيء نصف منجز. حاول مرة أخرى من فضلك.
web-race = غيّر شخص آخر هذا في اللحظة نفسها
web-race-detail = راجعه ثم كرّر ما أردت.
web-changed = تغيّر هذا منذ أن قرأته
web-changed-detail = حمّله من جديد وانظر ما تغيّر ثم كرّر التعديل.
web-busy = الطلبات كثيرة في هذه اللحظة
web-busy-detail = حاول بعد قليل من فضلك.
web-storage-full = لم تبقَ مساحة للكتابة
web-storage-full-detail = لم يُكتب شيء. على المشغّل توفير مساحة ثم يعود العمل.
web-database-away = تعذّر الوصول إلى قاعدة البيانات الآن
web-database-away-detail = لم يُكتب شيء، وعادةً تعود خلال دقيقة.
web-too-large = هذا كبير جدًا
web-wrong-type = هذا النوع من المحتوى غير مقبول هنا
web-method = هذا العنوان لا يقبل هذه الطريقة
web-bad-text = في النص حرف لا يمكن حفظه
web-bad-query = جزء من العنوان غير مقروء
web-bad-json = المحتوى ليس JSON
web-bad-shape = المحتوى ليس على الصيغة الموصوفة (السطر { $line }، العمود { $column })
web-bad-upload = تعذّرت قراءة الملف المرفوع
web-bad-cursor = علامة الصفحة هذه ليست من هذا الموقع
web-bad-limit = الصفحة من 1 إلى 100 صف
web-bad-key = يجب أن يكون Idempotency-Key من 1 إلى 200 حرف
web-key-needed = تلزم ترويسة Idempotency-Key
web-key-reused = استُعمل هذا المفتاح لأمر آخر
web-if-match-needed = تلزم ترويسة If-Match بالإصدار الذي قرأته
web-too-often = { $seconds ->
    [one] محاولات كثيرة؛ حاول بعد ثانية واحدة
    [two] محاولات كثيرة؛ حاول بعد ثانيتين
    [few] محاولات كثيرة؛ حاول بعد { $seconds } ثوانٍ
   *[other] محاولات كثيرة؛ حاول بعد { $seconds } ثانية
}

web-field-required = يرجى ملء هذا الحقل
web-field-short = { $min ->
    [one] حرف واحد على الأقل
    [two] حرفان على الأقل
    [few] { $min } أحرف على الأقل
    [many] { $min } حرفًا على الأقل
   *[other] { $min } حرف على الأقل
}
web-field-long = { $max ->
    [one] حرف واحد على الأكثر
    [two] حرفان على الأكثر
    [few] { $max } أحرف على الأكثر
    [many] { $max } حرفًا على الأكثر
   *[other] { $max } حرف على الأكثر
}
web-field-money = مبلغ مثل 120 أو 120.50
web-field-number = عدد صحيح من { $min } إلى { $max }
web-field-choice = يرجى الاختيار من القائمة
web-field-choose = يرجى الاختيار
web-field-date = يوم مثل ⁦2020-05-31⁩
web-field-reference = تعذّرت قراءة هذا المرجع

web-api = واجهة البرمجة
web-api-lede = للبرامج: كل ما تفعله الصفحة لقارئها يمكن أن يفعله البرنامج لصاحبه. أوصاف العمليات متاحة بالإنجليزية فقط حاليًا.
web-api-openapi = الوصف بصيغة OpenAPI 3.1
web-api-access = من يحق له
web-api-public = أي شخص
web-api-signed-in = كل من سجّل الدخول
web-api-answers = الردود
web-api-query = في الاستعلام
web-api-body = في المحتوى
web-api-optional = يمكن تركه
web-api-idempotent = يلزم Idempotency-Key
web-problem = معنى هذه المشكلة
web-problem-type = نوع هذه المشكلة في واجهة البرمجة

# i18n-family: role-*
role-donor = متبرع
role-household = أسرة
role-helper = مساعد القرية
role-reviewer = مراجع
role-officer = مسؤول
role-partner = شريك
role-auditor = مدقق حسابات
role-administrator = مدير النظام
