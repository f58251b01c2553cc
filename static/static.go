// Package static holds the site's styles, scripts, icons and pictures, and
// serves them under names that carry a hash of their contents. It must know
// nothing of pages or people.
package static

//go:generate go run ./bundle/write js dist

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Prefix is where the assets are served.
const Prefix = "/static/"

//go:embed css dist fonts vendor icons avatar install look/*.webp *.svg *.png
var files embed.FS

// Demo holds the photographs of the demo content, with their attribution.
//
//go:embed demo
var Demo embed.FS

//go:embed openapi.yaml
var openAPI []byte

// OpenAPI is the description of the API under /v1.
func OpenAPI() []byte { return openAPI }

// asset is one file as it is served.
type asset struct {
	name, kind string // name with the hash
	plain      []byte
	once       sync.Once
	forms      map[string][]byte // by encoding, where compressing gains something
	offered    []string          // the smallest first
}

type catalogue struct {
	urls   map[string]string // by plain name
	assets map[string]*asset // by name with the hash
}

var assets = sync.OnceValue(func() catalogue {
	c := catalogue{map[string]string{}, map[string]*asset{}}
	fonts, err := fs.Glob(files, "fonts/*.woff2")
	must(err)
	for _, name := range fonts {
		c.add(name, read(name))
	}
	c.add("app.css", c.addressed(styles()))
	scripts, err := fs.ReadDir(files, "dist")
	must(err)
	for _, entry := range scripts {
		if entry.Name() != worker {
			c.add(entry.Name(), Script(entry.Name()))
		}
	}
	for _, name := range []string{"vendor/htmx.min.js", "vendor/tus.min.js", "favicon.svg", "favicon.png", "touch-icon.png",
		"icon-512.png", "social.png", "look/look-before.webp", "look/look-after.webp"} {
		c.add(path.Base(name), read(name))
	}
	icons, err := fs.ReadDir(files, "install")
	must(err)
	for _, entry := range icons {
		c.add(entry.Name(), read("install/"+entry.Name()))
	}
	return c
})

// styles joins the style sheets in the order of their names.
func styles() []byte {
	entries, err := fs.ReadDir(files, "css")
	must(err)
	var out bytes.Buffer
	for _, entry := range entries {
		out.Write(read("css/" + entry.Name()))
	}
	return out.Bytes()
}

var inStyles = regexp.MustCompile(`url\((fonts/[^)]+)\)`)

// addressed gives style sheets the addresses of what they name.
func (c catalogue) addressed(css []byte) []byte {
	return inStyles.ReplaceAllFunc(css, func(m []byte) []byte {
		name := string(inStyles.FindSubmatch(m)[1])
		if c.urls[name] == "" {
			must(fmt.Errorf("there is no %s", name))
		}
		return []byte("url(" + c.urls[name] + ")")
	})
}

// URL is the address of an asset, such as "app.css". Unknown names panic,
// since only the program itself asks.
func URL(name string) string {
	url, ok := assets().urls[name]
	if !ok {
		panic(fmt.Sprintf("static: there is no asset %q", name))
	}
	return url
}

// Script is the text of a script, for addresses that must not change with it.
func Script(name string) []byte { return read("dist/" + name) }

// Icon is the inner markup of an icon on a grid of 24 × 24, without its svg element.
func Icon(name string) string {
	inner, ok := icons()[name]
	if !ok {
		panic(fmt.Sprintf("static: there is no icon %q", name))
	}
	return inner
}

var icons = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	entries, err := fs.ReadDir(files, "icons")
	must(err)
	for _, entry := range entries {
		name, isIcon := strings.CutSuffix(entry.Name(), ".svg")
		if !isIcon {
			continue
		}
		_, inner, _ := strings.Cut(string(read("icons/"+entry.Name())), "<svg")
		_, inner, _ = strings.Cut(inner, ">")
		inner, _, _ = strings.Cut(inner, "</svg>")
		out[name] = strings.ReplaceAll(strings.Join(strings.Fields(inner), " "), "> <", "><")
	}
	return out
})

// Avatars is the number of pictures for accounts without one of their own.
const Avatars = 6

// Avatar is the n-th of them, an SVG document.
func Avatar(n int) []byte { return read(fmt.Sprintf("avatar/%d.svg", ((n%Avatars)+Avatars)%Avatars)) }

func read(name string) []byte {
	b, err := files.ReadFile(name)
	must(err)
	return b
}

func must(err error) {
	if err != nil {
		panic(fmt.Errorf("static: %w", err))
	}
}
