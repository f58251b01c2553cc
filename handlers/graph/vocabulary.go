package graph

import "photogram/handlers/call"

const (
	notOffered = "This is not offered here."
	noPlans    = "Posts are not planned by this call. POST /v1/media/{media_id}/publish with publish_at does that."
)

var vocabulary = &call.Vocabulary{
	Others: map[string]string{"text": "message", "title": "caption", "description": "caption", "custom_accessibility_caption": "alt_text"},
	Refuse: func(route, name string) string { return refusals[route][name] },
}

// refusals are what is said of names that programs know from elsewhere.
var refusals = map[string]map[string]string{
	"POST /{ig-user-id}/media": {
		"collaborators": notOffered, "upload_type": notOffered, "cover_url": notOffered,
		"audio_name": notOffered, "trial_params": notOffered, "branded_content_sponsors": notOffered,
		"scheduled_publish_time": noPlans, "published": noPlans, "publish_at": noPlans,
	},
	"POST /{ig-user-id}/media_publish": {
		"scheduled_publish_time": noPlans, "published": noPlans, "publish_at": noPlans,
	},
}
