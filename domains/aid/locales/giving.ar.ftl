# What is given, and where things stand.
aid-gift-money = مال
aid-gift-goods = أشياء عينية
aid-state-draft = مسودة
aid-state-submitted = قيد المراجعة
aid-state-returned = أُعيد للتعديل
aid-state-refused = لم يُقبل
aid-state-appealed = قيد التظلم
aid-state-open = مفتوح
aid-state-partly-pledged = تُعُهِّد بجزء منه
aid-state-pledged = تُعُهِّد به كله
aid-state-delivering = في الطريق
aid-state-delivered = وصل
aid-state-met = تمت تلبيته
aid-state-expired = انتهت مدته
aid-state-withdrawn = سُحب
aid-state-failed = تعذر إيصاله
aid-state-closed = أُغلق
aid-part-state-open = مفتوح
aid-part-state-partly-pledged = تُعُهِّد بجزء منه
aid-part-state-pledged = تُعُهِّد به
aid-part-state-delivering = في الطريق
aid-part-state-delivered = وصل
aid-part-state-met = تم استلامه
aid-part-state-failed = تعذر إيصاله
aid-pledge-state-pledged = تم التعهد
aid-pledge-state-paying = بدأ الدفع
aid-pledge-state-paid = مدفوع ومحفوظ في العهدة
aid-pledge-state-payout-open = مدفوع، ولم يكتمل صرفه
aid-pledge-state-partly-paid-out = صُرف جزء منه للأسرة
aid-pledge-state-paid-out = صُرف للأسرة
aid-pledge-state-dispatched = أُرسل
aid-pledge-state-delivered = وصل
aid-pledge-state-disputed = محل اعتراض
aid-pledge-state-received = تم الاستلام
aid-pledge-state-lapsed = انقضت مهلته
aid-pledge-state-cancelled = أُلغي
aid-pledge-state-failed = تعذر إيصاله
aid-pledge-state-refunding = قيد الإعادة
aid-pledge-state-refunded = أُعيد المبلغ
aid-payout-state-prepared = بانتظار الموافقة
aid-payout-state-approved = تمت الموافقة وجارٍ الصرف
aid-payout-state-paid-out = صُرف
aid-payout-state-disputed = محل اعتراض
aid-payout-state-received = تم الاستلام
aid-payout-state-missing = لم يصل
aid-payout-state-rejected = رُفض
aid-payout-state-voided = سُحب
aid-payout-state-failed = تعذر الصرف
aid-state-not-now = لم يعد هذا ممكنًا الآن. أعد فتح الصفحة لترى الوضع الحالي.
aid-room-bounds = تغيرت كميات هذا الجزء. أعد فتح الصفحة.

# Words used in several places.
aid-household = الأسرة
aid-yes = نعم
aid-no = لا
aid-pages = الصفحات
aid-older = الأقدم
aid-print = طباعة
aid-items = { $n ->
    [zero] لا قطع
    [one] قطعة واحدة
    [two] قطعتان
    [few] { $n } قطع
    [many] { $n } قطعة
   *[other] { $n } قطعة
}
aid-items-of = { $n } { $unit }
aid-items-out-of = { $n } من { $asked } { $unit }
aid-back-to-request = العودة إلى الطلب
aid-back-to-pledge = العودة إلى التعهد
aid-back-to-payouts = العودة إلى قائمة عمليات الصرف
aid-see-requests = تصفح الطلبات
aid-col-request = الطلب
aid-col-quantity = المبلغ أو الكمية
aid-col-amount = المبلغ
aid-col-since = بالانتظار منذ
aid-col-state = الحالة
aid-col-date = التاريخ
aid-col-received = المستلَم
aid-col-reference = المرجع
aid-col-custody = في العهدة
aid-nav-giving = تبرعاتي
aid-nav-deliveries = التسليمات
aid-nav-payouts = الصرف
aid-nav-disputes = الاعتراضات

# Pledging.
aid-pledge-title = التعهد
aid-pledge-own-title = تعهدك
aid-pledge-how-title = ما الذي يحدث بعد ذلك
aid-pledge-how-money = { $minutes ->
    [one] المال: أمامك دقيقة واحدة للدفع. يُحفظ المبلغ في العهدة، ويوافق مسؤولان على صرفه، ثم تؤكد الأسرة وصوله.
    [two] المال: أمامك دقيقتان للدفع. يُحفظ المبلغ في العهدة، ويوافق مسؤولان على صرفه، ثم تؤكد الأسرة وصوله.
    [few] المال: أمامك { $minutes } دقائق للدفع. يُحفظ المبلغ في العهدة، ويوافق مسؤولان على صرفه، ثم تؤكد الأسرة وصوله.
    [many] المال: أمامك { $minutes } دقيقة للدفع. يُحفظ المبلغ في العهدة، ويوافق مسؤولان على صرفه، ثم تؤكد الأسرة وصوله.
   *[other] المال: أمامك { $minutes } دقيقة للدفع. يُحفظ المبلغ في العهدة، ويوافق مسؤولان على صرفه، ثم تؤكد الأسرة وصوله.
}
aid-pledge-how-goods = { $days ->
    [one] الأشياء العينية: بعد قبول الأسرة ترى العنوان وأمامك يوم واحد لإرسالها بالبريد أو تسليمها بنفسك، ثم تؤكد الأسرة وصولها.
    [two] الأشياء العينية: بعد قبول الأسرة ترى العنوان وأمامك يومان لإرسالها بالبريد أو تسليمها بنفسك، ثم تؤكد الأسرة وصولها.
    [few] الأشياء العينية: بعد قبول الأسرة ترى العنوان وأمامك { $days } أيام لإرسالها بالبريد أو تسليمها بنفسك، ثم تؤكد الأسرة وصولها.
    [many] الأشياء العينية: بعد قبول الأسرة ترى العنوان وأمامك { $days } يومًا لإرسالها بالبريد أو تسليمها بنفسك، ثم تؤكد الأسرة وصولها.
   *[other] الأشياء العينية: بعد قبول الأسرة ترى العنوان وأمامك { $days } يوم لإرسالها بالبريد أو تسليمها بنفسك، ثم تؤكد الأسرة وصولها.
}
aid-pledge-part = الجزء
aid-pledge-part-left = { $part }: المتبقي { $left }
aid-pledge-amount = المبلغ
aid-pledge-count = العدد
aid-pledge-message = كلمات إلى الأسرة
aid-pledge-message-hint = يمكن تركه فارغًا. من فضلك دون أسماء أو أرقام هواتف أو عناوين.
aid-pledge-named = أظهر اسمي
aid-pledge-named-hint = تراه الأسرة، ويراه كل من يقرأ صفحة الطلب بعد أن تدفع أو ترسل. وإلا يقرأ الجميع «متبرع كريم» فقط.
aid-pledge-button = أتعهد
aid-pledge-cancel-button = إلغاء التعهد
aid-pledge-cancel-goods = إذا ألغيت تعهدًا عينيًا بقي محسوبًا لمدة أسبوع ضمن ما يمكن أن يكون لديك في وقت واحد.
aid-pledge-value = القيمة المقدرة
aid-pledge-name-shown = يظهر الاسم للأسرة وفي صفحة الطلب
aid-pledge-refunded = المُعاد
aid-pledge-pay-by = تنتهي مهلة الدفع
aid-pledge-accept-by = تنتهي مهلة القبول
aid-pledge-send-by = تنتهي مهلة الإرسال
aid-pledge-over-time = انقضى
aid-pledged = شكرًا لك. تم تسجيل تعهدك.
aid-pledge-many-open = يمكن أن يكون لديك { $most ->
     [one] تعهد عيني واحد
     [two] تعهدان عينيان
     [few] { $most } تعهدات عينية
     [many] { $most } تعهدًا عينيًا
    *[other] { $most } تعهد عيني
 } في وقت واحد قبل إرسالها. المحسوب الآن: { $open ->
     [0] لا تعهد قائم
     [one] تعهد واحد ينتظر القبول أو الإرسال
     [two] تعهدان ينتظران القبول أو الإرسال
     [few] { $open } تعهدات تنتظر القبول أو الإرسال
     [many] { $open } تعهدًا تنتظر القبول أو الإرسال
    *[other] { $open } تعهد تنتظر القبول أو الإرسال
 }، { $ended ->
     [0] ولا تعهد انقضى أو أُلغي أو تعذر إيصاله خلال أسبوع
     [one] وتعهد واحد انقضى أو أُلغي أو تعذر إيصاله خلال أسبوع
     [two] وتعهدان انقضيا أو أُلغيا أو تعذر إيصالهما خلال أسبوع
     [few] و{ $ended } تعهدات انقضت أو أُلغيت أو تعذر إيصالها خلال أسبوع
     [many] و{ $ended } تعهدًا انقضت أو أُلغيت أو تعذر إيصالها خلال أسبوع
    *[other] و{ $ended } تعهد انقضت أو أُلغيت أو تعذر إيصالها خلال أسبوع
 }. { $can ->
     [send] أرسل أحد ما قُبل منها لتتعهد بأشياء عينية من جديد فورًا، وإلا ففي { $day } على أبعد تقدير.
     [wait] بعد قبول أحدها وإرساله تستطيع أن تتعهد بأشياء عينية من جديد، وإلا ففي { $day } على أبعد تقدير.
    *[nothing] يمكنك أن تتعهد بأشياء عينية من جديد في { $day }.
 }
aid-pledge-many-unpaid = { $most ->
     [one] لديك تعهد بمال لم يُدفع بعد أو انقضت مهلته أو ألغيته خلال يوم واحد. ادفعه إن كان قائمًا لتتعهد من جديد فورًا
     [two] لديك تعهدان بمال لم يُدفعا بعد أو انقضت مهلتهما أو ألغيتهما خلال يوم واحد. ادفع أحد القائم منها لتتعهد من جديد فورًا
     [few] لديك { $most } تعهدات بمال لم تُدفع بعد أو انقضت مهلتها أو ألغيتها خلال يوم واحد. ادفع أحد القائم منها لتتعهد من جديد فورًا
     [many] لديك { $most } تعهدًا بمال لم تُدفع بعد أو انقضت مهلتها أو ألغيتها خلال يوم واحد. ادفع أحد القائم منها لتتعهد من جديد فورًا
    *[other] لديك { $most } تعهد بمال لم تُدفع بعد أو انقضت مهلتها أو ألغيتها خلال يوم واحد. ادفع أحد القائم منها لتتعهد من جديد فورًا
 }، وإلا فبعد { $hours ->
     [one] ساعة واحدة
     [two] ساعتين
     [few] { $hours } ساعات
     [many] { $hours } ساعة
    *[other] { $hours } ساعة
 } على أبعد تقدير.
aid-pledge-lapsed-often = لم تدفع أو ألغيت { $most ->
     [one] تعهدًا واحدًا
     [two] تعهدين
     [few] { $most } تعهدات
     [many] { $most } تعهدًا
    *[other] { $most } تعهد
 } بمال خلال يوم واحد. يمكنك التعهد بمال من جديد بعد { $hours ->
     [one] ساعة واحدة
     [two] ساعتين
     [few] { $hours } ساعات
     [many] { $hours } ساعة
    *[other] { $hours } ساعة
 }.
aid-erase-gifts-open = هناك تعهد لم تدفعه أو لم ترسله أو لم يتأكد بعد، أو مال في طريقه إليك. ألغه أو انتظر حتى يكتمل.
aid-pledge-taken-back = أُلغي تعهدك.
aid-pledge-closed = لا يقبل هذا الطلب تعهدات الآن.
aid-pledge-gone = انتهى هذا الطلب ولم يعد يقبل التعهدات.
aid-pledge-ended-title = لا يمكن التعهد هنا الآن
aid-pledge-ended-expired = انتهت مدته قبل أن يكتمل التعهد به.
aid-pledge-ended-withdrawn = سحبه أصحابه.
aid-pledge-ended-closed = أغلقه المسؤولون عن منطقته.
aid-pledge-ended-failed = لم يكتمل: تعذّر إيصال جزء منه.
aid-pledge-ended-met = وصل كل ما طُلب، وأكدت الأسرة استلامه.
aid-pledge-ended-promised = تعهد آخرون بكل ما تبقى. وما لا يُدفع أو يُرسل في موعده يُفتح من جديد.
aid-pledge-ended-nothing = لم يُسجَّل تعهدك ولم يُخصم منك شيء.
aid-pledge-ended-similar = تصفّح طلبات مشابهة مفتوحة في الجوار
aid-pledge-ended-nearby = تصفّح طلبات مفتوحة في الجوار
aid-pledge-own = أنت من كتب هذا الطلب أو هو طلبك، لذا يتعهد به شخص آخر.
aid-pledge-over = هذا أكثر مما تبقى. المتبقي: { $left }.
aid-pledge-over-goods = هذا أكثر مما تبقى. المتبقي: { $left } { $unit }.
aid-pledge-currency = عملة هذا الطلب مختلفة.
aid-pledge-amount-needed = هذا الجزء يطلب مالًا: اذكر مبلغًا.
aid-pledge-count-needed = هذا الجزء يطلب أشياء عينية: اذكر عددًا.
aid-pledge-one-of-two = اذكر مبلغًا أو عددًا، أحدهما فقط.
aid-pledge-nothing = اذكر واحدًا على الأقل.
aid-pledge-too-small = المبلغ أصغر من أن يُدفع.
aid-message-personal = يحتوي النص على اسم أو رقم أو معلومة شخصية. يرجى حذفها.
aid-message-too-long = النص طويل جدًا.

# Paying.
aid-pay-button = ادفع الآن
aid-pay-continue = متابعة الدفع
aid-pay-failed = لم تتم عملية الدفع، ولم يُخصم شيء.
aid-pay-begun = بدأت عملية دفع والجواب منتظر. إن لم تكملها بعد فتابعها.
aid-pay-unknown = لم يخبرنا مزود الدفع بعد بما آلت إليه عمليتك. سنسأله من جديد تلقائيًا، فلا تدفع مرة ثانية.
aid-pay-again = لم تنجح عملية الدفع. يمكنك المحاولة مجددًا.
aid-book-gift = تبرع
aid-book-payout = صرف
aid-book-goods-sent = أشياء أُرسلت بقيمتها
aid-book-goods-received = أشياء استُلمت بقيمتها
aid-book-goods-lost = أشياء لم تصل بقيمتها

# Sending.
aid-way-courier = بشركة توصيل
aid-way-in-person = تسليم باليد
aid-dispatch-title = طريقة إرسال الأشياء
aid-dispatch-button = إرسال الأشياء
aid-dispatch-again = إرسال من جديد أو تصحيح طريقة الإرسال
aid-dispatch-save = حفظ
aid-dispatch-way = الطريقة
aid-dispatch-company = شركة التوصيل
aid-dispatch-tracking = رقم التتبع
aid-dispatch-tracking-bad = رقم التتبع من 4 إلى 40 حرفًا أو رقمًا أو شرطة.
aid-dispatch-contact = جهة الاتصال
aid-dispatch-contact-hint = اسم وهاتف من سيحضرها. لا يراه إلا من يؤكد التسليم.
aid-dispatch-planned = يوم التسليم، المقرر أو الفعلي
aid-dispatch-planned-bad = اختر يومًا خلال الأشهر الستة القادمة.
aid-dispatch-planned-past = مضى هذا اليوم منذ زمن. اختر اليوم المقرر للتسليم، أو يومًا خلال الشهر الماضي إن كان قد سُلّم.
aid-dispatched = تم الحفظ. سترى الأسرة أنها في الطريق.
aid-sent-title = كيف أُرسلت
aid-address-button = عرض عنوان التسليم
aid-address-title = عنوان التسليم
aid-address-place = المكان
aid-address-place-local = كما يقرؤه عامل التوصيل
aid-address-name = إلى
aid-address-phone = الهاتف
aid-address-lede = استخدمه فقط لإيصال ما تعهدت به.
aid-address-logged = تستطيع الأسرة أن ترى اسمك وأنك اطلعت ومتى.
aid-address-logged-unnamed = تستطيع الأسرة أن ترى أن متبرعًا اطلع ومتى، ولا يظهر لها اسمك.
aid-address-closed = العنوان غير مطلوب أو لم يعد مطلوبًا لهذا التعهد.
aid-address-not-accepted = لم تقبل الأسرة، أو من يخدمها، هذا التعهد بعد. بعد القبول ترى العنوان وتستطيع الإرسال.
aid-address-too-often = رأيت { $most ->
     [one] عنوان أسرة واحدة
     [two] عنواني أسرتين
     [few] عناوين { $most } أسر
     [many] عناوين { $most } أسرة
    *[other] عناوين { $most } أسرة
 } خلال يوم واحد. يمكنك رؤية العنوان التالي بعد { $hours ->
     [one] ساعة واحدة
     [two] ساعتين
     [few] { $hours } ساعات
     [many] { $hours } ساعة
    *[other] { $hours } ساعة
 }.
aid-pledge-waits = بانتظار قبول الأسرة أو مساعد القرية. بعدها ترى العنوان وتبدأ أيام الإرسال.
aid-accept-own = هذا تعهدك أنت، فيقبله شخص آخر.
aid-accept-button = قبول
aid-accepted = تم الحفظ. يستطيع المتبرع الآن رؤية العنوان والإرسال.
aid-wishes-title = متبرعون يريدون إرسال أشياء
aid-wishes-lede = لا يرى المتبرع أين تسكن الأسرة إلا بعد قبولك.
aid-desk-wishes = { $n ->
    [zero] لا متبرعين ينتظرون القبول
    [one] متبرع واحد ينتظر القبول
    [two] متبرعان ينتظران القبول
    [few] { $n } متبرعين ينتظرون القبول
    [many] { $n } متبرعًا ينتظرون القبول
   *[other] { $n } متبرع ينتظرون القبول
}
aid-wish = { $who } يريد أن يرسل: { $what }
aid-arrival-button = وصلت الأشياء
aid-arrived = تم الحفظ. سيُطلب من الأسرة التأكيد.
aid-failure-button = تعذر إيصالها
aid-failure-follows = ينتهي تبرعك بهذا على أنه لم يصل، ويُفتح ما كان له من جديد أمام غيرك. لا يمكن التراجع عن ذلك. إن كان قد تأخر فقط أو كنت سترسله من جديد فلا تقل شيئًا هنا، بل صحّح طريقة الإرسال.
aid-failure-sure = نعم، تعذر إيصالها
aid-delivery-failed = تم الحفظ. ما لم يصل أصبح مفتوحًا من جديد.
aid-fail-title = جزء لا يمكن إيصاله
aid-fail-warning = تنتهي التعهدات على هذا الجزء، ويعود المال الذي لم يُصرف إلى أصحابه. لا يمكن التراجع عن ذلك.
aid-fail-reason = السبب
aid-fail-button = إنهاء هذا الجزء
aid-part-failed = أُنهي هذا الجزء.

# Confirming.
aid-deliveries-title = تسليمات بانتظار التأكيد
aid-deliveries-lede = ما هو في الطريق أو وصل وينتظر تأكيد الاستلام.
aid-deliveries-none = لا شيء ينتظر التأكيد
aid-deliveries-others = يؤكدها غيرك
aid-receipt-title = تأكيد الاستلام
aid-receipt-arrived = وصلت
aid-receipt-count-label = كم وصل
aid-receipt-count-hint = اتركه فارغًا إن وصل الكل.
aid-receipt-count = هذا أكثر من المنتظر.
aid-receipt-note = ملاحظة
aid-receipt-photo = صورة تثبت الوصول
aid-receipt-button = تأكيد الاستلام
aid-receipt-nothing = لا شيء هنا للتأكيد الآن.
aid-receipt-done = تم تأكيد الاستلام، شكرًا لك.
aid-receipt-told = ما أُبلغ به المسؤول
aid-receipt-looked-into = ينظر مسؤول في الأمر ويقرر ما يلي. لا يلزمك شيء آخر إلى ذلك الحين.
aid-receipt-missing = وجد مسؤول في { $when } أن هذا المال لم يصل. يجري تتبّعه، ويُصرف من جديد متى عاد.
aid-receipt-after-all = وصلت في نهاية الأمر
aid-receipt-after-all-button = تأكيد أنها وصلت
aid-confirmed = شكرًا. تم تأكيد الاستلام.
aid-confirmed-some = تم الحفظ. ما ينقص ما زال منتظرًا.
aid-witness-publisher = أنت من كتب هذا الطلب أو طبع البطاقة التي كُتب بها، لذا تؤكد الأسرة أو شاهد آخر الاستلام.
aid-witness-sender = أنت من أعطى أو أرسل هذا، لذا تؤكد الأسرة أو شاهد آخر الاستلام.
aid-witness-card = البطاقة التي دخلت بها طبعها من كتب هذا الطلب أو أرسله أو صرفه، أو من سجّل أسرتكم أو بطاقتها المصرفية، أو من منحه أحد هؤلاء دوره. أكد الاستلام بهاتفك، أو ليشهد عليه مساعد أو مسؤول آخر، أو اطلب بطاقة جديدة من مسؤول لا يد له فيه.
aid-witness-phone = الهاتف الذي دخلت به إلى أسرتك سجّله من كتب هذا الطلب أو أرسله أو صرفه، أو من سجّل أسرتكم أو له يد في بطاقتها المصرفية، أو من منحه أحد هؤلاء دوره. ليشهد على الاستلام مساعد أو مسؤول آخر.
aid-witness-appointed = منحك دورك من كتب هذا الطلب أو أرسله أو صرفه، لذا تؤكد الأسرة أو شاهد آخر الاستلام.
aid-witness-payer = شاركت في صرف هذا المبلغ، لذا تؤكد الأسرة أو شاهد آخر الاستلام.
aid-witness-keeper = أنت سجّلت هذه الأسرة أو بطاقتها المصرفية، لذا تؤكد الأسرة أو شاهد آخر الاستلام.
aid-receipt-household-only = وجد مسؤول أن هذا المال لم يصل. الأسرة وحدها تستطيع أن تؤكد وصوله في نهاية الأمر.
aid-receipt-say-how = اذكر بكلمات قليلة كيف علمت، أو ضع علامة بأن الأسرة أبرزت لك بطاقتها.
aid-dispute-title = هناك مشكلة
aid-dispute-kind = ما المشكلة
aid-dispute-not-arrived = لم تصل
aid-dispute-not-as-promised = ليست كما وُعد
aid-dispute-note = ماذا حدث
aid-dispute-button = أبلغ المسؤول
aid-disputed = تم الحفظ. سينظر فيه مسؤول.
aid-disputes-title = اعتراضات على التسليم
aid-disputes-lede = تقول الأسر أو الشهود إن هذه لم تصل أو ليست كما وُعد.
aid-disputes-none = لا اعتراضات بانتظارك
aid-dispute-this-one = لم يُعتمد القرار في هذه الحالة.
aid-dispute-reason = ما توصلت إليه
aid-dispute-arrived = وصلت فعلًا
aid-dispute-partly = وصل بعضها
aid-dispute-count = كم وصل من { $of }
aid-dispute-count-hint = فقط إذا وصل بعضها. تؤكد هذا العدد شاهدًا ويقرأ المتبرع ما توصلت إليه، والباقي يُطلب من جديد.
aid-dispute-count-range = أقل مما أُرسل، وواحد على الأقل.
aid-dispute-donor = المتبرع
aid-dispute-failed = لم تصل فعلًا
aid-dispute-missing = لم يصل: تتبّع المال
aid-dispute-follows = إن قررت أنها وصلت انتُظر تأكيد الأسرة أو شاهد من جديد. وإن قررت أنها لم تصل طُلب ما لم يُستلم من جديد، وذُكر ذلك في الطلب.
aid-dispute-follows-money = إن قررت أنه وصل انتُظر تأكيد الأسرة أو شاهد من جديد. وإن قررت أنه لم يصل عُدّ هذا الصرف مفقودًا وبدأ تتبع المال.
aid-dispute-done = تم البت.
aid-dispute-decided = سبق البت في هذا.
aid-dispute-own = يتعلق بتبرعك أنت، لذا يقرر شخص آخر.
aid-dispute-own-payout = أنت من أعدّ هذا الصرف أو وافق عليه، فيقرر فيه مسؤول آخر.
aid-dispute-opener = أنت من قدّم هذا الاعتراض، فيقرر فيه مسؤول آخر.

# Thanks, updates, stories.
aid-thanks-title = كلمة شكر
aid-thanks-hint = يقرؤها من أعطى وكل من يزور صفحة الطلب.
aid-update-title = كتابة مستجدات
aid-update-hint = بضع كلمات عما تغير منذ ذلك الحين.
aid-story-title = احكِ القصة
aid-story-hint = لا تُنشر القصة إلا بموافقة الأسرة، ولها أن تسحب موافقتها متى شاءت.
aid-story-waits = قصة تنتظر موافقتك
aid-story-shown = هذه القصة منشورة
aid-story-agree = نوافق
aid-story-decline = لا نريد نشرها
aid-story-decided = تم الحفظ.
aid-post-hide = إخفاء
aid-post-show = عرض من جديد
aid-post-held = مرفوع من العرض إلى حين البت فيه
aid-post-off = أُخفي، ولم يعد يراه أحد من الخارج.
aid-post-back = عُرض من جديد.
aid-post-thanks = شكر
aid-post-update = مستجدات
aid-post-story = قصة
aid-post-body = النص
aid-post-body-hint = دون أسماء أو أرقام هواتف أو عناوين.
aid-post-photo = صورة
aid-post-alt = ماذا تُظهر الصورة
aid-post-alt-hint = لمن لا يستطيع رؤيتها. مطلوب مع الصورة.
aid-post-people = يظهر فيها أشخاص، وقد وافقوا.
aid-post-button = نشر
aid-post-told = تم النشر.
aid-post-waits = تنتظر موافقة الأسرة.
aid-post-told-photo = تم النشر. تظهر الصورة بعد مراجعتها.
aid-post-by-household = الأسرة
aid-post-by-publisher = ناشر الطلب
aid-post-photo-alt = صورة مرفقة بالنص
aid-post-decided = سبق البت في هذا.
aid-consent-apart = بطاقتك طبعها، أو هاتفك سجّله، من كتب الطلب أو هذه القصة، أو من منحه أحدهم دوره. وافق بعد الدخول بطريقة أخرى تخصك، أو ببطاقة يصدرها مسؤول لا يد له فيه.
aid-posts-title = الشكر والمستجدات
aid-thanks-early = لم يُدفع أو يُرسل شيء بعد.
aid-photo-alt-needed = صف بالكلمات ما تُظهره الصورة.

# Payouts.
aid-payouts-title = عمليات الصرف
aid-payouts-lede = يُعدها مسؤول ويوافق عليها آخر وتؤكدها الأسرة.
aid-payouts-ready = أموال في العهدة جاهزة للصرف
aid-payouts-ready-sum = { $n ->
    [zero] لا طلبات: { $sum }
    [one] طلب واحد: { $sum }
    [two] طلبان، المجموع { $sum }
    [few] { $n } طلبات، المجموع { $sum }
    [many] { $n } طلبًا، المجموع { $sum }
   *[other] { $n } طلب، المجموع { $sum }
}
aid-payouts-ready-find = رقم مرجع الطلب
aid-payouts-ready-none = لا أموال كهذه في العهدة لهذا الطلب في أماكنك.
aid-payouts-ready-all = عرض كل ما هو جاهز
aid-payouts-missing = عمليات صرف لم تصل
aid-payouts-missing-lede = خرجت هذه الأموال ولم تصل. متى عادت إلى العهدة أمكنك الإفادة بذلك.
aid-payouts-all = كل عمليات الصرف
aid-payouts-none = لا عمليات صرف بعد
aid-payout-title = عملية صرف
aid-payout-new-title = إعداد عملية صرف
aid-payout-two = يوافق عليها مسؤول آخر. لا أحد يوافق على ما أعده.
aid-payout-part-free = { $part }: في العهدة { $left }
aid-payout-amount-hint = اترك المبلغ فارغًا لصرف كل ما في العهدة.
aid-payout-evidence = الدليل
aid-payout-evidence-hint = ما رأيته مما يثبت الحاجة، وكيف سيُصرف.
aid-payout-photo = صورة له إن وُجدت
aid-payout-prepare-button = إعداد
aid-payout-made = أُعدت. يوافق عليها مسؤول آخر.
aid-payout-prepared = أُعدت
aid-payout-prepared-on = تاريخ الإعداد
aid-payout-approved = تمت الموافقة
aid-payout-paid = صُرفت
aid-payout-received = استُلمت
aid-payout-missing = ثبت أنها لم تصل
aid-payout-rejected = رُفضت
aid-payout-voided = سُحبت
aid-payout-shares = عدد التبرعات المكونة لها
aid-payout-wait-second = أنت من أعدها، وهي بانتظار مسؤول آخر.
aid-payout-decide = القرار
aid-payout-reason = السبب
aid-payout-reason-hint = مطلوب عند الرفض.
aid-payout-approve-button = موافقة
aid-payout-reject-button = رفض
aid-payout-void-button = سحب
aid-payout-decided = تمت الموافقة: المبلغ في طريقه إلى الأسرة.
aid-payout-turned-down = رُفض: المال متاح من جديد.
aid-payout-to-dispute = إلى الاعتراضات المفتوحة
aid-payout-taken-back = سُحبت. المال متاح من جديد.
aid-payout-conflict = أنت ناشر الطلب، أو طابع البطاقة التي كُتب بها، أو من سجّل الأسرة، أو قريب منها، لذا يقوم بهذا شخص آخر.
aid-payout-card-changed = أنت أو المسؤول الذي أعدّ هذا الصرف سجّل البطاقة المصرفية للأسرة أو غيّرها منذ آخر صرف أكدت استلامه، أو منح من فعل ذلك دوره أو سجّل الهاتف الذي دخل به، لذا يتولى أمر الصرف لها مسؤولون آخرون.
aid-payout-card-rests = تغيّرت البطاقة المصرفية للأسرة قبل أيام قليلة. أُبلغت الأسرة بذلك، ولها بضعة أيام للاعتراض قبل أن يُصرف إليها مال.
aid-payout-same-person = أنت من أعد هذا الصرف، لذا يبت فيه مسؤول آخر.
aid-payout-not-prepared = أعدّ هذا الصرف مسؤول آخر، وهو وحده من يسحبه. إن رأيت ألا يُصرف فارفضه واذكر السبب.
aid-payout-goods = المال وحده يُصرف؛ أما الأشياء فتُسلَّم.
aid-payout-ruled = أنت راجعت هذا الطلب، فيصرف ماله شخص آخر.
aid-payout-over = ليس في العهدة هذا القدر. المتاح: { $left }.
aid-payout-unclear = يقول مزود الدفع إن صرفًا سابقًا لهذا الطلب قد تم فعلًا. يجب توضيح ذلك مع المزود أولًا.
aid-payout-nothing = لا شيء في العهدة لهذا الطلب الآن.
aid-payout-account = حساب الأسرة
aid-payout-account-name = صاحب الحساب
aid-payout-card-changes = سجّل البطاقة المصرفية أو غيّرها
aid-payout-card-change = { $days ->
    [0] { $who }، { $date } (اليوم)
    [one] { $who }، { $date } (قبل يوم واحد)
    [two] { $who }، { $date } (قبل يومين)
    [few] { $who }، { $date } (قبل { $days } أيام)
    [many] { $who }، { $date } (قبل { $days } يومًا)
   *[other] { $who }، { $date } (قبل { $days } يوم)
}
aid-payout-card-household = الأسرة نفسها
aid-payout-card-let-in = فرد من الأسرة دخل بهاتف سجّله { $name }
aid-payout-card-operator = مشغّل النظام
aid-payout-account-look = يُصرف المبلغ إلى بطاقة الأسرة المصرفية كما هي مسجلة الآن، وترى الأسرة أنك اطلعت عليها.
aid-payout-account-new = تغيّر الحساب منذ إعداد هذا الصرف. إن وافقت صُرف المال إلى الحساب المبيَّن هنا.
aid-payout-account-changed = تغيّر حساب الأسرة منذ اطلاعك عليه أو منذ إعداد الصرف. راجعه مرة أخرى قبل الموافقة.
aid-payout-back = ما صار بالمال
aid-payout-recover = الإفادة بأن المال عاد إلى العهدة
aid-payout-recover-lede = لم يصل هذا المال، ولا يجوز تعويضه من تبرعات أخرى. لا تقدّم هذه الإفادة إلا بعد أن يعود المبلغ إلى العهدة لدى مزود الدفع، وعندئذ يمكن إعداد عملية صرف جديدة.
aid-payout-recover-others = يجري تتبّع المال. متى عاد إلى العهدة أفاد بذلك مسؤول لم يُعدّ هذا الصرف ولم يوافق عليه ولم يجد أنه لم يصل.
aid-payout-recover-way = كيف عاد
aid-payout-recover-evidence = ما يثبت ذلك
aid-payout-recover-evidence-hint = جواب المزود المكتوب، أو سطر من كشفه، أو مصدر المبلغ الذي عوّضت به المحافظة. دون اسم أو رقم لأحد.
aid-payout-recover-button = تقديم الإفادة
aid-payout-recovered = تم الحفظ. يمكن إعداد عملية صرف جديدة.
aid-payout-recovered-ended = تم الحفظ. انتهى الطلب أو هذا الجزء منه، فيعود المال إلى المتبرعين به.
aid-payout-repay-lede = عوّضت المحافظة هذا المبلغ من مصدر آخر، وما زال مزود الدفع مدينًا به. لا تفد بعودته إلا بعد أن يعيده المزود كاملًا.
aid-payout-repaid = تم الحفظ. لم يعد مزود الدفع مدينًا بشيء عن هذا الصرف.
aid-payout-repaid-by-provider = أعاده مزود الدفع
aid-payout-replaced-by = أنت من أفاد بأن المحافظة عوّضت هذا المبلغ، لذا يفيد مسؤول آخر بأن المزود أعاده.
aid-payout-found-by = أنت من وجد أن هذا المال لم يصل، لذا يفيد مسؤول آخر بعودته.
aid-payout-sought = أنت أو المسؤول الذي أعدّ هذا الصرف وجد أن صرفًا سابقًا لهذا الطلب لم يصل، أو أفاد بعودة ماله، لذا يصرفه من جديد مسؤولون آخرون.

# My giving.
aid-giving-title = تبرعاتي
aid-giving-lede = كل تبرع حتى تؤكد الأسرة وصوله.
aid-giving-none = لم تتبرع بعد
aid-giving-none-hint = احتياجات الأسر مرتبة حسب المكان والغرض.
aid-receipts-of-gift = ما تأكد استلامه
aid-receipt-some = تأكد { $n } من { $of }، وينقص { $missing }.
aid-pledge-lost = أُعطي { $given } ووصل { $arrived }، ولم يصل { $lost }.
aid-received-by-household = أكدته الأسرة
aid-received-by-witness = أكده شاهد
aid-receipts-title = قائمة تبرعاتي
aid-receipts-note = تُظهر هذه القائمة ما أُعطي وما تأكد وصوله. تُقدَّر قيمة الأشياء ولا تُجمع مع المال.
aid-total-given = المال المُعطى
aid-total-money-gifts = { $n ->
    [zero] لا تبرعات مالية
    [one] تبرع مالي واحد
    [two] تبرعان ماليان
    [few] { $n } تبرعات مالية
    [many] { $n } تبرعًا ماليًا
   *[other] { $n } تبرع مالي
}
aid-total-received = ما تأكد وصوله
aid-total-of = تأكد { $part } من { $whole }
aid-total-goods = قيمة ما أُرسل من أشياء ولم يُفقد
aid-total-goods-gifts = { $n ->
    [zero] لا تبرعات عينية
    [one] تبرع عيني واحد
    [two] تبرعان عينيان
    [few] { $n } تبرعات عينية
    [many] { $n } تبرعًا عينيًا
   *[other] { $n } تبرع عيني
}
aid-total-confirmed = ما تأكد كاملًا
aid-total-gifts = { $n ->
    [zero] لا تبرعات بعد
    [one] من أصل تبرع واحد
    [two] من أصل تبرعين
    [few] من أصل { $n } تبرعات
    [many] من أصل { $n } تبرعًا
   *[other] من أصل { $n } تبرع
}
aid-timeline-title = مسار هذا التبرع
aid-way-pledged = تم التعهد
aid-way-accepted = قبلته الأسرة أو من يخدمها
aid-way-sent = أُرسل
aid-way-there = وصل
aid-way-received = استُلم وتأكد
aid-way-disputed = الأسرة تعترض
aid-way-missing = وجد مسؤول أنه لم يصل، ويجري تتبّعه
aid-way-received-some = استُلم وتأكد { $n } من { $of }
aid-way-found-arrived = وجد مسؤول أنه وصل
aid-way-sent-again = أُرسل من جديد
aid-way-lost = وجد مسؤول أن { $n } من { $of } لم يصل
aid-way-paid = دُفع إلى العهدة
aid-way-paid-out = صُرف للأسرة
aid-way-lapsed = انقضت المهلة وفُتح الجزء من جديد
aid-way-cancelled = أُلغي
aid-way-failed = تعذر إيصاله
aid-way-refunding = في طريق العودة إليك
aid-way-refunded = عاد إليك
aid-way-next = التالي: { $what }
aid-way-then = ثم: { $what }
aid-coming-accepted = تقبله الأسرة أو من يخدمها
aid-coming-sent = ترسله أنت
aid-coming-there = يصل
aid-coming-received = تؤكد الأسرة أو شاهد الاستلام
aid-coming-looked = ينظر مسؤول في الأمر ويقرر
aid-coming-paid = تدفع إلى العهدة
aid-coming-paid-out = يُصرف المبلغ للأسرة

# The story of a request, as far as gifts go.

# i18n-family: aid-story-*
aid-story-goods-sent = أُرسلت الأشياء
aid-story-goods-accepted = قُبل متبرع بأشياء
aid-story-goods-there = قيل إن الأشياء وصلت
aid-story-goods-received = استُلمت الأشياء وتأكدت
aid-story-goods-received-some = استُلم { $n } من { $of } وتأكد، وينقص { $missing }
aid-story-goods-failed = تعذر إيصال الأشياء، وفُتح الناقص من جديد
aid-story-paid-out = صُرف المال للأسرة
aid-story-payout-received = استُلم المال وتأكد
aid-story-payout-missing = وجد مسؤول أن مالًا لم يصل، ويجري تتبّعه
aid-story-payout-back = عاد المال الذي لم يصل إلى العهدة
aid-story-disputed = قيل إن شيئًا لم يصل كما وُعد
aid-story-found-arrived = وجد مسؤول أنه وصل
aid-story-part-failed = وجد مسؤول أن جزءًا لا يمكن إيصاله
