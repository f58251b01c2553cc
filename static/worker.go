package static

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// worker is the script that browsers run for the whole site.
const worker = "sw.js"

// kept are the assets that the page shown offline needs.
var kept = []string{"app.css", "app.js", "htmx.min.js", "favicon.svg", "favicon.png", "icon-192.png", "badge-96.png"}

// Worker is the site's service worker. It begins with the version of all that is
// served below Prefix, so that browsers see a new one whenever any of it changes.
var Worker = sync.OnceValue(func() []byte {
	c := assets()
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(c.assets)), "\n")))
	build := struct {
		Version string   `json:"version"`
		Assets  []string `json:"assets"`
		Icon    string   `json:"icon"`
		Badge   string   `json:"badge"`
	}{Version: hex.EncodeToString(sum[:6]), Icon: c.urls["icon-192.png"], Badge: c.urls["badge-96.png"]}
	for _, name := range kept {
		build.Assets = append(build.Assets, c.urls[name])
	}
	begin, err := json.Marshal(build)
	must(err)
	return slices.Concat([]byte("self.photogram="), begin, []byte(";\n"), Script(worker))
})

var workerAsset = sync.OnceValue(func() *asset { return newAsset(worker, kinds[".js"], Worker()) })

// ServeWorker answers with the service worker, which is asked for anew each time.
func ServeWorker(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	workerAsset().serve(w, r)
}
