package shopfile

import (
	"hash/fnv"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode"

	"photogram/models"
	"photogram/models/table"
	"photogram/text"
)

// Items gives what each row of the file makes, in its order: an item with the warnings
// of its row, or problems of which one is an error. Rows that only add to others, such
// as further images, give nothing of their own. A mapping without columns stands for
// the one that was found. The file can be read again, also in part.
func (f *File) Items(m Mapping, o Options) iter.Seq2[Item, []Problem] {
	return func(yield func(Item, []Problem) bool) {
		r := &run{o: o, yield: yield, seen: map[string]int{}, more: true}
		r.products = &parents{rows: map[string]*record{}}
		r.combined = map[string]bool{}
		if err := f.combinations(r); err != nil {
			r.fail("", err)
			return
		}
		for i, s := range f.tables {
			mapping := s.Mapping
			if fitting, ok := m.over(s.columns); ok && (i == 0 || s.Template == f.Template) && len(m.Columns) > 0 {
				mapping = fitting
			} else if i == 0 && len(m.Columns) > 0 {
				r.fail(s.Detected.Name, models.Invalidf("mapping", "shopfile.error.mapping-file-other-columns"))
				return
			}
			if err := r.table(s, mapping); err != nil {
				r.fail(s.Detected.Name, err)
				return
			}
			if !r.more {
				return
			}
		}
	}
}

const (
	groupRows  = 5_000 // of one product
	groupBytes = 64 << 20
)

func count(n int) string { return text.English.Number(int64(n)) }

// run is one pass over a file.
type run struct {
	o        Options
	yield    func(Item, []Problem) bool
	more     bool
	seen     map[string]int // the row of each id
	source   *source
	noIDs    bool // the file has no column of ids
	products *parents
	combined map[string]bool // products that have combinations
	children map[string]child
	here     map[string]bool
}

// child is what the row of a product says of a variant.
type child struct {
	parent  *record
	options []Option
}

func (r *run) fail(file string, err error) {
	if !r.more {
		return
	}
	message := "The file could not be read to its end."
	if models.KindOf(err) != 0 {
		message = err.Error()
	}
	r.more = r.yield(Item{File: file}, []Problem{{File: file, Message: message, Severity: SeverityError}})
}

// give hands an item over. Its id may be that of an earlier row.
func (r *run) give(b *builder) bool {
	if b.RetailerID != "" {
		if first, ok := r.seen[b.RetailerID]; ok {
			b.refuse(RetailerID, "The id %s is in row %s as well; the first row counts.", b.RetailerID, count(first))
		} else {
			r.seen[strings.Clone(b.RetailerID)] = b.Row
		}
	}
	r.more = r.more && r.yield(b.Item, b.problems)
	return r.more
}

// note hands a problem of a row over that makes no item.
func (r *run) note(rec *record, severity Severity, f Field, message string) bool {
	r.more = r.more && r.yield(Item{File: rec.file, Row: rec.row}, []Problem{{rec.file, rec.row, f, message, severity}})
	return r.more
}

// rows goes through the rows of a source. What do is given is good until it returns.
func (s *source) rows(m Mapping, do func(*record) error) error {
	t, err := s.Open()
	if err != nil {
		return err
	}
	defer t.Close()
	rec := &record{file: s.Detected.Name, layout: layoutOf(m, s.decimal)}
	for {
		cells, row, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if row <= s.Header && t.Columns() == nil || blank(cells) || isHelp(cells) {
			continue
		}
		rec.cells, rec.row, rec.long, rec.thin = cells, row, t.Long(), false
		rec.askew = s.width > 0 && len(cells) > s.width && !blank(cells[s.width:])
		if err := do(rec); err != nil {
			return err
		}
	}
	if row := t.Unclosed(); row > 0 {
		return table.Broken("shopfile.error.quotation-mark-row-never-closed", "row", count(row))
	}
	return nil
}

// errEnough ends a pass that nobody wants to go on.
var errEnough = models.Invalidf("", "shopfile.error.enough")

func (r *run) table(s *source, m Mapping) error {
	r.source = s
	layout := layoutOf(m, s.decimal)
	_, id := layout.at[RetailerID]
	_, sku := layout.at[SKU]
	r.noIDs = !id && !sku
	var err error
	switch m.Template {
	case Shopify:
		err = r.grouped(s, m, GroupID, r.shopify)
	case Wix:
		err = r.grouped(s, m, GroupID, r.wix)
	case Square:
		err = r.grouped(s, m, GroupID, r.square)
	case WooCommerce:
		err = r.woocommerce(s, m)
	case Magento:
		err = r.magento(s, m)
	case PrestaShop:
		err = r.prestashop(s, m)
	case Combination:
		err = r.combination(s, m)
	case Etsy:
		err = s.rows(m, r.each(r.etsy))
	default:
		err = s.rows(m, r.each(r.plain))
	}
	if err == errEnough {
		return nil
	}
	return err
}

func (r *run) each(do func(*record) bool) func(*record) error {
	return func(rec *record) error {
		if !do(rec) {
			return errEnough
		}
		return nil
	}
}

// plain makes an item of a row that stands for itself.
func (r *run) plain(rec *record) bool {
	id := rec.get(RetailerID)
	if id == "" {
		id = rec.get(SKU)
	}
	if id == "" && r.noIDs {
		id = r.madeID(rec)
	}
	return r.give(r.o.build(rec, nil, id, rec.get(GroupID)))
}

// madeID is an id for a row of a file without a column of them, the same each time.
func (r *run) madeID(rec *record) string {
	for _, f := range []Field{MPN, GTIN} {
		if s := rec.get(f); s != "" {
			return s
		}
	}
	id := slug(rec.get(Title))
	if v := slug(rec.get(VariantTitle)); v != "" {
		id += "-" + v
	}
	for _, o := range rec.options() {
		if s := slug(o.Value); s != "" && r.source.Template != Etsy {
			id += "-" + s
		}
	}
	return fitID(id)
}

// slug is a text as part of an id.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, c := range plainName(s) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(c)
			dash = false
		} else {
			dash = true
		}
	}
	return b.String()
}

// fitID is an id that is not too long; what is cut off still tells it from others.
func fitID(id string) string {
	runes := []rune(id)
	if len(runes) <= MaxID {
		return id
	}
	h := fnv.New64a()
	h.Write([]byte(id))
	return string(runes[:MaxID-17]) + "-" + strconv.FormatUint(h.Sum64(), 16)
}

// withOptions is the id of a variant that has none of its own.
func withOptions(id string, options []Option) string {
	for _, o := range options {
		if s := slug(o.Value); s != "" {
			id += "-" + s
		}
	}
	return fitID(id)
}

// grouped gathers the rows of one product, which stand together, and hands them over.
func (r *run) grouped(s *source, m Mapping, by Field, do func([]*record) bool) error {
	var group []*record
	key, size := "", 0
	flush := func() error {
		if len(group) > 0 && !do(group) {
			return errEnough
		}
		group, size = nil, 0
		return nil
	}
	err := s.rows(m, func(rec *record) error {
		k := rec.get(by)
		if k == "" {
			if k = rec.get(Title); k == "" && !rec.has(by) {
				k = key
			}
		}
		if k == "" || k != key {
			if err := flush(); err != nil {
				return err
			}
		}
		key = strings.Clone(k)
		if len(group) == groupRows {
			if !r.note(rec, SeverityError, GroupID, "The product has more than "+count(groupRows)+" rows.") {
				return errEnough
			}
			return nil
		}
		if size += cellBytes(rec.cells); size > groupBytes {
			if !r.note(rec, SeverityError, GroupID, "The rows of this product hold too much.") {
				return errEnough
			}
			return nil
		}
		group = append(group, rec.clone())
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}
