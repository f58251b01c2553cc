package static

import (
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Samples serves the demo photographs and the plain avatars for pages with
// made-up data: …/{photo}/{any size} and …/avatar/{n}.svg.
func Samples() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dir, name := path.Split(r.URL.Path)
		folder := path.Base(dir)
		if folder == "avatar" {
			n, err := strconv.Atoi(strings.TrimSuffix(name, ".svg"))
			if err != nil {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", kinds[".svg"])
			_, _ = w.Write(Avatar(n))
			return
		}
		photo, err := Demo.ReadFile("demo/" + folder + ".jpg")
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "image/jpeg")
		w.Header().Set("Cache-Control", "private, max-age=3600")
		_, _ = w.Write(photo)
	})
}
