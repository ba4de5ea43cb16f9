package facts_test

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/web"
	"honglinh/web/webtest"
)

func TestHowSureAStatusIsStandsBesideIt(t *testing.T) {
	s := webtest.Shipped(t)
	for _, c := range []struct{ path, want string }{
		{"/en/opportunity/ha-tang-ky-thuat-cum-cong-nghiep-cong-khanh-3", "(confidence of this status: low)"},
		{"/vi/opportunity/ha-tang-ky-thuat-cum-cong-nghiep-cong-khanh-3", "(độ tin cậy của tình trạng này: thấp)"},
		{"/en/opportunity/ccn-nam-hong", "vacant 18 % (computed)"},
		{"/vi/opportunity/ccn-nam-hong", "còn trống 18 % (số tính toán)"},
		{"/en/compare?id=opportunity/ccn-nam-hong&id=opportunity/cum-cong-nghiep-cong-khanh-1", "vacant 18 % (computed)"},
		{"/en/opportunity/khu-du-lich-sinh-thai-ho-ke-go", "Calling for investment (source of 2023; to be confirmed)"},
		{"/vi/shortlist?ids=opportunity/khu-du-lich-sinh-thai-ho-ke-go", "Đang kêu gọi đầu tư (nguồn 2023; cần xác nhận)"},
		{"/en/shortlist?ids=opportunity/khu-du-lich-thien-cam", "Calling for investment (to be confirmed)"},
		{"/en/search?kind=opportunity", "Calling for investment (as of the date of each list)"},
		{"/en/search?kind=opportunity&status=calling", "Calling for investment (as of the date of each list)"},
		{"/en/shortlist?ids=opportunity/cum-cong-nghiep-cong-khanh-1", "Dau Lieu Ward (18127, until 30 June 2025); today: Nam Hong Linh Ward (18118)"},
		{"/vi/shortlist?ids=opportunity/ccn-thach-kim", "nay thuộc Xã Lộc Hà (18568)"},
		{"/vi/search?q=vung+luong+toi+thieu+nam+hong+linh", "Nguồn ghi: “IV” vùng (1/1/2026, Phường Nam Hồng Lĩnh"},
		{"/en/indicator/chi-phi-vung-luong-toi-thieu-ap-dung-tai-phuong-nam-hong-linh", "“IV” region (1 January 2026, Nam Hong Linh Ward"},
	} {
		page := strings.NewReplacer("\u00a0", " ", "&nbsp;", " ").Replace(s.Get(t, c.path).Body.String())
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: no %q", c.path, c.want)
		}
	}
	d, err := web.Brief(t.Context(), s.Frame, web.BriefOptions{Rules: s.Rules}, text.EN, "opportunity/ccn-nam-hong,opportunity/khu-du-lich-sinh-thai-ho-ke-go")
	if err != nil {
		t.Fatal(err)
	}
	if d.Records[1].Status != "Calling for investment (source of 2023; to be confirmed)" {
		t.Errorf("the brief says %q", d.Records[1].Status)
	}
}
