package access

// Audience is whom a post or a story is for.
type Audience string

// The audiences there are.
const (
	Everyone     Audience = "everyone" // and of a private account its followers
	Followers    Audience = "followers"
	CloseFriends Audience = "close_friends"
)

// Audiences are all of them.
var Audiences = []Audience{Everyone, Followers, CloseFriends}

// Circle is from whom somebody takes something: comments, replies, tags.
type Circle string

// The circles there are.
const (
	FromEveryone  Circle = "everyone" // who sees it
	FromFollowers Circle = "followers"
	FromFollowing Circle = "following" // whom the owner follows
	FromNobody    Circle = "nobody"
)

// Circles are all of them.
var Circles = []Circle{FromEveryone, FromFollowers, FromFollowing, FromNobody}

// Edge is how one account stands to another; empty where it does not follow.
type Edge string

// The edges there are.
const (
	Following Edge = "follows"
	Requested Edge = "requested" // it waits for the answer of a private account
)
