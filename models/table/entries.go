package table

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// named holds the columns of a format whose entries name their fields; they grow while
// it is read.
type named struct {
	columns []string
	at      map[string]int
	limits  *Limits
	row     int
	cells   []string
	over    []Long
	close   func() error
	kept    int
}

func (n *named) start() {
	n.cells, n.over, n.kept = n.cells[:0], n.over[:0], 0
}

func (n *named) Long() []Long { return n.over }

func (n *named) Columns() []string { return append([]string{}, n.columns...) }

func (n *named) Unclosed() int { return 0 }

func (n *named) Close() error { return n.close() }

// put sets a field of the entry, or adds to it.
func (n *named) put(name, value string, over bool) error {
	if value = strings.TrimSpace(value); value == "" || name == "" {
		return nil
	}
	i, ok := n.at[name]
	if !ok {
		if len(n.columns) >= n.limits.Columns {
			return TooLarge("table.error.entries-file-more-than-fields", "columns", count(n.limits.Columns))
		}
		i = len(n.columns)
		n.at[name] = i
		n.columns = append(n.columns, Shown(name))
	}
	for len(n.cells) <= i {
		n.cells = append(n.cells, "")
	}
	if keep := max(0, min(n.limits.Cell, rowBytes-n.kept)); len(value) > keep {
		n.over = append(n.over, Long{i, len(value)})
		value = Cut(value, keep)
	}
	switch old := n.cells[i]; {
	case old == "" || over:
		n.cells[i] = value
	case len(old)+len(value) < n.limits.Cell && strings.Contains(name, "image"):
		n.cells[i] = old + "," + value
	}
	n.kept += len(value)
	return nil
}

// feed reads the entries of RSS, Atom and what is like them.
type feed struct {
	named
	from  *xml.Decoder
	bound *bounded
}

func newFeed(r io.Reader, limits *Limits) *feed {
	b := &bounded{from: r}
	d := xml.NewDecoder(bufio.NewReaderSize(b, 16<<10))
	d.Strict, d.Entity = false, xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	return &feed{named: named{at: map[string]int{}, limits: limits}, from: d, bound: b}
}

var entryNames = []string{"item", "entry", "product", "offer"}

func (f *feed) Next() ([]string, int, error) {
	for {
		token, err := f.token()
		if err != nil {
			return nil, 0, err
		}
		if start, ok := token.(xml.StartElement); ok && slices.Contains(entryNames, start.Name.Local) {
			f.start()
			for _, a := range start.Attr {
				if a.Name.Space == "" && a.Name.Local == "id" {
					if err := f.put("id", a.Value, false); err != nil {
						return nil, 0, err
					}
				}
			}
			if err := f.fields(); err != nil {
				return nil, 0, err
			}
			f.row++
			return f.cells, f.row, nil
		}
	}
}

func (f *feed) token() (xml.Token, error) {
	f.bound.read = 0
	token, err := f.from.Token()
	if err != nil && err != io.EOF {
		err = asBroken(err)
	}
	return token, err
}

// fields puts what an entry holds; a field in a field has the names of both.
func (f *feed) fields() error {
	for {
		token, err := f.token()
		if err != nil {
			if err == io.EOF {
				return Broken("table.error.file-ends-within-entry")
			}
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := f.field(t, "", 0); err != nil {
				return err
			}
		}
	}
}

func (f *feed) field(t xml.StartElement, within string, depth int) error {
	name := t.Name.Local
	own := strings.Contains(t.Name.Space, "base.google.com") || t.Name.Space == "g"
	if within != "" && !strings.Contains(within, "image") {
		name = within + " " + name
	}
	for _, a := range t.Attr {
		if name == "link" && a.Name.Local == "href" {
			if err := f.put(name, a.Value, false); err != nil {
				return err
			}
		}
	}
	var said strings.Builder
	for {
		token, err := f.token()
		if err != nil {
			if err == io.EOF {
				return Broken("table.error.file-ends-within-entry")
			}
			return err
		}
		switch inner := token.(type) {
		case xml.CharData:
			if said.Len() <= elementSize {
				said.Write(inner)
			}
		case xml.EndElement:
			return f.put(name, said.String(), own)
		case xml.StartElement:
			if depth > 2 {
				if err := f.from.Skip(); err != nil {
					return asBroken(err)
				}
			} else if err := f.field(inner, name, depth+1); err != nil {
				return err
			}
		}
	}
}

// objects reads JSON: one object a line, a list of them, or a list within an object.
type objects struct {
	named
	from  *json.Decoder
	bound *bounded
	list  []json.RawMessage
	begun bool
}

func newObjects(r io.Reader, limits *Limits) (*objects, error) {
	b := &bounded{from: r}
	in := bufio.NewReaderSize(b, 16<<10)
	for {
		c, err := in.Peek(1)
		if err != nil {
			return nil, Broken("table.error.file-empty")
		}
		if !strings.ContainsRune(" \t\r\n", rune(c[0])) {
			break
		}
		_, _ = in.Discard(1)
	}
	first, _ := in.Peek(1)
	o := &objects{named: named{at: map[string]int{}, limits: limits}, from: json.NewDecoder(in), bound: b}
	if first[0] == '[' {
		if _, err := o.from.Token(); err != nil {
			return nil, asBroken(err)
		}
	}
	o.from.UseNumber()
	return o, nil
}

func (o *objects) Next() ([]string, int, error) {
	var raw json.RawMessage
	switch {
	case len(o.list) > 0:
		raw, o.list = o.list[0], o.list[1:]
	case !o.from.More():
		return nil, 0, io.EOF
	default:
		o.bound.read = 0
		if err := o.from.Decode(&raw); err != nil {
			if err == io.EOF {
				return nil, 0, err
			}
			return nil, 0, asBroken(err)
		}
	}
	if !o.begun {
		o.begun = true
		if list := listIn(raw); list != nil {
			o.list = list
			return o.Next()
		}
	}
	o.start()
	o.row++
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var object map[string]any
	if err := d.Decode(&object); err != nil {
		return o.cells, o.row, nil // an entry that is no object has no fields
	}
	for _, key := range sortedKeys(object) {
		if err := o.flat(key, object[key], 0); err != nil {
			return nil, 0, err
		}
	}
	return o.cells, o.row, nil
}

// listIn is the list of entries in an object that is none itself.
func listIn(raw json.RawMessage) []json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	for _, key := range []string{"products", "items", "data", "entries", "offers", "results"} {
		var list []json.RawMessage
		if json.Unmarshal(object[key], &list) == nil && len(list) > 0 && strings.HasPrefix(string(list[0]), "{") {
			return list
		}
	}
	return nil
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// flat puts a value, and the values in it by the names of both.
func (o *objects) flat(name string, value any, depth int) error {
	switch v := value.(type) {
	case string:
		return o.put(name, v, false)
	case json.Number:
		return o.put(name, v.String(), false)
	case bool:
		return o.put(name, strconv.FormatBool(v), false)
	case []any:
		for _, inner := range v {
			if object, ok := inner.(map[string]any); ok && depth < 3 {
				for _, key := range []string{"url", "src", "link", "href", "name", "value"} {
					if s, ok := object[key].(string); ok {
						inner = s
						break
					}
				}
			}
			if s, ok := inner.(string); ok {
				if err := o.put(name, s, false); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			inner := name + " " + key
			if key == "value" || key == "amount" || key == "url" || key == "name" {
				inner = name
			}
			if depth < 3 {
				if err := o.flat(inner, v[key], depth+1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
