# Offers in kind: what there is.
aid-nav-offers = عروضي العينية
aid-good-clothing = ملابس
aid-good-shoes = أحذية
aid-good-bedding = مفروشات وأغطية
aid-good-food = أغذية
aid-good-school = لوازم مدرسية
aid-good-books = كتب
aid-good-electronics = حواسيب وأجهزة إلكترونية
aid-good-furniture = أثاث
aid-good-household = أدوات منزلية
aid-good-hygiene = مواد نظافة
aid-good-medical = صحة ومعينات حركة
aid-good-tools = أدوات وبذور ومواشٍ
aid-good-toys = ألعاب ورياضة
aid-good-other = شيء آخر
aid-offers-title = عروضي العينية
aid-offers-lede = أشياء لديك وتود أن تعطيها. نقترح عليك الطلبات التي تناسبها، وأنت تقرر ما يذهب إلى أين.
aid-offers-none = لم تعرض شيئًا بعد
aid-offers-none-hint = { $most ->
    [zero] لا يمكنك أن تعرض شيئًا.
    [one] يمكن أن يكون لك عرض واحد في الوقت نفسه.
    [two] يمكن أن يكون لك عرضان في الوقت نفسه.
    [few] يمكن أن يكون لك { $most } عروض في الوقت نفسه.
    [many] يمكن أن يكون لك { $most } عرضًا في الوقت نفسه.
   *[other] يمكن أن يكون لك { $most } عرض في الوقت نفسه.
 }
aid-offer-new-title = اعرض أشياء
aid-offer-edit-title = تعديل العرض
aid-offer-make = اعرض
aid-offer-save = حفظ
aid-offer-back = رجوع
aid-offer-where = اختر المحافظة التي توجد فيها الأشياء. لا نطلب مكانًا أدق من ذلك ولا نحتفظ به.
aid-offer-label = ما هو
aid-offer-label-hint = نوع واحد من الأشياء بكلمات قليلة: معاطف شتوية، حواسيب محمولة. من دون العدد.
aid-offer-kind = صنف الأشياء
aid-offer-sizes = المقاسات
aid-offer-sizes-hint = يمكن تركها فارغة. اكتب المدى هكذا 110–150، وافصل بين المقاسات بفواصل.
aid-offer-quality = الحالة
aid-offer-quality-new = جديد
aid-offer-quality-used = مستعمل وبحالة جيدة
aid-offer-count = العدد الموجود
aid-offer-value = القيمة التقديرية للقطعة
aid-offer-weight = وزن القطعة
aid-offer-weight-usual = كالمعتاد في صنفها
aid-offer-weight-light = حتى 1 كغ
aid-offer-weight-medium = حتى 5 كغ
aid-offer-weight-heavy = حتى 20 كغ
aid-offer-weight-bulky = أكثر، أو أكبر من أن توضع في طرد
aid-offer-carry = أقصى ما تدفعه للإرسال إلى أسرة واحدة
aid-offer-carry-hint = اتركه فارغًا إن كنت تدفع مهما بلغت الكلفة. 0: لا ترسل شيئًا، بل توصل الأشياء بنفسك داخل محافظتك.
aid-offer-carry-any = مهما بلغت الكلفة
aid-offer-carry-none = لا شيء: يوصَل داخل المحافظة
aid-offer-until = آخر يوم للعرض
aid-offer-until-on = حتى { $date }
aid-offer-until-past = انقضى هذا اليوم.
aid-offer-until-far = { $days ->
    [zero] لا يبقى العرض أي يوم.
    [one] يبقى العرض يومًا واحدًا على الأكثر.
    [two] يبقى العرض يومين على الأكثر.
    [few] يبقى العرض { $days } أيام على الأكثر.
    [many] يبقى العرض { $days } يومًا على الأكثر.
   *[other] يبقى العرض { $days } يوم على الأكثر.
 }
aid-offer-details = تفاصيل أخرى
aid-offer-details-hint = يمكن تركها فارغة. من دون أسماء أو أرقام هواتف أو عناوين، من فضلك.
aid-offer-lies = مكان وجودها
aid-offer-left = بقي { $left } من { $of }
aid-offer-new = جديد
aid-offer-new-fits = { $n ->
    [zero] لا طلبات جديدة مناسبة
    [one] طلب جديد واحد قد يناسب
    [two] طلبان جديدان قد يناسبان
    [few] { $n } طلبات جديدة قد تناسب
    [many] { $n } طلبًا جديدًا قد يناسب
   *[other] { $n } طلب جديد قد يناسب
 }
aid-offer-state-standing = قائم
aid-offer-state-paused = متوقف مؤقتًا
aid-offer-state-withdrawn = مسحوب
aid-offer-state-ended = منتهٍ
aid-offer-made = عرضك قائم الآن.
aid-offer-saved = تم تعديل العرض.
aid-offer-many-things = هل لديك الكثير من شيء ما؟ اعرضه، ونقترح عليك ما يناسبه.

# What it fits.
aid-offer-fits-title = ما يناسبه
aid-offer-fits-lede = الأنسب أولًا: مدى الملاءمة، وأين تشتد الحاجة إلى المساعدة، وكلفة الإرسال. الأعداد اقتراح؛ غيّرها كما تشاء.
aid-offer-fits-none = لا يناسبه شيء مفتوح الآن. ما يُفتح لاحقًا وقد يناسب يظهر هنا.
aid-offer-fits-over = لم يعد هذا العرض قائمًا. ما تعهدت به منه يبقى كما هو.
aid-offer-fits-paused = هذا العرض متوقف مؤقتًا. لا يُقترح شيء حتى تعيده قائمًا.
aid-offer-fits-given = تم التعهد بكل ما في هذا العرض.
aid-offer-same-thing = الشيء نفسه مطلوب
aid-offer-same-kind = هذا الصنف من الأشياء مطلوب
aid-offer-same-words = الكلمات متشابهة: اقرأ المطلوب
aid-offer-sizes-fit = المقاسات متوافقة
aid-offer-sizes-apart = المطلوب مقاسات أخرى: اقرأ المطلوب
aid-offer-distance-county = في المحافظة نفسها: يمكنك إيصاله بنفسك
aid-offer-distance-city = في المدينة نفسها
aid-offer-distance-province = في المقاطعة نفسها
aid-offer-distance-elsewhere = في مقاطعة أخرى
aid-offer-shipping = { $n ->
    [zero] لا كلفة للإرسال
    [one] إرسال قطعة واحدة يكلف نحو { $cost }
    [two] إرسال قطعتين يكلف نحو { $cost }
    [few] إرسال { $n } قطع يكلف نحو { $cost }
    [many] إرسال { $n } قطعة يكلف نحو { $cost }
   *[other] إرسال { $n } قطعة يكلف نحو { $cost }
 }
aid-offer-part-of = المقترح: { $n } من أصل { $left } ما زالت مطلوبة
aid-offer-still-asked = ما زال مطلوبًا: { $what }
aid-offer-not-worth = إرسال هذا يكلف أكثر من قيمته. العطاء لمكان أقرب، أو بالمال، أنفع.
aid-offer-not-carried = إرسال هذا يكلف أكثر مما أردت أن تدفع.
aid-offer-how-many = كم يذهب إلى هناك
aid-offer-row-gone = هذا لا يناسب، أو لم يعد مطلوبًا.
aid-offer-message = كلمات قليلة إلى الأسر
aid-offer-pledge-button = تعهد بهذه الأعداد
aid-offer-pledged = شكرًا لك. تم تسجيل تعهداتك.
aid-offer-told-title = لم يمكن التعهد بكل شيء
aid-offer-told-made = تم التعهد: { $what }
aid-offer-told-not = لم يتم التعهد: { $what }
aid-offer-pledges-title = ما تعهدت به من هذا العرض
aid-offer-comes-back = ما تنقضي مهلته أو يُلغى أو لا يصل يعود إلى العرض. إن لم يعد لديك فأنقص العدد في العرض.
aid-offer-pause = أوقف العرض مؤقتًا
aid-offer-resume = أعده قائمًا
aid-offer-withdraw = اسحب العرض
aid-offer-withdraw-follows = لن يُقترح شيء بعد ذلك، ولا يمكن أن يعود قائمًا. ما تعهدت به منه يبقى كما هو.
aid-offer-withdraw-sure = نعم، اسحبه

# What is refused.
aid-offer-many = { $most ->
    [zero] لا يمكن أن يكون لك عرض قائم.
    [one] لديك عرض قائم واحد، وهو أقصى الممكن. اسحبه أو انتظر حتى ينتهي.
    [two] لديك عرضان قائمان، وهو أقصى الممكن. اسحب أحدهما أو انتظر حتى ينتهي أحدهما.
    [few] لديك { $most } عروض قائمة، وهو أقصى الممكن. اسحب واحدًا أو انتظر حتى ينتهي أحدها.
    [many] لديك { $most } عرضًا قائمًا، وهو أقصى الممكن. اسحب واحدًا أو انتظر حتى ينتهي أحدها.
   *[other] لديك { $most } عرض قائم، وهو أقصى الممكن. اسحب واحدًا أو انتظر حتى ينتهي أحدها.
 }
aid-offer-place-over = لم يعد هذا المكان قائمًا. اختر من جديد.
aid-offer-place-county = اختر حتى المحافظة.
aid-offer-paused = هذا العرض متوقف مؤقتًا. أعده قائمًا أولًا.
aid-offer-withdrawn = سُحب هذا العرض.
aid-offer-ended = انتهت مدة هذا العرض.
aid-offer-rest = { $left ->
    [0] لم يبق من هذا العرض شيء.
    [zero] لم يبق من هذا العرض شيء.
    [one] لم تبق من هذا العرض إلا قطعة واحدة.
    [two] لم تبق من هذا العرض إلا قطعتان.
    [few] لم تبق من هذا العرض إلا { $left } قطع.
    [many] لم تبق من هذا العرض إلا { $left } قطعة.
   *[other] لم تبق من هذا العرض إلا { $left } قطعة.
 }
aid-offer-count-given = { $given ->
    [zero] لا يمكن أن يكون أقل.
    [one] تم التعهد بقطعة واحدة: لا يمكن أن يكون أقل.
    [two] تم التعهد بقطعتين: لا يمكن أن يكون أقل.
    [few] تم التعهد بـ { $given } قطع: لا يمكن أن يكون أقل.
    [many] تم التعهد بـ { $given } قطعة: لا يمكن أن يكون أقل.
   *[other] تم التعهد بـ { $given } قطعة: لا يمكن أن يكون أقل.
 }
aid-offer-choose-some = اكتب في موضع واحد على الأقل كم يذهب إلى هناك.
aid-offer-too-many-at-once = هذه كثيرة في المرة الواحدة. تعهد ببعضها ثم بالباقي.
aid-offer-part-twice = هذا الجزء مذكور مرتين.
