package search

import (
	"slices"
	"strings"
	"sync"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// ParamType is how the value of a parameter is written.
type ParamType string

// The types of parameter.
const (
	StringParam  ParamType = "string"
	IntegerParam ParamType = "integer"
	NumberParam  ParamType = "number"
	DateParam    ParamType = "date"
)

// Param describes one parameter of the query string, for the parser, the OpenAPI
// document and the docs.
type Param struct {
	Name string
	Type ParamType
	// Many says that several values may be given, separated by commas or by
	// repeating the parameter; they are alternatives.
	Many bool
	// Commas is false for values that may hold a comma themselves (names).
	Commas bool
	// Values are the only values allowed; nil when the value is free.
	Values []string
	// Min and Max bound a number; both nil when it is free.
	Min, Max *float64
	Default  string
	Example  string
	Help     text.Text
}

// Params returns every parameter of a query, in the order they are documented.
func Params() []Param { return slices.Clone(params()) }

// params is built once: every request is checked against it.
var params = sync.OnceValue(func() []Param { return append(filterParams(), answerParams()...) })

func filterParams() []Param {
	return append([]Param{
		{Name: "q", Type: StringParam, Example: "cụm công nghiệp Cổng Khánh",
			Help: text.New("Từ cần tìm, có dấu hay không dấu, tiếng Việt hay tiếng Anh; cụm trong ngoặc kép phải đứng liền nhau, dấu - trước từ là loại trừ.",
				"Words to find, with or without marks, Vietnamese or English; words in quotation marks must stand together, a - before a word excludes it.")},
		codes("kind", vocab.Kinds().Codes(), "Loại bản ghi.", "Kind of record."),
		codes("topic", vocab.Topics().Codes(), "Chủ đề.", "Topic."),
		many("place", false, "18118", "Đơn vị hành chính theo mã, tên hay định danh; tên cũ cũng tìm được nơi mới và ngược lại.",
			"Administrative unit by code, name or record id; an old name finds the new place and the other way round."),
		codes("status", vocab.Statuses().Codes(), "Trạng thái.", "Status."),
		many("sector", true, "VSIC2018:10", "Ngành theo VSIC: chữ cái của cấp 1 hoặc 2 đến 5 chữ số, có thể kèm năm ban hành; mã cấp trên gồm cả cấp dưới.",
			"VSIC sector: a section letter or 2 to 5 digits, perhaps with the edition; a code includes all below it."),
		codes("licence", licenceCodes(), "Giấy phép sử dụng dữ liệu.", "Licence of the data."),
		many("source", false, "hatinh.gov.vn", "Nguồn: tên miền của nơi công bố hoặc tên bộ dữ liệu.", "Source: host name of the publisher, or the slug of a dataset."),
		codes("confidence", vocab.Confidences().Codes(), "Độ tin cậy của nguồn.", "Confidence of the source."),
		many("dataset", true, "glossary", "Bộ dữ liệu chứa bản ghi.", "Dataset that holds the record."),
		{Name: "year", Type: IntegerParam, Many: true, Commas: true, Min: bound(minYear), Max: bound(maxYear), Example: "2024",
			Help: text.New("Năm của bản ghi hoặc của số liệu.", "Year of the record or of its figures.")},
	}, rangeParams()...)
}

func rangeParams() []Param {
	return []Param{
		amount("min_capital", "Vốn tối thiểu, tỷ đồng.", "Least capital, billion VND."),
		amount("max_capital", "Vốn tối đa, tỷ đồng.", "Greatest capital, billion VND."),
		amount("min_area", "Diện tích tối thiểu, ha.", "Least area, hectares."),
		amount("max_area", "Diện tích tối đa, ha.", "Greatest area, hectares."),
		{Name: "bbox", Type: StringParam, Example: "105.66,18.48,105.77,18.60",
			Help: text.New("Khung bản đồ WGS 84: kinh độ nhỏ, vĩ độ nhỏ, kinh độ lớn, vĩ độ lớn.", "Bounding box in WGS 84: minlon,minlat,maxlon,maxlat; minlon > maxlon crosses the antimeridian.")},
		{Name: "near", Type: StringParam, Example: "105.70,18.53",
			Help: text.New("Điểm WGS 84 để đo khoảng cách: kinh độ,vĩ độ.", "Point in WGS 84 to measure distances from: lon,lat.")},
		{Name: "radius", Type: NumberParam, Min: bound(0), Max: bound(maxRadiusKM), Example: "5",
			Help: text.New("Bán kính quanh near, km.", "Radius around near, kilometres.")},
		{Name: "within", Type: StringParam, Example: "18118",
			Help: text.New("Nằm trong ranh giới của đơn vị (mã, tên) hoặc của bản ghi (định danh).", "Inside the outline of a unit (code, name) or of a record (id).")},
		{Name: "polygon", Type: StringParam, Example: "POLYGON((105.6 18.4,105.8 18.4,105.8 18.6,105.6 18.4))",
			Help: text.New("Nằm trong đa giác WGS 84 viết bằng WKT hoặc GeoJSON.", "Inside a polygon in WGS 84, as WKT or GeoJSON.")},
		{Name: "as_of", Type: DateParam, Example: "2025-06-30",
			Help: text.New("Chỉ những gì có hiệu lực vào ngày (tháng, năm) này.", "Only what holds on this day (or month, or year).")},
	}
}

func answerParams() []Param {
	return []Param{
		{Name: "lang", Type: StringParam, Values: []string{"vi", "en"}, Example: "en",
			Help: text.New("Ngôn ngữ của người đọc; không lọc, chỉ ảnh hưởng nhãn và thứ hạng: giữa các bản ghi khớp gần như nhau, bản ghi có nội dung bằng ngôn ngữ này đứng trước.",
				"Language of the reader; it does not filter, it labels and ranks: of records that match about equally, those with text in it come first.")},
		{Name: "reading", Type: StringParam, Values: []string{"on", "off"}, Default: "on", Example: "off",
			Help: text.New("Đọc số đo, so sánh, ngày, loại và trạng thái từ chính các từ cần tìm (“trên 20 ha”, “đang kêu gọi đầu tư”) thành tham số; câu trả lời nói đã đọc gì ở understood. off: từ chỉ là từ.",
				"Read amounts, comparisons, days, kinds and states from the words themselves (“over 20 ha”, “currently calling for investment”) as parameters; the answer says in understood what was read. off: words are words.")},
		{Name: "sort", Type: StringParam, Values: sortNames(), Default: string(ByRelevance), Example: "date",
			Help: text.New("Thứ tự kết quả.", "Order of the results.")},
		{Name: "limit", Type: IntegerParam, Min: bound(1), Max: bound(MaxLimit), Default: "20", Example: "20",
			Help: text.New("Số kết quả một trang.", "Results on a page.")},
		{Name: "cursor", Type: StringParam,
			Help: text.New("Giá trị next của trang trước, giữ nguyên các tham số khác. Các trang cùng thuộc một trạng thái của danh mục, được giữ vài phút; sau đó thứ tự theo độ phù hợp phải bắt đầu lại, các thứ tự khác đi tiếp ở trạng thái mới nhất (renewed).",
				"The next of the previous page, with all other parameters unchanged. The pages are of one state of the catalogue, which is kept for minutes; after that an order by relevance has to start again, the other orders go on in the newest state (renewed).")},
		{Name: "facets", Type: StringParam, Many: true, Commas: true, Values: FacetNames(), Example: "kind,topic",
			Help: text.New("Các nhóm cần đếm; mỗi nhóm được đếm khi bỏ bộ lọc của chính nó.", "Facets to count; each is counted without its own filter.")},
	}
}

func codes(name string, values []string, vi, en string) Param {
	return Param{Name: name, Type: StringParam, Many: true, Commas: true, Values: values, Example: values[0], Help: text.New(vi, en)}
}

func many(name string, commas bool, example, vi, en string) Param {
	return Param{Name: name, Type: StringParam, Many: true, Commas: commas, Example: example, Help: text.New(vi, en)}
}

func amount(name, vi, en string) Param {
	return Param{Name: name, Type: NumberParam, Min: bound(0), Max: bound(maxAmount), Help: text.New(vi, en)}
}

// Bounds of numbers in a query; beyond them a value is a mistake.
const (
	minYear     = 1000  // the oldest dated documents of the region are of the 11th century
	maxYear     = 2200  // the furthest vision of a plan is under a century away
	maxRadiusKM = 20040 // half the circumference of the Earth
	maxAmount   = 1e12  // a billion billion dong, more than all there is
)

func bound(f float64) *float64 { return &f }

func licenceCodes() []string {
	var out []string
	for _, l := range vocab.Licences() {
		out = append(out, l.Code)
	}
	return out
}

// Sorts returns the orders an answer can have.
func Sorts() []Sort {
	return []Sort{ByRelevance, ByDate, ByCapital, ByArea, ByDistance, ByTitle}
}

func sortNames() []string {
	var out []string
	for _, s := range Sorts() {
		out = append(out, string(s))
	}
	return out
}

func findParam(name string) (Param, bool) {
	for _, p := range params() {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

func paramNames() []string {
	var out []string
	for _, p := range params() {
		out = append(out, p.Name)
	}
	return out
}

func joined(names []string) string { return strings.Join(names, ", ") }
