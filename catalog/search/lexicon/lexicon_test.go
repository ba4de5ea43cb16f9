package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog/search/analysis"
)

func TestTheWordListIsSound(t *testing.T) {
	senses, err := Read(words)
	if err != nil {
		t.Fatal(err)
	}
	if len(senses) < 2000 {
		t.Errorf("%d senses, want at least 2000", len(senses))
	}
	lines := map[string]bool{}
	for _, s := range senses {
		line := s.Pref["vi"] + "\t" + strings.Join(s.Alt["vi"], ";") + "\t" + s.Pref["en"] + "\t" + strings.Join(s.Alt["en"], ";")
		if lines[line] {
			t.Errorf("%s: %q stands twice", s.ID, line)
		}
		lines[line] = true
		if !norm.NFC.IsNormalString(line) {
			t.Errorf("%s: %q is not composed", s.ID, line)
		}
		for _, name := range append([]string{s.Pref["en"]}, s.Alt["en"]...) {
			if strings.ContainsAny(name, "đĐươăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ") {
				t.Errorf("%s: English name %q has Vietnamese letters", s.ID, name)
			}
		}
	}
}

func TestALineWithoutBothLanguagesIsRefused(t *testing.T) {
	for _, line := range []string{"trụ sở", "trụ sở\t", "\theadquarters", ""} {
		list := fstest.MapFS{"words/x.tsv": {Data: []byte("nhà\thouse\n" + line + "\n")}}
		if _, err := Read(list); err == nil || !strings.Contains(err.Error(), "words/x.tsv line 2") {
			t.Errorf("%q: %v, want a fault that names the line", line, err)
		}
	}
}

func TestWordsOfOneLanguageMeanThoseOfTheOther(t *testing.T) {
	list := General()
	sense := func(s, lang string) map[string]bool {
		out := map[string]bool{}
		for _, c := range list.Tag(analysis.Prepare(s, lang), lang) {
			out[c.ID] = true
		}
		return out
	}
	for en, vi := range map[string]string{
		"the headquarters": "trụ sở chính", "he wrote two novels": "viết cuốn tiểu thuyết", "Germany": "nước Đức", "earthquakes": "trận động đất",
	} {
		shared := false
		vietnamese := sense(vi, "vi")
		for id := range sense(en, "en") {
			shared = shared || vietnamese[id]
		}
		if !shared {
			t.Errorf("%q and %q share no sense", en, vi)
		}
	}
}
