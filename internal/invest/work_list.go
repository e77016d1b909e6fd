package invest

// WorkList is what waits for an editor: each list begins with what is most
// urgent and says how many there are in all.
type WorkList struct {
	Waiting   DraftList // for a review they may give, or approved and theirs to publish
	SentBack  DraftList // of what they began, share or wrote in
	Scheduled DraftList // to be published by themselves
	Expiring  DraftList // to be withdrawn by themselves within a month, and schedules that failed
	Mine      DraftList // what they began, share or wrote in, as far as it is in work
}
