# A member comes in by the household's phone; what households wish, and what becomes of it.
registry-join-title = هل أسرتك مسجلة هنا؟
registry-join-lede = إن كانت أسرتك مسجلة بالهاتف الذي تدخل به فاذكر من أنت. عندئذ يرى هذا الحساب ما هو محفوظ عن أسرتك ومن اطّلع عليه، ويمكنه طلب المساعدة.
registry-join-phone = ادخل برمز يُرسل إلى الهاتف المسجل لأسرتك، على أن يكون الهاتف الوحيد في حسابك. فأي طريقة دخول أخرى لا تثبت أن الهاتف لك.
registry-join-document = آخر أربع خانات من رقم وثيقة الهوية
registry-join-document-hint = لأي فرد من الأسرة، كما أدخله مساعد القرية. حروف وأرقام فقط.
registry-join-or = أو، لفرد بلا وثيقة
registry-join-name-hint = الاسم الكامل كما سُجّل.
registry-join-birth-hint = السنة والشهر واليوم: ⁦1950⁠-⁠03⁠-⁠02⁩.
registry-join-button = عرض أسرتي
registry-join-note = يمكنك المحاولة خمس مرات في اليوم. إن لم يطابق شيء فاسأل مساعد القرية عن الهاتف والوثيقة المسجلين؛ ومن لا هاتف له يطبع له المساعد بطاقة.
registry-join-four = أدخل آخر أربعة حروف أو أرقام فقط.
registry-join-needed = أدخل آخر رقم الوثيقة، أو اسم شخص بلا وثيقة وتاريخ ميلاده.
registry-join-birth = أدخل تاريخ الميلاد كاملًا: ⁦1950⁠-⁠03⁠-⁠02⁩.
registry-join-wrong = لا يطابق هذا أحدًا من أسرة مسجلة بهاتفك.
registry-join-has = هذا الحساب خاص بأسرة من قبل.
registry-join-often = حاولت خمس مرات اليوم. حاول غدًا، أو اسأل مساعد القرية.
registry-join-rests = سُجّل هذا الهاتف للأسرة قبل أيام قليلة ولم تسجله الأسرة نفسها. لا يدخل به أحد قبل { $when }، كي تستطيع الأسرة الاعتراض. حاول بعد ذلك.
registry-joined = هذه أسرتك.
registry-joined-notice = تشيانمو: دخل أحد أفراد أسرتكم بهاتفها وصار يرى ما هو محفوظ عنها. إن لم يكن منكم فأخبروا مكتب المحافظة.
registry-wishes-title = ما تطلبه الأسر
registry-wishes-lede = أسر تنتظر تصحيحًا أو تطلب محو بياناتها؛ والأطول انتظارًا أولًا.
registry-wishes-none = لا أسرة تنتظر
registry-wish-what = ما تطلبه الأسرة
registry-wish-since = الانتظار
registry-wish-corrections = { $n ->
    [zero] لا تصحيحات
    [one] تصحيح واحد
    [two] تصحيحان
    [few] { $n } تصحيحات
    [many] { $n } تصحيحًا
   *[other] { $n } تصحيح
}
registry-wish-days = { $n ->
    [0] منذ اليوم
    [one] منذ يوم واحد
    [two] منذ يومين
    [few] منذ { $n } أيام
    [many] منذ { $n } يومًا
   *[other] منذ { $n } يوم
}
registry-wish-second = اقترح مسؤول المحو، ويلزم مسؤول آخر.
registry-wish-to-form = إلى النموذج للرد عليه
registry-wish-reason = سبب عدم التنفيذ؛ تقرؤه الأسرة
registry-wish-decline = عدم التنفيذ
registry-wish-declined = تقرأ الأسرة السبب في صفحتها.
registry-wish-take-back = سحب الطلب
registry-wish-taken-back = سُحب الطلب.
registry-wish-over = أُجيب عن هذا من قبل، أو سُحب.
registry-wish-is-declined = لم يُنفَّذ
registry-wish-is-taken-back = سُحب
registry-reason-needed = اذكر السبب.
registry-erase-propose = اقتراح المحو
registry-erase-proposed-by = اقترحه { $who }. ينفذه مسؤول ثانٍ، ولا يمكن التراجع عنه.
registry-erase-by-card = طُلب هذا ببطاقة مطبوعة وحدها. طبعها { $who } ({ $role }) واطّلع على رمزها، وربما طلب مكان الأسرة: اسمع من الأسرة نفسها هل تريد ذلك.
registry-erase-by-card-unknown = طُلب هذا ببطاقة مطبوعة وحدها، ولا يُعرف من طبعها. اسمع من الأسرة نفسها هل تريد ذلك.
registry-erase-officers = يقرر في ذلك مسؤولان من المنطقة.
registry-forget-open = هناك طلب مفتوح أو مال في طريقه إليكم. اسحبوا ذلك أو أكملوه أولًا: فقبل ذلك لا يُمحى شيء.
registry-forget-open-link = طلباتي
registry-forget-goes-title = ما يُمحى
registry-forget-goes-data = أسماء كل أفراد الأسرة وتواريخ ميلادهم وأرقام وثائقهم وصحتهم، والعنوان والهاتف والبطاقة المصرفية.
registry-forget-goes-account = البطاقة المطبوعة والحساب الذي تفتحه. أما الحساب الذي يتبرع به أحدكم أيضًا فيبقى له، دون صلة بالأسرة.
registry-forget-goes-good = يُمحى إلى الأبد ولا يستطيع أحد استعادته. ولطلب المساعدة من جديد تُسجَّلون من جديد.
registry-forget-stays-title = ما يبقى
registry-forget-stays-books = دفاتر المال والأشياء التي تلقيتموها، برقم ودون أسمائكم، حتى تبقى متوازنة.
registry-forget-stays-requests = الطلبات كما كان الجميع يقرؤها، دون أسمائكم.
registry-forget-stays-looks = أن أحدًا اطّلع على بياناتكم ومتى، دون ما كتبه.
registry-forget-sure = نعم، أطلب ذلك
registry-forget-not = لا، أبقوا كل شيء
registry-forget-declined = لم يُنفَّذ طلبكم محو البيانات، { $when }
registry-person-error = الشخص { $n }: { $what }
