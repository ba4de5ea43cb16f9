package ogc

import (
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// parameter is one query parameter: what documents it in OpenAPI is also what lets it in.
type parameter struct {
	name   string
	schema map[string]any
	help   text.Text
}

// check refuses parameters that are not listed, and scalars given twice.
func check(r *http.Request, list []parameter) (url.Values, error) {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.name
	}
	return httpkit.Params(r, names...)
}

func formParameter(media string) parameter {
	return parameter{"f", map[string]any{"type": "string", "enum": []string{"json", "html"}},
		text.New("Dạng trả lời: json ("+media+") hoặc html; mặc định theo tiêu đề Accept.", "Form of the answer: json ("+media+") or html; by default what Accept asks for.")}
}

func langParameter() parameter {
	return parameter{"lang", map[string]any{"type": "string", "enum": []string{"vi", "en"}},
		text.New("Ngôn ngữ; mặc định theo Accept-Language, nếu không thì tiếng Việt.", "Language; by default what Accept-Language asks for, else Vietnamese.")}
}

func pageParameters(media string) []parameter {
	return []parameter{formParameter(media), langParameter()}
}

// Limits of a page of features.
const (
	defaultLimit = 10
	// maxLimit is the largest page; a larger limit is taken for this one. The official suite needs at least 2500; 10,000 features are some megabytes.
	maxLimit = 10_000
)

func bboxParameter() parameter {
	return parameter{"bbox", map[string]any{"type": "array", "minItems": 4, "maxItems": 6, "items": map[string]any{"type": "number"}},
		text.New("Chỉ các đối tượng chạm khung này: 4 hoặc 6 số theo thứ tự trục của bbox-crs (mặc định kinh độ, vĩ độ). Kinh độ đầu lớn hơn kinh độ sau nghĩa là khung vắt qua kinh tuyến 180. Đối tượng chưa có toạ độ luôn khớp.",
			"Only features that meet this box: 4 or 6 numbers in the axis order of bbox-crs (longitude, latitude unless given). A first longitude greater than the second means a box across the antimeridian. Features without coordinates always match.")}
}

func datetimeParameter() parameter {
	return parameter{"datetime", map[string]any{"type": "string"},
		text.New("Chỉ các đối tượng có hiệu lực vào thời điểm hoặc trong khoảng này: 2025-07-01, 2025-01-01T00:00:00Z/.., ../2025-06-30. Đối tượng không có thời gian luôn khớp.",
			"Only features that hold at this instant or in this interval: 2025-07-01, 2025-01-01T00:00:00Z/.., ../2025-06-30. Features without a time always match.")}
}

func limitParameter() parameter {
	return parameter{"limit", map[string]any{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit},
		text.New("Số đối tượng nhiều nhất một trang; số lớn hơn mức tối đa được hiểu là mức tối đa.", "Most features of a page; a number over the maximum is taken for the maximum.")}
}

func offsetParameter() parameter {
	return parameter{"offset", map[string]any{"type": "integer", "minimum": 0, "default": 0}, text.New("Bỏ qua chừng ấy đối tượng đầu.", "Leave out that many features first.")}
}

func crsParameter(name string, vi, en string) parameter {
	return parameter{name, map[string]any{"type": "string", "format": "uri"}, text.New(vi, en)}
}

func filterParameters() []parameter {
	return []parameter{
		{"filter", map[string]any{"type": "string"}, text.New("Điều kiện bằng CQL2.", "A condition in CQL2.")},
		{"filter-lang", map[string]any{"type": "string", "enum": []string{"cql2-text", "cql2-json"}, "default": "cql2-text"}, text.New("Cách viết của filter.", "How filter is written.")},
		crsParameter("filter-crs", "Hệ toạ độ của hình học trong filter.", "Reference system of the geometries in filter."),
	}
}

func sortParameter() parameter {
	return parameter{"sortby", map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"type": "string", "pattern": "[+|-]?[A-Za-z_].*"}},
		text.New("Thứ tự: tên thuộc tính, có thể có + hoặc - ở trước, cách nhau bằng dấu phẩy.", "Order: names of properties, each perhaps after + or -, separated by commas.")}
}
