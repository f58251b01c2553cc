package index

const (
	// PrefixRows is how many names with a prefix are looked at, in the order of
	// the names. A prefix that more begin with has a list of its own, the most
	// popular first; see RankPrefixes.
	PrefixRows = 500
	// prefixTop is the length of such a list: a page, and some that a viewer may not see.
	prefixTop = 60
)
