procedures-decided = This has been decided already.
procedures-own-case = You opened this case, so somebody else decides it.
procedures-ruled-before = You decided an earlier step of this case, so somebody else decides this one.
procedures-level-too-low = This step is decided at a higher level than yours.
procedures-outcome-not-here = This decision is not possible at this step.
procedures-unknown-reason = Choose reasons from the list.
procedures-reason-needed = Give at least one reason.
