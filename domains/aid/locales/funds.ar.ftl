# الصناديق المشتركة: كثيرون يعطون لغرض واحد ومكان واحد.
aid-nav-funds = الصناديق
aid-funds-lede = كثيرون يعطون لغرض واحد ومكان واحد. ما يرد يُعطى تلقائيًا للطلبات الأشد حاجة إليه، وكل خطوة ظاهرة هنا.
aid-funds-none = لا يوجد صندوق الآن
aid-funds-proposed = تنتظر مسؤولًا ثانيًا
aid-fund-new-title = اقتراح صندوق
aid-fund-new-lede = لمقاطعة أو لبلدة منها. أنت ترعاه، ويفتحه مسؤول آخر في المكان. لا أحد يختار الطلبات التي يذهب إليها.
aid-fund-propose = اقتراح الصندوق
aid-fund-name-zh = الاسم بالصينية
aid-fund-name-en = الاسم بالإنجليزية
aid-fund-name-ar = الاسم بالعربية
aid-fund-name-needed = سمِّه بلغة واحدة على الأقل.
aid-fund-place = الصندوق لمقاطعة أو لبلدة منها.
# i18n-family: aid-fund-state-*
aid-fund-state-proposed = مقترح
aid-fund-state-open = مفتوح
aid-fund-state-closing = لا يقبل تبرعات بعد الآن
aid-fund-state-rejected = لم يُفتح
# i18n-family: aid-fund-gift-state-*
aid-fund-gift-state-begun = بدأ الدفع
aid-fund-gift-state-paid = مدفوع
aid-fund-gift-state-failed = لم يُدفع
aid-fund-gift-state-back = أُعيد
aid-fund-came-in = ورد
aid-fund-pledged = تعهد به
aid-fund-left = بقي
aid-fund-came-back = عاد { $amount }
aid-fund-gifts = { $n ->
    [zero] لا تبرعات
    [one] تبرع واحد
    [two] تبرعان
    [few] { $n } تبرعات
    [many] { $n } تبرعًا
   *[other] { $n } تبرع
}
aid-fund-pledges = { $n ->
    [zero] لا تعهدات
    [one] تعهد واحد
    [two] تعهدان
    [few] { $n } تعهدات
    [many] { $n } تعهدًا
   *[other] { $n } تعهد
}
aid-fund-how = ما يرد يبقى في حساب خاص به ولا يخرج منه إلا تعهدات لطلبات. وما يعود من طلب انتهى يرجع إليه.
aid-fund-reason = السبب
aid-fund-give = تبرع لهذا الصندوق
aid-fund-own = ما أعطيته
aid-fund-decide = القرار
aid-fund-open = فتح الصندوق
aid-fund-open-follows = من حينها يراه الجميع ويمكنهم التبرع له.
aid-fund-waits = يفتحه مسؤول آخر في المكان.
aid-fund-reject = عدم فتحه
aid-fund-close = إغلاقه أمام التبرعات
aid-fund-given = الطلبات التي ذهب إليها
aid-fund-given-none = لم يذهب إلى طلب بعد. يُبحث كل بضع دقائق.
aid-fund-request-over = طلب سُحب أو أُوقف
aid-fund-proposed = اقتُرح الصندوق ويفتحه مسؤول آخر.
aid-fund-decided = اتُّخذ القرار.
aid-fund-amount = يجب أن يكون من { $least } إلى { $most }.
aid-fund-same-person = ما اقترحته أنت يفتحه مسؤول آخر.
aid-fund-not-now = لم يعد هذا ممكنًا. افتح الصفحة من جديد لترى الحال.
aid-book-fund-gift = تبرع لصندوق
aid-book-fund-pledge = من صندوق إلى طلب
aid-book-fund-back = عاد إلى صندوق
