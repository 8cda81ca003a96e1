# The date of a promise, the reply of an earlier matter

proposals-promise-delivered-late = { $date } (late)
proposals-past-reply = Reply given then
proposals-past-verdict = Verdict given then
matter-why-named = The date agreed on: { $date }.
