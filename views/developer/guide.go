package developer

// What the guides show is in this file; a test carries the commands out.

const envelopeExample = `{"meta": {"code": 200}, "data": [], "pagination": {}}`

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

	guideLong = `curl "$SITE/access_token?grant_type=ig_exchange_token&client_secret=$CLIENT_SECRET&access_token=$TOKEN"
curl "$SITE/oauth/access_token?grant_type=fb_exchange_token&client_id=$CLIENT_ID&client_secret=$CLIENT_SECRET&fb_exchange_token=$TOKEN"
curl "$SITE/refresh_access_token?grant_type=ig_refresh_token&access_token=$LONG_TOKEN"`

	guideCallback = `https://app.example/callback?code=CODE&state=STATE
https://app.example/callback?error=access_denied&error_reason=user_denied&error_description=…&state=STATE`

	guideExchange = `curl "$SITE/oauth/access_token" \
  -d "grant_type=authorization_code" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" \
  --data-urlencode "redirect_uri=https://app.example/callback" \
  -d "code=$CODE" -d "code_verifier=$VERIFIER"`

	guideToken = `{"access_token": "…", "token_type": "bearer", "expires_in": 3600, "refresh_token": "…", "scope": "basic likes",
 "user_id": "7", "permissions": ["basic", "likes", "user_profile", "…"],
 "user": {"id": "7", "username": "ada", "full_name": "Ada L", "profile_picture": "https://…"}}`

	guideRefresh = `curl "$SITE/oauth/access_token" \
  -d "grant_type=refresh_token" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" \
  -d "refresh_token=$REFRESH_TOKEN"`

	mediaKeyForm = `{n}_{userid}`
	graphError   = `{"error": {"message", "type", "code", "fbtrace_id"}}`
	graphPage    = `{"data": [], "paging": {"cursors": {}}}`

	guideMetadata = `curl "$SITE/.well-known/oauth-authorization-server"`

	guideSubscribe = `curl "$SITE/v1/users/self/subscriptions" -H "Authorization: Bearer $TOKEN" \
  -d "way=webhook" -d "activities=comments,likes" --data-urlencode "callback_url=https://app.example/hook"`

	guideEvent = `POST /hook
content-type: application/json
webhook-id: evt_901
webhook-timestamp: 1700000000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
x-hub-signature-256: sha256=…

{"id":"evt_901","type":"comment","activity":"comments","timestamp":"2023-11-14T22:13:20Z",
 "subscription_id":"12","user_id":"7","data":{"from":{"id":"8","username":"bo","full_name":""},
 "media_id":"9_7","media_type":"image","link":"https://photos.example/p/J/","comment":{"id":"61","text":"hi"}}}`

	guideVerify = `import { Webhook } from "standardwebhooks";

const event = new Webhook("whsec_…").verify(rawBody, headers);`

	guideVerifyByHand = `import base64, hashlib, hmac

def verify(secret, headers, body):  # body: the bytes as they came
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
    want = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(s, "v1," + want) for s in headers["webhook-signature"].split())`

	guideStream = `curl -N "$SITE/v1/users/self/events" -H "Authorization: Bearer $TOKEN" -H "Last-Event-ID: 41"`

	guideLegacy = `curl "$SITE/v1/subscriptions" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" \
  -d "object=tag" -d "object_id=sea" -d "aspect=media" -d "verify_token=mine" \
  --data-urlencode "callback_url=https://app.example/hook"`
)
