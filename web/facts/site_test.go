package facts

import (
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func TestAZoneIsWhatTheRecordSaysItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title      string
		attributes map[string]any
		want       string
	}{
		{"Hạ tầng Khu công nghiệp Bắc Hồng Lĩnh", map[string]any{"cluster_ids": []any{"IP01"}}, "industrial-park"},
		{"CCN Nam Hồng", map[string]any{"cluster_ids": "CL01b"}, "industrial-cluster"},
		{"Hai nơi", map[string]any{"cluster_ids": "CL01;IP01"}, ""},
		{"Hạ tầng kỹ thuật Cụm công nghiệp Cổng Khánh 3", map[string]any{"opportunity_kind": "infrastructure-developer"}, "industrial-cluster"},
		{"Khu công nghiệp Kỳ Trinh - Kỳ Thịnh (KKT Vũng Áng)", map[string]any{"opportunity_kind": "infrastructure-developer"}, "industrial-park"},
		{"Đường vào cụm công nghiệp Nam Hồng", map[string]any{"opportunity_kind": "new-project"}, ""},
		{"Trung tâm khí hóa lỏng (LNG) tại KKT Vũng Áng", map[string]any{"opportunity_kind": "new-project", "location_vi": "Tỉnh Hà Tĩnh"}, "economic-zone"},
		{"Khu phi thuế quan và cảng Sơn Dương", map[string]any{"opportunity_kind": "area", "location_vi": "KKT Vũng Áng"}, "economic-zone"},
		{"Đường tới KKT Vũng Áng", nil, ""},
		{"Khu dân cư", nil, ""},
	} {
		if got := Zone(&catalog.Record{Title: text.New(c.title, ""), Attributes: c.attributes}); got != c.want {
			t.Errorf("%s: zone %q, want %q", c.title, got, c.want)
		}
	}
}
