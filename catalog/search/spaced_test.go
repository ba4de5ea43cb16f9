package search_test

import (
	"testing"

	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
)

func TestWhatIsTypedWithoutSpacesIsCompleted(t *testing.T) {
	register := place.NewRegister([]place.Unit{{ID: "unit/phuong-nam-hong-linh", Code: "18118", Level: "ward", From: "2025-07-01",
		Name: text.New("Phường Nam Hồng Lĩnh", "Nam Hong Linh Ward")}})
	engine, _ := filled(t, 1)
	defer engine.Close()
	thesaurus, err := analysis.NewThesaurus([]analysis.Concept{{ID: "plan", Pref: map[string]string{"vi": "quy hoạch sử dụng đất", "en": "land use planning"}}})
	if err != nil {
		t.Fatal(err)
	}
	f := search.NewFinder(search.FinderOptions{Records: enginetest.Shelf{}})
	f.Swap(search.Snapshot{Engine: engine, Places: register, Thesaurus: thesaurus})
	for _, c := range []struct{ name, typed, want string }{
		{"a name", "namhonglinh", "Phường Nam Hồng Lĩnh"},
		{"an unfinished one", "namhongli", "Phường Nam Hồng Lĩnh"},
		{"behind a word with its space", "phuong namhong", "Phường Nam Hồng Lĩnh"},
		{"a concept", "quyhoach", "quy hoạch sử dụng đất"},
		{"a foreign word", "strategy", ""},
		{"letters that are no syllables", "xxxxxxxxxxxx", ""},
		{"too short", "namh", ""},
	} {
		got, err := f.Suggest(t.Context(), c.typed, text.VI, 5)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(got) == 0 && c.want == "" {
			continue
		}
		if len(got) == 0 || got[0].Text != c.want {
			t.Errorf("%s: %q is completed by %v, want %q", c.name, c.typed, got, c.want)
		}
	}
}
