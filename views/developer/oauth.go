package developer

import (
	"slices"
	"strings"

	"photogram/models/access"
	"photogram/models/app"
	"photogram/views/ui"
)

// ConsentDetail is what an app asks of the person who is logged in.
type ConsentDetail struct {
	ID     string // works once
	App    app.App
	Owner  string // who made the app; "" when the viewer may not know
	Scopes []string
	Had    []string // what was allowed before
	Host   string   // where the answer goes; "" for a program on this device
	Native bool
}

func (d ConsentDetail) new(scope string) bool {
	return len(d.Had) > 0 && !slices.Contains(d.Had, scope)
}

// ConnectedApps is the settings page about what apps may do.
type ConnectedApps struct {
	List  []app.ConnectedApp
	Older string
}

// scopeWords says in plain words what a scope allows.
type scopeWords struct {
	Scope, Label, Text string
	Acts               bool // it changes what others see
}

// scopeGroups are in the order in which people read them.
var scopeGroups = []struct {
	Heading string
	Scopes  []scopeWords
}{
	{"See", []scopeWords{
		{"basic", "Your profile and your own posts",
			"Your name, picture, bio, counts, feed, notifications, settings and searches, who tagged you, and everything you " +
				"shared or archived, also with followers and close friends, with who liked and commented on it. It may mark " +
				"notifications as seen, and count what you were shown.", false},
		{"public_content", "What you can see of others",
			"Profiles, posts, stories and comments of other people as you see them here, hashtags and places, what you liked and " +
				"saved, your collections, and search.", false},
		{"follower_list", "Whom you know", "Who follows you or asks to, which people and hashtags you follow, whom you block, " +
			"mute and restrict and hide stories from, your close friends, whom we suggest to you, and whom others follow.", false},
		{"insights", "Your numbers", "How often your posts and stories were seen.", false},
	}},
	{"Act in your name", []scopeWords{
		{"likes", "Like and save", "Like and unlike posts and comments, save posts, and make, change, share and delete your " +
			"collections.", true},
		{"comments", "Comment", "Write, change and delete comments of yours, delete, hide and pin those below your posts, switch " +
			"comments on and off, and see and choose the words that hide comments.", true},
		{"relationships", "Follow and block",
			"Follow and unfollow people and hashtags, answer requests, block, mute and restrict people, hide stories from them, " +
				"choose close friends, see and choose the words that you mute, and accept or remove tags of you in photos.", true},
		{"publish", "Share and delete posts",
			"Upload photos and videos, see your drafts, share, change, archive and delete your posts, and change your profile " +
				"and settings: your name and username, who may tag you, what you are told, whether your views are counted, and " +
				"whether your account is private or public.", true},
		{"stories", "Stories and messages", "Share, plan, change and delete stories and highlights, see who watched, liked and " +
			"answered yours and those that are over, watch, like and answer those of others, and read, write and delete your " +
			"messages.", true},
		{"shopping", "Your shop and what you buy", "Find, save and watch products; make, import, change and delete catalogues and " +
			"products, change how your shop sells, see its orders, ship, cancel and refund them, and " +
			"see your carts and orders, and order " +
			"with an obligation to pay.", true},
		{"subscriptions", "Be told of news", "Be told by itself when something happens to your account, while you are away.", false},
		{"account", "Your account itself", "Log you out on every device, end your tokens and apps, clear your search history, " +
			"and, if it knows your password, change it or delete your account.", true},
	}},
}

// scopesOf are the words for some scopes, in the order of reading.
func scopesOf(scopes string) []scopeWords {
	var out []scopeWords
	for _, g := range scopeGroups {
		for _, s := range g.Scopes {
			if slices.Contains(strings.Fields(scopes), s.Scope) {
				out = append(out, s)
			}
		}
	}
	return out
}

// ScopeLabels are the scopes in few words.
func ScopeLabels(scopes string) []string {
	var out []string
	for _, s := range scopesOf(scopes) {
		out = append(out, s.Label)
	}
	return out
}

// iconURL is the address of an app's icon, or "" where it has none.
func iconURL(c ui.Chrome, key string) string {
	if key == "" {
		return ""
	}
	return c.Files.Avatar(access.Author{AvatarKey: key}, 150)
}
