# التفويض: الخصم من دون حضور صاحبه، بعد موافقته مرة واحدة.
payments-mandate-asked = ينتظر موافقتك في صفحة مقدّم الدفع
payments-mandate-agreed = وافقت: يُخصم المبلغ تلقائيًا
payments-mandate-refused = لم توافق
payments-mandate-revoked = سُحب التفويض ولن يُخصم به شيء بعد الآن
payments-mandate-expired = لم يأتِ جواب في الوقت المحدد
payments-mandate-most = الحد الأعلى في كل مرة
payments-mandate-not-agreed = لا يُخصم شيء من دون موافقة سارية تكفي لهذا المبلغ.
payments-no-mandates = لا يستطيع مقدّم الدفع هذا الخصم تلقائيًا. ادفع بنفسك في كل مرة.

payments-sandbox-mandate-lede = هذا المصرف للتجربة، لا ينتقل فيه مال. اختر هل توافق على الخصم من دون حضورك وكيف ينتهي.
payments-sandbox-mandate-act = جوابك
payments-sandbox-mandate-agree = أوافق
payments-sandbox-mandate-refuse = لا أوافق
payments-sandbox-mandate-change = يبقى التفويض وتتغير نتيجة الخصم فقط
payments-sandbox-mandate-revoke = أسحب التفويض
payments-sandbox-mandate-charges = نتيجة الخصم
