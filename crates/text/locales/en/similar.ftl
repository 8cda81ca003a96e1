# Earlier matters that are alike: to be looked at when one is brought in, registered, filed

similar-title = Earlier matters like this one
matter-beside-act = Act
similar-why = For reference; nothing happens by itself. Open one to compare; if it is the same, the office merges it.
similar-before = There were matters like this before. Look at the replies given then; submit it again if you still want to.
similar-matter = Matter
similar-same = { $n }% alike; both speak of: { $words }
similar-unit = Unit
similar-reply = Reply given then
similar-replied = class { $class }, replied on { $date }: { $gist }
similar-replied-short = class { $class }, replied on { $date }
similar-replied-on = replied on { $date }
similar-running = not answered yet
similar-promise = Promised
similar-promised = { $n } stages promised, { $kept } delivered
similar-promised-late = { $n } stages promised, { $kept } delivered, { $late } late
similar-verdict = Verdict
