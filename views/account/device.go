package account

import (
	"context"
	"strings"

	"photogram/text"
)

// DeviceName says in a few words what a User-Agent header stands for.
func DeviceName(ctx context.Context, agent string) string {
	browser := firstMatch(agent, [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"Chromium", "Chromium"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}, {"curl", "curl"},
	})
	system := firstMatch(agent, [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"},
		{"Mac OS X", "macOS"}, {"Linux", "Linux"},
	})
	switch {
	case browser != "" && system != "":
		return text.T(ctx, "account.device", "browser", browser, "system", system)
	case browser != "":
		return browser
	case system != "":
		return text.T(ctx, "account.device-system", "system", system)
	}
	return text.T(ctx, "account.device-unknown")
}

func firstMatch(s string, list [][2]string) string {
	for _, pair := range list {
		if strings.Contains(s, pair[0]) {
			return pair[1]
		}
	}
	return ""
}
