package handlers_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/web"
	"photogram/web/webtest"
)

// Fifty people act at once through pages and API. Afterwards every counter
// equals its rows, and no answer was a fault (which the client itself checks).
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.RateLimit, site.ActionLimit = 1_000_000, 1_000_000 })
	s.Work()
	var people []*account.User
	for i := range 50 {
		people = append(people, s.User(fmt.Sprintf("p%02d", i)))
	}
	var posts []models.ID
	for i := range 5 {
		posts = append(posts, s.Post(people[i], "#sea"))
	}
	private(t, s, people[9])
	var answers, conflicts atomic.Int64
	var wg sync.WaitGroup
	for i, u := range people {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 7))
			page, program := s.As(u), s.Program(u, "basic public_content likes comments relationships")
			for range 30 {
				post, other := posts[random.IntN(len(posts))], people[random.IntN(12)]
				var a *webtest.Answer
				switch random.IntN(14) {
				case 0:
					a = page.Post("/p/"+post.Code()+"/like", nil)
				case 1:
					a = page.Send(http.MethodDelete, "/p/"+post.Code()+"/like", nil)
				case 2:
					a = program.Call("POST", "/media/"+post.String()+"/likes")
				case 3:
					a = program.Call("DELETE", "/media/"+post.String()+"/likes")
				case 4:
					a = page.Post("/"+other.Username+"/follow", nil)
				case 5:
					a = page.Send(http.MethodDelete, "/"+other.Username+"/follow", nil)
				case 6:
					a = program.Call("POST", "/users/"+other.ID.String()+"/relationship", "action", "follow")
				case 7:
					a = program.Call("DELETE", "/users/"+other.ID.String()+"/relationship")
				case 8, 9:
					a = program.Call("POST", "/media/"+post.String()+"/comments", "text", "hello")
					if id := a.At("data.id").String(); id != "" && random.IntN(2) == 0 {
						program.Call("DELETE", "/media/"+post.String()+"/comments/"+id)
					}
				case 10:
					a = page.Post("/"+other.Username+"/close-friend", nil)
				case 11:
					a = page.Post("/"+other.Username+"/mute", nil)
				case 12:
					a = page.Get("/")
				case 13:
					action := []string{"block", "unblock", "unblock"}[random.IntN(3)]
					a = program.Call("POST", "/users/"+people[12+random.IntN(30)].ID.String()+"/relationship", "action", action)
				}
				answers.Add(1)
				if a.StatusCode >= 400 {
					conflicts.Add(1)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d answers, %d of them refusals", answers.Load(), conflicts.Load())
	s.Check()
}
