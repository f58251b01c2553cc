package models_test

import (
	"testing"

	"photogram/models"
	"photogram/models/modelstest"
)

func TestWordPattern(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	for _, c := range []struct {
		word, text string
		want       bool
	}{
		{"ass", "What an ASS!", true}, {"ass", "first class", false}, {"ass", "assume", false}, {"ass", "ass_et", false},
		{"été", "L'ÉTÉ dernier", true}, {"été", "étés", false}, {"été", "a été.", true},
		{"straße", "Die Straße, nass", true}, {"дом", "Мой ДОМ", true}, {"дом", "домашний", false},
		{"سلام", "قال سلام لنا", true}, {"سلام", "سلامة", false}, {"שלום", "(שלום)", true},
		{"東京", "昨日東京へ行った", true}, {"ラーメン", "このラーメンは", true}, {"서울", "서울에서", true}, {"กรุงเทพ", "ไปกรุงเทพกัน", true},
		{"buy now", "Buy   now, friends", true}, {"buy now", "buy nowhere", false}, {"buy now", "buy\nnow", true},
		{"c++", "I like C++ more", true}, {"a.b", "axb", false}, {"a.b", "a.b", true}, {".*", "anything", false},
		{"(x|y)", "say (X|Y) now", true}, {"[a]", "a", false},
		{`\`, `back\slash`, true}, {"100%", "100% sure", true}, {"🍆", "yum 🍆!", true}, {"$$$", "$$$ fast", true}, {"^", "x", false},
		{"***:", "***:", true}, {"(?i)", "x", false},
		{"#sea", "the #Sea, again", true}, {"#sea", "#seaside", false}, {"#sea", "sea", false}, {"#sea", "#sea_", false},
		{"#sea", "x#sea", false}, {"#sea", "＃SEA", true}, {"＃sea", "#sea", true},
		{"#Küste", "an der #KÜSTE!", true}, {"#küste", "#küstenweg", false}, {"#東京", "#東京タワー", false}, {"#東京", "見て #東京 です", true},
		{"#1", "we are #1", true},
		{"#空", "今日は#空 きれい", true}, {"#love", "❤️#love", true}, {"#işik", "#IŞIK", true}, {"#ışık", "#ışık", true},
		{"#תל־אביב", "#תל־אביב!", true}, {"#תל", "#תל־אביב", false}, {"#תל", "#תל־ ", true},
		{"#น้ำ", "ดื่ม#น้ำ", true}, {"#น้ำ", "#น้ํา", true}, {"＃トロピカル〜ジュ", "#トロピカル～ジュ", true}, {"#b", "#a/#b", true},
		{"it's", "It's late", true}, {"naive", "naïve", false},
	} {
		var got bool
		pattern := models.WordPattern(c.word)
		if err := db.Pool().QueryRow(t.Context(), `SELECT $1::text ~* $2`, c.text, "zzzz|"+pattern).Scan(&got); err != nil {
			t.Errorf("%q is %q: %v", c.word, pattern, err)
		} else if got != c.want {
			t.Errorf("%q in %q: %v, by %q", c.word, c.text, got, pattern)
		}
	}
}
