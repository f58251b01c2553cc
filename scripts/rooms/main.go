// Rooms draws the house: what packages there are, from the top down to those
// that use nothing of ours, how large each is and what it imports.
package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	dot := flag.Bool("dot", false, "write a graph for Graphviz: go run ./scripts/rooms -dot | dot -Tsvg >rooms.svg")
	flag.Parse()
	h, err := look("photogram")
	if err == nil && *dot {
		err = h.dot(os.Stdout)
	} else if err == nil {
		err = h.text(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// layers are the rooms from the top: each uses only what is in those after its own.
func (h *house) layers() [][]*room {
	heights := map[string]int{}
	var height func(name string) int
	height = func(name string) int {
		if _, known := heights[name]; !known {
			heights[name] = 0
			for _, below := range h.rooms[name].imports {
				heights[name] = max(heights[name], height(below)+1)
			}
		}
		return heights[name]
	}
	top := 0
	for name := range h.rooms {
		top = max(top, height(name))
	}
	out := make([][]*room, top+1)
	for _, name := range slices.Sorted(maps.Keys(h.rooms)) {
		at := top - heights[name]
		out[at] = append(out[at], h.rooms[name])
	}
	return out
}

const width = 130

// text draws the house in lines.
func (h *house) text(w io.Writer) error {
	var b strings.Builder
	long, files, lines := 0, 0, 0
	for name, r := range h.rooms {
		long = max(long, len(name))
		files += r.files
		lines += r.lines
	}
	for i, layer := range h.layers() {
		if i > 0 {
			fmt.Fprintln(&b, strings.Repeat("─", width))
		}
		for _, r := range layer {
			word := "files"
			if r.files == 1 {
				word = "file "
			}
			head := fmt.Sprintf("%-*s %3d %s %6d lines", long, r.name, r.files, word, r.lines)
			line := head
			for j, name := range r.imports {
				sign := "  "
				if j == 0 {
					line, sign = line+"  ↓", " "
				}
				if len([]rune(line))+len(sign)+len(name) > width {
					fmt.Fprintln(&b, line)
					line = strings.Repeat(" ", len(head)+3)
					sign = " "
				}
				line += sign + name
			}
			fmt.Fprintln(&b, line)
		}
	}
	fmt.Fprintf(&b, "\n%d rooms, %d files, %d lines, without tests and what is generated.\n", len(h.rooms), files, lines)
	for _, kind := range []string{"file", "function", "statement"} {
		list := h.longest[kind]
		slices.SortFunc(list, func(a, b part) int { return b.lines - a.lines })
		fmt.Fprintf(&b, "\nThe longest %ss\n", kind)
		for _, p := range list[:min(3, len(list))] {
			fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%5d lines  %s  %s", p.lines, p.at, p.name), " "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// dot draws it for Graphviz, without the imports that others imply.
func (h *house) dot(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, "digraph rooms {\n\tnode [shape=box, fontname=sans];")
	for _, layer := range h.layers() {
		fmt.Fprintln(&b, "\t{ rank=same;")
		for _, r := range layer {
			fmt.Fprintf(&b, "\t\t%q [label=\"%s\\n%d lines\"];\n", r.name, r.name, r.lines)
		}
		fmt.Fprintln(&b, "\t}")
	}
	for _, name := range slices.Sorted(maps.Keys(h.rooms)) {
		for _, below := range h.rooms[name].imports {
			if !slices.ContainsFunc(h.rooms[name].imports, func(other string) bool { return h.uses(other, below) }) {
				fmt.Fprintf(&b, "\t%q -> %q;\n", name, below)
			}
		}
	}
	fmt.Fprintln(&b, "}")
	_, err := io.WriteString(w, b.String())
	return err
}

// uses is whether a room imports another, itself or through others.
func (h *house) uses(name, below string) bool {
	imports := h.rooms[name].imports
	return slices.Contains(imports, below) || slices.ContainsFunc(imports, func(other string) bool { return h.uses(other, below) })
}
