package analysis_test

import (
	"strings"
	"testing"

	"honglinh/catalog/search/analysis"
)

func TestTelexVectors(t *testing.T) {
	for _, row := range rows(t, "vectors/telex.tsv") {
		got, ok := analysis.DecodeTelex(row[0])
		if got != analysis.Canon(row[1]) && got != row[1] {
			t.Errorf("DecodeTelex(%q) = %q, want %q", row[0], got, row[1])
		}
		if ok != (row[0] != row[1]) {
			t.Errorf("DecodeTelex(%q) says %t", row[0], ok)
		}
	}
}

func TestDecodeTelex(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		ok             bool
	}{
		{"the hat may come after the coda", "vietej", "việt", true},
		{"horns on both vowels", "nuowcs", "nước", true},
		{"an open uow has one horn", "thuowr", "thuở", true},
		{"a lone w", "tw", "tư", true},
		{"mưa either way", "muaw", "mưa", true},
		{"z clears", "hoasz", "hoa", true},
		{"capitals", "DDAATS", "đất", true},
		{"oao is no ô", "ngoaos", "ngoáo", true},
		{"two tones", "hoafs", "hoafs", false},
		{"plain", "khu", "khu", false},
		{"English that is no syllable", "industrial", "industrial", false},
		{"marked already", "đất", "đất", false},
		{"empty", "", "", false},
	} {
		if got, ok := analysis.DecodeTelex(c.in); got != c.want || ok != c.ok {
			t.Errorf("%s: DecodeTelex(%q) = %q, %t", c.name, c.in, got, ok)
		}
	}
}

func TestDecodeVNI(t *testing.T) {
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"d9uong72", "đường", true}, {"duong72", "dường", true}, {"d9at61", "đất", true}, {"nghiep65", "nghiệp", true},
		{"cong6", "công", true}, {"nang8", "năng", true}, {"khu", "khu", false}, {"12", "12", false}, {"a9", "a9", false},
	} {
		if got, ok := analysis.DecodeVNI(c.in); got != c.want || ok != c.ok {
			t.Errorf("DecodeVNI(%q) = %q, %t, want %q", c.in, got, ok, c.want)
		}
	}
}

// telexOf types a syllable the usual way: marks where they stand, the tone last.
func telexOf(s string) string {
	keys := strings.NewReplacer("đ", "dd", "ă", "aw", "â", "aa", "ê", "ee", "ô", "oo", "ơ", "ow", "ư", "uw")
	var b strings.Builder
	last := ""
	for _, r := range s {
		plain := r
		for _, row := range []string{"aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị", "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ"} {
			forms := []rune(row)
			for i, f := range forms {
				if f == r {
					plain = forms[0]
					last += []string{"", "s", "f", "r", "x", "j"}[i]
				}
			}
		}
		b.WriteRune(plain)
	}
	return keys.Replace(b.String()) + last
}

func TestEverySyllableOfTheCorpusSurvivesTelex(t *testing.T) {
	seen, lost := 0, []string{}
	for s := range corpusSyllables(t) {
		if !analysis.ValidSyllable(s) || analysis.Fold(s) == s {
			continue
		}
		seen++
		if got, _ := analysis.DecodeTelex(telexOf(s)); got != s {
			lost = append(lost, s+"→"+telexOf(s)+"→"+got)
		}
	}
	t.Logf("%d syllables, lost %v", seen, lost)
	if seen < 1000 || len(lost)*200 > seen {
		t.Errorf("%d of %d syllables lost", len(lost), seen)
	}
}

func TestValidSyllable(t *testing.T) {
	for _, s := range strings.Fields("đất nghiêng quốc quyết giếng giết gì gìn khuỷu ngoáo xoong y ý yêu uỷ hoà thuý khoẻ được người bắc kạn quýt quân quở kỹ kĩ vy ủy iếc oán già giữa quê thuở") {
		if !analysis.ValidSyllable(s) {
			t.Errorf("%s is a syllable", s)
		}
		if !analysis.ValidFolded(analysis.Fold(s)) {
			t.Errorf("%s, folded, can be a syllable", s)
		}
	}
	for _, s := range strings.Fields("hello gdansk được2 kc nghang cê ghá ngê tat ăá hòá station land port tax b Céng") {
		if analysis.ValidSyllable(s) {
			t.Errorf("%s is no syllable", s)
		}
	}
}

func TestMostOfTheCorpusIsValid(t *testing.T) {
	valid, all := 0, 0
	odd := map[string]int{}
	for s, n := range corpusSyllables(t) {
		if analysis.Fold(s) == s {
			continue
		}
		all += n
		if analysis.ValidSyllable(s) {
			valid += n
		} else {
			odd[s] = n
		}
	}
	if share := float64(valid) / float64(all); share < 0.98 {
		t.Errorf("%.4f of marked tokens are valid syllables; others: %v", share, odd)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("dduowngf")
	f.Add("d9uong72")
	f.Add("qww")
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []func(string) (string, bool){analysis.DecodeTelex, analysis.DecodeVNI} {
			if got, ok := d(s); ok && !analysis.ValidFolded(analysis.Fold(got)) {
				t.Errorf("%q decodes to %q, which is no syllable", s, got)
			} else if !ok && got != s {
				t.Errorf("%q refused but changed to %q", s, got)
			}
		}
	})
}
