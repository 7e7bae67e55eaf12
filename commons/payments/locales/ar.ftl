# المدفوعات: الأوامر والمطابقة مع مزودي الدفع والمصرف التجريبي.
payments-nav = المطابقة
payments-way = موقعك
payments-pages = الصفحات
payments-more = المزيد

payments-order-title = دفعة
payments-amount = المبلغ
payments-refunded = ما أُعيد
payments-refunds = المبالغ المعادة
payments-for = من أجل
payments-provider = مزود الدفع
payments-created = وقت الطلب
payments-settled = وقت انتقال المال
payments-reference = المرجع
payments-direction = الاتجاه
payments-state = الحالة
payments-reason = السبب
payments-reason-declined = رفضه المصرف
payments-reason-amount-differs = يذكر المصرف مبلغًا آخر
payments-reason-succeeded-after-failed = كان قد فشل، والآن يقول المصرف إنه نجح
payments-reason-failed-after-succeeded = كان قد نجح، والآن يقول المصرف إنه فشل
payments-reason-request-ended = انتهى الطلب الذي كان من أجله
payments-pay = ادفع الآن
payments-pay-busy = جارٍ الانتقال إلى الدفع…
payments-back = رجوع
payments-unknown-title = لم يُعلمنا مزود الدفع بالنتيجة بعد
payments-unknown-text = نواصل السؤال. نرجو ألا تدفع مرة ثانية؛ تظهر النتيجة هنا فور معرفتها.

payments-direction-in = دفعة إلينا
payments-direction-out = صرف
payments-direction-refund = إعادة مبلغ
payments-state-created = مطلوب
payments-state-started = جارٍ
payments-state-unknown = النتيجة غير معروفة بعد
payments-state-paid = مدفوع
payments-state-failed = لم ينجح
payments-state-expired = لم يُدفع في وقته
payments-state-refunded = أُعيد
payments-state-paid-out = صُرف

payments-reconciliation-title = المطابقة
payments-reconciliation-lede = كل يوم تُقارن أوامرنا بكشف من نقل المال.
payments-reconciliation-empty = لا مدفوعات في نطاق اطلاعك.
payments-reconciliation-of = مطابقة { $county }
payments-county = المحافظة
payments-newest-day = أحدث يوم
payments-differences = الفروق
payments-n-differences = { $n ->
    [zero] لا فروق
    [one] فرق واحد
    [two] فرقان
    [few] { $n } فروق
    [many] { $n } فرقًا
   *[other] { $n } فرق
}
payments-agree = مطابق
payments-not-compared = لم تُقارن بعد
payments-compare-now = قارن الآن
payments-comparing = المقارنة جارية…
payments-compared = تمت مقارنة الجانبين.
payments-books = الدفاتر
payments-trouble = ما يحتاج إلى نظر شخص
payments-what-to-do = ما العمل
payments-retry = حاول مجددًا
payments-retried = تُعاد محاولة رد المبلغ.
payments-ask-provider = اسأل مزود الدفع
payments-days = الأيام
payments-came-in = الوارد
payments-went-out = الصادر
payments-ours = عندنا
payments-theirs = عندهم
payments-difference-missing-here = مدرج عندهم وغير مسوّى عندنا
payments-difference-missing-there = مسوّى عندنا وغير مدرج عندهم
payments-difference-amount = مبلغ مختلف
payments-difference-custody = ما تقوله الدفاتر عن العهدة (عندنا) ليس مجموع الأوامر المسوّاة (عندهم)
payments-difference-unlisted = أُفيد بأن المال عاد إلى العهدة (عندنا) ولم يُدرج في أي كشف أنه دخل
payments-difference-settled-late = ضاع إشعارها وسوّتها هذه المقارنة

payments-memo-payout = صرف
payments-memo-refund = إعادة مبلغ
payments-memo-correction = خرج بعد التخلي عنه
payments-memo-unallocated = ورد ويُعاد
payments-memo-missing = لم يصل: يُطالَب به مزود الدفع ويُستحق من جديد
payments-memo-missing-returned = أعاده مزود الدفع
payments-memo-missing-replaced = عوّضت المحافظة ما لم يصل
payments-memo-missing-owed = متاح للصرف من جديد
payments-memo-missing-arrived = وصل في نهاية الأمر

payments-missing-provider = أفاد مزود الدفع بأن المال عاد
payments-missing-returned = عاد المال إلى العهدة لدى مزود الدفع
payments-missing-replaced = عوّضت المحافظة المبلغ من مصدر آخر
payments-missing-arrived = وصل المال في نهاية الأمر
payments-not-missing = هذا المال غير مسجَّل بأنه لم يصل، أو حُسم أمره. أعد فتح الصفحة لترى الوضع الحالي.

payments-hand-title = تسوية يدوية
payments-hand-lede = يناقض مزود الدفع نفسه أو دفاترنا، فلا يحدث شيء تلقائيًا. يذكر مسؤول ما صار بالمال وما يثبته، ويؤكده مسؤول آخر.
payments-hand-proposed = المقترح
payments-hand-when = متى
payments-hand-wait = أنت من اقترح هذا، وهو بانتظار مسؤول آخر.
payments-hand-confirm = تأكيد: هو كذلك
payments-hand-propose = اقتراح
payments-hand-verdict = ما صار بالمال
payments-hand-moved = انتقل كما طُلب
payments-hand-not-moved = لم ينتقل
payments-hand-evidence = ما يثبته
payments-hand-evidence-hint = جواب المزود المكتوب أو سطر من كشفه. دون اسم أو رقم لأحد.
payments-hand-propose-button = تقديم الاقتراح
payments-hand-noted = دُوّن. يؤكده مسؤول آخر.
payments-hand-settled = تمت التسوية.
payments-hand-nothing = لا شيء هنا يُسوّى يدويًا.
payments-hand-too-late = تقول دفاترنا إن هذا المال انتقل وبُني على ذلك، فلا يُسترد من هنا.
payments-hand-same-person = أنت من اقترح هذا، لذا يؤكده مسؤول آخر.

payments-sandbox-title = المصرف التجريبي
payments-sandbox-lede = هذا المصرف للتجربة، لا ينتقل فيه مال. اختر ما سيحدث.
payments-sandbox-choice = ما سيحدث
payments-sandbox-succeed = ينجح
payments-sandbox-fail = لا ينجح
payments-sandbox-delay = ينجح بعد حين
payments-sandbox-repeat = ينجح ويخبر المصرف بذلك ثلاث مرات
payments-sandbox-unknown-succeed = لا يعلم أحد لحين ثم يتبين نجاحه
payments-sandbox-unknown-fail = لا يعلم أحد لحين ثم يتبين عدم نجاحه
payments-sandbox-seconds = الثواني
payments-sandbox-seconds-hint = كم يدوم هذا الحين؛ 30 إن تُرك فارغًا.
payments-sandbox-after = { $n ->
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $n } ثوانٍ
   *[other] { $n } ثانية
}
payments-sandbox-do = متابعة
payments-sandbox-pending = الأمر لدى المصرف ولم يبت فيه بعد.
payments-sandbox-succeeded = نقل المصرف هذا المال من قبل.
payments-sandbox-failed = رفض المصرف هذا من قبل.
payments-sandbox-counter = المصرف التجريبي: الشباك
payments-sandbox-counter-lede = كيف تنتهي عمليات الصرف والإعادة التالية.
payments-sandbox-choose = اعتماد هذا الاختيار
payments-sandbox-chosen = تم اعتماده، وسيعمل به المصرف.

payments-key-reused = استُخدم هذا المفتاح لدفعة أخرى.
payments-amount-wrong = يجب أن يزيد المبلغ على صفر.
payments-not-paid = لا يُعاد إلا ما دُفع.
payments-refund-too-much = لا يُعاد أكثر مما دُفع.
payments-not-failed = لم تفشل هذه العملية.
payments-no-provider = مزود الدفع هذا غير مُعدّ هنا.
payments-provider-away = مزود الدفع لا يجيب حاليًا.
payments-order-over = انتهت هذه الدفعة.
payments-order-over-detail = ابدأ دفعة جديدة.
payments-order-unknown = لا توجد دفعة كهذه.
payments-bad-signature = هذا غير موقّع من مزود الدفع.
payments-bad-callback = تعذرت قراءة هذا الإشعار.
