package analysis_test

import (
	"testing"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"

	"golang.org/x/text/unicode/norm"
)

func TestCanonFollowsTheToneVectors(t *testing.T) {
	for _, row := range rows(t, "vectors/tone_canon.tsv") {
		if got := analysis.Canon(row[0]); got != row[1] {
			t.Errorf("Canon(%q) = %q, want %q", row[0], got, row[1])
		}
		if got := analysis.Canon(norm.NFD.String(row[0])); got != row[1] {
			t.Errorf("Canon of decomposed %q = %q, want %q", row[0], got, row[1])
		}
	}
}

func TestSpellingsThatMeanTheSameAreOne(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"open oa, oe, uy in the old style", "Hòa Thủy khỏe", "hoà thuỷ khoẻ"},
		{"a complaint: tụynh and tuỵnh", "tụynh", "tuỵnh"},
		{"a complaint: thuỵ and thụy", "thụy", "thuỵ"},
		{"a complaint: vịêt and việt", "vịêt", "việt"},
		{"a complaint: nứơc", "nứơc", "nước"},
		{"a complaint: tóan", "tóan", "toán"},
		{"a complaint: tâỷ", "tâỷ", "tẩy"},
		{"a complaint: Icelandic eth for đ, in capitals", "Ðiều", "điều"},
		{"small eth", "ðiều", "điều"},
		{"African D", "Ɖiều ɖiều", "điều điều"},
		{"qu keeps its u", "qủa qúy", "quả quý"},
		{"gi keeps its i", "gìa gỉa", "già giả"},
		{"gì has no other vowel", "gì gìn", "gì gìn"},
		{"y after h k l m s t", "kỹ lý mỹ tỷ sỹ hy", "kĩ lí mĩ tỉ sĩ hi"},
		{"names keep their y", "Vy Ny y tế", "vy ny y tế"},
		{"thúy is not thúi", "thúy thúi", "thuý thúi"},
		{"tay is not tai", "tay tai", "tay tai"},
		{"qui is quy", "qui quí quì quỉ quĩ quị", "quy quý quỳ quỷ quỹ quỵ"},
		{"foreign accents stay", "Díaz León Gdańsk José", "díaz león gdańsk josé"},
		{"two tones are left alone", "hòá", "hòá"},
		{"what lies between words stays", "Hòa-Bình, số 5/TP.", "hoà-bình, số 5/tp."},
		{"invisible characters go", "Hồng\u00AD\u200B Lĩ\u200Dnh\uFEFF", "hồng lĩnh"},
		{"deprecated tone marks", "a\u0340 a\u0341", "à á"},
		{"full width and ligatures", "ＱＬ１Ａ ﬁnance", "ql1a finance"},
		{"decomposed capitals", norm.NFD.String("ĐẤT Ở ĐỨC THỌ"), "đất ở đức thọ"},
		{"nothing", "", ""},
	} {
		if got := analysis.Canon(c.in); got != c.want {
			t.Errorf("%s: Canon(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a complaint: đ folds", "Đường Đức", "duong duc"},
		{"a complaint: stacked marks", "ắ ấ ế ố ớ ứ Ắ Ấ Ế Ố Ớ Ứ", "a a e o o u a a e o o u"},
		{"decomposed stacked marks", norm.NFD.String("ắấếốớứđ"), "aaeooud"},
		{"both y and i", "kỹ kĩ ky ki", "ki ki ki ki"},
		{"other Latin marks", "Zürich Łódź Ærø straße", "zurich lodz aero strasse"},
		{"two tones", "kỹ́", "ki"},
		{"other scripts keep their signs", "हिन्दी 中国 한국", "हिन्दी 中国 한국"},
	} {
		if got := analysis.Fold(c.in); got != c.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestUnmarkKeepsLetters(t *testing.T) {
	if got, want := analysis.Unmark("Kỳ Anh, Mỹ Lý"), "ky anh, my ly"; got != want {
		t.Errorf("Unmark = %q, want %q", got, want)
	}
}

func FuzzCanonIsStable(f *testing.F) {
	for _, s := range []string{"Hòa Bình", "qủi kỹ́", "\u0130stanbul", "ð\u0301", "\xff\xfe", "ﬁ\u0308", "k̃y", "ᾳ", "đ̣", "H\u0331", "\u212A\u1EF3", "a'ky"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := analysis.Canon(s)
		if again := analysis.Canon(c); again != c {
			t.Errorf("Canon(%q) = %q, again %q", s, c, again)
		}
		fo := analysis.Fold(s)
		if again := analysis.Fold(fo); again != fo {
			t.Errorf("Fold(%q) = %q, again %q", s, fo, again)
		}
		if got := analysis.Fold(c); got != fo {
			t.Errorf("Fold(Canon(%q)) = %q, Fold = %q", s, got, fo)
		}
		if utf8.ValidString(s) && (!utf8.ValidString(c) || !utf8.ValidString(fo)) {
			t.Errorf("invalid UTF-8 out of %q", s)
		}
	})
}

func TestTheUsualSpellingOfWhatIsShown(t *testing.T) {
	for in, want := range map[string]string{"kí": "ký", "lí": "lý", "kĩ": "kỹ", "tỉ": "tỷ", "mĩ": "mỹ", "thi": "thi", "khí": "khí", "mì": "mì", "": ""} {
		if got := analysis.Usual(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}
