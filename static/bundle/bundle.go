// Package bundle joins the modules of static/js into the scripts that pages
// load. The program does not link it: what it makes is committed in static/dist.
package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Scripts makes a script of each module that lies in the folder of sources
// itself, with all that it imports from the folders below. Each is a function
// of its own, so scripts share nothing but the page.
func Scripts(sources string) (map[string][]byte, error) {
	dir, err := filepath.Abs(sources)
	if err != nil {
		return nil, err
	}
	entries, err := filepath.Glob(filepath.Join(dir, "*.js"))
	if err != nil {
		return nil, err
	}
	options := usual(dir)
	options.EntryPoints = entries
	options.Outdir = filepath.Join(dir, "out")
	options.Metafile = true
	res := api.Build(options)
	if err := failed(res); err != nil {
		return nil, err
	}
	if err := reached(dir, res.Metafile); err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, f := range res.OutputFiles {
		out[filepath.Base(f.Path)] = f.Contents
	}
	return out, nil
}

// Module makes a script of text that imports modules of the sources, under a
// global name: tests use it to ask modules what pages do not show.
func Module(sources, name, text string) ([]byte, error) {
	dir, err := filepath.Abs(sources)
	if err != nil {
		return nil, err
	}
	options := usual(dir)
	options.Stdin = &api.StdinOptions{Contents: text, ResolveDir: dir}
	options.GlobalName = name
	res := api.Build(options)
	if err := failed(res); err != nil {
		return nil, err
	}
	return res.OutputFiles[0].Contents, nil
}

// Effects is what a module does when it is merely imported: "" for nothing, as
// it should be, since one that fails there would take its whole script along.
func Effects(sources, module string) (string, error) {
	dir, err := filepath.Abs(sources)
	if err != nil {
		return "", err
	}
	options := usual(dir)
	options.Stdin = &api.StdinOptions{Contents: fmt.Sprintf("import %q;", "./"+module), ResolveDir: dir}
	options.IgnoreAnnotations = true
	options.Format, options.Banner = api.FormatESModule, nil
	res := api.Build(options)
	if err := failed(res); err != nil {
		return "", err
	}
	return strings.TrimSpace(string(res.OutputFiles[0].Contents)), nil
}

// Modules are the paths of all modules below the sources, in order.
func Modules(sources string) ([]string, error) {
	var all []string
	err := fs.WalkDir(os.DirFS(sources), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".js" {
			all = append(all, name)
		}
		return err
	})
	return all, err
}

// usual are the options of all scripts. The language is that of the sources, so
// browsers need nothing newer for what is made of them. Lines are kept short for
// those who compare versions; there are no source maps, since the sources are
// in the repository and a map would double what is committed.
func usual(dir string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir: dir, Bundle: true, Format: api.FormatIIFE, Platform: api.PlatformBrowser, Target: api.ES2021,
		Charset:          api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LineLimit: 140, LegalComments: api.LegalCommentsNone,
		TsconfigRaw: "{}", LogLevel: api.LogLevelSilent, Banner: map[string]string{"js": `"use strict";`}, // as modules are
	}
}

func failed(res api.BuildResult) error {
	var all []error
	for _, m := range slices.Concat(res.Errors, res.Warnings) {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		all = append(all, errors.New(where+m.Text))
	}
	return errors.Join(all...)
}

// reached is whether each module is a part of some script.
func reached(dir, metafile string) error {
	var meta struct{ Inputs map[string]any }
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return err
	}
	all, err := Modules(dir)
	for _, name := range all {
		if meta.Inputs[name] == nil {
			err = errors.Join(err, fmt.Errorf("%s: no script imports this module", name))
		}
	}
	return err
}
