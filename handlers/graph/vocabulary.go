package graph

import "photogram/handlers/call"

const notOffered = "This is not offered here."

var vocabulary = &call.Vocabulary{
	Others: map[string]string{"text": "message", "title": "caption", "description": "caption", "custom_accessibility_caption": "alt_text"},
	Same:   call.SameTime,
	Refuse: func(route, name string) string { return refusals[route][name] },
}

// refusals are what is said of names that programs know from elsewhere.
var refusals = map[string]map[string]string{
	"POST /{ig-user-id}/media": {
		"collaborators": "Posts have one author here. Mention others in the caption, or tag them with user_tags.",
		"cover_url":     "The cover of a video is one of its frames here. Name it with thumb_offset.",
		"audio_name":    notOffered, "trial_params": notOffered, "branded_content_sponsors": notOffered,
	},
}
