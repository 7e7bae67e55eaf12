procedures-decided = 此事项已作出决定。
procedures-own-case = 此事项由您提交，须由他人决定。
procedures-ruled-before = 您已在前一步作出决定，本步须由他人决定。
procedures-level-too-low = 本步须由更高一级决定。
procedures-outcome-not-here = 本步不能作出此项决定。
procedures-unknown-reason = 请从列表中选择原因。
procedures-reason-needed = 请至少选择一项原因。
