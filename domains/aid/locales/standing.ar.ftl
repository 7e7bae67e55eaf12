# التبرعات الدورية: تُعطى مرة بعد مرة، حيث تكون الحاجة إليها أشد في يومها.
aid-nav-standing = تبرعاتي الدورية
aid-standing-title = تبرع دوري
aid-standing-lede = مبلغ يُعطى في يومه للطلبات الأشد حاجة إليه، وترى ما آل إليه كل تعهد.
aid-standing-none = ليس لديك تبرع دوري بعد
aid-standing-none-hint = القليل ينفع حين يأتي كل شهر.
aid-standing-new-title = تبرع دوري جديد
aid-standing-edit-title = تعديل
aid-standing-form-lede = حدد المبلغ والتكرار والغرض والمكان. في كل يوم استحقاق تُعقد به تعهدات حقيقية.
aid-standing-back = رجوع
aid-standing-next = الاستحقاق القادم
aid-standing-how = كيف يُعطى
aid-standing-each-month = { $amount } كل شهر
aid-standing-each-quarter = { $amount } كل ثلاثة أشهر
aid-standing-each-once = { $amount } مرة واحدة
aid-standing-whereto = { $purpose } · { $place }
aid-standing-any-purpose = لأي غرض
aid-standing-anywhere = في أي مكان
# i18n-family: aid-standing-state-*
aid-standing-state-active = سارٍ
aid-standing-state-paused = متوقف مؤقتًا
aid-standing-state-ended = منتهٍ
# i18n-family: aid-standing-reason-*
aid-standing-reason-donor = أوقفته أنت.
aid-standing-reason-failed = توقف من تلقاء نفسه: تعذّر دفعه ثلاث مرات متتالية. عالج أمر الدفع ثم تابع.
aid-standing-reason-done = اكتمل.
aid-standing-reason-erased = انتهى مع الحساب.

# النموذج.
aid-standing-place-chosen = يذهب إلى { $place }.
aid-standing-place-anywhere = لم يُختر مكان: قد يذهب إلى أي مكان.
aid-standing-place-none = أي مكان بدلًا من ذلك
aid-standing-bounds = من { $least } إلى { $most } في كل مرة.
aid-standing-amount-label = المبلغ في كل مرة
aid-standing-period = التكرار
# i18n-family: aid-standing-period-*
aid-standing-period-once = مرة واحدة
aid-standing-period-monthly = كل شهر
aid-standing-period-quarterly = كل ثلاثة أشهر
aid-standing-purpose = الغرض
aid-standing-day-label = اليوم من الشهر
aid-standing-day-hint = من 1 إلى 31، وفي الشهر الأقصر يكون آخر يوم فيه. إن تُرك فارغًا فهو يوم أول تاريخ.
aid-standing-first = أول تاريخ
aid-standing-until-label = آخر تاريخ، إن وُجد
aid-standing-times-label = عدد المرات كلها، إن وُجد
aid-standing-times-hint = اتركه فارغًا ليستمر حتى تنهيه.
aid-standing-from-next = يسري ما تعدّله من يوم الاستحقاق القادم.
aid-standing-begin = بدء التبرع الدوري
aid-standing-keep = حفظ التعديلات
aid-standing-preview = عرض الوجهة الآن
aid-standing-amount = يجب أن يكون من { $least } إلى { $most }.
aid-standing-day = اليوم من الشهر بين 1 و31.
aid-standing-past = يجب ألا يكون أول تاريخ في الماضي.
aid-standing-far = يجب أن يكون أول تاريخ خلال سنتين.
aid-standing-until = لا يوجد يوم استحقاق حتى ذلك التاريخ. اختر تاريخًا أبعد.
aid-standing-times = يجب أن يزيد على أيام الاستحقاق التي مضت ({ $runs }) وألا يتجاوز { $most }.
aid-standing-many = لديك { $most } من التبرعات الدورية التي لم تنتهِ. أنهِ أحدها أولًا.
aid-standing-over = انتهى هذا التبرع الدوري. ابدأ تبرعًا جديدًا.
aid-standing-agreed = سبق أن وافقت على ذلك.

# الوجهة.
aid-standing-goes = الوجهة لو استحق الآن
aid-standing-goes-none = لا يوجد الآن طلب مناسب. يُعاد البحث في يوم الاستحقاق.
aid-standing-goes-note = ليس هذا وعدًا: حتى يوم الاستحقاق يتبرع آخرون أيضًا وتُفتح طلبات أخرى.
aid-standing-goes-most = { $n ->
    [zero] لا يذهب إلى أي طلب.
    [one] يذهب إلى طلب واحد في اليوم على الأكثر.
    [two] يذهب إلى طلبين في اليوم على الأكثر.
    [few] يذهب إلى { $n } طلبات في اليوم على الأكثر.
    [many] يذهب إلى { $n } طلبًا في اليوم على الأكثر.
   *[other] يذهب إلى { $n } طلب في اليوم على الأكثر.
}

# ما يمكن فعله.
aid-standing-pause = إيقاف مؤقت
aid-standing-resume = متابعة
aid-standing-end = إنهاء
aid-standing-end-follows = لا يستحق بعد ذلك، ويُسحب تفويضك. يبقى ما دُفع كما هو.
aid-standing-end-sure = إنهاء هذا التبرع الدوري
aid-standing-made = بدأ التبرع الدوري.
aid-standing-changed = عُدّل، ويسري من يوم الاستحقاق القادم.
aid-standing-paused = أُوقف مؤقتًا. أُعيد ما لم يُخصم بعد.
aid-standing-resumed = يتابع من يوم الاستحقاق القادم.
aid-standing-ended = انتهى.
aid-standing-agreement = الدفع
aid-standing-by-hand = تدفع كل تعهد بنفسك خلال نصف ساعة
aid-standing-agree = اجعل الخصم تلقائيًا
aid-standing-agree-hint = توافق مرة واحدة في صفحة مقدّم الدفع. من دون ذلك ينتظر كل تعهد دفعك ويسقط بعد نصف ساعة.
aid-standing-agreement-short = ما وافقت عليه لا يكفي لما قد يستحق. إلى أن توافق من جديد تدفع بنفسك.
aid-standing-agreement-revoke = سحب التفويض
aid-standing-agreement-revoked = سُحب التفويض. تدفع بنفسك من الآن.

# أيام الاستحقاق.
aid-standing-runs = أيام الاستحقاق
aid-standing-runs-none = لم يستحق بعد.
aid-standing-run-placing = يبحث عن طلبات
aid-standing-run-charging = جارٍ الخصم
aid-standing-run-pay = ينتظر دفعك
aid-standing-run-done = تم
aid-standing-run-failed = تعذّر الدفع
aid-standing-run-nothing = لم يُعقد تعهد ولم يُخصم شيء
aid-standing-carried = لم يجد { $amount } وجهة في المرة السابقة ويُحاول مرة أخرى.
aid-standing-carried-in = منه { $amount } من يوم الاستحقاق السابق.
aid-standing-paid = دُفع: { $amount }
aid-standing-not-placed = لم يجد { $amount } وجهة ولم يُخصم.
aid-standing-not-placed-carried = لم يجد { $amount } وجهة ولم يُخصم، ويُحاول { $carried } منه مرة أخرى في المرة القادمة.
aid-standing-pay = ادفع الآن
# i18n-family: aid-standing-note-*
aid-standing-note-none = لم يناسب في ذلك اليوم طلب مفتوح آخر.
aid-standing-note-refused = حال ما أعطاه آخرون في الأثناء، أو إحدى قواعد التبرع، دون التعهد ببعضه.
aid-standing-note-unpaid = لم تُدفع تعهدات سابقة كثيرة من هذا التبرع. لا تعهد جديدًا قبل مرور يوم.
aid-standing-note-failed = فشلت عملية خصم. أُعيد ما لم يُدفع.
aid-standing-note-mandate = انتهى التفويض. أُعيد ما لم يُخصم.
aid-standing-note-stopped = كنت قد أوقفته. أُعيد ما لم يُخصم.

# رسائل إلى المتبرع.
aid-standing-notice-waits = استحق تبرعك الدوري وينتظر دفعك خلال نصف ساعة. افتح «تبرعاتي الدورية».
aid-standing-notice-failed = تعذّر دفع تبرعك الدوري، ولا دين عليك. افتح «تبرعاتي الدورية» لمعرفة السبب.
aid-standing-notice-paused = تعذّر دفع تبرعك الدوري ثلاث مرات فأُوقف مؤقتًا. افتح «تبرعاتي الدورية» لمتابعته.
