package models_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/account"
)

// written is a text with what must come of it. What is left out is not looked at.
type written struct {
	Caption  string
	Tags     []string
	Mentions []string
	Links    []string
	Shown    string
}

// samples are the captions in testdata, with names for NAME and OTHER.
func samples(t *testing.T) []written {
	t.Helper()
	raw, err := os.ReadFile("testdata/captions.json")
	must(t, err)
	var out []written
	must(t, json.Unmarshal([]byte(strings.NewReplacer("NAME", "mira.a", "OTHER", "noor_2").Replace(string(raw))), &out))
	if len(out) < 15 {
		t.Fatalf("only %d captions", len(out))
	}
	return out
}

func linksIn(s string) (out []string) {
	for _, token := range models.Tokenize(s) {
		if token.Kind == models.Link {
			out = append(out, token.Target)
		}
	}
	return out
}

func (w written) check(t *testing.T) {
	t.Helper()
	clean, err := models.CleanCaption(w.Caption)
	if err != nil {
		t.Errorf("%q: %v", w.Caption, err)
		return
	}
	var joined strings.Builder
	for _, token := range models.Tokenize(clean) {
		joined.WriteString(token.Text)
	}
	if joined.String() != clean {
		t.Errorf("the tokens of %q give %q", clean, joined.String())
	}
	for what, pair := range map[string][2][]string{"tags": {models.TagsIn(clean), w.Tags},
		"mentions": {models.MentionsIn(clean), w.Mentions}, "links": {linksIn(clean), w.Links}} {
		if pair[1] != nil && !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%q has the %s %q, want %q", w.Caption, what, pair[0], pair[1])
		}
	}
	if w.Shown != "" && clean != strings.TrimSuffix(strings.ReplaceAll(w.Shown, " / ", "\n"), " on two lines") {
		t.Errorf("%q is shown as %q", w.Caption, clean)
	}
}

func TestCaptionsOfOthers(t *testing.T) {
	t.Parallel()
	for _, w := range samples(t) {
		w.check(t)
	}
}

func TestGrammar(t *testing.T) {
	t.Parallel()
	none := []string{}
	tags := func(s string, names ...string) written { return written{Caption: s, Tags: append(none, names...)} }
	names := func(s string, names ...string) written { return written{Caption: s, Mentions: append(none, names...)} }
	links := func(s string, at ...string) written { return written{Caption: s, Links: append(none, at...)} }
	shown := func(s, as string) written { return written{Caption: s, Shown: as} }
	for _, w := range []written{
		// Emoji of every make, before and behind.
		tags("👍🏽#love", "love"), tags("👨‍👩‍👧#family", "family"), tags("🇯🇵#tokyo", "tokyo"), tags("1️⃣#first", "first"),
		tags("#️⃣#keycap", "keycap"), tags("#️⃣"), tags("#day1️⃣", "day"),
		tags("🏴󠁧󠁢󠁥󠁮󠁧󠁿#wales", "wales"), tags("#love❤️", "love"), tags("#love❤️#sea", "love", "sea"), tags("#love\u200D❤️", "love"),
		tags("☀️#sun☀️#moon", "sun", "moon"), tags("#❤️"),
		names("👨‍👩‍👧@mira hi", "mira"), names("🇯🇵@mira🇯🇵", "mira"), names("@mira❤️", "mira"), names("1️⃣@mira", "mira"),
		names("✨@mira✨@noor✨", "mira", "noor"),
		// Scripts without spaces, and those that join particles.
		names("谢谢@mira的照片", "mira"), names("사진은@mira님", "mira"), names("ถ่ายโดย@miraครับ", "mira"), names("コーヒー@mira", "mira"),
		tags("カフェー#珈琲", "珈琲"), tags("ไป#น้ำ", "น้ำ"),
		tags("#空#海", "空", "海"), tags("서울#바다", "바다"), names("（@mira）「@noor」、@bo。", "mira", "noor", "bo"), tags("夏！#海、#空。", "海", "空"),
		// Words of other scripts go on over the sign.
		names("name@mira"), names("имя@mira"), names("José@mira"), names("हिन्दी@mira"), tags("C#minor"), tags("дом#tag"),
		tags("x_#tag"), names("é@mira"), names("e\u0301@mira"),
		names("@miraé"), names("@mira\u0301"), names("@" + strings.Repeat("a", 31)), names("@mira.", "mira"),
		// Full-width signs.
		tags("＃海 ＃Sea", "海", "sea"), names("＠mira さん", "mira"), tags("#ＴＯＫＹＯ", "tokyo"),
		// Addresses of other sites.
		names("@mira@mastodon.social"), names("(@mira@mastodon.social)"), names("＠mira＠mastodon.social"),
		names("acct:mira@mastodon.social"), names("@mira@noor"), names("@山田@example.jp"),
		names("mira@example.com"), names("@mira @mastodon.social", "mira", "mastodon.social"), names("@mira @", "mira"),
		names("@mira@", "mira"),
		// Slashes.
		names("@mira/@noor/@bo", "mira", "noor", "bo"), names("w/@mira", "mira"), names("example.com/@mira"),
		names("see //example.com/@mira"), names("https://example.com/@mira"), tags("#a1/#b1", "a1", "b1"), tags("example.com/#top"),
		names("@mira&@noor", "mira", "noor"), tags("&#39; &#x27; &#27;"), tags("a &#sea", "sea"),
		// Links end where a sentence does.
		links("https://example.com/a」と", "https://example.com/a"), links("「https://example.com/a」", "https://example.com/a"),
		links("https://example.com/a，https://example.com/b！", "https://example.com/a", "https://example.com/b"),
		links("https://example.com/a؟", "https://example.com/a"), links("https://example.com/a\u200Fטקסט", "https://example.com/a"),
		links("https://example.com/a\u2060b", "https://example.com/a"),
		links("https://ja.wikipedia.org/wiki/東京 の", "https://ja.wikipedia.org/wiki/東京"),
		links("(https://example.com/a_(b)).", "https://example.com/a_(b)"), links("見て：https://example.com/。", "https://example.com/"),
		links("https://。 https://"), tags("https://example.com/a。#空", "空"), names("https://example.com/a、@mira", "mira"),
		// Marks within words.
		tags("#צה״ל", "צה״ל"), tags("#תל־ אביב", "תל"), tags("#ג׳ירפה", "ג׳ירפה"), tags("#می\u200cخواهم", "می\u200Cخواهم"),
		tags("#l·l", "l·l"), tags("#ザ・タグ", "ザ・タグ"), tags("#トロピカル～ジュ", "トロピカル〜ジュ"), tags("#すごい〜！", "すごい"),
		tags("#葛\U000E0100飾", "葛飾"), tags("#か゛", "が"), tags("#หัวใจ", "หัวใจ"), tags("#ນ້ຳ", "ນ້ຳ"), tags("#क्षत्रिय", "क्षत्रिय"),
		// One tag, however it is typed.
		tags("#น้ำ #น้ํา #นํ้า", "น้ำ"), tags("#IŞIK #ışık #işik", "işik"), tags("#İstanbul #istanbul #ISTANBUL", "istanbul"),
		tags("#ΟΔΟΣ #οδός #οδος", "οδος", "οδός"), tags("#café #cafe\u0301", "café"), tags("#sea #SEA #Sea", "sea"),
		tags("#123 #_ #"), tags("##sea", "sea"), tags("#a-b", "a"),
		// Invisible characters.
		tags("word\u200B#sea", "sea"), tags("#sea\u200Bside", "sea"), names("word\u200B@mira", "mira"),
		tags("\u202B#שלום\u202C", "שלום"), names("\u200E@mira", "mira"), tags("\uFEFF#sea", "sea"), tags("word\u2060#sea"),
		// What comes from a paste.
		shown("one\vtwo", "one\ntwo"), shown("one\ftwo", "one\ntwo"), shown("one\u0085two", "one\ntwo"),
		shown("one\u2028two\u2029three", "one\ntwo\nthree"), shown("one\r\ntwo\rthree", "one\ntwo\nthree"),
		shown("o\x00n\x07e\x1b\u009f", "one"), shown("\uFEFFone\uFEFF", "one"), shown("می\u200cخواهم", "می\u200cخواهم"),
		shown("👨‍👩‍👧", "👨‍👩‍👧"), shown("กำ", "กำ"), shown("a\tb", "a\tb"), names("@mi\x00ra", "mira"),
	} {
		w.check(t)
	}
	// In a single line they are spaces.
	if s, err := models.CleanText("name", "one\u2028two\vthree\x00", 100, false); s != "one two three" || err != nil {
		t.Errorf("%q, %v", s, err)
	}
	if _, err := models.CleanText("name", "one\ntwo", 100, false); models.KindOf(err) != models.Invalid {
		t.Errorf("%v", err)
	}
	for _, name := range []string{"＠Mira", "@mira", " @@mira "} {
		if got, err := account.CleanUsername(name); got != "mira" || err != nil {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
}
