procedures-decided = صدر قرار في هذا الأمر من قبل.
procedures-own-case = أنت من فتح هذه المعاملة، لذا يقرر فيها شخص آخر.
procedures-ruled-before = سبق أن قررت في خطوة سابقة من هذه المعاملة، لذا يقرر في هذه الخطوة شخص آخر.
procedures-level-too-low = هذه الخطوة يُقرَّر فيها على مستوى أعلى من مستواك.
procedures-outcome-not-here = هذا القرار غير ممكن في هذه الخطوة.
procedures-unknown-reason = اختر الأسباب من القائمة.
procedures-reason-needed = اذكر سببًا واحدًا على الأقل.
