registry-import-title = رفع ملف
registry-import-lede = أسر كثيرة دفعة واحدة، من ملف CSV أو XLSX بصف لكل شخص. يُفحص الملف كله أولًا؛ ولا يُكتب شيء ما دام فيه خطأ.
registry-import-file = الملف
registry-import-hint = ‏CSV بترميز UTF-8 أو XLSX، بحد أقصى 10 ميغابايت و20000 صف. تتجاور صفوف الأسرة الواحدة.
registry-import-check = فحص فقط
registry-import-write = فحص وتسجيل
registry-import-busy = جارٍ قراءة الملف…
registry-import-columns = الأعمدة
registry-import-needed = مطلوب
registry-import-written = سُجّل كل ما في الملف
registry-import-fine = لا خطأ في هذا الملف
registry-import-fine-next = لم يُكتب شيء بعد. ارفعه مرة أخرى لتسجيله.
registry-import-counts =
    { $people ->
        [zero] { $people } شخص
        [one] شخص واحد
        [two] شخصان
        [few] { $people } أشخاص
        [many] { $people } شخصًا
       *[other] { $people } شخص
    } في { $households ->
        [zero] { $households } أسرة
        [one] أسرة واحدة
        [two] أسرتين
        [few] { $households } أسر
        [many] { $households } أسرة
       *[other] { $households } أسرة
    }
registry-import-wrong =
    { $n ->
        [zero] { $n } خطأ
        [one] خطأ واحد
        [two] خطآن
        [few] { $n } أخطاء
        [many] { $n } خطأً
       *[other] { $n } خطأ
    }
registry-import-nothing-written = لم يُكتب شيء. صحّح الملف وارفعه مرة أخرى.
registry-import-report = تنزيل التقرير
registry-import-problems = ما ليس صحيحًا
registry-import-more = هناك المزيد؛ وهو في التقرير.
registry-import-again = رفع ملف آخر
registry-report-line = السطر
registry-report-column = العمود
registry-report-reason = السبب
registry-import-file-needed = اختر ملفًا.
registry-import-large = الملف كبير جدًا. 10 ميغابايت على الأكثر؛ وما زاد عليها يُستورد على الخادم.
registry-import-many = صفوف الملف كثيرة جدًا. { $most } على الأكثر.
registry-import-bomb = يتوسع هذا الملف إلى ما يفوق قائمة أسر بكثير. لم يُقرأ.
registry-import-unreadable = تتعذر قراءة هذا الملف. احفظه من جديد بصيغة XLSX أو CSV بترميز UTF-8.
registry-import-misnamed = اسم هذا الملف اسم جدول بيانات، لكنه ليس كذلك. احفظه بصيغة XLSX من برنامج الجداول؛ وإن كان CSV فليكن آخر اسمه .csv.
registry-import-own-turn = يُقرأ ملف آخر لك الآن. انتظر حتى ينتهي ثم حاول من جديد.
registry-import-turn = تُقرأ ملفات أخرى الآن. حاول من جديد بعد نصف دقيقة.
registry-import-old-format = هذه صيغة جداول قديمة. احفظه بصيغة XLSX.
registry-import-not-utf8 = هذا ليس UTF-8. احفظ الملف CSV بترميز UTF-8 أو XLSX.
registry-import-empty = لا صفوف في هذا الملف.
registry-import-cell-long = في هذا السطر خلية طويلة جدًا.
registry-import-cell-beyond = العمود { $number } بلا عنوان، وفي هذا السطر شيء فيه.
registry-import-column-missing = هذا العمود مطلوب وغير موجود.
registry-import-column-twice = هذا العمود مكرر.
registry-import-column-unknown = عنوان العمود { $number } غير معروف.
registry-import-key-needed = رقم الأسرة الذي يجمع صفوفها غير موجود.
registry-import-scattered = صفوف هذه الأسرة في موضع آخر من الملف. ضعها متجاورة.
registry-import-differs = في صف آخر من هذه الأسرة قول مختلف.
registry-import-formula = تبدأ هذه الخلية كصيغة حسابية. اكتب نصًا عاديًا.
registry-import-number-spoiled = أضاع الجدول خانات من هذا الرقم. اجعل العمود نصًا وأدخله من جديد.
registry-import-place-unknown = لا يوجد مكان بهذا الرمز.
registry-import-place-other = هذا المكان ليس من أماكنك.
registry-import-row-wrong = تتعذر قراءة هذا الصف.
registry-import-changed = تغيّر الملف أثناء قراءته. لم يُكتب شيء.
registry-import-numbers-enough = ابتداءً من هذا السطر لم تُقارَن الأرقام بالسجل، لأنك أُبلغت بعدد كبير من الأرقام المسجلة من قبل. حاول من جديد بعد ساعة.
registry-import-undone = طال الاستيراد فأُلغي. لم يُكتب شيء.
registry-import-allowed = واحدة من
registry-import-sample = ملف نموذجي (CSV)
