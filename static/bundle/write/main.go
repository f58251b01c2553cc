// Command write bundles static/js into static/dist; "go generate ./static" runs it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"photogram/static/bundle"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: write SOURCES INTO")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write has nothing but the scripts in the folder.
func write(sources, into string) error {
	scripts, err := bundle.Scripts(sources)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(into, "*.js"))
	if err != nil {
		return err
	}
	for _, file := range old {
		if scripts[filepath.Base(file)] == nil {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(into, name), script, 0o644); err != nil {
			return err
		}
	}
	return nil
}
