package quality

import (
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
)

// Metric is one thing that is looked at.
type Metric struct {
	ID        string    `json:"id"`
	Dimension string    `json:"dimension,omitempty"`
	Title     text.Text `json:"title"`
	Points    int       `json:"points"`
	Max       int       `json:"max"`
	// Fix says what to do to gain the points that are missing; empty where none is.
	Fix  text.Text `json:"fix,omitzero"`
	Gain int       `json:"gain,omitempty"`
}

// Score is the sum of metrics.
type Score struct {
	Points  int       `json:"points"`
	Max     int       `json:"max"`
	Rating  text.Text `json:"rating,omitzero"`
	Metrics []Metric  `json:"metrics"`
}

// The dimensions of the MQA, with the most points each can give.
const (
	Findability      = "findability"
	Accessibility    = "accessibility"
	Interoperability = "interoperability"
	Reusability      = "reusability"
	Contextuality    = "contextuality"
)

// MaxMQA is what the metrics add up to.
const MaxMQA = 405

// rule is a metric with its test.
type rule struct {
	id, dimension string
	max           int
	title, fix    text.Text
	met           func(s Subject) bool
	// mend is the fix where it depends on what is wrong; nil is fix.
	mend func(s Subject) text.Text
}

// Subject is what is scored.
type Subject struct {
	*metadata.Dataset
	// Reachable says whether a download answers; nil asks nothing and takes it that
	// what we offer ourselves does.
	Reachable func(path string) bool
}

// best returns whether one distribution fulfils the test: harvesters count the
// best distribution of a dataset.
func (s Subject) best(test func(metadata.Distribution) bool) bool {
	for _, t := range s.Tables {
		if slices.ContainsFunc(t.Distributions, test) {
			return true
		}
	}
	return s.Archive != nil && test(*s.Archive)
}

func (s Subject) reachable(x metadata.Distribution) bool {
	return s.Reachable == nil || s.Reachable(x.Path)
}

func descriptor(key, viWhat, enWhat string) text.Text {
	return text.New("Trong datapackage.json, điền "+key+": "+viWhat+".", "In datapackage.json set "+key+": "+enWhat+".")
}

func publish() text.Text {
	return text.New("Công bố ít nhất một bảng (CSV hoặc GeoJSON) trong resources để có tệp tải về.", "Publish at least one table (CSV or GeoJSON) in resources, so that there is a download.")
}

// rules is the explicit list of the MQA's metrics and weights.
func rules() []rule {
	any := func(metadata.Distribution) bool { return true }
	licence := descriptor(`licenses[0].name`, "mã SPDX, ví dụ CC-BY-4.0", "an SPDX code such as CC-BY-4.0")
	return []rule{
		{"keyword", Findability, 30, text.New("Có từ khoá", "Has keywords"), descriptor(`keywords`, "vài từ khoá tiếng Việt; honglinh.keywords.en là tiếng Anh", "a few Vietnamese words, and honglinh.keywords.en in English"),
			func(s Subject) bool { return len(s.Keywords[text.VI])+len(s.Keywords[text.EN]) > 0 }, nil},
		{"theme", Findability, 30, text.New("Có chủ đề EU", "Has an EU theme"), descriptor(`honglinh.topics`, "mã chủ đề, hoặc honglinh.theme: mã chủ đề EU", "topic codes, or honglinh.theme: EU theme codes"),
			func(s Subject) bool { return len(s.Themes) > 0 }, nil},
		{"spatial", Findability, 20, text.New("Có phạm vi không gian", "Has spatial coverage"), descriptor(`honglinh.spatial`, `danh sách mã đơn vị, ví dụ ["unit/tinh-a"]`, `a list of unit ids such as ["unit/tinh-a"]`),
			func(s Subject) bool { return len(s.Spatial) > 0 }, nil},
		{"temporal", Findability, 20, text.New("Có phạm vi thời gian", "Has temporal coverage"), descriptor(`honglinh.temporal`, `{"from":"2010","to":"2025"}`, `{"from":"2010","to":"2025"}`),
			func(s Subject) bool { return !s.Temporal.IsZero() }, nil},
		{"access_url_200", Accessibility, 50, text.New("Địa chỉ truy cập trả lời", "The access URL answers"), publish(), func(s Subject) bool { return s.best(s.reachable) }, nil},
		{"download_url", Accessibility, 20, text.New("Có địa chỉ tải về", "Has a download URL"), publish(), func(s Subject) bool { return s.best(any) }, nil},
		{"download_url_200", Accessibility, 30, text.New("Địa chỉ tải về trả lời", "The download URL answers"), publish(), func(s Subject) bool { return s.best(s.reachable) }, nil},
		{"format", Interoperability, 20, text.New("Nói định dạng", "Says the format"), publish(), func(s Subject) bool { return s.best(func(x metadata.Distribution) bool { return x.FileType != "" }) }, nil},
		{"media_type", Interoperability, 10, text.New("Nói kiểu nội dung", "Says the media type"), publish(), func(s Subject) bool { return s.best(func(x metadata.Distribution) bool { return x.Media != "" }) }, nil},
		{"format_vocabulary", Interoperability, 10, text.New("Định dạng và kiểu nội dung theo danh mục EU và IANA", "Format and media type from the EU and IANA lists"), publish(),
			func(s Subject) bool {
				return s.best(func(x metadata.Distribution) bool { return x.Registered && x.FileType != "" })
			}, nil},
		{"non_proprietary", Interoperability, 20, text.New("Định dạng không độc quyền", "A non-proprietary format"), publish(), func(s Subject) bool { return s.best(open) }, nil},
		{"machine_readable", Interoperability, 20, text.New("Máy đọc được", "Machine-readable"), publish(), func(s Subject) bool { return s.best(open) }, nil},
		{id: "dcat_ap", dimension: Interoperability, max: 30, title: text.New("Không vi phạm DCAT-AP", "No DCAT-AP violation"),
			met: func(s Subject) bool { return len(Violations(s)) == 0 }, mend: func(s Subject) text.Text { return Violations(s)[0].Fix }},
		{"licence", Reusability, 20, text.New("Có giấy phép", "Has a licence"), licence, func(s Subject) bool { return s.Licence.Code != "" || s.Licence.URL != "" }, nil},
		{"licence_vocabulary", Reusability, 10, text.New("Giấy phép theo danh mục EU", "Licence from the EU list"),
			text.New("Chỉ giấy phép trong danh mục EU (như CC-BY-4.0) được điểm này; điều khoản riêng của Việt Nam là hợp lệ nhưng không được.", "Only a licence of the EU list (such as CC-BY-4.0) scores here; Vietnamese terms of their own are legitimate and do not."),
			func(s Subject) bool { return s.Licence.EU != "" }, nil},
		{"access_rights", Reusability, 10, text.New("Nói quyền truy cập", "Says the access rights"), text.Text{}, func(Subject) bool { return true }, nil},
		{"access_rights_vocabulary", Reusability, 5, text.New("Quyền truy cập theo danh mục EU", "Access rights from the EU list"), text.Text{}, func(Subject) bool { return true }, nil},
		{"contact_point", Reusability, 20, text.New("Có đầu mối liên hệ", "Has a contact point"), text.Text{}, func(Subject) bool { return true }, nil},
		{"publisher", Reusability, 10, text.New("Có người công bố", "Has a publisher"), descriptor(`contributors`, `một tổ chức với roles ["publisher"]`, `an organisation with roles ["publisher"]`), func(s Subject) bool { return s.Publisher.Name != "" }, nil},
		{"rights", Contextuality, 5, text.New("Nói cách ghi nguồn", "Says how to attribute"), publish(), func(s Subject) bool { return s.best(any) }, nil},
		{"byte_size", Contextuality, 5, text.New("Nói dung lượng", "Says the size"), publish(), func(s Subject) bool { return s.best(func(x metadata.Distribution) bool { return x.Bytes > 0 }) }, nil},
		{"issued", Contextuality, 5, text.New("Nói ngày công bố", "Says when it was issued"), descriptor(`created`, "thời điểm RFC 3339", "an RFC 3339 time"), func(s Subject) bool { return !s.Issued.IsZero() }, nil},
		{"modified", Contextuality, 5, text.New("Nói ngày cập nhật", "Says when it changed"), publish(), func(s Subject) bool { return !s.Modified.IsZero() }, nil},
	}
}

// open reports whether a format is in the EU's lists of non-proprietary and
// machine-readable ones.
func open(x metadata.Distribution) bool {
	return slices.Contains([]string{"CSV", "TSV", "JSON", "GEOJSON", "KML", "PARQUET", "XML"}, x.FileType)
}

// MQA scores a dataset as the Metadata Quality Assessment of data.europa.eu does
// (weights of its methodology; the parts add up to 405).
func MQA(s Subject) Score {
	out := Score{Metrics: []Metric{}}
	for _, r := range rules() {
		m := Metric{ID: r.id, Dimension: r.dimension, Title: r.title, Max: r.max}
		if r.met(s) {
			m.Points = r.max
		} else {
			m.Fix, m.Gain = r.fix, r.max
			if r.mend != nil {
				m.Fix = r.mend(s)
			}
		}
		out.Points, out.Max = out.Points+m.Points, out.Max+m.Max
		out.Metrics = append(out.Metrics, m)
	}
	out.Rating = rating(out.Points)
	return out
}

// rating names a score as the methodology does.
func rating(points int) text.Text {
	switch {
	case points > 350:
		return text.New("Xuất sắc", "Excellent")
	case points > 220:
		return text.New("Tốt", "Good")
	case points > 120:
		return text.New("Đạt", "Sufficient")
	}
	return text.New("Kém", "Bad")
}

// gate is the least score that a published dataset should have: all of it, less
// what only a licence of the EU list could give.
func gate(s Subject) int {
	if s.Licence.EU == "" {
		return MaxMQA - 10
	}
	return MaxMQA
}

func list(items []string) string { return strings.Join(items, ", ") }
