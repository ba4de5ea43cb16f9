package place

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
)

func sample() *Register {
	return NewRegister([]Unit{
		{ID: "unit/tinh-ha-tinh", Code: "42", Level: "province", Name: text.New("Tỉnh Hà Tĩnh", "Ha Tinh Province")},
		{ID: "unit/thi-xa-hong-linh", Code: "437", Level: "town", Name: text.New("Thị xã Hồng Lĩnh", "Hong Linh Town"), Parent: "unit/tinh-ha-tinh",
			From: "1992-03-02", To: "2025-06-30", Aliases: []string{"TX Hồng Lĩnh"}, Successors: []string{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"}},
		{ID: "unit/phuong-bac-hong", Code: "18115", Level: "ward", Name: text.New("Phường Bắc Hồng", "Bac Hong Ward"), Parent: "unit/thi-xa-hong-linh",
			From: "1992", To: "2025-06-30"},
		{ID: "unit/phuong-bac-hong-linh", Code: "18115", Level: "ward", Name: text.New("Phường Bắc Hồng Lĩnh", "Bac Hong Linh Ward"), Parent: "unit/tinh-ha-tinh",
			From: "2025-07-01", Predecessors: []string{"unit/phuong-bac-hong", "unit/xa-xuan-lam"}},
		{ID: "unit/phuong-nam-hong-linh", Code: "18118", Level: "ward", Name: text.New("Phường Nam Hồng Lĩnh", "Nam Hong Linh Ward"), Parent: "unit/tinh-ha-tinh", From: "2025-07-01"},
		{ID: "unit/xa-thuan-loc", Level: "commune", Name: text.New("Xã Thuận Lộc", "Thuan Loc Commune"), Parent: "unit/thi-xa-hong-linh", To: "2025-06-30",
			Successors: []string{"unit/phuong-nam-hong-linh"}},
		{ID: "unit/xa-thuan-loc-hau-loc", Level: "commune", Name: text.New("Xã Thuận Lộc", "Thuan Loc Commune"), Parent: "unit/huyen-hau-loc"},
		{ID: "unit/huyen-hau-loc", Level: "district", Name: text.New("Huyện Hậu Lộc", "Hau Loc District")},
		{ID: "unit/xa-xuan-lam", Level: "commune", Name: text.New("Xã Xuân Lam", "Xuan Lam Commune"), To: "2025-06-30"},
	})
}

func ids(units []Unit) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.ID)
	}
	return out
}

func TestResolve(t *testing.T) {
	r := sample()
	for _, tc := range []struct {
		name, in, on string
		want         []string
	}{
		{"a reused code means the unit of the day", "18115", "2024", []string{"unit/phuong-bac-hong"}},
		{"and today's unit on a day after the change", "18115", "2026-11-22", []string{"unit/phuong-bac-hong-linh"}},
		{"without a date today's unit comes first", "18115", "", []string{"unit/phuong-bac-hong-linh", "unit/phuong-bac-hong"}},
		{"code and validity name one unit", "18115@1995", "", []string{"unit/phuong-bac-hong"}},
		{"name without marks or level", "bac hong", "", []string{"unit/phuong-bac-hong"}},
		{"name with marks and level", "Phường Bắc Hồng", "", []string{"unit/phuong-bac-hong"}},
		{"English name", "Bac Hong Linh ward", "", []string{"unit/phuong-bac-hong-linh"}},
		{"abbreviated level", "TX. Hồng Lĩnh", "", []string{"unit/thi-xa-hong-linh"}},
		{"abbreviated level without marks", "p.bac hong linh", "", []string{"unit/phuong-bac-hong-linh"}},
		{"an old name on a day after its end names nothing", "Bắc Hồng", "2026", nil},
		{"the last day is included", "Bắc Hồng", "2025-06-30", []string{"unit/phuong-bac-hong"}},
		{"a year holds if any of its days does", "Bắc Hồng", "2025", []string{"unit/phuong-bac-hong"}},
		{"record id", "unit/xa-xuan-lam", "", []string{"unit/xa-xuan-lam"}},
		{"wrong level word", "phường Xuân Lam", "", []string{"unit/xa-xuan-lam"}},
		{"another abbreviation of a level", "Ph. Bắc Hồng", "", []string{"unit/phuong-bac-hong"}},
		{"a name that two units have", "xã Thuận Lộc", "", []string{"unit/xa-thuan-loc-hau-loc", "unit/xa-thuan-loc"}},
		{"is told by the unit above it", "xã Thuận Lộc, thị xã Hồng Lĩnh", "", []string{"unit/xa-thuan-loc"}},
		{"or by the other one", "X. Thuận Lộc - H. Hậu Lộc", "", []string{"unit/xa-thuan-loc-hau-loc"}},
		{"or by what is there today", "xã Thuận Lộc (nay là phường Nam Hồng Lĩnh)", "", []string{"unit/xa-thuan-loc"}},
		{"today's ward in its province", "Phường Nam Hồng Lĩnh, tỉnh Hà Tĩnh", "", []string{"unit/phuong-nam-hong-linh"}},
		{"today's ward in the town that was", "P. Bắc Hồng Lĩnh, TX. Hồng Lĩnh, Hà Tĩnh, Việt Nam", "", []string{"unit/phuong-bac-hong-linh"}},
		{"in English", "Nam Hong Linh Ward, Ha Tinh Province, Vietnam", "", []string{"unit/phuong-nam-hong-linh"}},
		{"without a comma", "phường Nam Hồng Lĩnh tỉnh Hà Tĩnh", "", []string{"unit/phuong-nam-hong-linh"}},
		{"a house and a street before the ward", "Số 12, đường Trần Phú, P. Bắc Hồng Lĩnh, tỉnh Hà Tĩnh", "", []string{"unit/phuong-bac-hong-linh"}},
		{"other words before a ward are no address", "quán ăn phường Bắc Hồng Lĩnh", "", nil},
		{"a ward that is not in the district it names", "Phường Bắc Hồng Lĩnh, huyện Hậu Lộc", "", nil},
		{"a commune that is none, in a town that is one", "xã Không Có, thị xã Hồng Lĩnh", "", nil},
		{"a province that is not known", "xã Thuận Lộc, tỉnh Xa Xôi", "", nil},
		{"unknown", "Atlantis", "", nil},
		{"empty", "", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, ids(r.Resolve(tc.in, tc.on))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRelationsAreFollowedBothWays(t *testing.T) {
	r := sample()
	for _, tc := range []struct {
		name string
		got  []Unit
		want []string
	}{
		{"a dissolved ward lies in today's ward", r.Current("unit/phuong-bac-hong"), []string{"unit/phuong-bac-hong-linh"}},
		{"a standing ward is its own", r.Current("unit/phuong-nam-hong-linh"), []string{"unit/phuong-nam-hong-linh"}},
		{"the town's territory is both wards", r.Current("unit/thi-xa-hong-linh"), []string{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"}},
		{"an old ward's family does not reach its sister", r.Family("unit/phuong-bac-hong"), []string{"unit/phuong-bac-hong", "unit/phuong-bac-hong-linh"}},
		{"a new ward's family holds what it was made of", r.Family("unit/phuong-bac-hong-linh"),
			[]string{"unit/phuong-bac-hong-linh", "unit/phuong-bac-hong", "unit/thi-xa-hong-linh", "unit/xa-xuan-lam"}},
		{"children on a date", r.Children("unit/tinh-ha-tinh", "2024"), []string{"unit/thi-xa-hong-linh"}},
		{"ancestors", r.Ancestors("unit/phuong-bac-hong"), []string{"unit/thi-xa-hong-linh", "unit/tinh-ha-tinh"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, ids(tc.got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMisspeltNameHasANearestUnit(t *testing.T) {
	r := sample()
	for _, tc := range []struct{ name, in, want string }{
		{"a letter too few", "bac hong lin", "unit/phuong-bac-hong-linh"},
		{"with its level and marks", "Phường Nam Hồng Lỉnk", "unit/phuong-nam-hong-linh"},
		{"letters swapped", "xuan alm", "unit/xa-xuan-lam"},
		{"nothing near", "Paris", ""},
		{"nothing at all", "", ""},
		{"a text far too long", strings.Repeat("hong ", 1000), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if u, ok := r.Nearest(tc.in); u.ID != tc.want || ok != (tc.want != "") {
				t.Errorf("%q: %q, %v, want %q", tc.in, u.ID, ok, tc.want)
			}
		})
	}
}

func TestACycleOfSuccessorsEnds(t *testing.T) {
	r := NewRegister([]Unit{
		{ID: "unit/a", To: "2000", Parent: "unit/b", Successors: []string{"unit/b"}},
		{ID: "unit/b", To: "2001", Parent: "unit/a", Successors: []string{"unit/a"}},
	})
	if got := r.Current("unit/a"); len(got) != 0 {
		t.Errorf("Current = %v, want none", ids(got))
	}
	r.Ancestors("unit/a")
	r.Family("unit/a")
}

func FuzzResolve(f *testing.F) {
	r := sample()
	f.Add("P. Bắc Hồng", "2024-02-30")
	f.Add("Số 1, (nay là) xã Thuận Lộc - TX. Hồng Lĩnh; Việt Nam", "")
	f.Fuzz(func(t *testing.T, s, on string) { r.Resolve(s, on) })
}
