package analysis_test

import (
	"fmt"
	"iter"
	"maps"
	"strings"
	"testing"

	"honglinh/catalog/search/analysis"

	"github.com/google/go-cmp/cmp"
)

func smallThesaurus(t testing.TB) *analysis.Thesaurus {
	t.Helper()
	th, err := analysis.NewThesaurus([]analysis.Concept{
		{ID: "land", Pref: map[string]string{"vi": "đất đai", "en": "land"}, Alt: map[string][]string{"vi": {"đất"}}},
		{ID: "park", Pref: map[string]string{"vi": "khu công nghiệp", "en": "industrial park"},
			Alt: map[string][]string{"en": {"industrial zone"}}, Abbr: map[string][]string{"vi": {"KCN"}, "en": {"IP"}}, Broader: []string{"land"}},
		{ID: "industry", Pref: map[string]string{"vi": "công nghiệp", "en": "industry"}},
		{ID: "map", Pref: map[string]string{"vi": "bản đồ", "en": "map"}, Broader: []string{"land"}},
		{ID: "board", Pref: map[string]string{"vi": "ban quản lý", "en": "management board"}},
		{ID: "port", Pref: map[string]string{"vi": "cảng", "en": "port"}},
		{ID: "news", Pref: map[string]string{"vi": "tin tức", "en": "news"}, Alt: map[string][]string{"vi": {"tin"}}},
		{ID: "tin", Pref: map[string]string{"vi": "thiếc", "en": "tin"}},
		{ID: "drive", Pref: map[string]string{"vi": "lái xe", "en": "driving"}, Broader: []string{"ring"}},
		{ID: "ring", Pref: map[string]string{"en": "ring"}, Broader: []string{"drive"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func concepts(p analysis.Parsed) string {
	var out []string
	for _, c := range p.Concepts {
		out = append(out, fmt.Sprintf("%s %d-%d %.1f", c.ID, c.First, c.Last, c.Weight))
	}
	return strings.Join(out, ", ")
}

func TestQueriesNameConcepts(t *testing.T) {
	opt := analysis.Options{Thesaurus: smallThesaurus(t)}
	for _, c := range []struct{ name, in, want string }{
		{"the longest name wins", "khu công nghiệp Gia Lách", "park 0-2 1.0"},
		{"unmarked", "khu cong nghiep", "park 0-2 0.8"},
		{"old tone style and y", "ban quản lí", "board 0-2 1.0"},
		{"marks decide between words", "bản đồ", "map 0-1 1.0"},
		{"typed marks are never changed", "bạn đỏ", ""},
		{"half marked", "bản do", "map 0-1 0.8"},
		{"English, inflected", "industrial parks near ports", "park 0-1 1.0, port 3-3 1.0"},
		{"abbreviation", "kcn", "park 0-2 1.0"},
		{"an abbreviation that is a syllable, in capitals", "IP land", "park 0-0 1.0, land 1-1 1.0"},
		{"the same in small letters", "ip ban do", "map 1-2 0.8"},
		{"one syllable with its mark", "cảng", "port 0-0 1.0"},
		{"one syllable without", "cang bien", "port 0-0 0.6"},
		{"one unmarked syllable is no Vietnamese name in English", "tin mining companies", "tin 0-0 1.0"},
		{"a word that is a syllable is no English name in Vietnamese", "tin tức hôm nay", "news 0-1 1.0"},
		{"an English word in Vietnamese", "port Vũng Áng tỉnh nào", "port 0-0 1.0"},
	} {
		if got := concepts(analysis.ParseQuery(c.in, opt)); got != c.want {
			t.Errorf("%s: %q names [%s], want [%s]", c.name, c.in, got, c.want)
		}
	}
}

func TestConceptsGiveTheirOtherNames(t *testing.T) {
	p := analysis.ParseQuery("khu công nghiệp", analysis.Options{Thesaurus: smallThesaurus(t)})
	want := []analysis.Label{
		{Lang: "vi", Text: "KCN", Weight: 0.7}, {Lang: "en", Text: "industrial park", Weight: 1},
		{Lang: "en", Text: "industrial zone", Weight: 0.8}, {Lang: "en", Text: "IP", Weight: 0.7},
	}
	if len(p.Concepts) != 1 {
		t.Fatalf("concepts: %+v", p.Concepts)
	}
	if diff := cmp.Diff(want, p.Concepts[0].Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestThesaurus(t *testing.T) {
	th := smallThesaurus(t)
	ids := func(cs []analysis.Concept) (out []string) {
		for _, c := range cs {
			out = append(out, c.ID)
		}
		return out
	}
	if diff := cmp.Diff([]string{"land"}, ids(th.Broader("park"))); diff != "" {
		t.Errorf("above park (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"ring"}, ids(th.Broader("drive"))); diff != "" {
		t.Errorf("a circle ends (-want +got):\n%s", diff)
	}
	vi := th.Tag(analysis.Prepare("Khu công nghiệp có cảng; khu công nghiệp; bản đồ. Tin ban do.", "vi"), "vi")
	if diff := cmp.Diff([]analysis.Tagged{{ID: "park", Count: 2}, {ID: "map", Count: 1}, {ID: "news", Count: 1}, {ID: "port", Count: 1}}, vi); diff != "" {
		t.Errorf("Vietnamese text (-want +got):\n%s", diff)
	}
	en := th.Tag(analysis.Prepare("Industrial parks and tin near the Khu cong nghiep; lands", "en"), "en")
	if diff := cmp.Diff([]analysis.Tagged{{ID: "land", Count: 1}, {ID: "park", Count: 1}, {ID: "tin", Count: 1}}, en); diff != "" {
		t.Errorf("English text (-want +got):\n%s", diff)
	}
	_, err := analysis.NewThesaurus([]analysis.Concept{{ID: "a", Broader: []string{"b"}}, {ID: "a"}, {ID: "c", Pref: map[string]string{"vi": "…"}}})
	for _, want := range []string{`"b" does not exist`, `"a" is empty or taken`, `"…" has 0 words`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %s", err, want)
		}
	}
}

func TestAbbreviationsOfAQuery(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"one sense", "UBND tỉnh", "0-3 ubnd 0.80"},
		{"the commonest sense", "qh 2030", "0-1 qh 0.48"}, {"several senses", "ĐH Hà Tĩnh", "0-0 đại học 0.48 đường huyện 0.32"},
		{"đ tells them apart", "KĐT", "0-2 kđt 0.80"},
		{"typed without đ", "kdt", "0-2 kđt 0.80"},
		{"over an ampersand", "Sở KH&ĐT", "1-2 kế hoạch và đầu tư 0.80"},
		{"the long form", "ủy ban nhân dân phường", "0-3 ubnd 0.80"},
		{"the long form unmarked", "khu cong nghiep", "0-2 kcn 0.80"},
		{"TP. with a name", "TP.HCM", "0-1 thành phố hồ chí minh 0.80"},
		{"P. before a name", "P. Nam Hồng", "0-0 phường 0.80"},
		{"P. before a number", "P.5", "0-0 phường 0.80"},
		{"P before a number", "P5", "0-0 phường 0.80"},
		{"p alone", "p nam hồng", ""},
		{"a query in small letters", "p. nam hồng", "0-0 phường 0.80"},
		{"the end of a sentence is no ward", "nhóm Vitamin p. sau đó", ""},
		{"TT. before a name", "TT. Nghèn", "0-0 thị trấn 0.80"},
		{"TT alone", "TT 05", "0-0 thị trấn 0.80"},
		{"a road", "QL1A", "0-0 quốc lộ 0.80"},
		{"a road with a full stop", "QL.1A", "0-0 quốc lộ 0.80"},
		{"a provincial road", "ĐT 548", "0-0 đường tỉnh 0.80"},
		{"nothing", "phường Nam Hồng", ""},
	} {
		var got []string
		for _, x := range analysis.ParseQuery(c.in, analysis.Options{}).Abbreviations {
			s := fmt.Sprintf("%d-%d", x.First, x.Last)
			for _, sense := range x.Senses {
				s += fmt.Sprintf(" %s %.2f", sense.Text, sense.Weight)
			}
			got = append(got, s)
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s: %q has [%s], want [%s]", c.name, c.in, all, c.want)
		}
	}
}

func TestTypingIsOfferedOnlyWithReason(t *testing.T) {
	known := func(w string) bool {
		return strings.Contains(" khu cong nghiep dat this moon as park ", " "+w+" ")
	}
	for _, c := range []struct {
		name, in, want, method string
		sure                   bool
	}{
		{"Telex", "khu coong nghieepj", "khu công nghiệp", "telex", true},
		{"VNI", "khu cong6 nghiep65", "khu công nghiệp", "vni", true},
		{"VNI with a bar", "d9at61 cong6", "đất công", "vni", true},
		{"one word is not sure", "dduowngf", "đường", "telex", false},
		{"known words stay", "this moon as", "", "", false},
		{"English stop words stay", "for its was", "", "", false},
		{"a road stays", "QL1A", "", "", false},
		{"plain", "khu cong nghiep", "", "", false},
	} {
		got := analysis.ParseQuery(c.in, analysis.Options{Known: known}).Typing
		if got == nil {
			got = &analysis.Typing{}
		}
		if got.Text != c.want || got.Method != c.method || got.Sure != c.sure {
			t.Errorf("%s: %q: %+v", c.name, c.in, got)
		}
	}
}

func TestParseQueryInAll(t *testing.T) {
	p := analysis.ParseQuery(`"khu công nghiệp" 1.500 ha theo nghị định 31/2021`, analysis.Options{
		Known: func(w string) bool { return w != "ha" },
	})
	got := struct {
		Lang    string
		Marks   bool
		Phrases []analysis.Span
		Codes   string
		Numbers []analysis.NumberForms
		Unknown []int
	}{p.Lang, p.HasMarks, p.Phrases, p.Codes[0].Text, p.Numbers[:1], p.Unknown}
	want := got
	want.Lang, want.Marks, want.Phrases, want.Codes = "vi", true, []analysis.Span{{First: 0, Last: 2}}, "312021nd"
	want.Numbers, want.Unknown = []analysis.NumberForms{{Token: 3, Forms: []string{"1500", "1.5"}}}, []int{4}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parsed (-want +got):\n%s", diff)
	}
	if !p.Codes[0].Prefix {
		t.Error("a code without its issuer is a beginning")
	}
}

func TestQueriesAreCutToSize(t *testing.T) {
	p := analysis.ParseQuery(strings.Repeat("đất ", 5000), analysis.Options{})
	if !p.Truncated || len(p.Tokens) > 64 || len(p.Text) > 1024 {
		t.Errorf("%d tokens, %d bytes, truncated %t", len(p.Tokens), len(p.Text), p.Truncated)
	}
}

func TestGuessLang(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"khu công nghiệp", "vi"}, {"khu cong nghiep ha tinh", "vi"}, {"Hồng Lĩnh", "vi"}, {"ban do", "vi"},
		{"industrial park", "en"}, {"investment in Ha Tinh", "en"}, {"Hồng Lĩnh investment opportunities", "en"},
		{"How do I register a company?", "en"}, {"land", "en"}, {"đất công nghiệp logistics", "vi"}, {"kcn vũng áng", "vi"},
	} {
		if got, sure := analysis.GuessLang(c.in); got != c.want || sure <= 0 {
			t.Errorf("GuessLang(%q) = %s (%.2f), want %s", c.in, got, sure, c.want)
		}
	}
	if got, sure := analysis.GuessLang("12 + 5"); got != "vi" || sure != 0 {
		t.Errorf("no sign: %s %.2f", got, sure)
	}
	if p := analysis.ParseQuery("2025", analysis.Options{Lang: "en"}); p.Lang != "en" {
		t.Error("the language of the page does not decide for a query without signs")
	}
}

func TestGuessLangOnQuestionsOfTheCorpus(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		all := lines[passage](t, "relevance-dev/queries."+lang+".jsonl")
		right, bare := 0, 0
		for _, q := range all {
			if got, _ := analysis.GuessLang(q.Text); got == lang {
				right++
			}
			if got, _ := analysis.GuessLang(strings.ToLower(analysis.Unmark(q.Text))); got == lang {
				bare++
			}
		}
		t.Logf("%s: %d of %d right, %d without marks and capitals", lang, right, len(all), bare)
		if right*100 < 98*len(all) || bare*100 < 90*len(all) {
			t.Errorf("%s: only %d, unmarked %d of %d right", lang, right, bare, len(all))
		}
	}
}

func TestClosest(t *testing.T) {
	dict := map[string]uint64{"nghiep": 900, "nghien": 20, "nghi": 500, "nghiem": 90, "investment": 40, "investments": 10, "dat": 800, "dau": 900}
	all := func() iter.Seq2[string, uint64] { return maps.All(dict) }
	for _, c := range []struct{ name, term, want string }{
		{"three letters and less are left alone", "dap", ""},
		{"one letter off, frequent first", "nghiek", "nghiep nghiem nghien"},
		{"swapped letters are one error", "nghipe", "nghiep"},
		{"two errors in a long word", "invstmnt", "investment"},
		{"the word itself is no suggestion", "investment", "investments"},
		{"too far", "xyzxyz", ""},
	} {
		var got []string
		for _, n := range analysis.Closest(c.term, all(), -1) {
			got = append(got, n.Term)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: near %s: %s, want %s", c.name, c.term, s, c.want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{`"khu "công`, "P.", "31/2021/", "kh&", "«a” „b", "\xff312021nd-cp", "TP.\u0301", "q1.2.3", strings.Repeat("a1", 700)} {
		f.Add(s)
	}
	opt := analysis.Options{Restorer: smallRestorer(), Thesaurus: smallThesaurus(f), Known: func(w string) bool { return len(w) > 3 }}
	f.Fuzz(func(t *testing.T, q string) {
		p := analysis.ParseQuery(q, opt)
		n := len(p.Tokens)
		if len(p.Restored) != n {
			t.Fatalf("%d tokens, %d restored", n, len(p.Restored))
		}
		for _, tok := range p.Tokens {
			if tok.End > len(p.Text) {
				t.Fatalf("%+v outside %q", tok, p.Text)
			}
		}
		for _, s := range p.Phrases {
			if s.First < 0 || s.Last >= n || s.First > s.Last {
				t.Fatalf("phrase %+v of %d", s, n)
			}
		}
		for _, x := range p.Abbreviations {
			if x.First < 0 || x.Last >= n || len(x.Senses) == 0 {
				t.Fatalf("expansion %+v of %d", x, n)
			}
		}
		for _, c := range p.Concepts {
			if c.First < 0 || c.Last >= n || c.Weight <= 0 {
				t.Fatalf("concept %+v of %d", c, n)
			}
		}
	})
}

func TestAbbreviationsAreWrittenOut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"CCN", "cụm công nghiệp"}, {"ccn", "cụm công nghiệp"}, {"KCN Hạ Vàng", "khu công nghiệp Hạ Vàng"}, {"ccn nam hong", "cum cong nghiep nam hong"},
		{"UBND phường, HĐND tỉnh", "uỷ ban nhân dân phường, hội đồng nhân dân tỉnh"}, {"QH chung đô thị", "quy hoạch chung đô thị"},
		{"2183/QĐ-UBND", "2183/QĐ-UBND"}, {"quyết định số 05/2024/NQ-HĐND", "quyết định số 05/2024/NQ-HĐND"}, {"\"CCN\" Nam Hồng", "\"CCN\" Nam Hồng"},
		{"đất -CCN", "đất -CCN"}, {"TMĐT dự án", "TMĐT dự án"}, {"FDI inflows into the province", "FDI inflows into the province"}, {"", ""},
	} {
		p := analysis.ParseQuery(c.in, analysis.Options{Lang: "vi"})
		if p.Text != c.want {
			t.Errorf("%q is written out as %q, want %q", c.in, p.Text, c.want)
		}
		for _, s := range p.Spelt {
			first, last := p.Tokens[s.First], p.Tokens[s.First+s.Words-1]
			if got := p.Text[first.Start:last.End]; got != s.Long {
				t.Errorf("%q: %s stands for %q, want %q", c.in, s.Short, got, s.Long)
			}
		}
	}
}

func BenchmarkParseQuery(b *testing.B) {
	opt := analysis.Options{Restorer: smallRestorer(), Thesaurus: smallThesaurus(b)}
	for b.Loop() {
		analysis.ParseQuery("khu cong nghiep nao o ha tinh dang keu goi dau tu theo nghi dinh 31/2021", opt)
	}
}
