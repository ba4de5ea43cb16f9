package frame

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
)

func locales(t *testing.T) map[text.Lang]*Locale {
	t.Helper()
	out := map[text.Lang]*Locale{}
	for _, lang := range text.Langs() {
		l, err := LoadLocale(lang)
		if err != nil {
			t.Fatal(err)
		}
		out[lang] = l
	}
	return out
}

func TestBothLocalesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	both := locales(t)
	place := regexp.MustCompile(`\{\d\}`)
	for key, vi := range both[text.VI].strings {
		en, ok := both[text.EN].strings[key]
		if !ok {
			t.Errorf("en.json lacks %q", key)
			continue
		}
		a, b := place.FindAllString(vi, -1), place.FindAllString(en, -1)
		slices.Sort(a)
		slices.Sort(b)
		if diff := cmp.Diff(slices.Compact(a), slices.Compact(b)); diff != "" {
			t.Errorf("%s: placeholders differ: %s", key, diff)
		}
		if strings.TrimSpace(vi) == "" || strings.TrimSpace(en) == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range both[text.EN].strings {
		if !both[text.VI].Has(key) {
			t.Errorf("vi.json lacks %q", key)
		}
	}
}

// sources returns the Go and template sources of all parts, tests left out.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") {
			return err
		}
		body, err := os.ReadFile(filepath.Join("..", name))
		b.Write(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEnglishWritesTheNameOfTheCountryInOneWay(t *testing.T) {
	for key, said := range locales(t)[text.EN].strings {
		if strings.Contains(said, "Viet Nam") {
			t.Errorf("%s: %q, not Vietnam", key, said)
		}
	}
}

func TestEveryKeyThatTheSourcesNameExists(t *testing.T) {
	vi := locales(t)[text.VI]
	src := sources(t)
	for _, m := range regexp.MustCompile(`(?:\b[lL]|other)\.T\("([^"]+)"[,)]|\{?[({ ]t "([^"]+)"`).FindAllStringSubmatch(src, -1) {
		if key := m[1] + m[2]; !vi.Has(key) {
			t.Errorf("no string %q", key)
		}
	}
	for _, m := range regexp.MustCompile(`\b[lL]\.N\("([^"]+)"`).FindAllStringSubmatch(src, -1) {
		for _, form := range []string{".one", ".other"} {
			if !vi.Has(m[1] + form) {
				t.Errorf("no string %q", m[1]+form)
			}
		}
	}

}

// madeUp are the beginnings of keys that the sources put together.
func madeUp() []string {
	return []string{"field.", "group.", "fact.", "figure.", "answer.", "read.", "json.", "rel.", "backrel.", "month.", "vintage.", "basis.", "data_quality.dimension.", "type.", "filter.", "sort.", "door.", "foot.", "step.",
		"ingest.", "sources.keep.", "sources.removed.", "api.example.", "widget.attr.", "widget.prop.", "about.", "error.help.", "why.", "period.", "lang.", "count.", "value.", "data_op.", "data_type.", "data_change.", "data_param.", "data_column.", "data_evidence.", "data_overview.", "data_cite.", "data_diff.", "explore_area.", "explore_as.", "usage_class.", "usage_times.", "home.example.", "search.took.", "search.road.", "search.near.", "portals_refused.", "chain.", "asof.", "map_attr_", "map_prop_", "around_by_", "procedure.path.", "coord_", "frequency.", "geometry.", "around_no_", "enquiry_mail_", "enquiry_state_", "enquiry_sort_", "enquiry_deleted", "rating_yes", "rating_no",
		"desk.royalty.", "desk.field.", "desk.next.", "desk.list.", "desk.group.", "desk.done.", "freshness.days", "desk.upload.state.", "desk.help.", "desk.table.rows.",
		"desk.commission.act.", "desk.commission.reason.", "desk.commission.state.", "desk.handover.does.", "handover.step.", "handover.clock.",
		"invest.", "journeys.", "journey.", "ask.", "decide.", "status.sure."}
}

func TestNoKeyIsLeftOver(t *testing.T) {
	src := sources(t)
	for key := range locales(t)[text.VI].strings {
		if strings.Contains(src, `"`+key+`"`) || slices.ContainsFunc(madeUp(), func(p string) bool { return strings.HasPrefix(key, p) }) {
			continue
		}
		t.Errorf("nothing uses %q", key)
	}
}

func TestEveryUpdateCycleHasAName(t *testing.T) {
	for lang, l := range locales(t) {
		for _, code := range metadata.Frequencies() {
			if !l.Has("frequency." + code) {
				t.Errorf("%s: no name for %s", lang, code)
			}
		}
	}
}

func TestEveryReasonHasAName(t *testing.T) {
	for lang, l := range locales(t) {
		for _, kind := range search.ReasonKinds() {
			if !l.Has("why." + string(kind)) {
				t.Errorf("%s: no name for %s", lang, kind)
			}
		}
	}
}

func TestNumbersAndDatesFollowTheLocale(t *testing.T) {
	both := locales(t)
	vi, en := both[text.VI], both[text.EN]
	tests := []struct{ name, got, want string }{
		{"money in Vietnamese", vi.Money(1234.5), "1.234,5 tỷ đồng"},
		{"money in English", en.Money(1234.5), "VND 1,234.5 billion"},
		{"millions keep their groups", en.Num(1234567), "1,234,567"},
		{"three decimals are kept", vi.Num(214.627), "214,627"},
		{"a fourth is rounded", vi.Num(214.62749), "214,627"},
		{"small shares keep four", en.Num(0.00125), "0.0013"},
		{"minus is a minus sign", en.Num(-3.5), "−3.5"},
		{"zero is not negative", en.Num(-0.00001), "0"},
		{"a day in Vietnamese", vi.Date("2022-11-08"), "8/11/2022"},
		{"a day in English spells the month", en.Date("2022-11-08"), "8 November 2022"},
		{"a month keeps its precision", en.Date("2025-07"), "July 2025"},
		{"a year keeps its precision", vi.Date("2025"), "2025"},
		{"no date is nothing", vi.Date(""), ""},
		{"an area", vi.Area(1892.25), "1.892,25 ha"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
