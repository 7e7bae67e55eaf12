# حساب المرء نفسه: الإعدادات وطرق الدخول والرموز والمحو، وعبارات الرفض كلها.
identity-settings-title = حسابي
identity-settings-lede = اسمك وطرق دخولك والأجهزة التي دخلت منها.
identity-back-settings = العودة إلى حسابي
identity-save = حفظ
identity-saved = تم الحفظ.
identity-remove = إزالة
identity-never = لم يُستعمل قط
identity-copy = نسخ
identity-copied = تم النسخ
identity-action-column = إجراء
identity-contact-column = الهاتف أو البريد
identity-kind-column = النوع
identity-device-column = الجهاز
identity-way-column = طريقة الدخول
identity-made-column = أُضيف في
identity-used-column = آخر استعمال
identity-label-column = الاسم
identity-expires-column = ينتهي
identity-scopes-column = ما يجوز له
identity-device-unknown = جهاز ما
identity-profile-title = الاسم واللغة
identity-household-account = حساب أسرة
identity-family-registered = هل أسرتك مسجلة هنا؟
identity-account-number = رقم حسابك
identity-account-number-hint = به تذكرك أسرة تربطك بها صلة.
identity-name-label = الاسم
identity-name-hint = به نخاطبك وبه يعرفك من يعمل معك. لا يلزم أن يكون اسمك في الوثائق.
identity-locale-label = اللغة
identity-name-empty = اكتب اسمًا من فضلك.
identity-name-long = الاسم ستون حرفًا على الأكثر في سطر واحد.
identity-name-contact = لا يدل الاسم على وسيلة للوصول إلى أحد: لا رقم هاتف ولا بريد إلكتروني ولا موقع ولا اسم أو رقم في تطبيق مراسلة.
identity-roles-title = أدواري
identity-roles-none = لا أدوار.
identity-role-give-back = إعادة الدور
identity-role-given-back = أُعيد الدور.
identity-factor-sms = رمز إلى الهاتف
identity-factor-email = رمز إلى البريد
identity-factor-card = بطاقة الأسرة
identity-factor-passkey = مفتاح مرور
identity-contacts-title = أرقام الهاتف وعناوين البريد
identity-contacts-lede = إليها نرسل رموز الدخول، وبها نخبرك إذا تغيّر شيء في حسابك.
identity-contact-new = رقم هاتف أو عنوان بريد آخر
identity-contact-added = تمت الإضافة.
identity-contact-removed = تمت الإزالة.
identity-contact-taken = هذا الرقم أو العنوان يخص حسابًا آخر.
identity-contact-most = للحساب الواحد { $most } من الأرقام والعناوين على الأكثر.
identity-last-way = هذه آخر طريقة للدخول. أضف طريقة أخرى أولًا.
identity-passkeys-title = مفاتيح المرور
identity-passkeys-lede = ادخل ببصمتك أو وجهك أو رمز جهازك. لا شيء يُكتب، ولا شيء تسرقه صفحة زائفة.
identity-passkey-add = أضف مفتاح مرور على هذا الجهاز
identity-passkey-added = أُضيف مفتاح المرور.
identity-passkey-removed = أُزيل مفتاح المرور.
identity-passkey-working = اتبع تعليمات جهازك…
identity-passkey-cancelled = لم يحدث شيء.
identity-passkey-failed = لم ينجح ذلك. أعد المحاولة أو استعمل طريقة أخرى.
identity-passkey-malformed = تعذرت قراءة جواب المتصفح.
identity-passkey-known = لهذا الجهاز مفتاح مرور لحسابك من قبل.
identity-passkey-most = للحساب الواحد { $most } من مفاتيح المرور على الأكثر.
identity-passkey-none = ليس لحسابك مفتاح مرور بعد.
identity-passkey-not-here = لا يمكن استعمال مفاتيح المرور في هذا العنوان.
identity-card-held = لأسرتك بطاقة مطبوعة. احفظ رمزها السري بعيدًا عنها. إن ضاعت فمسؤول في مكانك يستبدلها.
identity-card-session = دخلت بهذه البطاقة وحدها. إضافة جهة اتصال أو مفتاح مرور أو رمز، ومحو الحساب، تحتاج إلى طريقة دخول أخرى؛ يستطيع مسؤولان في مكانك أن يضيفاها.
identity-card-not-enough = لا يتم هذا ببطاقة الأسرة وحدها. يستطيع مسؤولان في مكانك أن يضيفا إلى حسابك رقم هاتف أو عنوان بريد.
identity-sessions-title = الأجهزة التي دخلت منها
identity-sessions-lede = أترى جهازًا لا تعرفه؟ سجّل خروجه وأخبر المسؤول لديك.
identity-session-this = هذا الجهاز
identity-session-end = تسجيل الخروج
identity-sessions-end-others = تسجيل الخروج من كل الأجهزة الأخرى
identity-session-revoked = سُجّل الخروج هناك.
identity-session-ended = انتهت هذه الجلسة. ادخل من جديد.
identity-session-needed = لا يتم هذا إلا في المتصفح، لا برمز الواجهة البرمجية.
identity-more-title = المزيد
identity-recovery-hint = أضاعت منك كل طرق الدخول؟ يستطيع مسؤول في مكانك أن يساعدك: لا بد من موافقة اثنين وانتظار 24 ساعة.
identity-tokens-title = رموز الواجهة البرمجية
identity-tokens-lede = بالرمز يفعل البرنامج ما يجوز لك أنت لا أكثر. لا تعطه إلا ما يحتاج إليه.
identity-tokens-none = لا رموز بعد.
identity-token-new = رمز جديد
identity-token-label-label = لأي غرض؟
identity-token-scopes-label = ما يجوز له
identity-token-scopes-hint = أسماء الصلاحيات أو مجموعات منها مثل aid.*‎ مفصولة بمسافات. النجمة وحدها تعني كل ما يجوز لك.
identity-token-scopes-all = كل الصلاحيات الموجودة
identity-token-days-label = لكم يومًا
identity-token-make = إنشاء الرمز
identity-token-fresh = رمزك الجديد. لا يظهر إلا هذه المرة.
identity-token-fresh-label = الرمز
identity-token-ended = انتهى
identity-token-revoke = إبطال
identity-token-revoked = أُبطل الرمز.
identity-token-label = اسم من حرف إلى ستين حرفًا من فضلك.
identity-token-days = من يوم إلى 366 يومًا.
identity-token-scopes = اكتب من صلاحية إلى ثلاثين مثل aid.*‎ أو aid.request.review.
identity-token-unknown = لا توجد صلاحية باسم { $name }.
identity-token-wider = لا ينشئ الرمز رمزًا أوسع منه صلاحية.
identity-token-most = للحساب الواحد { $most } من الرموز على الأكثر.
identity-erase-title = محو حسابي
identity-erase-lede = لك أن تغادر متى شئت.
identity-erase-goes = يُتلف اسمك وأرقامك وعناوينك ومفاتيح مرورك وجلساتك ورموزك.
identity-erase-stays = ما أعطيته أو فعلته يبقى في الدفاتر برقم لا باسم، حتى تظل الحسابات صحيحة.
identity-erase-for-good = لا يستطيع أحد الرجوع عن ذلك، ولا نحن.
identity-erase-not-yet = ليس بعد
identity-erase-office = لك دور تُسأل فيه عن غيرك. سلّمه أولًا ثم أعده في «حسابي».
identity-erase-sure = نعم، امحوا حسابي نهائيًا.
identity-erase-sure-needed = ضع علامة هنا إن كنت متأكدًا.
identity-erase-submit = محو نهائي
identity-erased = مُحي حسابك.
identity-account-erased = مُحي هذا الحساب.
identity-account-unknown = لا حساب بهذا الرقم أو العنوان.
identity-too-often = { $minutes ->
    [one] تكررت المحاولات. أعد المحاولة بعد دقيقة.
    [two] تكررت المحاولات. أعد المحاولة بعد دقيقتين.
    [few] تكررت المحاولات. أعد المحاولة بعد { $minutes } دقائق.
   *[other] تكررت المحاولات. أعد المحاولة بعد { $minutes } دقيقة.
}
identity-grant-self = لا يمنح أحد نفسه دورًا.
identity-grant-above = لا يمنح هذا الدور هنا إلا مدير النظام؛ ويمنح المسؤولون دور المراجع في الأماكن التابعة لمكانهم فقط.
identity-grant-no-household = لا يُمنح دور الأسرة إلا لحساب الأسرة نفسها.
identity-grant-with-household = دور الأسرة يأتي ويذهب مع الأسرة صاحبة هذا الحساب، فلا يُمنح ولا يُسحب وحده.
identity-household-other = هذا الحساب خاص بأسرة من قبل.
identity-grant-incompatible = يجب فصل هذا الدور عن دور آخر لهذا الشخص في المكان نفسه ({ $held ->
    [household] { role-household }
    [helper] { role-helper }
    [reviewer] { role-reviewer }
    [officer] { role-officer }
    [partner] { role-partner }
    [auditor] { role-auditor }
   *[administrator] { role-administrator }
}).
identity-notice-contact-added = تشيانمو: أُضيف رقم هاتف أو عنوان بريد إلى حسابك. إن لم تكن أنت فادخل وأزله.
identity-notice-contact-removed = تشيانمو: أُزيل رقم هاتف أو عنوان بريد من حسابك. إن لم تكن أنت فاطلب المساعدة من المسؤول لديك.
identity-notice-passkey-added = تشيانمو: أُضيف مفتاح مرور إلى حسابك. إن لم تكن أنت فادخل وأزله.
identity-notice-passkey-removed = تشيانمو: أُزيل مفتاح مرور من حسابك. إن لم تكن أنت فادخل وتحقق.
identity-notice-recovery-asked = تشيانمو: طلب مسؤول فتح حسابك برقم أو عنوان جديد. إن لم ترد ذلك فادخل وأوقفه.
identity-notice-recovery-consented = تشيانمو: وافق مسؤول ثانٍ على فتح حسابك برقم أو عنوان جديد، ويسري ذلك بعد 24 ساعة. إن لم ترد ذلك فادخل وأوقفه.
identity-notice-recovery-cancelled = تشيانمو: أُوقف طلب فتح حسابك برقم أو عنوان جديد.
identity-notice-recovery-done = تشيانمو: صار يمكن فتح حسابك برقم أو عنوان جديد.
identity-notice-role-given = تشيانمو: مُنحت دورًا. إن كنت لا تريده فادخل وأعده في «حسابي».
identity-notice-erased = تشيانمو: مُحي حسابك كما أردت. شكرًا لك وإلى اللقاء.
