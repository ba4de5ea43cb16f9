package search_test

import (
	"fmt"
	"slices"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
)

// titled is a Finder on records that have nothing but these titles, with the restorer that they give.
func titled(t *testing.T, titles ...string) *search.Finder {
	t.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	shelf, prep, restorer := enginetest.Shelf{}, search.Preparer{}, analysis.NewRestorerBuilder(nil)
	batch := search.Batch{Seq: 1}
	for i, title := range titles {
		rec := catalog.Record{ID: fmt.Sprintf("place/%d", i), Kind: "place", Title: text.New(title, "")}
		shelf[rec.ID] = rec
		d := prep.Document(&rec)
		restorer.Add(d.Terms[search.Toned])
		batch.Put = append(batch.Put, d)
	}
	if err := e.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	f := search.NewFinder(search.FinderOptions{Records: shelf})
	f.Swap(search.Snapshot{Engine: e, Restorer: restorer.Build()})
	return f
}

func found(t *testing.T, f *search.Finder, typed string) []string {
	t.Helper()
	a, err := f.Search(t.Context(), search.Query{Text: typed, Lang: text.VI})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.Record.Title["vi"])
	}
	return out
}

func TestTheWordAsTypedComesFirst(t *testing.T) {
	f := titled(t, "Bến Đò", "Bến đỗ xe Hồng Lĩnh", "Bến Đỏ", "Chợ Hồng Lĩnh", "Chó săn", "Cho vay", "Đường Phan Hưng", "Dương Phố", "Thuê đất", "Thuế đất nông nghiệp")
	for _, tc := range []struct {
		typed, first string
		total        int
	}{
		{"Bến đỗ", "Bến đỗ xe Hồng Lĩnh", 1},
		{"Bến Đò", "Bến Đò", 1},
		{"bến đỏ", "Bến Đỏ", 1},
		{"ben do", "Bến Đò", 3},
		{"Chợ", "Chợ Hồng Lĩnh", 1},
		{"đường", "Đường Phan Hưng", 1},
		{"thuế đất", "Thuế đất nông nghiệp", 1},
		{"thuê đất", "Thuê đất", 1},
		{"đừơng", "Đường Phan Hưng", 1}, // the marks on the wrong letter
		{"chọ", "Chợ Hồng Lĩnh", 3},     // no document has the word: any marks will do
	} {
		t.Run(tc.typed, func(t *testing.T) {
			got := found(t, f, tc.typed)
			if len(got) != tc.total || tc.typed != "ben do" && tc.typed != "chọ" && got[0] != tc.first {
				t.Errorf("found %q, want %d with %q first", got, tc.total, tc.first)
			}
		})
	}
}

func TestAnAbbreviationFindsWhatItsLongFormFinds(t *testing.T) {
	f := titled(t, "CCN Nam Hồng", "Cụm công nghiệp Trung Lương", "Khu công nghiệp Hạ Vàng", "KCN Gia Lách", "UBND phường Nam Hồng Lĩnh", "Ủy ban nhân dân tỉnh",
		"QH chung đô thị", "Quy hoạch tỉnh", "Đăng ký hộ kinh doanh", "Công nghiệp chế biến", "Luật 31/2024/QH15")
	for _, pair := range [][2]string{{"CCN", "cụm công nghiệp"}, {"ccn", "cụm công nghiệp"}, {"CCN Nam Hồng", "cụm công nghiệp Nam Hồng"}, {"KCN", "khu công nghiệp"},
		{"UBND", "ủy ban nhân dân"}, {"QH", "quy hoạch"}, {"kd", "kinh doanh"}, {"HKD", "hộ kinh doanh"}} {
		short, long := found(t, f, pair[0]), found(t, f, pair[1])
		if len(long) == 0 || !slices.Equal(short, long) {
			t.Errorf("%s finds %q, %s finds %q", pair[0], short, pair[1], long)
		}
	}
	if got := found(t, f, "CCN Nam Hồng"); got[0] != "CCN Nam Hồng" {
		t.Errorf("a title typed as it stands is not first: %q", got)
	}
}
