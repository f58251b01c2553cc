package developer

import (
	"context"
	"slices"
	"strings"

	"photogram/models/access"
	"photogram/models/app"
	"photogram/text"
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
	List      []app.ConnectedApp
	Older     string
	Deletions []app.DataDeletion // the newest that were asked for
}

// scopeWords names the messages that say in plain words what a scope allows.
type scopeWords struct {
	Scope, Label, Text string
	Acts               bool // it changes what others see
}

// scopeGroups are in the order in which people read them.
var scopeGroups = []struct {
	Heading string // a message
	Scopes  []scopeWords
}{
	{"scope.see", []scopeWords{
		{"basic", "scope.basic", "scope.basic-text", false},
		{"public_content", "scope.public-content", "scope.public-content-text", false},
		{"follower_list", "scope.follower-list", "scope.follower-list-text", false},
		{"insights", "scope.insights", "scope.insights-text", false},
	}},
	{"scope.act", []scopeWords{
		{"likes", "scope.likes", "scope.likes-text", true},
		{"comments", "scope.comments", "scope.comments-text", true},
		{"relationships", "scope.relationships", "scope.relationships-text", true},
		{"publish", "scope.publish", "scope.publish-text", true},
		{"stories", "scope.stories", "scope.stories-text", true},
		{"shopping", "scope.shopping", "scope.shopping-text", true},
		{"subscriptions", "scope.subscriptions", "scope.subscriptions-text", false},
		{"account", "scope.account", "scope.account-text", true},
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
func ScopeLabels(ctx context.Context, scopes string) []string {
	var out []string
	for _, s := range scopesOf(scopes) {
		out = append(out, text.T(ctx, s.Label))
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
