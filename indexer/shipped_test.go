package indexer

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func TestTheIndicatorThatIsCalledSoComesBeforeItsParts(t *testing.T) {
	s := shipped(t)
	for query, want := range map[string][]string{
		"PCI":            {"indicator/pci-score", "indicator/pci-rank"},
		"chỉ số PCI":     {"indicator/pci-score", "indicator/pci-rank"},
		"budget revenue": {"indicator/budget-revenue"},
		"thu ngan sach":  {"indicator/budget-revenue"},
	} {
		a, err := s.State().Finder.Search(context.Background(), search.Query{Text: query, Lang: text.VI, Limit: len(want)})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			if !slices.Contains(want, h.Record.ID) {
				t.Errorf("%q finds %s among the first %d, want %v", query, h.Record.ID, len(want), want)
			}
		}
	}
}

func TestANameSpeltAsTheThesaurusSpellsItIsNotRestored(t *testing.T) {
	a, err := shipped(t).State().Finder.Search(context.Background(), search.Query{Text: "Nguyễn Du", Lang: text.VI, Limit: 10})
	if err != nil || a.Total == 0 {
		t.Fatalf("got %d hits, %v", a.Total, err)
	}
	for _, h := range a.Hits {
		for _, why := range h.Matched {
			if why.Kind == search.RestoredReason {
				t.Errorf("%s matched as %q", h.Record.ID, why)
			}
		}
	}
}

// shipped returns a service that has taken in the shipped packages, one for all tests of
// this package that only read.
func shipped(t testing.TB) *Service {
	t.Helper()
	s, err := ingested()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shippedFolder holds what ingested ingests; RemoveShipped removes it. It outlives the service: the
// index merges its segments in the background, and would try again without pause where they
// were gone.
var shippedFolder string

// ingested ingests the shipped packages once.
var ingested = sync.OnceValues(func() (*Service, error) {
	var err error
	if shippedFolder, err = os.MkdirTemp("", "honglinh-shipped"); err != nil {
		return nil, err
	}
	s, err := Open(context.Background(), Options{Data: shippedFolder, NoTables: true})
	if err != nil {
		return nil, err
	}
	_, err = s.Ingest(context.Background())
	return s, err
})

// RemoveShipped removes what shipped ingested, once all tests have run.
func RemoveShipped() error { return os.RemoveAll(shippedFolder) }

func TestAddressesAsPeopleWriteThemNameTheirUnit(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"xã Thuận Lộc, thị xã Hồng Lĩnh", "unit/xa-thuan-loc"},
		{"Phường Nam Hồng Lĩnh, tỉnh Hà Tĩnh", "unit/phuong-nam-hong-linh"},
		{"TX. Hồng Lĩnh", "unit/thi-xa-hong-linh"},
		{"Ph. Bắc Hồng", "unit/phuong-bac-hong"},
		{"Tổ dân phố 3, phường Đức Thuận, TX Hồng Lĩnh, Hà Tĩnh", "unit/phuong-duc-thuan"},
		{"P. Bắc Hồng Lĩnh, Ha Tinh, Viet Nam", "unit/phuong-bac-hong-linh"},
	} {
		found := shipped(t).State().Places.Resolve(c.address, "")
		if len(found) != 1 || found[0].ID != c.want {
			t.Errorf("%q means %v, want %s", c.address, found, c.want)
		}
	}
}

func TestAProposalFillsNoGapInTheFacts(t *testing.T) {
	s := shipped(t)
	rec, err := s.Store().Record(context.Background(), "unit/phuong-bac-hong-linh")
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := rec.Attributes["draft_population"]; ok {
		t.Errorf("the proposal's population %v is shown as the ward's own", v)
	}
	proposals := 0
	for _, st := range rec.Statements {
		if st.Attributes["status"] == "draft" {
			proposals++
		}
	}
	if rec.Status != "existing" || proposals != 1 {
		t.Errorf("status %q with %d proposals beside it, want existing with one", rec.Status, proposals)
	}
}

func TestTheFigureShownIsOfThePlaceAndTimeAsked(t *testing.T) {
	s := shipped(t)
	for _, tc := range []struct {
		name   string
		q      search.Query
		record string
		want   string   // the answer
		lines  []string // the places of the lines
	}{
		{"the area of the southern ward by filter", search.Query{Kinds: []string{"indicator"}, Places: []string{"18118"}}, "indicator/area-total",
			"36.47 km² · Nam Hong Linh Ward (18118) · 2025", []string{"asked 18118"}},
		{"of its sister", search.Query{Kinds: []string{"indicator"}, Places: []string{"18115"}}, "indicator/area-total",
			"35.31 km² · Bac Hong Linh Ward (18115) · 2025", []string{"asked 18115"}},
		{"the code before the merger", search.Query{Kinds: []string{"indicator"}, Places: []string{"18118"}, AsOf: "2024-01-01"}, "indicator/population",
			"9,413 people · Nam Hong Ward (18118) –2025-06-30 · 2023", []string{"asked 18118"}},
		{"the ward named in words without marks", search.Query{Text: "dan so nam hong linh"}, "indicator/population",
			"22,309 people · Nam Hong Linh Ward (18118) · 2025", []string{"asked 18118"}},
		{"the town that was, then the wards of today", search.Query{Text: "population hong linh"}, "indicator/population",
			"39,920 people · Hong Linh Town (437) –2025-06-30 · 2021", []string{"asked 437", "after 18115", "after 18118"}},
		{"the year in the words", search.Query{Text: "dân số thị xã Hồng Lĩnh 2014"}, "indicator/population",
			"39,391 people · Hong Linh Town (437) –2025-06-30 · 2014", []string{"asked 437"}},
		{"no place: a line per chief area", search.Query{Text: "population", Kinds: []string{"indicator"}}, "indicator/population",
			"", []string{"chief 42", "chief 437", "chief 18115", "chief 18118"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.q.Limit = search.MaxLimit
			a, err := s.State().Finder.Search(context.Background(), tc.q)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(a.Hits, func(h search.Hit) bool { return h.Record.ID == tc.record })
			if at < 0 {
				t.Fatalf("%s is not found", tc.record)
			}
			got, lines := "", []string{}
			if f := a.Hits[at].Figure; f != nil {
				got = f.Line(text.EN)
			}
			for _, f := range a.Hits[at].Figures {
				lines = append(lines, string(f.Relation)+" "+f.Place.Code)
			}
			if got != tc.want || !slices.Equal(lines, tc.lines) {
				t.Errorf("answer %q of %q, want %q of %q", got, lines, tc.want, tc.lines)
			}
		})
	}
}

func TestWhatWordsAskForIsReadAsParameters(t *testing.T) {
	s := shipped(t)
	for _, tc := range []struct {
		text string
		lang text.Lang
		want []string
	}{
		{"land for a garment factory 5 ha near national road", text.EN, []string{"kind=opportunity", "topic=industry", "min_area=5"}},
		{"5 ha", text.VI, []string{"min_area=5"}},
		{"khu công nghiệp còn đất trên 20 ha", text.VI, []string{"kind=opportunity?", "min_area=20"}},
		{"cơ hội đầu tư gần sân bay Vinh", text.VI, []string{"kind=opportunity", "near=105.67055,18.73893", "radius=30"}},
		{"land near Vung Ang port", text.EN, []string{"kind=opportunity", "near=106.39083,18.11222?"}},
		{"đất gần cảng Vũng Áng", text.VI, []string{"kind=opportunity", "near=106.39083,18.11222?"}},
		{"dat gan cang Vung Ang", text.VI, []string{"kind=opportunity", "near=106.39083,18.11222?"}},
		{"nhà máy bia trên 900000 ha", text.VI, []string{"min_area=900000?"}}, // nothing is so large: not meant so
		{"Khu dân cư thôn Song Long, xã Cương Gián", text.VI, nil},
	} {
		t.Run(tc.text, func(t *testing.T) {
			a, err := s.State().Finder.Search(context.Background(), search.Query{Text: tc.text, Lang: tc.lang, Limit: 20})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range a.Understood {
				one := u.Param + "=" + u.Value
				if !u.Sure {
					one += "?"
				}
				got = append(got, one)
			}
			if !slices.Equal(got, tc.want) || a.Total == 0 {
				t.Errorf("%d found, read as %q, want %q", a.Total, got, tc.want)
			}
			for _, h := range a.Hits {
				for _, u := range a.Understood {
					if u.Sure && u.Param == "kind" && string(h.Record.Kind) != u.Value {
						t.Errorf("%s is no %s", h.Record.ID, u.Value)
					}
				}
			}
			literal, err := s.State().Finder.Search(context.Background(), search.Query{Text: tc.text, Lang: tc.lang, Literal: true})
			if err != nil || len(literal.Understood) > 0 {
				t.Errorf("with the reading off: %v, %v", literal.Understood, err)
			}
		})
	}
}

func TestPagesOfASearchThatWasReadFollowEachOther(t *testing.T) {
	s := shipped(t)
	for _, words := range []string{"dự án trên 20 ha", "nhà máy trên 900000 ha"} { // applied, and given up
		seen := map[string]bool{}
		q := search.Query{Text: words, Lang: text.VI, Limit: 5}
		for range 3 {
			a, err := s.State().Finder.Search(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range a.Hits {
				if seen[h.Record.ID] {
					t.Errorf("%q shows %s twice", words, h.Record.ID)
				}
				seen[h.Record.ID] = true
			}
			if q.Cursor = a.Next; q.Cursor == "" {
				break
			}
		}
	}
}

func TestAFactThatAnswersStandsAbove(t *testing.T) {
	s := shipped(t)
	for _, tc := range []struct {
		text string
		lang text.Lang
		want string // the first card: its sort and its text; "" for none
	}{
		{"dân số Nam Hồng Lĩnh là bao nhiêu", text.VI, "value: Dân số: 22.309 người · Phường Nam Hồng Lĩnh (18118) · 2025"},
		{"population hong linh", text.EN, "value: Population: 39,920 people · Hong Linh Town (437) –2025-06-30 · 2021"},
		{"dien tich nam hong linh", text.VI, "value: Diện tích tự nhiên: 36,47 km² · Phường Nam Hồng Lĩnh (18118) · 2025"},
		{"natural area of bac hong linh", text.EN, "value: Natural area: 35.31 km² · Bac Hong Linh Ward (18115) · 2025"},
		{"minimum wage hong linh", text.EN, "value: Regional minimum wage per month: 3.7 million VND/month · Bac Hong Linh Ward (18115) · 2026"},
		{"luong toi thieu phuong nam hong linh", text.VI, "value: Lương tối thiểu vùng theo tháng: 3,7 "},
		{"lương tối thiểu vùng", text.VI, ""}, // of no place
		{"phone department of finance", text.EN, "contact: Ha Tinh Department of Finance: no telephone or address is recorded"},
		{"số điện thoại UBND thị xã Hồng Lĩnh", text.VI, "contact: UBND thị xã Hồng Lĩnh: Đã giải thể → nay: Phường Bắc Hồng Lĩnh; Phường Nam Hồng Lĩnh"},
		{"how long does an investment registration certificate take", text.EN,
			"limit: Issue of the investment registration certificate: 10 working days"},
		{"Nghị định 31/2021/NĐ-CP còn hiệu lực không?", text.VI, "status: Nghị định 31/2021/NĐ-CP: Chi tiết Luật Đầu tư 2020 (cũ): Hết hiệu lực (– 2026-02-28) → nay: Nghị định 96/2026/NĐ-CP"},
		{"which ward is Dau Lieu now", text.EN, "successor: Dau Lieu Ward → today: Nam Hong Linh Ward"},
		{"xa thuan loc bay gio thuoc phuong nao", text.VI, "successor: Xã Thuận Lộc → nay: Phường Nam Hồng Lĩnh"},
		{"population", text.EN, ""}, // of no place: a line per chief area stands with the record
		{"cụm công nghiệp", text.VI, ""},
		{"chùa ở Bắc Hồng Lĩnh", text.VI, ""},
		{"phone of the moon", text.EN, ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			a, err := s.State().Finder.Search(context.Background(), search.Query{Text: tc.text, Lang: tc.lang, Limit: 5})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(a.Cards) > 0 {
				got = string(a.Cards[0].Type) + ": " + a.Cards[0].Text
			}
			if !strings.HasPrefix(got, tc.want) || tc.want == "" && got != "" {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestWishesRaiseAndLeaveNothingOut asks for land with what few texts say.
func TestWishesRaiseAndLeaveNothingOut(t *testing.T) {
	s := shipped(t)
	for _, tc := range []struct {
		text, first string
		least       int
	}{
		{"textile factory land", "opportunity/nha-xuong-cho-thue-phu-tro-o-to-dien", 20},
		{"land for a garment factory 5 ha near the national road", "opportunity/", 15},
		{"đất xây nhà máy 5 ha gần quốc lộ", "opportunity/", 15},
		{"can dat lam nha xuong", "opportunity/", 20},
	} {
		a, err := s.State().Finder.Search(context.Background(), search.Query{Text: tc.text, Lang: text.EN, Limit: 50})
		if err != nil || a.Total < tc.least || !a.Relaxed || !strings.HasPrefix(a.Hits[0].Record.ID, tc.first) {
			t.Errorf("%s: %d records, relaxed %v, %v; want at least %d with %s first", tc.text, a.Total, a.Relaxed, err, tc.least, tc.first)
			continue
		}
		for _, h := range a.Hits {
			if h.Record.Kind != vocab.Opportunity || !slices.Contains(h.Record.Topics, "industry") {
				t.Errorf("%s finds %s", tc.text, h.Record.ID)
			}
		}
	}
}

func TestSignsFindNothingAndWordsRunTogetherAreFound(t *testing.T) {
	s := shipped(t)
	for _, tc := range []struct {
		text, first string // the kind or the record that leads; "" where nothing is found
	}{{"%", ""}, {"🙂", ""}, {"? !", ""}, {"cumcongnghiep", "cum cong nghiep"}, {"quyhoach", "quy hoach"}} {
		a, err := s.State().Finder.Search(context.Background(), search.Query{Text: tc.text, Lang: text.VI, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if tc.first == "" {
			if a.Total != 0 {
				t.Errorf("%q finds %d records", tc.text, a.Total)
			}
			continue
		}
		if a.Total == 0 || !strings.Contains(text.Fold(a.Hits[0].Record.Title[text.VI]+" "+a.Hits[0].Record.Summary[text.VI]), tc.first) {
			t.Errorf("%q finds %d records, suggests %q", tc.text, a.Total, a.Suggestion)
		}
	}
	for typed, want := range map[string]string{"bachonglinh": "unit/phuong-bac-hong-linh", "phuongnamhonglinh": "unit/phuong-nam-hong-linh"} {
		a, err := s.State().Finder.Search(context.Background(), search.Query{Text: typed, Lang: text.VI, Limit: 5})
		if err != nil || !slices.ContainsFunc(a.Hits, func(h search.Hit) bool { return h.Record.ID == want }) {
			t.Errorf("%s finds %d records, suggests %q, none of the first is %s: %v", typed, a.Total, a.Suggestion, want, err)
		}
	}
	// The ward's portal has the word in its address, whose article may lead; the ward follows.
	a, err := s.State().Finder.Search(context.Background(), search.Query{Text: "namhonglinh", Lang: text.VI, Limit: 5})
	if err != nil || !slices.ContainsFunc(a.Hits, func(h search.Hit) bool {
		return strings.Contains(text.Fold(h.Record.Title[text.VI]+" "+h.Record.Summary[text.VI]), "nam hong linh")
	}) {
		t.Errorf("namhonglinh finds %d records, none of the ward: %v", a.Total, err)
	}
}
