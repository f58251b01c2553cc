package e2e

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"photogram/media/mediatest"
)

// A video, an animated picture and a photo in one album: the cover frame is
// chosen, captions are added, and the video plays silently once it is in view.
func TestVideoInABrowser(t *testing.T) {
	t.Parallel()
	film := mediatest.ClipFile(t, "film.mp4", "-f", "lavfi", "-i", "testsrc2=size=360x640:rate=15:duration=3", "-f", "lavfi", "-i",
		"sine=frequency=440:duration=3",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	animated := filepath.Join(t.TempDir(), "a.gif")
	words := filepath.Join(t.TempDir(), "words.vtt")
	for path, data := range map[string][]byte{animated: mediatest.GIF(320, 240, 6),
		words: []byte("WEBVTT\n\n00:00.000 --> 00:03.000\nA card turns\n")} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	photo, err := filepath.Abs("static/demo/mountain-meadow.jpg")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo")
	bo.open("/ana")
	bo.submit(`form[action="/ana/follow"] button`)
	bo.contains("main", "Following")

	ana.open("/new")
	ana.do("choose the files", chromedp.SetUploadFiles(`input[type=file][name=file]`, []string{film, animated, photo}))
	edit := ana.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	path := strings.TrimSuffix(edit.Path, "/edit")
	ana.press(`[data-tab=text]`)
	ana.wait("three items", `document.querySelectorAll("[data-item]").length === 3`)
	// The files arrive in any order, so the video is looked for.
	_ = value[bool](ana, `(() => { const p = [...document.querySelectorAll("[data-poster]")].find((p) => Number(p.querySelector("[data-poster-range]").max) > 2);
		const r = p.querySelector("[data-poster-range]"); r.value = "1.5"; r.dispatchEvent(new Event("input", { bubbles: true }));
		window.film = p.closest("[data-item]").dataset.item; return p.querySelector("[data-poster-seconds]").value === "1.5" })()`)
	item := value[string](ana, `window.film`)
	form := `#captions-` + item + ` form.captions-add`
	ana.press(`[data-item="` + item + `"] a[data-dialog]`)
	ana.do("add captions", chromedp.SetUploadFiles(form+` input[type=file]`, []string{words}),
		chromedp.SendKeys(form+` input[name=lang]`, "en"), chromedp.SendKeys(form+` input[name=label]`, "English"))
	ana.submit(form + ` button`)
	ana.contains("#captions-"+item+" .captions-list", "English")
	ana.shot("editor")
	ana.press(`dialog .dialog-cancel`)
	ana.submit(`.edit-head button[name=action][value=publish]`)
	ana.until("the post", at(path))

	bo.open("/")
	box := `document.querySelector("article [data-video]:has(track)")`
	player := box + `.querySelector("video")`
	bo.wait("the player", box+`?.dataset.ready === ""`)
	// The album begins with whatever came first, so the video is brought into view.
	_ = value[bool](bo, `document.querySelector(".carousel .frames").scrollTo({ left: `+box+`.closest(".frame").offsetLeft, behavior: "instant" }), `+box+`.scrollIntoView({ block: "center" }), true`)
	bo.wait("silent play in view", player+`.muted && !`+player+`.paused && `+player+`.currentTime > 0.2`)
	bo.wait("captions", player+`.textTracks[0].mode === "showing" && `+player+`.textTracks[0].activeCues?.[0]?.text === "A card turns"`)
	bo.wait("one at a time", `[...document.querySelectorAll("video")].filter((v) => !v.paused).length === 1`)
	bo.shot("playing")
	bo.press(`article [data-video]:has(track) [data-sound]`)
	bo.wait("sound", `!`+player+`.muted && [...document.querySelectorAll("[data-video]")].every((b) => !b.querySelector("video").muted) && `+box+`.querySelector("[data-sound]").getAttribute("aria-pressed") === "true"`)
	bo.press(`article [data-video]:has(track) [data-play]`)
	bo.wait("a pause", player+`.paused`)
	bo.press(`article [data-video]:has(track) [data-play]`)
	bo.wait("play again", `!`+player+`.paused`)
	_ = value[bool](bo, `document.querySelector(".carousel .frames").scrollTo({ left: [...document.querySelectorAll(".frame")].find((f) => !f.contains(`+box+`)).offsetLeft, behavior: "instant" }), true`)
	bo.wait("a pause out of view", player+`.paused`)

	// Whoever wants less motion starts videos by hand.
	bo.do("want less motion", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia,
			emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
	bo.open(path)
	bo.wait("the player", strings.ReplaceAll(box, "article ", "")+`?.dataset.ready === ""`)
	_ = value[bool](bo, strings.ReplaceAll(box, "article ", "")+`.scrollIntoView({ block: "center" }), true`)
	bo.press(`[data-video]:has(track) [data-play]`)
	bo.wait("play by hand", `!`+strings.ReplaceAll(player, "article ", "")+`.paused`)
	bo.open("/ana")
	bo.shot("profile")
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
