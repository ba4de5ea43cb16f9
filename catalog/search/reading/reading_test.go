package reading_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search/reading"
)

func TestConstraintsAreReadFromWords(t *testing.T) {
	for _, tc := range []struct {
		text, lang string
		want       []string // sure ones as they filter, others with a question mark
		rest       string   // without the words of the sure ones
	}{
		{"5 ha", "vi", []string{"min_area=5 (5 ha)"}, ""},
		{"5ha đất công nghiệp", "vi", []string{"min_area=5 (5ha)"}, "đất công nghiệp"},
		{"khu công nghiệp còn đất trên 20 ha", "vi", []string{"kind=opportunity? (còn đất)", "min_area=20 (trên 20 ha)"}, "khu công nghiệp còn đất"},
		{"khu cong nghiep con dat tren 20 ha", "vi", []string{"kind=opportunity? (con dat)", "min_area=20 (tren 20 ha)"}, "khu cong nghiep con dat"},
		{"land for a garment factory 5 ha near national road", "en",
			[]string{"kind=opportunity (land for)", "topic=industry (garment factory)", "min_area=5 (5 ha)", "near=national road? (near national road)"}, "a garment factory near national road"},
		{"textile factory land", "en", []string{"topic=industry (textile factory)", "kind=opportunity (land)"}, "textile factory"},
		{"đất xây nhà máy may", "vi", []string{"kind=opportunity (đất xây)", "topic=industry (nhà máy may)"}, "nhà máy may"},
		{"can dat lam nha xuong", "vi", []string{"kind=opportunity (can dat lam)", "topic=industry (nha xuong)"}, "nha xuong"},
		{"land for a hotel 2 ha", "en", []string{"kind=opportunity (land for)", "topic=tourism (hotel)", "min_area=2 (2 ha)"}, "a hotel"},
		{"giá đất công nghiệp", "vi", nil, "giá đất công nghiệp"},
		{"industrial land price", "en", nil, "industrial land price"},
		{"nhà máy may", "vi", nil, "nhà máy may"},
		{"đất công nghiệp gần cảng", "vi", []string{"near=cảng? (gần cảng)"}, "đất công nghiệp gần cảng"},
		{"dự án dưới 100 tỷ", "vi", []string{"max_capital=100 (dưới 100 tỷ)"}, "dự án"},
		{"du an duoi 100 ty dong", "vi", []string{"max_capital=100 (duoi 100 ty dong)"}, "du an"},
		{"projects under VND 100 billion", "en", []string{"max_capital=100 (under VND 100 billion)"}, "projects"},
		{"projects over 100 billion", "en", []string{"min_capital=100? (over 100 billion)"}, "projects over 100 billion"},
		{"projects over 100 billion USD", "en", nil, "projects over 100 billion USD"},
		{"opportunities over $5 million", "en", []string{"kind=opportunity? (opportunities)"}, "opportunities over $5 million"},
		{"5-10 ha", "vi", []string{"min_area=5 (5-10 ha)", "max_area=10 (5-10 ha)"}, ""},
		{"đất từ 5 đến 10 ha", "vi", []string{"min_area=5 (từ 5 đến 10 ha)", "max_area=10 (từ 5 đến 10 ha)"}, "đất"},
		{"land between 5 and 10 hectares", "en", []string{"min_area=5 (between 5 and 10 hectares)", "max_area=10 (between 5 and 10 hectares)"}, "land"},
		{"site 5 ha to 10 ha", "en", []string{"min_area=5 (5 ha to 10 ha)", "max_area=10 (5 ha to 10 ha)"}, "site"},
		{"land ≥ 5 ha", "en", []string{"min_area=5 (≥ 5 ha)"}, "land"},
		{"đất <1,5 ha", "vi", []string{"max_area=1.5 (<1,5 ha)"}, "đất"},
		{"đất 50.000 m2 trở lên", "vi", []string{"min_area=5 (50.000 m2 trở lên)"}, "đất"},
		{"plot of 50,000 sqm or more", "en", []string{"min_area=5 (50,000 sqm or more)"}, "plot of"},
		{"khoảng 5 ha đất", "vi", []string{"min_area=4? (khoảng 5 ha)", "max_area=6? (khoảng 5 ha)"}, "khoảng 5 ha đất"},
		{"1.200 tỷ đồng", "vi", []string{"min_capital=1200? (1.200 tỷ đồng)"}, "1.200 tỷ đồng"},
		{"vốn ít nhất 1,2 nghìn tỷ đồng", "vi", []string{"min_capital=1200 (ít nhất 1,2 nghìn tỷ đồng)"}, "vốn"},
		{"quyết định thu hồi đất 5 ha", "vi", []string{"min_area=5? (5 ha)"}, "quyết định thu hồi đất 5 ha"},
		{"nhà máy thép", "vi", nil, "nhà máy thép"},
		{"\"5 ha\"", "vi", nil, "\"5 ha\""},
		{"đang kêu gọi đầu tư du lịch", "vi", []string{"status=calling (đang kêu gọi đầu tư)"}, "du lịch"},
		{"danh mục dự án kêu gọi đầu tư", "vi", []string{"status=calling? (kêu gọi đầu tư)"}, "danh mục dự án kêu gọi đầu tư"},
		{"keu goi dau tu tren 10 ha", "vi", []string{"status=calling (keu goi dau tu)", "min_area=10 (tren 10 ha)"}, ""},
		{"luật đất đai còn hiệu lực", "vi", []string{"status=in-force (còn hiệu lực)"}, "luật đất đai"},
		{"decrees on land in force", "en", []string{"status=in-force? (in force)"}, "decrees on land in force"},
		{"cơ hội đầu tư gần sân bay Vinh", "vi", []string{"kind=opportunity (cơ hội đầu tư)", "near=sân bay Vinh? (gần sân bay Vinh)"}, "gần sân bay Vinh"},
		{"land near Vung Ang port", "en", []string{"kind=opportunity (land)", "near=Vung Ang port? (near Vung Ang port)"}, "near Vung Ang port"},
		{"dat gan cang Vung Ang", "vi", []string{"kind=opportunity (dat)", "near=cang Vung Ang? (gan cang Vung Ang)"}, "gan cang Vung Ang"},
		{"giá đất gần đây", "vi", nil, "giá đất gần đây"},
		{"gần 50.000 người", "vi", nil, "gần 50.000 người"},
		{"tin gần đây", "vi", nil, "tin gần đây"},
		{"population as of 30 June 2025", "en", []string{"as_of=2025-06-30 (as of 30 June 2025)"}, "population"},
		{"dân số tính đến ngày 30/6/2025", "vi", []string{"as_of=2025-06-30 (tính đến ngày 30/6/2025)"}, "dân số"},
		{"thu ngân sách năm 2024", "vi", []string{"year=2024? (năm 2024)"}, "thu ngân sách năm 2024"},
		{"giai đoạn từ năm 2021 đến 2025", "vi", nil, "giai đoạn từ năm 2021 đến 2025"},
		{"01/2024/QĐ-UBND", "vi", nil, "01/2024/QĐ-UBND"},
		{"đát 5 ha", "vi", []string{"min_area=5? (5 ha)"}, "đát 5 ha"},
		{"", "vi", nil, ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			got := reading.Of(tc.text, tc.lang)
			var list []string
			for _, r := range got.Readings {
				list = append(list, r.String())
			}
			if diff := cmp.Diff(tc.want, list); diff != "" {
				t.Error(diff)
			}
			if rest := got.Rest(func(r reading.Reading) bool { return r.Sure }); rest != tc.rest {
				t.Errorf("rest %q, want %q", rest, tc.rest)
			}
		})
	}
}

func TestTheSortOfAnswerIsReadFromWords(t *testing.T) {
	for _, tc := range []struct {
		text    string
		cue     reading.Cue
		subject string
	}{
		{"phone department of finance", reading.Contact, "department of finance"},
		{"số điện thoại Sở Tài chính", reading.Contact, "Sở Tài chính"},
		{"so dien thoai cua so tai chinh", reading.Contact, "so tai chinh"},
		{"Department of Finance phone number", reading.Contact, "Department of Finance"},
		{"how long does an investment registration certificate take", reading.Limit, "investment registration certificate"},
		{"cấp giấy chứng nhận đầu tư mất bao lâu", reading.Limit, "cấp giấy chứng nhận đầu tư"},
		{"thời hạn giải quyết của thủ tục đăng ký hộ kinh doanh", reading.Limit, "thủ tục đăng ký hộ kinh doanh"},
		{"Nghị định 31/2021/NĐ-CP còn hiệu lực không?", reading.Status, "Nghị định 31/2021/NĐ-CP"},
		{"is decree 31/2021/ND-CP still in force", reading.Status, "decree 31/2021/ND-CP"},
		{"phường Đậu Liêu nay là phường nào", reading.Successor, "phường Đậu Liêu"},
		{"which ward is Dau Lieu now", reading.Successor, "Dau Lieu"},
		{"xa thuan loc bay gio thuoc phuong nao", reading.Successor, "xa thuan loc"},
		{"dân số Nam Hồng Lĩnh là bao nhiêu", reading.Value, "dân số Nam Hồng Lĩnh"},
		{"what is the population of Hong Linh", reading.Value, "population of Hong Linh"},
		{"cụm công nghiệp", reading.None, "cụm công nghiệp"},
		{"liên hệ", reading.None, "liên hệ"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			got := reading.Of(tc.text, "vi")
			if got.Cue != tc.cue || got.Subject != tc.subject {
				t.Errorf("%q of %q, want %q of %q", got.Cue, got.Subject, tc.cue, tc.subject)
			}
		})
	}
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{"5-10 ha", "land for 5 ha near QL1A", "≥ 5 ha", "trên 1.000.000 tỷ đồng trở lên", "as of 30/6/2025", "gần gần gần", "5 ha to", "how long is it now?", "\xff 5 ha"} {
		f.Add(s, "vi")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		r := reading.Of(s, lang)
		rest := r.Rest(func(reading.Reading) bool { return true })
		if len(rest) > len(s) || len(r.Subject) > len(s)+1 {
			t.Errorf("%q grew: %q, %q", s, rest, r.Subject)
		}
		for _, one := range r.Readings {
			if one.Param == "" || one.Value == "" || !strings.Contains(s, one.Text) {
				t.Errorf("%q: %v", s, one)
			}
		}
	})
}
