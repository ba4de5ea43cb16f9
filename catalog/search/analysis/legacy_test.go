package analysis_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"

	"golang.org/x/text/encoding/charmap"
)

const constitution = "Nước Cộng hoà xã hội chủ nghĩa Việt Nam là một nước độc lập, có chủ quyền, thống nhất và toàn vẹn lãnh thổ. Đất nước được giữ."

// misread writes text in a legacy encoding by the table of shared data and reads the bytes
// as windows-1252, which is how such files arrive.
func misread(t testing.TB, text string, column int) string {
	t.Helper()
	table := map[string]string{}
	for _, row := range rows(t, "charsets/vi_charsets.tsv")[1:] {
		b, err := hex.DecodeString(strings.ReplaceAll(row[column], " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		var s strings.Builder
		for _, c := range b {
			s.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
		table[row[0]] = s.String()
	}
	var out strings.Builder
	for _, r := range text {
		if s, ok := table[string(r)]; ok {
			out.WriteString(s)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func TestSafeTextReadsLegacyEncodings(t *testing.T) {
	mojibake := ""
	for _, c := range []byte(constitution) {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		mojibake += string(r)
	}
	tcvn, vni := misread(t, constitution, 2), misread(t, constitution, 4)
	raw, _ := charmap.Windows1252.NewEncoder().String(tcvn)
	for _, c := range []struct{ name, in, encoding string }{
		{"TCVN3", tcvn, "tcvn3"},
		{"TCVN3 as raw bytes", raw, "tcvn3"},
		{"TCVN3 that lost its soft hyphens", strings.ReplaceAll(tcvn, "\u00AD", ""), "tcvn3"},
		{"VNI", vni, "vni"},
		{"UTF-8 read as windows-1252", mojibake, "utf-8 as windows-1252"},
	} {
		got, why := analysis.SafeText(c.in)
		if got != constitution || why == nil || why.Encoding != c.encoding {
			t.Errorf("%s: SafeText(%q)\n got %q (%+v)\nwant %q", c.name, c.in, got, why, constitution)
		}
	}
}

func TestARepairReadsShortTextsOfTheSameOrigin(t *testing.T) {
	_, why := analysis.SafeText(misread(t, constitution, 2))
	for in, want := range map[string]string{misread(t, "phường", 2): "phường", "ph\xad\xeang": "phường", "phường": "phường", "ASCII": "ASCII"} {
		if got := why.Again(in); got != want {
			t.Errorf("Again(%q) = %q, want %q", in, got, want)
		}
	}
	var none *analysis.Repair
	if got := none.Again("ph\xad"); got != "ph\xad" {
		t.Errorf("no repair changes nothing: got %q", got)
	}
}

func TestTheLetterTablesAgreeWithTheReference(t *testing.T) {
	frame := "cộng hoà xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc "
	for _, c := range []struct {
		name   string
		column int
		skip   string
	}{
		{"TCVN3", 2, ""},
		{"VNI", 4, "ỷỹỶỸ"}, // the table gives these codes of í and ì capitals; typists write yû and yõ
	} {
		for _, row := range rows(t, "charsets/vi_charsets.tsv")[1:] {
			if strings.Contains(c.skip, row[0]) {
				continue
			}
			text := strings.Repeat(frame, 2) + row[0]
			if got, _ := analysis.SafeText(misread(t, text, c.column)); got != text {
				t.Errorf("%s: %s comes out as %s", c.name, row[0], got[strings.LastIndex(got, " ")+1:])
			}
		}
	}
}

func TestSafeTextLeavesGoodTextAlone(t *testing.T) {
	for _, s := range []string{
		constitution, "", "plain ASCII", "The café in Zürich serves crème brûlée à la carte, très bien, déjà vu und schöne Grüße",
		"© 2025 Hồng Lĩnh® «khu công nghiệp»", "Céng hoµ", "50 µm ± 3 ¶ § ¬", "日本語 한국어", "\xff\xfe",
	} {
		if got, why := analysis.SafeText(s); got != s || why != nil {
			t.Errorf("SafeText(%q) = %q, %+v", s, got, why)
		}
	}
}

func FuzzSafeText(f *testing.F) {
	f.Add(constitution)
	f.Add("C\u00e9ng ho\u00b5 x\u00b7 h\u00e9i ch\u00f1 ngh\u00dca Vi\u00d6t Nam c\u00e9ng ho\u00b5")
	f.Add("\xe9\xb5 \xad")
	f.Fuzz(func(t *testing.T, s string) {
		got, why := analysis.SafeText(s)
		if why == nil && got != s {
			t.Errorf("changed %q without evidence", s)
		}
		if why != nil && (why.After < why.Before || !utf8.ValidString(got)) {
			t.Errorf("%q became %q by %+v", s, got, why)
		}
	})
}
