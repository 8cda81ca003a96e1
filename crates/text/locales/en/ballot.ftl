# The ballot box: why something can't be done, words of the history.

ballot-no-lines = There is nothing on this ballot to vote on.
ballot-not-opened = Voting has not begun.
ballot-being-dealt = Papers are being handed out; nobody can vote yet. Wait until the chair opens the vote.
ballot-is-open = Voting is under way.
ballot-is-closed = Voting has ended.
ballot-is-void = This ballot was declared void.
ballot-not-secret = This is not a secret ballot; no papers are handed out.
ballot-is-secret = This is a secret ballot: vote with the paper you were given.
ballot-roll-empty = Nobody may vote. Enter who is present first.
ballot-has-voted = This member has already voted and can't take a paper ballot.
ballot-has-electronic = This member already has an electronic paper and can't take one of paper.
ballot-has-paper = You took a ballot of paper: put it into the box in the hall.
ballot-paper-incomplete = Choose for, against or abstain on every line.
ballot-paper-too-many = No more than { $most } may be marked “for”: a paper with more is invalid.
ballot-paper-unknown = There is no such paper. After a new round the old papers are worth nothing; ask the staff for a ballot of paper.
ballot-voted-otherwise = This vote was already cast and can't be changed.
ballot-dealt-anew = Papers are being handed out anew; try again in a moment.
ballot-taken-elsewhere = You already took a paper, but not from this server. Try again in a moment; if it still fails, have the papers handed out anew.
ballot-dealing-over = Handing out has ended. If you have no paper, ask the staff for a ballot of paper.
ballot-count-does-not-add-up = “{ $line }”: the marks add up to { $sum }, but { $returned } ballots came back.
ballot-two-tellers = Two tellers have entered their counts; a third can't.
ballot-overfull = { $back } ballots came back but only { $out } went out: this ballot is invalid. Declare it void and vote again.
ballot-explain = Ballots of paper missing: { $missing }. Say why.
ballot-counts-differ = The two tellers' counts differ: count again.
ballot-counts-missing = Tellers who have yet to enter their count of the paper ballots: { $left }.

event-ballot-dealing = Secret papers handed out
event-ballot-opened = Voting opened
event-ballot-closed = Voting closed, result announced
event-ballot-void = Ballot declared void
