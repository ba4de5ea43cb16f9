package quality

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
)

// Violation is what a DCAT-AP 3.0.1 shape would object to in the description
// of a dataset.
type Violation struct {
	// Property is the property of the shape, such as dct:title.
	Property string    `json:"property"`
	Fix      text.Text `json:"fix"`
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Violations applies the DCAT-AP 3.0.1 shapes that a description of ours can
// break: what is mandatory for a dataset, a distribution, an agent, a checksum
// and a period, values that must come from a list of the EU, and addresses that
// must be some. The graphs themselves are put to the SEMIC shapes in the
// conformance scripts.
func Violations(s Subject) []Violation {
	out := []Violation{}
	add := func(broken bool, property string, fix text.Text) {
		if broken {
			out = append(out, Violation{property, fix})
		}
	}
	add(s.Title.IsZero(), "dct:title", descriptor("title", "tên bằng ít nhất một ngôn ngữ", "a name in at least one language"))
	add(s.Description.IsZero(), "dct:description", descriptor("description", "mô tả bằng ít nhất một ngôn ngữ", "a text in at least one language"))
	add(s.Publisher.Name == "" && s.Publisher.URL != "", "foaf:name", descriptor("contributors[].title", "tên của người công bố", "the name of the publisher"))
	for _, a := range s.Creators {
		add(a.Name == "", "foaf:name", descriptor("contributors[].title", "tên của từng tác giả", "the name of each author"))
	}
	add(!among(s.Themes, metadata.Themes()), "dcat:theme", descriptor("honglinh.theme", "mã chủ đề EU: "+list(metadata.Themes()), "codes of the EU theme list: "+list(metadata.Themes())))
	add(s.Frequency != "" && !slices.Contains(metadata.Frequencies(), s.Frequency), "dct:accrualPeriodicity", descriptor("honglinh.accrualPeriodicity", "mã tần suất EU", "a code of the EU frequency list"))
	add(backwards(s.Temporal), "dct:temporal", descriptor("honglinh.temporal", "ngày đầu trước ngày cuối", "a first day before the last"))
	for _, l := range s.Legal {
		add(!absolute(l.URL), "dcatap:applicableLegislation", descriptor("honglinh.legal[].url", "địa chỉ đầy đủ của văn bản", "the full address of the text"))
	}
	add(s.Licence.URL != "" && !absolute(s.Licence.URL), "dct:license", descriptor("licenses[0].path", "địa chỉ đầy đủ của giấy phép", "the full address of the licence"))
	for _, t := range s.Tables {
		for _, x := range t.Distributions {
			out = append(out, distribution(x)...)
		}
	}
	if s.Archive != nil {
		out = append(out, distribution(*s.Archive)...)
	}
	return out
}

// distribution returns what a distribution breaks; none of it can be mended in
// a descriptor, so the fix names the place in the program.
func distribution(x metadata.Distribution) []Violation {
	var out []Violation
	fault := func(property, format string) {
		says := fmt.Sprintf("Tệp %s: %s không hợp lệ; báo người vận hành.", x.Format, property)
		out = append(out, Violation{property, text.New(says, fmt.Sprintf("Download %s: "+format+"; tell the operator.", x.Format))})
	}
	if !strings.HasPrefix(x.Path, "/") {
		fault("dcat:accessURL", "it has no address")
	}
	if x.Media != "" && !strings.Contains(x.Media, "/") {
		fault("dcat:mediaType", "its media type is none")
	}
	if x.Bytes < 0 {
		fault("dcat:byteSize", "its size is negative")
	}
	if x.SHA256 != "" && !sha256Hex.MatchString(x.SHA256) {
		fault("spdx:checksumValue", "its checksum is not hexadecimal")
	}
	return out
}

func among(codes, known []string) bool {
	return !slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(known, c) })
}

func backwards(i catalog.Interval) bool {
	return i.From != "" && i.To != "" && i.To.End().Before(i.From.Start())
}

func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
