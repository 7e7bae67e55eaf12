# ترتيب المتبرع الخاص وما يُبنى عليه.
aid-mine-title = لك
aid-mine-lede = حيث تفيد هبتك الآن أكثر ما تفيد.
aid-mine-newest = الأحدث
aid-mine-newest-lede = اخترت أن ترى الأحدث أولاً.
aid-mine-more = المزيد بهذا الترتيب
aid-why-link = لماذا هذا؟
aid-why-home = الصفحة الرئيسية
aid-why-title = لماذا عُرض عليك هذا
aid-why-reasons = الأسباب
aid-why-when = عُرض عليك آخر مرة: { $time }
aid-why-purpose-place = غرضه ومكانه مما تهتم به.
aid-why-purpose = غرضه مما تهتم به.
aid-why-place = مكانه مما تهتم به.
aid-why-near-sum = هبة بالحجم المعتاد تكمله.
aid-why-ends-soon = ينتهي طلبه قريباً.
aid-why-lifted = منطقته، أو فئة ينتمي إليها، نالت من العون أقل من غيرها.
aid-why-waits = ما زال ينتظر، وقليلون من يرونه.
aid-why-not-shown = لم يُعرض عليك بترتيبك الخاص في آخر 30 يوماً، أو أنك لا تريد حفظ شيء من ذلك.
aid-why-never = ما لا يُحسب أبداً
aid-why-never-text = لا يستطيع أحد شراء مكان في هذا الترتيب. ولا يقرّب طلباً إليك مقدارُ ما وهبت، ولا ما يُعرف عن صحة أسرة أو عمر أفرادها أو أصلها؛ والفئات المتأخرة تُرفع فقط، وللجميع على السواء.
aid-interest-title = ما أهتم به
aid-interest-lede = ما يوافق اختيارك من الطلبات يأتي أولاً. لا يرى أحد غيرك ما تختاره هنا.
aid-interest-at = المكان: { $place }
aid-interest-anywhere = المكان: أي مكان
aid-interest-anywhere-choose = اختر مكاناً آخر، أو أي مكان
aid-interest-purposes = الأغراض
aid-interest-purposes-hint = ثلاثة على الأكثر؛ وعدم الاختيار يعني الكل. وإن تعددت تناوبت يوماً بعد يوم.
aid-interest-personal = رتّب الطلبات بترتيبي الخاص
aid-interest-personal-hint = بدونه ترى الأحدث أولاً.
aid-interest-learn = تعلّم مما أهب له
aid-interest-learn-hint = لا يُحسب إلا حيث لا تختار غرضاً ولا مكاناً. وحين توقفه يُحذف ما تُعلِّم.
aid-interest-save = احفظ
aid-interest-set = حُفظ.
aid-interest-forgotten = حُذف.
aid-interest-many = اختر { $most } أغراض على الأكثر.
aid-interest-place = لم يعد هذا المكان قائماً. اختر غيره.
aid-interest-learnt = ما تُعلِّم
aid-interest-learnt-lede = ما وهبت له؛ وما مضى عليه أكثر من نصف سنة يُحسب نصفاً. يُحفظ مع حسابك وحده، وكذلك ما عُرض عليك، مدة 30 يوماً.
aid-interest-learnt-none = لا شيء بعد.
aid-interest-learnt-off = لا شيء: التعلّم متوقف.
aid-interest-gifts = الهبات
aid-interest-forget = احذف ما تُعلِّم
aid-order-label = الترتيب
aid-order-fair = الأطول انتظاراً
aid-order-personal = لي
aid-order-newest = الأحدث
aid-unknown-order = هذا الترتيب غير معروف.
aid-interest-nudges = راسلني
aid-interest-nudges-n = { $n ->
    [0] أبداً
    [one] مرة واحدة على الأكثر كل 30 يوماً
    [two] مرتين على الأكثر كل 30 يوماً
    [few] { $n } مرات على الأكثر كل 30 يوماً
   *[other] { $n } مرة على الأكثر كل 30 يوماً
}
aid-interest-nudges-hint = فقط حين تفيد هبتك كثيراً ولم تزر الموقع منذ أسبوع، بين الساعة 9 والساعة 20. لا تذكر الرسالة أي أسرة.
aid-nudge-message = طلبات تنتظر وقليلون من يرونها، وهبة منك تفيد: { $home } · رسائل أقل أو بلا رسائل: { $choice }
