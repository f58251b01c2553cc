package api_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"photogram/models/account"
	"photogram/web/webtest"
)

// halves is a photo whose left half is red and whose right half is blue.
func halves(t *testing.T) []byte {
	t.Helper()
	im := image.NewRGBA(image.Rect(0, 0, 800, 400))
	for x := range 800 {
		for y := range 400 {
			c := color.RGBA{220, 20, 20, 255}
			if x >= 400 {
				c = color.RGBA{20, 20, 220, 255}
			}
			im.Set(x, y, c)
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, im, nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestPictureOfTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	files := []webtest.File{{Name: "a.jpg", Data: halves(t)}}
	auth := []string{"Authorization", "Bearer " + w.Prog.Token}
	send := func(crop string) *webtest.Answer {
		return w.Prog.Upload("/v1/users/self/picture", webtest.Form("crop", crop), files, auth...)
	}
	shown := func() string {
		p, err := account.ByID(t.Context(), w.DB.Store, w.Ada.ID, w.Ada.ID)
		w.Must(err)
		return p.AvatarKey
	}
	before := ""
	for crop, red := range map[string]bool{"0,0,0.5,1": true, "0.5,0,0.5,1": false, "0.75, 0.5, 0.25, 0.5": false} {
		send(crop).Want(http.StatusOK)
		webtest.Eventually(t, "the picture", func() bool { return shown() != before })
		before = shown()
		picture := w.Prog.Call("GET", "/users/self").At("data.profile_picture").String()
		im, err := jpeg.Decode(bytes.NewReader(w.Visitor().Get(strings.TrimPrefix(picture, w.URL)).Want(200).Body))
		w.Must(err)
		side := im.Bounds().Dx()
		for _, x := range []int{2, side / 2, side - 3} {
			if r, _, b, _ := im.At(x, side/2).RGBA(); (r > b) != red {
				t.Errorf("crop %s: at %d of %d is %x and %x", crop, x, side, r>>8, b>>8)
			}
		}
	}
	for crop, why := range map[string]string{"1,2": "x,y,w,h", "0,0,2,1": "x,y,w,h", "0.9,0,0.5,1": "within the picture",
		"0,0,0.001,1": "within the picture", "NaN,0,1,1": "x,y,w,h"} {
		send(crop).Refused(400, "APIInvalidParametersError", why)
	}
	w.Prog.Call("POST", "/users/self/picture").Refused(400, "APIInvalidParametersError", "in the field file")
	w.Prog.Upload("/v1/users/self/picture", nil, append(files, files...), auth...).Refused(400, "APIInvalidParametersError", "one file")
	w.Prog.Call("DELETE", "/users/self/picture").Want(http.StatusOK)
	if shown() != "" {
		t.Error("it is still there")
	}
	w.Check()
}
