package index

import (
	"slices"
	"strings"
	"testing"
)

func TestFoldText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"José": "jose", "JOSE\u0301": "jose", "Straße": "strasse", "STRASSE": "strasse", "İSTANBUL": "istanbul",
		"ıstanbul": "istanbul", "Łódź": "lodz", "Ærø": "aero",
		"Ångström": "angstrom", "ﬁg": "fig", "ＡＢＣ": "abc", "Ὀδυσσεύς": "οδυσσευσ", "Ёлка": "елка", "Йод": "иод",
		"مُحَمَّد": "محمد", "أحمد": "احمد", "کتاب": "كتاب", "ســلام": "سلام", "שָׁלוֹם": "שלום", "ガラス": "ガラス", "ｶﾞﾗｽ": "ガラス",
		"हिन्दी": "हिन्दी", "กำลัง": "กําลัง", "한국": "한국",
	} {
		if got := FoldText(in); got != FoldText(want) || plainLower(want) && got != want {
			t.Errorf("foldText(%q) = %q, want %q", in, got, want)
		}
		if again := FoldText(FoldText(in)); again != FoldText(in) {
			t.Errorf("foldText(%q) is not stable: %q", in, again)
		}
	}
	if FoldText("が") == FoldText("か") {
		t.Error("kana lost their voicing")
	}
	if FoldText("हिन्दी") == FoldText("हनद") {
		t.Error("Devanagari lost its vowels")
	}
}

func TestSearchWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                              "",
		"First light, on the Ridge!":    "first light on ridge the",
		"#GoldenHour at #long_exposure": "at exposure goldenhour long",
		"don't @ada.l 35mm":             "35mm ada don l t",
		"夜の東京":                          "の東 京 夜の 東京",
		"iPhoneで撮影":                     "iphone で撮 影 撮影",
		"コーヒー":                          "コー ー ヒー ーヒ",
		"서울에서 봄":                        "봄 서 울에 에서 서울",
		"แมวดำ":                         "ดํา",
		"صورة جميلة":                    "جميله صوره",
		"ضَوْء":                         "ضوء",
		"Größe Straße":                  "grosse strasse",
		"IĞDIR ığdır":                   "igdir",
		"🌊 waves 🌊🌊":                    "waves 🌊",
		"👩‍👩‍👧 family":                  "family 👧 👩",
		"❤️ #love":                      "love ❤",
		"a\u200Bb":                      "a b",
		strings.Repeat("x", 60):         strings.Repeat("x", maxWord),
		"<script>alert('x')</script> & | ! :* \\": "alert script x",
	} {
		got := searchWords(in)
		if in == "แมวดำ" { // a vowel sign belongs to its consonant
			if len(got) < 3 || !slices.Contains(got, "แม") {
				t.Errorf("Thai: %q", got)
			}
			continue
		}
		wanted := strings.Fields(want)
		if in == "서울에서 봄" {
			wanted = []string{"봄", "서울", "울에", "에서", "서"}
		}
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("searchWords(%q) = %q, want %q", in, got, wanted)
		}
	}
	long := searchWords(strings.Repeat("あいうえおかきくけこさしすせそ", 2000), strings.Join(func() (w []string) {
		for i := range 9000 {
			w = append(w, strings.Repeat("q", 1+i%40)+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676%26)))
		}
		return w
	}(), " "))
	if len(long) != maxLexemes {
		t.Errorf("%d words of a very long text", len(long))
	}
}

// What is asked for is found in what it was taken from.
func TestQueryWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "Sea": "'sea':*", "the sea": "'the' & 'sea':*", "東京": "'東京'", "猫": "'猫':*", "東京 sea": "'東京' & 'sea':*",
		"it's \\ 'x": "'it' & 's' & 'x':*",
		"#Küste 🌊":   "'kuste' & '🌊':*", "sea sea": "'sea' & 'sea':*", "ß": "'ss':*", "!!!": "",
	} {
		if got := Tsquery(QueryWords(in)); got != want {
			t.Errorf("%q asks for %s, want %s", in, got, want)
		}
	}
	if n := len(QueryWords(strings.Repeat("a b c d e f g h i j k l m n o p ", 3))); n != maxQueryWords {
		t.Errorf("%d words of a long query", n)
	}
}

func TestNameKeys(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"José  García-López": "jose garcia lopez|garcia lopez|lopez",
		"mira.aldana":        "mira aldana|aldana",
		"___":                "",
		"高橋 由紀":              "高橋 由紀|橋 由紀|由紀|紀",
		"أمل خليل":           "امل خليل|خليل",
		"O'Brien":            "o brien|brien",
	} {
		if got := strings.Join(nameKeys(in), "|"); got != want {
			t.Errorf("nameKeys(%q) = %s, want %s", in, got, want)
		}
	}
	if got := NameKey("  José   GARCÍA "); got != "jose garcia" {
		t.Errorf("nameKey: %q", got)
	}
}
