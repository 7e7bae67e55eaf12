# الدفاتر: الحسابات والتحويلات وسلسلة الختم وإثباتها.
ledger-nav = الدفاتر
ledger-way = موقعك
ledger-pages = الصفحات
ledger-more = المزيد
ledger-more-records = المزيد من سجلات هذه الكتلة
ledger-newest = الأحدث
ledger-older = الأقدم
ledger-show = عرض

ledger-books-title = الدفاتر
ledger-books-lede = لكل محافظة دفاترها. ما يُتبرَّع به يبقى في حساب الطلب الذي أُعطي من أجله حتى يُصرف.
ledger-books-empty = لم تُفتح أي دفاتر في نطاق اطلاعك.
ledger-county = المحافظة
ledger-owed = محفوظ للغير
ledger-had = أين هو
ledger-had-money = في العهدة
ledger-blocks = الكتل

ledger-county-title = دفاتر { $county }
ledger-county-lede = ما المحفوظ ولمن. أرقام الحسابات والسلسلة لهذه اللحظة، وأرقام التحقق للوقت المذكور فيه.
ledger-sheet = الميزانية
ledger-sheet-caption = مجموع حسابات كل فئة
ledger-group = فئة الحسابات
ledger-n-accounts = { $n ->
    [zero] لا حسابات
    [one] حساب واحد
    [two] حسابان
    [few] { $n } حسابات
    [many] { $n } حسابًا
   *[other] { $n } حساب
}
ledger-of-which-held = منها { $amount } محجوزة

ledger-kind-asset = الأصول
ledger-kind-liability = الالتزامات
ledger-kind-equity = حقوق الملكية
ledger-kind-income = الإيرادات
ledger-kind-expense = المصروفات
ledger-unit = الوحدة
ledger-unit-money = مال
ledger-unit-goods = أشياء بقيمتها

# أسطر خطة الحسابات بحسب أول كلمتين من رموزها.
# i18n-family: ledger-plan-*
ledger-plan-assets-custody = في عهدة مزود الدفع
ledger-plan-assets-clearing = مستحق على محافظة أخرى
ledger-plan-assets-corrections = خرج بعد التخلي عنه
ledger-plan-assets-missing = على مزود الدفع إعادته
ledger-plan-assets-goods-in-transit = أشياء في الطريق
ledger-plan-liabilities-request = تبرعات لطلب
ledger-plan-liabilities-fund = أُعطي لصندوق
ledger-plan-liabilities-missing = مستحق لطلب من جديد
ledger-plan-liabilities-unallocated = ورد ويُعاد
ledger-plan-equity-replacements = ما عوّضته المحافظة
ledger-plan-income-goods-given = أشياء مُتبرَّع بها
ledger-plan-expenses-goods-received = أشياء استُلمت

ledger-accounts-title = الحسابات
ledger-accounts-empty = لا يوجد حساب كهذا.
ledger-code-begins = رموز تبدأ بـ
ledger-account = الحساب
ledger-account-title = الحساب
ledger-limited = لا يجوز أن ينزل دون الصفر
ledger-unlimited = يجوز أن ينزل دون الصفر
ledger-balance = الرصيد
ledger-held = محجوز
ledger-available = متاح
ledger-reference = المرجع
ledger-open-holds = حجوزات مفتوحة
ledger-holds-oldest = الأقدم أولًا
ledger-statement = كشف الحساب
ledger-statement-empty = لم يُقيَّد شيء بعد.
ledger-at = الوقت
ledger-transfer = التحويل
ledger-other-side = الطرف الآخر
ledger-change = التغير
ledger-balance-after = الرصيد بعده

ledger-transfer-title = تحويل
ledger-amount = المبلغ
ledger-debit = المدين
ledger-credit = الدائن
ledger-transfer-kind = النوع
ledger-about = الموضوع
ledger-seal = الختم
ledger-not-yet-sealed = لم يُختم بعد، ويُختم خلال ثوانٍ.
ledger-record = النص المختوم
ledger-record-hint = بصمة SHA-256 لهذه البايتات هي البصمة أعلاه.

ledger-chain = السلسلة
ledger-chain-empty = لم يُختم شيء بعد.
ledger-waiting = { $n ->
    [zero] لا شيء ينتظر الختم.
    [one] سجل واحد ينتظر الختم.
    [two] سجلان ينتظران الختم.
    [few] { $n } سجلات تنتظر الختم.
    [many] { $n } سجلًا ينتظر الختم.
   *[other] { $n } سجل ينتظر الختم.
}
ledger-block-title = كتلة
ledger-block-n = الكتلة { $n }
ledger-n-records = { $n ->
    [zero] لا سجلات
    [one] سجل واحد
    [two] سجلان
    [few] { $n } سجلات
    [many] { $n } سجلًا
   *[other] { $n } سجل
}
ledger-sealed-at = وقت الختم
ledger-records = السجلات
ledger-record-kind = السجل
ledger-prev-hash = بصمة الكتلة السابقة
ledger-hash = البصمة
ledger-position = الترتيب
ledger-position-n = الترتيب { $n }
ledger-what-transfer = تحويل
ledger-what-hold = حجز
ledger-what-hold-end = نهاية حجز

ledger-proof = الإثبات
ledger-proof-none = لم يُثبت بعد
ledger-proof-running = الإثبات جارٍ
ledger-proof-broken = تعذر إتمامه
ledger-proof-fails = غير مطابق
ledger-proof-holds = مطابق
ledger-proof-of = التحقق يعود إلى { $time }، وليس فيه ما قُيّد أو خُتم بعده.
ledger-proof-asked = بدأ الإثبات.
ledger-proof-run = إثبات الدفاتر الآن
ledger-proof-progress = { $total ->
    [one] { $done } من كتلة واحدة
    [two] { $done } من كتلتين
    [few] { $done } من { $total } كتل
   *[other] { $done } من { $total } كتلة
}
ledger-proof-look-again = تحديث
ledger-proof-at = وقت الإثبات
ledger-proof-records = سجلات أعيد حسابها
ledger-proof-accounts = حسابات أعيد جمعها
ledger-proof-waiting = لم يُختم وقتها
ledger-proof-waiting-n = { $n }، منها { $old } منذ أكثر من دقيقة
ledger-proof-head = أحدث كتلة وقتها
ledger-findings = ما لا يطابق
ledger-finding = الملاحظة
ledger-finding-where = الموضع
ledger-expected = المتوقع
ledger-found = الموجود

ledger-flaw-book-missing = دفاتر محافظة ليست في قائمة الدفاتر
ledger-flaw-block-missing = كتلة مفقودة
ledger-flaw-chain-broken = كتلة لا تتصل بما قبلها
ledger-flaw-block-changed = بصمة كتلة لا توافق محتواها
ledger-flaw-block-count = عدد سجلات كتلة لا يوافق ما تذكره
ledger-flaw-head-gone = كتلة أُثبتت سابقًا اختفت أو استُبدلت
ledger-flaw-record-missing = سجل مختوم مفقود
ledger-flaw-record-changed = سجل مختوم جرى تغييره
ledger-flaw-record-unlisted = سجل غير مختوم ولا ينتظر الختم
ledger-flaw-queue-orphan = ما ينتظر الختم غير موجود
ledger-flaw-account-missing = حساب غير موجود
ledger-flaw-units-mixed = تحويل يخلط الوحدات أو العملات
ledger-flaw-account-changed = نوع حساب أو حده جرى تغييره
ledger-flaw-amount-out-of-range = مبلغ أكبر من أي مبلغ يُقيَّد
ledger-flaw-checkpoint = نقطة تحقق لا توافق مجموع التحويلات
ledger-flaw-balance = رصيد لا يوافق مجموع التحويلات
ledger-flaw-held = المحجوز لا يوافق الحجوزات المفتوحة
ledger-flaw-hold-end = نهاية حجز تناقض تحويلها
ledger-flaw-sum = مجموع الحسابات ليس صفرًا
ledger-flaw-clearing = حسابا المقاصة بين محافظتين لا يتقابلان

ledger-key-reused = استُخدم هذا المفتاح لقيد آخر.
ledger-overdraft = لا يكفي رصيد هذا الحساب.
ledger-units-mixed = لا يُقيَّد المال مقابل الأشياء ولا عملتان إحداهما مقابل الأخرى.
ledger-same-account = يحتاج التحويل إلى حسابين مختلفين.
ledger-amount-out-of-range = المبلغ خارج ما يمكن قيده.
ledger-hold-ended = انتهى هذا الحجز من قبل.
ledger-hold-expired = انقضى وقت هذا الحجز.
ledger-hold-not-due = لم ينقضِ وقت هذا الحجز بعد.
ledger-hold-too-small = لا يمكن ترحيل أكثر من المحجوز، ولا ترحيل صفر.
