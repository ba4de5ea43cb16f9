package analysis_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func folds(s string) string {
	var out []string
	for _, t := range analysis.Tokens(s) {
		out = append(out, t.Fold)
	}
	return strings.Join(out, "|")
}

func TestTokensSplitWhereSearchNeedsIt(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a national road, in one", "QL1A", "ql|1a"},
		{"a national road, with a space", "QL 1A", "ql|1a"},
		{"a national road, with a full stop", "QL.1A", "ql|1a"},
		{"a hyphen parts provinces", "Bà Rịa-Vũng Tàu", "ba|ria|vung|tau"},
		{"an underscore parts syllables", "đầu_tư", "dau|tu"},
		{"abbreviated units of government", "TP.HCM, P.5, TX. Hồng Lĩnh", "tp|hcm|p|5|tx|hong|linh"},
		{"a document number", "31/2021/NĐ-CP", "31|2021|nd|cp"},
		{"a Vietnamese number", "123.456,78", "123456.78"},
		{"an English number", "123,456.78", "123456.78"},
		{"millions", "1.234.567", "1234567"},
		{"decimals that are all zero", "5,0", "5"},
		{"a date with full stops is no number", "01.07.2025", "1|7|2025"},
		{"a date with strokes", "01/07/2025", "1|7|2025"},
		{"a version is no number", "1.2.3", "1|2|3"},
		{"area units against the figure", "50ha 100m2 7km² 500m 20đ", "50|ha|100|m2|7|km2|500|m|20|d"},
		{"area units with a space", "50 ha 100 m²", "50|ha|100|m2"},
		{"apostrophes in names", "M'Nông R’lấp", "mnong|rlap"},
		{"quotes are no apostrophes", "'đất' ‘nhà’", "dat|nha"},
		{"short codes", "5G 4K A4", "5g|4k|a|4"},
		{"an initial after a number", "3A/2", "3a|2"},
		{"ideographs one by one", "投资 hà tĩnh", "投|资|ha|tinh"},
		{"invalid bytes part words", "hà\xfftĩnh", "ha|tinh"},
		{"nothing but signs", "… — !", ""},
	} {
		if got := folds(c.in); got != c.want {
			t.Errorf("%s: Tokens(%q) folds to %s, want %s", c.name, c.in, got, c.want)
		}
	}
}

func TestTokensKnowTheirPlaceInTheOriginal(t *testing.T) {
	composed := "Khu công nghiệp Gia Lách"
	for _, s := range []string{composed, norm.NFD.String(composed), "Khu c\u00ADông\u200B nghiệp Gia L\u200Dách"} {
		var got []string
		for _, tok := range analysis.Tokens(s) {
			got = append(got, analysis.Canon(s[tok.Start:tok.End])+"="+tok.Text)
		}
		want := []string{"khu=khu", "công=công", "nghiệp=nghiệp", "gia=gia", "lách=lách"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("tokens of %+q (-want +got):\n%s", s, diff)
		}
	}
}

func TestTokensSayWhatTheyAre(t *testing.T) {
	got := analysis.Tokens("Đất 1.500 m2 dat")
	want := []analysis.Token{
		{Text: "đất", Fold: "dat", Start: 0, End: 6, HasMarks: true, Kind: analysis.Word, Case: analysis.Title},
		{Text: "1500", Fold: "1500", Start: 7, End: 12, Kind: analysis.Number},
		{Text: "m2", Fold: "m2", Start: 13, End: 15, Kind: analysis.Code},
		{Text: "dat", Fold: "dat", Start: 16, End: 19, Kind: analysis.Word},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
}

func TestPrepareVietnamese(t *testing.T) {
	got := analysis.Prepare("Nghị định 31/2021/NĐ-CP: 1.500 tỷ", "vi")
	want := analysis.Prepared{
		Toned:         []string{"nghị", "định", "31", "2021", "nđ", "cp", "1500", "tỉ"},
		Folded:        []string{"nghi", "dinh", "31", "2021", "nd", "cp", "1500", "ti"},
		TonedBigrams:  []string{"nghị định", "định 31", "31 2021", "2021 nđ", "nđ cp", "cp 1500", "1500 tỉ"},
		FoldedBigrams: []string{"nghi dinh", "dinh 31", "31 2021", "2021 nd", "nd cp", "cp 1500", "1500 ti"},
		Codes:         []string{"312021ndcp"},
		Extra:         []string{"1.5"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prepared (-want +got):\n%s", diff)
	}
}

func TestPrepareEnglish(t *testing.T) {
	got := analysis.Prepare("Investing 1,500 investors' companies", "en")
	want := analysis.Prepared{
		Toned:         []string{"investing", "1500", "investors", "companies"},
		Folded:        []string{"investing", "1500", "investors", "companies"},
		TonedBigrams:  []string{"investing 1500", "1500 investors", "investors companies"},
		FoldedBigrams: []string{"investing 1500", "1500 investors", "investors companies"},
		Stems:         []string{"invest", "1500", "investor", "compani"},
		Extra:         []string{"1.5"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prepared (-want +got):\n%s", diff)
	}
}

func TestTermsHaveABound(t *testing.T) {
	for _, s := range []string{strings.Repeat("đ", 5000), strings.Repeat("1", 5000), strings.Repeat("a\u0301", 5000), strings.Repeat("ab\u00AD", 5000)} {
		p := analysis.Prepare(s, "vi")
		if len(p.Toned) != 1 || len(p.Toned[0]) > 128 || len(p.Folded[0]) > 128 || !utf8.ValidString(p.Toned[0]) {
			t.Errorf("a run of %d bytes gives %d terms, the first of %d bytes", len(s), len(p.Toned), len(p.Toned[0]))
		}
	}
}

func TestPrepareOfLittle(t *testing.T) {
	if diff := cmp.Diff(analysis.Prepared{}, analysis.Prepare(" … ", "vi")); diff != "" {
		t.Errorf("no terms (-want +got):\n%s", diff)
	}
	one := analysis.Prepare("đất", "vi")
	if len(one.Toned) != 1 || len(one.TonedBigrams) != 0 {
		t.Errorf("one term: %+v", one)
	}
}

func TestPreparedDocumentCodes(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"a decree", "31/2021/NĐ-CP", []string{"312021ndcp"}},
		{"leading zero", "05/2022/TT-BTNMT", []string{"52022ttbtnmt"}},
		{"the Prime Minister's mixed case", "QĐ số 1363/QĐ-TTg ngày 8/11/2022", []string{"1363qdttg"}},
		{"a law", "Luật Đất đai 31/2024/QH15.", []string{"312024qh15"}},
		{"a joint circular", "12/2013/TTLT-BTC-BNV", []string{"122013ttltbtcbnv"}},
		{"several, each once", "1/2020/NĐ-CP, 2/2020/NĐ-CP, 1/2020/NĐ-CP", []string{"12020ndcp", "22020ndcp"}},
		{"a date", "ngày 31/2021, 1/7/2025", nil},
		{"a rate", "5 triệu/ha, 10/ngày", nil},
		{"only short forms", "nghị định 31/2021", nil},
	} {
		if diff := cmp.Diff(c.want, analysis.Prepare(c.in, "vi").Codes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestCodesPeopleType(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"in full", "31/2021/NĐ-CP", []string{"312021ndcp"}},
		{"in small letters without marks", "31/2021/nd-cp", []string{"312021ndcp"}},
		{"run together", "312021NDCP", []string{"312021ndcp"}},
		{"as in an address", "31-2021-nd-cp", []string{"312021ndcp"}},
		{"with spaces", "31/2021 nđ cp", []string{"312021ndcp"}},
		{"in words", "nghị định 31/2021", []string{"312021nd"}},
		{"in words with số", "Nghị định số 31/2021", []string{"312021nd"}},
		{"in English", "Decree No. 31/2021", []string{"312021nd"}},
		{"a law in words", "luật 61/2020", []string{"612020qh"}},
		{"a decision has no year", "quyết định 123", []string{"123qd"}},
		{"abbreviated", "TT 05/2022", []string{"52022tt"}},
		{"bare", "31/2021", []string{"312021"}},
		{"a month is no code", "7/2025", nil},
		{"an amount is no code", "dự án 12 triệu", nil},
		{"a road is no code", "QL1A", nil},
		{"several", "nghị định 31/2021 và 15/2021/NĐ-CP", []string{"312021nd", "152021ndcp"}},
	} {
		if diff := cmp.Diff(c.want, analysis.Codes(c.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func FuzzTokensAreInPlace(f *testing.F) {
	for _, s := range []string{"QL1A 31/2021/NĐ-CP", "m²", "1.2.3,4", "a'b’c'", "\u0301a", "한국\u200b 投资", "\xff1.5\xfe", "01,234", "312021NDCP", "۱۲"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		tokens := analysis.Tokens(s)
		for _, tok := range tokens {
			if tok.Start < end || tok.End <= tok.Start || tok.End > len(s) {
				t.Fatalf("token %+v out of order in %q", tok, s)
			}
			end = tok.End
			if !utf8.RuneStart(s[tok.Start]) && utf8.ValidString(s) || tok.End < len(s) && !utf8.RuneStart(s[tok.End]) && utf8.ValidString(s) {
				t.Fatalf("token %+v cuts a character of %q", tok, s)
			}
			if tok.Text == "" || tok.Fold == "" || strings.ContainsAny(tok.Text, " ") || strings.ContainsAny(tok.Fold, " ") {
				t.Fatalf("token %+v of %q is empty or holds a space", tok, s)
			}
		}
		for _, lang := range []string{"vi", "en"} {
			p := analysis.Prepare(s, lang)
			if len(p.Toned) != len(tokens) || len(p.Folded) != len(tokens) || len(p.TonedBigrams) != max(0, len(tokens)-1) {
				t.Fatalf("Prepare(%q) has %d terms, Tokens has %d", s, len(p.Toned), len(tokens))
			}
		}
		analysis.Codes(s)
	})
}

func BenchmarkPrepareVietnamese(b *testing.B) {
	text := strings.Repeat("Ủy ban nhân dân thị xã Hồng Lĩnh kêu gọi đầu tư vào khu công nghiệp Nam Hồng, diện tích 1.500 ha, theo Quyết định 123/QĐ-UBND. ", 40)
	benchmarkPrepare(b, text, "vi")
}

func BenchmarkPrepareEnglish(b *testing.B) {
	text := strings.Repeat("The provincial people's committee invites investors to the industrial park of Nam Hong, with an area of 1,500 hectares, under Decision 123/QĐ-UBND. ", 40)
	benchmarkPrepare(b, text, "en")
}

func benchmarkPrepare(b *testing.B, text, lang string) {
	var a analysis.Analyzer
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		a.Prepare(text, lang)
	}
}

func BenchmarkPrepareCorpus(b *testing.B) {
	for _, lang := range []string{"vi", "en"} {
		var texts []string
		size := 0
		for _, p := range lines[passage](b, "relevance-dev/docs."+lang+".jsonl") {
			texts, size = append(texts, p.Text), size+len(p.Text)
		}
		b.Run(lang, func(b *testing.B) {
			var a analysis.Analyzer
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, s := range texts {
					a.Prepare(s, lang)
				}
			}
		})
	}
}
