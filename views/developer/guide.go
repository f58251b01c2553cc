package developer

// What the guides show is in this file; a test carries the commands out.

const errorExample = `{"meta": {"code": 400, "error_type": "APINotFoundError", "error_message": "invalid media id"},
 "code": 400, "error_type": "APINotFoundError", "error_message": "invalid media id"}`

// TokenPlaceholder stands where a reader of a guide pastes a token.
const TokenPlaceholder = "paste-your-token-here"

func guideBegin(base string) string {
	return "export SITE=" + base + "\nexport TOKEN=" + TokenPlaceholder
}

const (
	guideSelf = `curl "$SITE/v1/users/self" -H "Authorization: Bearer $TOKEN"`

	guideUpload = `ANSWER=$(curl "$SITE/v1/media/upload" -H "Authorization: Bearer $TOKEN" \
  -F "file=@photo.jpg" -F "alt_text=Waves on a beach")
echo "$ANSWER"`

	guideID = `MEDIA=$(echo "$ANSWER" | sed -E 's/.*"data":\{"id":"([^"]+)".*/\1/')
echo "$MEDIA"`

	guideEdit = `curl "$SITE/v1/media/$MEDIA/edit" -H "Authorization: Bearer $TOKEN" \
  -d "filter=Harbor" -d "strength=80" -d "straighten=-1.5"`

	guidePublish = `curl "$SITE/v1/media/$MEDIA/publish" -H "Authorization: Bearer $TOKEN" \
  -H "Idempotency-Key: first-photo" \
  --data-urlencode "caption=My first photo by #curl"`

	guideLook = `curl "$SITE/v1/media/$MEDIA" -H "Authorization: Bearer $TOKEN"`

	guideFeed = `curl -G "$SITE/v1/users/self/media/recent" -H "Authorization: Bearer $TOKEN" -d "count=5"`

	guideVerifier = `VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
STATE=$(openssl rand -hex 16)`

	guideAuthorize = `https://photos.example/oauth/authorize
  ?client_id=YOUR_CLIENT_ID
  &redirect_uri=https://app.example/callback
  &response_type=code
  &scope=basic+likes
  &state=STATE
  &code_challenge=CHALLENGE
  &code_challenge_method=S256`

	guideCallback = `https://app.example/callback?code=CODE&state=STATE&iss=https://photos.example
https://app.example/callback?error=access_denied&error_reason=user_denied&error_description=…&state=STATE`

	guideExchange = `curl "$SITE/oauth/access_token" \
  -d "grant_type=authorization_code" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" \
  --data-urlencode "redirect_uri=https://app.example/callback" \
  -d "code=$CODE" -d "code_verifier=$VERIFIER"`

	guideToken = `{"access_token": "…", "token_type": "bearer", "expires_in": 3600, "refresh_token": "…", "scope": "basic likes",
 "user": {"id": "7", "username": "ada", "full_name": "Ada L", "profile_picture": "https://…"}}`

	guideRefresh = `curl "$SITE/oauth/access_token" \
  -d "grant_type=refresh_token" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" \
  -d "refresh_token=$REFRESH_TOKEN"`

	mediaKeyForm = `{n}_{userid}`
	graphError   = `{"error": {"message", "type", "code", "fbtrace_id"}}`
	graphPage    = `{"data": [], "paging": {"cursors": {}}}`

	guideMetadata = `curl "$SITE/.well-known/oauth-authorization-server"`
)
