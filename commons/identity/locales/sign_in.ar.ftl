# الدخول والانضمام.
identity-sign-in-title = تسجيل الدخول
identity-sign-in-lede = نرسل إليك رمزًا، فلا كلمة سر تحفظها.
identity-sign-up-title = انضم إلينا
identity-sign-up-lede = دقيقتان: رقم هاتف أو عنوان بريد، ثم رمز، ثم اسم.
identity-login-label = رقم الهاتف أو عنوان البريد
identity-login-hint = نقبل العناوين بأي كتابة، مثل 张三@例子.中国
identity-send-code = أرسلوا إليّ رمزًا
identity-have-account = لي حساب: تسجيل الدخول
identity-new-here = أول مرة هنا؟ انضم
identity-card-link = الدخول ببطاقة الأسرة
identity-passkey-button = استعمال مفتاح مرور
identity-signed-out = خرجت من حسابك.
identity-message-code = { $minutes ->
    [one] { $code } هو رمزك في تشيانمو. يصلح دقيقة واحدة. لا تعطه لأحد، ولا حتى لنا.
    [two] { $code } هو رمزك في تشيانمو. يصلح دقيقتين. لا تعطه لأحد، ولا حتى لنا.
    [few] { $code } هو رمزك في تشيانمو. يصلح { $minutes } دقائق. لا تعطه لأحد، ولا حتى لنا.
    [many] { $code } هو رمزك في تشيانمو. يصلح { $minutes } دقيقة. لا تعطه لأحد، ولا حتى لنا.
   *[other] { $code } هو رمزك في تشيانمو. يصلح { $minutes } دقيقة. لا تعطه لأحد، ولا حتى لنا.
}
identity-message-contact = { $minutes ->
    [one] { $code } هو رمز إضافة هذا العنوان إلى حسابك في تشيانمو. يصلح دقيقة واحدة. إن لم تطلبه فلا تفعل شيئًا.
    [two] { $code } هو رمز إضافة هذا العنوان إلى حسابك في تشيانمو. يصلح دقيقتين. إن لم تطلبه فلا تفعل شيئًا.
    [few] { $code } هو رمز إضافة هذا العنوان إلى حسابك في تشيانمو. يصلح { $minutes } دقائق. إن لم تطلبه فلا تفعل شيئًا.
    [many] { $code } هو رمز إضافة هذا العنوان إلى حسابك في تشيانمو. يصلح { $minutes } دقيقة. إن لم تطلبه فلا تفعل شيئًا.
   *[other] { $code } هو رمز إضافة هذا العنوان إلى حسابك في تشيانمو. يصلح { $minutes } دقيقة. إن لم تطلبه فلا تفعل شيئًا.
}
identity-code-title = أدخل الرمز
identity-code-lede = أرسلنا ستة أرقام إلى { $address }. تصلح عشر دقائق.
identity-code-label = الرمز
identity-code-submit = متابعة
identity-code-send-again = إرسال رمز آخر
identity-code-again = رمز آخر في الطريق إليك.
identity-code-other-address = استعمال عنوان آخر
identity-code-other-way = استعمال طريقة أخرى
identity-code-gone = لم يعد هذا الرمز صالحًا. اطلب رمزًا آخر.
identity-code-wrong = { $left ->
    [one] ليس هذا هو الرمز. بقيت محاولة واحدة.
    [two] ليس هذا هو الرمز. بقيت محاولتان.
    [few] ليس هذا هو الرمز. بقيت { $left } محاولات.
   *[other] ليس هذا هو الرمز. بقيت { $left } محاولة.
}
identity-code-digits = أدخل أرقام الرمز الستة.
identity-demo-code = عرض توضيحي: رمزك
identity-look-alike-title = انظر إلى هذا العنوان مرة أخرى
identity-look-alike = فيه حروف متشابهة من أبجديات مختلفة. إن نسخته من مكان ما فربما يصل إلى غيرك.
identity-name-title = بم نخاطبك؟
identity-name-lede = { $address } لك. بقيت خطوة.
identity-name-family = هل أسرتك مسجلة هنا؟ أكمل هذه الصفحة أولًا، ثم تجد في «حسابي» أين تذكر ذلك.
identity-kept-title = ما نحفظه
identity-kept-contact = رقمك أو عنوانك مختومًا: لتدخل به ولنخبرك بما آل إليه تبرعك.
identity-kept-name = الاسم الذي تكتبه هنا مختومًا. لا تراه الأسر إلا إن شئت.
identity-kept-deeds = ما تعطيه، في دفاتر قابلة للتدقيق ليس فيها اسمك.
identity-kept-erase = لك أن تمحو ذلك كله متى شئت في «حسابي».
identity-agree = أوافق على حفظ ذلك.
identity-agree-needed = لا يمكن إنشاء حساب بغير ذلك.
identity-name-submit = انضمام
identity-welcome = أهلًا وسهلًا!
identity-second-title = إثبات ثانٍ
identity-second-lede = أنت مسؤول عن بيانات غيرك أو أموالهم. أثبت بطريقة أخرى أنك أنت، ويكفي ذلك 12 ساعة.
identity-second-contact = أرسلوا رمزًا إلى
identity-second-none-title = ليست لك طريقة ثانية بعد
identity-second-none = دخلت بنوع واحد من الإثبات. أضف نوعًا آخر: عنوان بريد إن دخلت بالهاتف، أو رقم هاتف إن دخلت بالبريد، أو مفتاح مرور.
identity-second-add = أضفها في «حسابي»
identity-second-new = طريقتك الثانية جديدة: تُعد إثباتًا ثانيًا بعد 24 ساعة من إضافتها.
identity-second-waits = تمت الإضافة. يُعد إثباتًا ثانيًا لمنصبك بعد 24 ساعة.
identity-second-later = ليس الآن؛ أتابع دون صلاحيات منصبي
identity-card-title = الدخول ببطاقة الأسرة
identity-card-lede = للأسر التي لا هاتف لها. أعطاك مساعد القرية بطاقة مطبوعة، ورمزًا سريًا على حدة.
identity-card-number = رقم البطاقة
identity-card-number-hint = ثمانية حروف وأرقام مثل 7K4M-22PX
identity-card-pin = الرمز السري
identity-card-submit = دخول
identity-card-other = لي هاتف أو عنوان بريد
identity-card-wrong = الرقم والرمز السري لا يتفقان. انظر إلى كليهما مرة أخرى.
identity-card-busy = يدخل كثيرون بالبطاقة الآن. حاول من جديد بعد ثوانٍ قليلة.
