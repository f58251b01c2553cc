package app

import (
	"slices"
	"strings"
)

// platformScopes are what programs written for the Instagram Platform ask for, in
// our scopes: those that each needs, and those that it gets where the app may have them.
var platformScopes = []struct{ name, needs, also string }{
	{"user_profile", "basic", ""},
	{"user_media", "basic", ""},
	{"public_profile", "basic", ""},
	{"email", "basic", ""},
	{"business_management", "basic", ""},
	{"pages_show_list", "basic", ""},
	{"pages_read_engagement", "basic", "public_content"},
	{"pages_manage_metadata", "subscriptions", ""},
	{"instagram_basic", "basic", "public_content"},
	{"instagram_content_publish", "publish", "stories"},
	{"instagram_manage_comments", "comments", ""},
	{"instagram_manage_insights", "insights", ""},
	{"instagram_manage_messages", "stories", ""},
	{"catalog_management", "shopping", ""},
	{"instagram_shopping_tag_products", "shopping", ""},
	{"instagram_business_basic", "basic", "public_content"},
	{"instagram_business_content_publish", "publish", "stories"},
	{"instagram_business_manage_comments", "comments", ""},
	{"instagram_business_manage_insights", "insights", ""},
	{"instagram_business_manage_messages", "stories", ""},
}

// AskedScopes reads the scopes that a program asks a person for, in our words or
// in those of the platform. None at all is basic.
func (a *App) AskedScopes(s string) (string, error) {
	asked := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '+' || r == ',' })
	out := []string{"basic"}
	for _, scope := range asked {
		at := -1
		for i := range platformScopes {
			if platformScopes[i].name == scope {
				at = i
			}
		}
		if at < 0 {
			out = append(out, scope)
			continue
		}
		out = append(out, platformScopes[at].needs)
		if also := platformScopes[at].also; also != "" && a.May(also) {
			out = append(out, also)
		}
	}
	return CleanScopes(strings.Join(out, " "))
}

// Permissions are scopes as programs of both kinds know them: ours, and those of
// the platform that they cover.
func Permissions(scopes string) []string {
	out := strings.Fields(scopes)
	for _, p := range platformScopes {
		if slices.Contains(out, p.needs) {
			out = append(out, p.name)
		}
	}
	return out
}

// scopeOf is our scope for a permission that can be taken back by itself, or "".
func scopeOf(permission string) string {
	for _, p := range platformScopes {
		if p.name == permission {
			permission = p.needs
		}
	}
	if permission == "basic" || !slices.Contains(Scopes, permission) {
		return ""
	}
	return permission
}
