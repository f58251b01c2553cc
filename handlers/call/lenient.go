package call

import (
	"encoding/json"
	"strings"
	"unicode"

	"photogram/models"
	"photogram/models/post"
)

// Lenient makes JSON of what some programs send for it: names without quotation marks,
// and texts in single ones.
func Lenient(s string) string {
	var out strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"' || r == '\'':
			i = lenientText(&out, runes, i)
		case unicode.IsLetter(r) || r == '_':
			from := i
			for i+1 < len(runes) && (unicode.IsLetter(runes[i+1]) || unicode.IsDigit(runes[i+1]) || runes[i+1] == '_') {
				i++
			}
			word := string(runes[from : i+1])
			if word == "true" || word == "false" || word == "null" {
				out.WriteString(word)
			} else {
				out.WriteString(`"` + word + `"`)
			}
		case unicode.IsDigit(r) || r == '-':
			from := i
			for i+1 < len(runes) && strings.ContainsRune("0123456789.eE+-", runes[i+1]) {
				i++
			}
			out.WriteString(string(runes[from : i+1]))
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// lenientText copies a text that begins at a quotation mark, and says where it ends.
func lenientText(out *strings.Builder, runes []rune, at int) int {
	mark := runes[at]
	out.WriteByte('"')
	for at++; at < len(runes) && runes[at] != mark; at++ {
		switch {
		case runes[at] == '\\' && at+1 < len(runes) && runes[at+1] == '\'':
			at++
			out.WriteByte('\'')
		case runes[at] == '\\' && at+1 < len(runes):
			out.WriteRune('\\')
			at++
			out.WriteRune(runes[at])
		case runes[at] == '"':
			out.WriteString(`\"`)
		default:
			out.WriteRune(runes[at])
		}
	}
	out.WriteByte('"')
	return at
}

// productTag is a product at a place, as programs send it.
type productTag struct {
	ProductID json.RawMessage `json:"product_id"`
	X         *float64        `json:"x"`
	Y         *float64        `json:"y"`
	Item      json.RawMessage `json:"item"`
}

// ProductTags reads product_tags: a list of objects, or one or several of them.
func ProductTags(values []string) ([]post.ProductInput, error) {
	bad := models.Invalidf("product_tags", "call.error.send-list-product-id-7")
	out := []post.ProductInput{}
	for _, raw := range values {
		if strings.TrimSpace(raw) == "" {
			continue
		}
		var list []productTag
		raw = Lenient(raw)
		if json.Unmarshal([]byte(raw), &list) != nil {
			var one productTag
			if json.Unmarshal([]byte(raw), &one) != nil {
				return nil, bad
			}
			list = []productTag{one}
		}
		for _, t := range list {
			id, err := models.ParseID(strings.Trim(string(t.ProductID), `"`))
			if err != nil {
				return nil, bad
			}
			out = append(out, post.ProductInput{ProductID: id, X: t.X, Y: t.Y, Item: strings.Trim(string(t.Item), `"`)})
		}
	}
	return out, nil
}
