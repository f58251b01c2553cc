package shopfile

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"photogram/models"
	"photogram/models/money"
	"photogram/models/table"
	"photogram/text"
)

// Options are what a caller knows beside the file.
type Options struct {
	// Currency is that of the catalogue: it is meant where a price has none, and a
	// price in another is refused.
	Currency string
	// Tax is added to prices without tax.
	Tax money.Rate
	// Images is the address below which images without one are.
	Images string
	// Zone is that of times without one; nil is UTC.
	Zone *time.Location
}

// What an item may hold.
const (
	MaxID          = 100
	MaxTitle       = 200
	MaxDescription = 9_999
	maxShort       = 100
	maxCategory    = 750
	maxAddress     = 2_000
	maxImages      = 20
	maxOptions     = 10
	maxMajor       = 1_000_000_000 // of a price, in whole units
	maxStock       = 1_000_000_000
)

// builder makes one item of a row, and of the row that it belongs to.
type builder struct {
	Item
	own, parent *record
	o           *Options
	problems    []Problem
}

func (b *builder) problem(severity Severity, f Field, format string, args ...any) {
	b.problems = append(b.problems, Problem{File: b.own.file, Row: b.own.row, Field: f, Severity: severity,
		Message: fmt.Sprintf(format, args...)})
}

func (b *builder) refuse(f Field, format string, args ...any) {
	b.problem(SeverityError, f, format, args...)
}
func (b *builder) warn(f Field, format string, args ...any) {
	b.problem(SeverityWarning, f, format, args...)
}

// get is what the row says, or else the row that it belongs to.
func (b *builder) get(f Field) string {
	if s := b.own.get(f); s != "" {
		return s
	}
	return b.parent.get(f)
}

// build makes the item of a row.
func (o *Options) build(own, parent *record, id, group string) *builder {
	b := &builder{own: own, parent: parent, o: o}
	b.File, b.Row = own.file, own.row
	if own.askew {
		b.refuse(Ignore, "This row has more cells than the header: a separator or a quotation mark is out of place.")
		return b
	}
	b.identify(id, group)
	b.texts()
	b.prices()
	b.supply()
	b.details()
	b.addresses()
	if parent != nil && parent.thin {
		b.warn(Description, "The file is too large to keep the long texts of row %s for its variants.", count(parent.row))
	}
	return b
}

func (b *builder) identify(id, group string) {
	id = oneLine(id)
	switch n := len([]rune(id)); {
	case id == "":
		b.refuse(RetailerID, "This row has no id.")
	case n > MaxID:
		b.refuse(RetailerID, "The id has %s characters, and at most %d fit.", count(n), MaxID)
		id = ""
	case !models.Storable(id):
		b.refuse(RetailerID, "The id is not valid text.")
		id = ""
	}
	b.RetailerID, b.GroupID = id, b.short(GroupID, group, maxShort)
}

// short is a text of one line that may not be too long.
func (b *builder) short(f Field, s string, most int) string {
	s, script := plainText(s)
	if script {
		b.warn(f, "A script was taken out.")
	}
	s, long := cutRunes(oneLine(s), most)
	if long {
		b.warn(f, "Only the first %s characters were kept.", count(most))
	}
	return s
}

func (b *builder) texts() {
	title := b.get(Title)
	if title == "" {
		title = b.get(VariantTitle)
	}
	if b.Title = b.short(Title, title, MaxTitle); b.Title == "" {
		b.refuse(Title, "This row has no title.")
	}
	source, f := b.own, Description
	raw := b.own.get(Description)
	if raw == "" {
		raw = b.own.get(Summarized)
	}
	if raw == "" && b.parent != nil {
		source, raw = b.parent, b.parent.get(Description)
		if raw == "" {
			raw = b.parent.get(Summarized)
		}
	}
	described, script := plainText(raw)
	if script {
		b.warn(f, "A script was taken out of the description.")
	}
	described, long := cutRunes(described, MaxDescription)
	if size := source.bytesOf(Description); size > 0 {
		b.warn(f, "The description has %s; only the first %s characters were kept.", text.English.Size(int64(size)),
			count(MaxDescription))
	} else if long {
		b.warn(f, "Only the first %s characters were kept.", count(MaxDescription))
	}
	b.Description = described
	for _, l := range b.own.long {
		if i, ok := b.own.layout.at[Title]; ok && i == l.Column {
			b.warn(Title, "The title has %s.", text.English.Size(int64(l.Bytes)))
		}
	}
}

// bytesOf is how long a cell was of which only the beginning was kept, or 0.
func (r *record) bytesOf(f Field) int {
	for _, l := range r.long {
		if i, ok := r.layout.at[f]; ok && i == l.Column {
			return l.Bytes
		}
	}
	return 0
}

// supply is availability and stock, of which each tells the other.
func (b *builder) supply() {
	said, known := b.available()
	stock := b.own.get(Stock)
	if word, ok := availabilityWords[plainName(stock)]; ok && len(stock) > 1 { // Wix has both in one column
		if stock = ""; !known {
			said, known = word, true
		}
	}
	if b.own.has(Counted) && strings.Trim(strings.ToLower(b.get(Counted)), "0nofalse") == "" {
		stock = ""
	}
	b.Stock = b.stock(stock)
	more := backorders(b.get(Backorders))
	switch {
	case known:
		b.Availability = said
	case b.Stock == nil || *b.Stock > 0:
		b.Availability = InStock
	case more:
		b.Availability = Backorder
	default:
		b.Availability = OutOfStock
	}
	if b.Availability == InStock && b.Stock != nil && *b.Stock == 0 {
		b.Availability = OutOfStock
		if more {
			b.Availability = Backorder
		}
	}
}

func backorders(s string) bool {
	s = strings.ToLower(s)
	return s == "1" || s == "yes" || s == "notify" || s == "continue" || s == "true" || s == "ja" || s == "oui"
}

func (b *builder) available() (Availability, bool) {
	s := b.own.get(Available)
	if s == "" {
		return "", false
	}
	key := plainName(s)
	if word, ok := availabilityWords[key]; ok {
		return word, true
	}
	for _, prefix := range []string{"http schema org ", "https schema org "} {
		if word, ok := availabilityWords[strings.ReplaceAll(strings.TrimPrefix(key, prefix), " ", "")]; ok {
			return word, true
		}
	}
	if n, err := strconv.Atoi(s); err == nil {
		if n > 0 {
			return InStock, true
		}
		return OutOfStock, true
	}
	b.warn(Available, "“%s” is not known: use in_stock, out_of_stock, preorder, backorder or discontinued.",
		table.Shown(table.Cut(s, 60)))
	return "", false
}

var thousands = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "'", "")

func (b *builder) stock(s string) *int {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "'"))
	if s == "" || s == "parent" || s == "-" || s == "∞" || s == "unlimited" || s == "n/a" {
		return nil
	}
	if money.DecimalOf(s) == 0 { // 1,200 pieces
		s = thousands.Replace(s)
		if strings.Count(s, ".") > 0 && len(s)-strings.LastIndex(s, ".") == 4 {
			s = strings.ReplaceAll(s, ".", "")
		}
	}
	whole, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	n, err := strconv.Atoi(whole)
	switch {
	case err != nil || strings.Trim(part, "0123456789") != "":
		b.warn(Stock, "“%s” is not a number of pieces.", table.Shown(table.Cut(s, 60)))
		return nil
	case n > maxStock:
		b.warn(Stock, "%s pieces are more than can be: at most %s.", table.Shown(table.Cut(s, 60)), count(maxStock))
		return nil
	case n < 0:
		b.warn(Stock, "The stock is %d; it was read as 0.", n)
		n = 0
	case strings.Trim(part, "0") != "":
		b.warn(Stock, "The stock is %s; it was read as %d.", table.Shown(table.Cut(s, 60)), n)
	}
	return &n
}

func (b *builder) details() {
	b.Condition = New
	if s := b.get(Cond); s != "" {
		if word, ok := conditionWords[plainName(s)]; ok {
			b.Condition = word
		} else {
			b.warn(Cond, "“%s” is not known: use new, refurbished or used.", table.Shown(table.Cut(s, 60)))
		}
	}
	b.Brand = b.short(Brand, b.get(Brand), maxShort)
	b.MPN = b.short(MPN, b.own.get(MPN), maxShort)
	b.gtin(b.own.get(GTIN))
	b.Category = b.category()
	b.GoogleCategory = b.short(GoogleCategory, b.get(GoogleCategory), maxCategory)
	b.weigh()
	b.UnitMeasure = b.measure(UnitMeasure)
	b.UnitBase = b.measure(UnitBase)
	for i, column := range b.own.layout.labels {
		s := b.own.cell(column)
		if s == "" {
			s = b.parent.cell(column)
		}
		b.Labels[i] = b.short(Label+Field(":"+strconv.Itoa(i)), s, maxShort)
	}
	b.Status = Active
	if word, ok := statusWords[plainName(b.get(Visible))]; ok {
		b.Status = word
	}
	if s := b.get(Published); b.Status == Active && s != "" {
		if word, ok := statusWords[plainName(s)]; ok && word != Active || s == "-1" {
			b.Status = Draft
		}
	}
}

func (b *builder) gtin(s string) {
	if s == "" {
		return
	}
	if strings.ContainsAny(s, "eE+") && strings.ContainsAny(s, "0123456789") {
		b.warn(GTIN, "“%s” was shortened by a spreadsheet: format the column as text.", table.Shown(table.Cut(s, 60)))
		return
	}
	code, ok := cleanGTIN(s)
	switch {
	case !ok:
		b.warn(GTIN, "“%s” is not a GTIN: it has 8, 12, 13 or 14 digits.", table.Shown(table.Cut(s, 60)))
	case code != "" && !checkedGTIN(code):
		b.warn(GTIN, "The check digit of %s is wrong.", code)
	default:
		b.GTIN = code
	}
}

func (b *builder) category() string {
	for _, r := range []*record{b.own, b.parent} {
		if r == nil {
			continue
		}
		for _, column := range r.layout.categories {
			if s := r.cell(column); s != "" {
				first := s
				if path, more, ok := strings.Cut(s, ","); ok && strings.Contains(path, "/") && strings.Contains(more, "/") {
					first = path // Magento's Default Category/Gear,Default Category/Bags
				} else if strings.Contains(s, ">") { // several paths: the first
					first, _, _ = strings.Cut(s, ", ")
				} else if strings.Contains(s, ";") || strings.Contains(s, "|") {
					first = strings.FieldsFunc(s+" ", func(r rune) bool { return r == ';' || r == '|' })[0]
				}
				return b.short(Category, strings.ReplaceAll(first, "\\,", ","), maxCategory)
			}
		}
	}
	return ""
}

// addresses are links and images, and options last.
func (b *builder) addresses() {
	if s := b.get(Link); s != "" {
		if link, ok := address(s, ""); ok {
			b.Link = link
		} else {
			b.warn(Link, "“%s” is not an address: it starts with https://.", table.Shown(table.Cut(s, 60)))
		}
	}
	all := b.own.images()
	if b.parent != nil && b.parent != b.own {
		all = append(all, b.parent.images()...)
	}
	b.addImages(all)
	for _, o := range b.own.options() {
		b.addOption(o.Name, o.Value)
	}
}

func (b *builder) addImages(all []string) {
	seen := map[string]bool{}
	for _, had := range b.Images {
		seen[had] = true
	}
	for _, s := range all {
		image, ok := address(s, b.o.Images)
		switch {
		case !ok && isImage(strings.ToLower(s)) && !strings.Contains(s, "://"):
			b.warn(Image, "“%s” is the name of a file; an address is needed.", table.Shown(table.Cut(s, 60)))
		case !ok:
			b.warn(Image, "“%s” is not an address: it starts with https://.", table.Shown(table.Cut(s, 60)))
		case seen[image]:
		case len(b.Images) == maxImages:
			b.warn(Image, "Only the first %d images were kept.", maxImages)
			return
		default:
			seen[image] = true
			b.Images = append(b.Images, image)
		}
	}
}

// wixFile is how Wix names its files, without their address.
var wixFile = regexp.MustCompile(`^(?:[0-9a-f]{6}_[0-9a-f]{32}(?:~mv2)?(?:\.[a-z]{3,4})?|[\w-]+~mv2\.[a-z]{3,4})$`)

// address is an address of the web, complete.
func address(s, base string) (string, bool) {
	s = strings.TrimSpace(s)
	if wixFile.MatchString(s) {
		s = "https://static.wixstatic.com/media/" + s
	}
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	if base != "" && !strings.Contains(s, "://") {
		s = strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(s, "/")
	}
	s = strings.ReplaceAll(s, " ", "%20")
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(s) > maxAddress ||
		strings.ContainsFunc(s, unicode.IsControl) {
		return "", false
	}
	return s, true
}

func (b *builder) addOption(name, value string) {
	name, value = b.short(OptionName, name, maxShort), b.short(OptionValue, value, maxShort)
	if value == "" || strings.EqualFold(value, "Default Title") || len(b.Options) == maxOptions {
		return
	}
	if name == "" {
		name = "Option " + strconv.Itoa(len(b.Options)+1)
	}
	for _, had := range b.Options {
		if strings.EqualFold(had.Name, name) {
			return
		}
	}
	b.Options = append(b.Options, Option{name, value})
}
