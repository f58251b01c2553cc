// Package demo makes the demo people and what they share, by the commands that
// anybody uses, and removes them again.
package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"photogram/cli/site"
	"photogram/handlers/page"
	"photogram/jobs"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/index"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/upkeep"
	"photogram/static"
	"photogram/views/ui"
)

// demoContent is static/demo/demo.json.
type demoContent struct {
	People   []demoPerson
	Posts    []demoPost
	Stories  []demoStory
	Comments []string
}

type demoPerson struct {
	Username, Name, Bio, Website, Avatar string
	Grid                                 account.Grid // square where there is none
	// left and top as fractions, side as a fraction of the height or width, whichever is smaller
	Crop [3]float64
}

type demoPost struct {
	By                string
	Photos            []demoPhoto
	Caption, Location string
	Days              float64 // before now
	Pinned            bool
	LikesHidden       bool
}

// demoStory is of a photo, or of words alone.
type demoStory struct {
	By         string
	Photo      *demoPhoto
	Fill       bool // whether the photo fills the canvas
	Background string
	Overlays   json.RawMessage
	Hours      float64 // before now
	Highlight  string  // the title of one that keeps it
}

type demoPhoto struct {
	File   string
	Film   bool // a short film that moves along the photo
	Recipe look.Recipe
	Alt    string
}

// First loads demo content into a site without accounts.
func First(ctx context.Context, s *site.Site, intake page.Intake) error {
	n, err := account.Count(ctx, s.Store)
	if err != nil {
		return err
	}
	if n == 0 {
		return Load(ctx, s, intake)
	}
	people, err := account.Demo(ctx, s.Store)
	if err != nil || len(people) == 0 {
		return err
	}
	return PrintLogins(s)
}

func passwordFile(s *site.Site) string { return filepath.Join(s.Config.DataDir, "demo-password") }

// PrintLogins prints how to log in as one of the demo people.
func PrintLogins(s *site.Site) error {
	password, err := os.ReadFile(passwordFile(s))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the demo password: %w", err)
	}
	fmt.Printf("Demo logins: mira.aldana or jonas_vik, password %s\n", strings.TrimSpace(string(password)))
	return nil
}

// demoClock lets the demo's people act in the past, in order.
type demoClock struct{ at time.Time }

func (c *demoClock) Now() time.Time { return c.at }

type demoLoader struct {
	site    *site.Site
	store   *models.Store // with the demo's clock
	clock   *demoClock
	intake  page.Intake
	content demoContent
	credits map[string]string // by file
	users   map[string]*account.User
	random  *rand.Rand
}

// Load makes the demo people and all that is theirs.
func Load(ctx context.Context, s *site.Site, intake page.Intake) error {
	fmt.Println("Making demo content; this takes a few seconds.")
	l := &demoLoader{site: s, intake: intake, credits: map[string]string{}, users: map[string]*account.User{},
		random: rand.New(rand.NewPCG(1, 2))}
	raw, err := static.Demo.ReadFile("demo/demo.json")
	if err != nil {
		return fmt.Errorf("read the demo content: %w", err)
	}
	if err := json.Unmarshal(raw, &l.content); err != nil {
		return fmt.Errorf("read the demo content: %w", err)
	}
	credits, err := ui.ParseCredits(static.Demo)
	if err != nil {
		return err
	}
	for _, c := range credits {
		l.credits[c.File] = "“" + c.Title + "” by " + c.Author + ", " + c.Licence
	}
	now := time.Now().UTC()
	l.clock = &demoClock{now.Add(-40 * 24 * time.Hour)}
	l.store, err = models.Open(ctx, s.Pool, models.Options{Now: l.clock.Now, Direct: s.Config.DatabaseDirect, Log: s.Log})
	if err != nil {
		return err
	}
	defer func() { _ = l.store.Close() }()
	if err := l.people(ctx); err != nil {
		return err
	}
	drafts, err := l.drafts(ctx)
	if err != nil {
		return err
	}
	stories, err := l.stories(ctx)
	if err != nil {
		return err
	}
	if err := l.live(ctx, drafts, stories, now); err != nil {
		return err
	}
	if err := l.looks(ctx, drafts, stories, now); err != nil {
		return err
	}
	if err := l.hooks(ctx, now); err != nil {
		return err
	}
	if err := l.shop(ctx, drafts, stories, now); err != nil {
		return err
	}
	if err := l.talk(ctx, drafts, now); err != nil {
		return err
	}
	fmt.Printf("%d people, %d posts and %d stories are there.\n", len(l.content.People), len(l.content.Posts), len(stories))
	return PrintLogins(s)
}

func (l *demoLoader) people(ctx context.Context) error {
	token, err := account.NewToken()
	if err != nil {
		return err
	}
	password := "demo-" + token[:10]
	if err := os.WriteFile(passwordFile(l.site), []byte(password+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the demo password: %w", err)
	}
	for _, p := range l.content.People {
		accountRow := account.NewAccount{Username: p.Username, FullName: p.Name, Email: p.Username + "@demo.invalid",
			EmailVerified: true, Demo: true}
		if p.Username == "mira.aldana" || p.Username == "jonas_vik" {
			accountRow.Password = password
		} else {
			accountRow.Identity = &account.Identity{Provider: "demo", Subject: p.Username}
		}
		u, err := account.Create(ctx, l.store, accountRow)
		if err != nil {
			return fmt.Errorf("make demo person %s: %w", p.Username, err)
		}
		if err := account.UpdateProfile(ctx, l.store, u.ID, account.ProfileInput{Bio: &p.Bio, Website: &p.Website,
			Grid: new(cmp.Or(p.Grid, account.SquareGrid))}); err != nil {
			return fmt.Errorf("make demo person %s: %w", p.Username, err)
		}
		if p.Avatar != "" {
			if err := l.avatar(ctx, u, p); err != nil {
				return err
			}
		}
		l.users[p.Username] = u
	}
	return nil
}

func (l *demoLoader) avatar(ctx context.Context, u *account.User, p demoPerson) error {
	raw, err := static.Demo.ReadFile("demo/" + p.Avatar)
	if err != nil {
		return fmt.Errorf("read demo photo: %w", err)
	}
	photo, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("read demo photo %s: %w", p.Avatar, err)
	}
	w, h := photo.Bounds().Dx(), photo.Bounds().Dy()
	side := int(p.Crop[2] * float64(min(w, h)))
	square := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(square, square.Bounds(), photo,
		image.Pt(min(int(p.Crop[0]*float64(w)), w-side), min(int(p.Crop[1]*float64(h)), h-side)), draw.Src)
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, square, &jpeg.Options{Quality: 90}); err != nil {
		return fmt.Errorf("crop demo photo %s: %w", p.Avatar, err)
	}
	key, err := l.intake.ReceiveAvatar(ctx, u.ID, &buf)
	if err != nil {
		return fmt.Errorf("picture of %s: %w", p.Username, err)
	}
	return account.RequestAvatar(ctx, l.store, u.ID, key)
}

// drafts uploads and edits all photos and waits until they are rendered.
func (l *demoLoader) drafts(ctx context.Context) ([]models.ID, error) {
	ids := make([]models.ID, len(l.content.Posts))
	for i, p := range l.content.Posts {
		u := l.users[p.By]
		var uploads []post.Upload
		for _, photo := range p.Photos {
			up, err := l.upload(ctx, u.ID, photo)
			if err != nil {
				return nil, err
			}
			uploads = append(uploads, up)
		}
		id, items, err := post.AddMedia(ctx, l.store, u.ID, 0, uploads...)
		if err != nil {
			return nil, fmt.Errorf("demo post of %s: %w", p.By, err)
		}
		for j, photo := range p.Photos {
			if err := photo.Recipe.Validate(); err != nil {
				return nil, fmt.Errorf("demo photo %s: %w", photo.File, err)
			}
			r := photo.Recipe.Normalized()
			edit := post.MediaEdit{Recipe: r.Canonical(), Filter: r.Filter}
			if edit.Filter == "" {
				edit.Filter = look.NormalFilter
			}
			if err := post.EditMedia(ctx, l.store, u.ID, id, items[j].ID, edit); err != nil {
				return nil, fmt.Errorf("demo photo %s: %w", photo.File, err)
			}
		}
		ids[i] = id
	}
	for i, id := range ids {
		if err := l.wait(ctx, func() ([]post.Media, error) {
			p, err := post.Own(ctx, l.store, l.users[l.content.Posts[i].By].ID, id)
			if err != nil {
				return nil, err
			}
			return p.Items, nil
		}); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (l *demoLoader) upload(ctx context.Context, owner models.ID, photo demoPhoto) (post.Upload, error) {
	raw, err := static.Demo.ReadFile("demo/" + photo.File)
	if err != nil {
		return post.Upload{}, fmt.Errorf("read demo photo: %w", err)
	}
	name := photo.File
	if photo.Film {
		if film, err := demoFilm(ctx, raw); err != nil {
			l.site.Log.Warn("the demo has a photo in place of a film", "error", err)
		} else {
			raw, name = film, strings.TrimSuffix(name, ".jpg")+".mp4"
		}
	}
	up, err := l.intake.Receive(ctx, owner, name, bytes.NewReader(raw))
	if err != nil {
		return up, fmt.Errorf("demo photo %s: %w", photo.File, err)
	}
	up.AltText = photo.Alt
	return up, nil
}

// wait waits until photos and videos are made.
func (l *demoLoader) wait(ctx context.Context, read func() ([]post.Media, error)) error {
	for {
		items, err := read()
		if err != nil {
			return err
		}
		ready := true
		for i := range items {
			if items[i].State == "failed" {
				return fmt.Errorf("demo photo %s: %s", items[i].FileName, items[i].Failure)
			}
			ready = ready && items[i].Ready()
		}
		if ready {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// demoEvent is what somebody did at a time.
type demoEvent struct {
	at time.Time
	do func() error
}

// live lets the demo's people follow, publish, like and comment in the order of time.
func (l *demoLoader) live(ctx context.Context, drafts, stories []models.ID, now time.Time) error {
	var events []demoEvent
	peopleList := l.content.People
	for i, p := range peopleList {
		for j, other := range peopleList {
			if i != j && (l.random.IntN(100) < 55 || (i+1)%len(peopleList) == j) {
				events = append(events, demoEvent{now.Add(-time.Duration(36*24*60+l.random.IntN(3*24*60)) * time.Minute), func() error {
					return people.Follow(ctx, l.store, l.users[p.Username].ID, l.users[other.Username].ID)
				}})
			}
		}
	}
	for i, p := range l.content.Posts {
		owner, postID := l.users[p.By], drafts[i]
		at := now.Add(-time.Duration(p.Days * float64(24*time.Hour)))
		events = append(events, demoEvent{at, func() error {
			if err := post.SetCredit(ctx, l.store, owner.ID, postID, l.credit(p)); err != nil {
				return err
			}
			err := post.Publish(ctx, l.store, owner.ID, postID,
				post.PublishInput{Edit: post.Edit{Caption: &p.Caption, Location: &p.Location, LikesHidden: &p.LikesHidden}})
			if err != nil || !p.Pinned {
				return err
			}
			return post.Pin(ctx, l.store, owner.ID, postID)
		}})
		later := func() time.Time {
			d := time.Duration(float64(min(now.Sub(at), 4*24*time.Hour)) * l.random.Float64() * l.random.Float64())
			return at.Add(d + time.Minute)
		}
		for _, n := range l.random.Perm(len(peopleList))[:3+l.random.IntN(len(peopleList)-3)] {
			if u := l.users[peopleList[n].Username]; u.ID != owner.ID {
				events = append(events, demoEvent{later(), func() error { _, err := post.Like(ctx, l.store, u.ID, postID); return err }})
			}
		}
		for _, n := range l.random.Perm(len(peopleList))[:l.random.IntN(5)] {
			if u := l.users[peopleList[n].Username]; u.ID != owner.ID {
				text := l.content.Comments[l.random.IntN(len(l.content.Comments))]
				events = append(events, demoEvent{later(),
					func() error { _, err := comment.Add(ctx, l.store, u.ID, postID, text); return err }})
			}
		}
	}
	events = append(events, l.tell(ctx, stories, now)...)
	sort.SliceStable(events, func(i, j int) bool { return events[i].at.Before(events[j].at) })
	for _, e := range events {
		l.clock.at = e.at
		if err := e.do(); err != nil {
			return fmt.Errorf("demo content: %w", err)
		}
	}
	return nil
}

// demoFilm moves along a photo for some seconds.
func demoFilm(ctx context.Context, photo []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "demo-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	in, out := filepath.Join(dir, "photo.jpg"), filepath.Join(dir, "film.mp4")
	if err := os.WriteFile(in, photo, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-nostdin", "-loop", "1", "-framerate", "25", "-t", "5", "-i", in,
		"-vf", "scale=-2:900,crop=720:900:x='(iw-ow)*(1-cos(PI*t/5))/2':y=0,format=yuv420p", "-c:v", "libx264", "-preset",
		"ultrafast", "-crf", "18", out)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make a film: %w: %s", err, said)
	}
	return os.ReadFile(out)
}

func (l *demoLoader) credit(p demoPost) string {
	var out []string
	for _, photo := range p.Photos {
		out = append(out, l.credits[photo.File])
	}
	return strings.Join(out, "; ")
}

// Remove removes the demo's people and frees their files at once.
func Remove(ctx context.Context, s *site.Site) error {
	if held, err := upkeep.FilesHeld(ctx, s.Store); err != nil {
		return err
	} else if held {
		return errors.New("a backup is being written, so no files are deleted now; try again when it is done")
	}
	people, err := account.Demo(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, u := range people {
		purge := jobs.Purge{Store: s.Store, Blobs: s.Blobs}
		if err := purge.Run(ctx, u.ID); err != nil {
			return err
		}
	}
	if err := errors.Join(index.DropUnusedTags(ctx, s.Store), index.DropUnusedPlaces(ctx, s.Store),
		index.CountWords(ctx, s.Store)); err != nil {
		return err
	}
	if err := os.Remove(passwordFile(s)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the demo password: %w", err)
	}
	fmt.Printf("%d demo people and all that was theirs are removed.\n", len(people))
	return nil
}
