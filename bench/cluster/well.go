package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// well is whether all servers are ready and a photo goes the whole way: sent,
// shared, made by a job, in somebody's feed, liked, commented on and looked at.
func (s *site) well(probe []*person, end time.Time) error {
	if err := s.ready(); err != nil {
		return err
	}
	p, reader := probe[0], probe[1]
	body, kind := form("photo.jpg", newPhoto())
	a := p.exchange(http.MethodPost, "/v1/media/upload", body, kind, "")
	var made struct{ ID string }
	if a.class != good || json.Unmarshal(a.data, &made) != nil {
		return fmt.Errorf("upload: %d %s", a.status, a.message)
	}
	at := "/v1/media/" + made.ID
	if a := p.post(at+"/publish", url.Values{"caption": {"All is well"}}); a.class != good {
		return fmt.Errorf("publish: %d %s", a.status, a.message)
	}
	for {
		var posts []media
		a := reader.exchange(http.MethodGet, "/v1/users/self/feed?count=30", nil, "", "")
		if a.class != good || json.Unmarshal(a.data, &posts) != nil {
			return fmt.Errorf("feed: %d %s", a.status, a.message)
		}
		var there *media
		for i := range posts {
			if posts[i].ID == made.ID {
				there = &posts[i]
			}
		}
		if there == nil {
			if time.Now().After(end) {
				return fmt.Errorf("post %s does not come into the feed", made.ID)
			}
			time.Sleep(50 * time.Millisecond)
			continue
		}
		u, err := url.Parse(there.Images.Standard.URL)
		if err != nil {
			return err
		}
		if a := reader.exchange(http.MethodGet, u.RequestURI(), nil, "", ""); a.class != good {
			return fmt.Errorf("picture: %d", a.status)
		}
		break
	}
	if a := reader.post(at+"/likes", nil); a.class != good {
		return fmt.Errorf("like: %d %s", a.status, a.message)
	}
	if a := reader.post(at+"/comments", url.Values{"text": {"All is well"}}); a.class != good {
		return fmt.Errorf("comment: %d %s", a.status, a.message)
	}
	return nil
}

func (p *person) post(path string, form url.Values) answer {
	return p.exchange(http.MethodPost, path, []byte(form.Encode()), formType, "")
}
