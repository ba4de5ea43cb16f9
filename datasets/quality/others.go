package quality

import (
	"fmt"
	"time"
	"unicode/utf8"

	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
	"honglinh/datasets/table"
)

// Check is a yes or no with what to do about a no.
type Check struct {
	ID    string    `json:"id"`
	Title text.Text `json:"title"`
	OK    bool      `json:"ok"`
	// Required is false for what is only recommended.
	Required bool      `json:"required,omitempty"`
	Fix      text.Text `json:"fix,omitzero"`
}

func check(id string, title text.Text, ok bool, fix text.Text) Check {
	c := Check{ID: id, Title: title, OK: ok}
	if !ok {
		c.Fix = fix
	}
	return c
}

// The bounds of a description in characters, by Google's Dataset rules.
const (
	minDescription = 50
	maxDescription = 5000
)

// Google checks the structured data rules of Google Dataset Search.
func Google(s Subject) []Check {
	length := func(l text.Lang) bool {
		n := utf8.RuneCountInString(s.Description[l])
		return n >= minDescription && n <= maxDescription
	}
	out := []Check{
		check("name", text.New("Có tên", "Has a name"), !s.Title.IsZero(), descriptor("title", "tên tiếng Việt", "the Vietnamese name")),
		check("description_vi", text.New("Mô tả tiếng Việt dài 50-5.000 ký tự", "The Vietnamese description has 50 to 5,000 characters"), length(text.VI), descriptor("description", "mô tả dài 50-5.000 ký tự", "a text of 50 to 5,000 characters")),
		check("description_en", text.New("Mô tả tiếng Anh dài 50-5.000 ký tự", "The English description has 50 to 5,000 characters"), length(text.EN), descriptor("honglinh.description.en", "mô tả dài 50-5.000 ký tự", "a text of 50 to 5,000 characters")),
	}
	for i := range out {
		out[i].Required = true
	}
	return append(out,
		check("license", text.New("Có giấy phép với địa chỉ", "Has a licence with an address"), s.Licence.URL != "", descriptor("licenses[0].path", "địa chỉ giấy phép", "the address of the licence")),
		check("creator", text.New("Có tác giả", "Has a creator"), len(s.Creators) > 0 || s.Publisher.Name != "", descriptor("contributors", "tổ chức làm ra dữ liệu", "the organisation that made the data")),
		check("keywords", text.New("Có từ khoá", "Has keywords"), len(s.Keywords[text.VI]) > 0 && len(s.Keywords[text.EN]) > 0, descriptor("keywords, honglinh.keywords.en", "từ khoá hai ngôn ngữ", "words in both languages")),
		check("temporalCoverage", text.New("Có phạm vi thời gian", "Has temporal coverage"), !s.Temporal.IsZero(), descriptor("honglinh.temporal", `{"from":…,"to":…}`, `{"from":…,"to":…}`)),
		check("spatialCoverage", text.New("Có phạm vi không gian", "Has spatial coverage"), len(s.Spatial) > 0, descriptor("honglinh.spatial", "mã đơn vị", "unit ids")),
		check("version", text.New("Có số phiên bản", "Has a version"), s.Version != "", descriptor("version", "ví dụ 1.0.0", "such as 1.0.0")),
		check("distribution", text.New("Có tệp tải về", "Has a download"), s.best(func(metadata.Distribution) bool { return true }), publish()),
	)
}

// DataGouv checks the nine criteria of data.gouv.fr.
func DataGouv(s Subject, now time.Time) []Check {
	documented := len(s.Tables) > 0
	reach := documented
	for _, t := range s.Tables {
		documented = documented && !t.Resource.Description.IsZero()
		for _, x := range t.Distributions {
			reach = reach && s.reachable(x)
		}
		reach = reach && (len(t.Distributions) > 0 || s.Archive != nil)
	}
	frequency := descriptor("honglinh.accrualPeriodicity", "mã tần suất EU: "+list(metadata.Frequencies()), "a code of the EU frequency list: "+list(metadata.Frequencies()))
	return []Check{
		check("license", text.New("Có giấy phép", "Has a licence"), s.Licence.Code != "" || s.Licence.URL != "", descriptor("licenses", "giấy phép", "a licence")),
		check("temporal_coverage", text.New("Có phạm vi thời gian", "Has temporal coverage"), !s.Temporal.IsZero(), descriptor("honglinh.temporal", `{"from":…,"to":…}`, `{"from":…,"to":…}`)),
		check("spatial", text.New("Có phạm vi không gian", "Has spatial coverage"), len(s.Spatial) > 0, descriptor("honglinh.spatial", "mã đơn vị", "unit ids")),
		check("update_frequency", text.New("Nói tần suất cập nhật", "Says how often it is updated"), s.Frequency != "", frequency),
		check("update_fulfilled_in_time", text.New("Cập nhật đúng hạn", "Updated in time"), inTime(s, now), text.New("Cập nhật dữ liệu, hoặc sửa tần suất đã khai.", "Update the data, or correct the frequency declared.")),
		check("dataset_description_quality", text.New("Mô tả dài hơn 100 ký tự", "The description is longer than 100 characters"), utf8.RuneCountInString(s.Description[text.VI]) > 100, descriptor("description", "hơn 100 ký tự", "more than 100 characters")),
		check("has_open_format", text.New("Có định dạng mở", "Has an open format"), s.best(open), publish()),
		check("all_resources_available", text.New("Mọi tài nguyên tải được", "Every resource can be had"), reach, publish()),
		check("has_resources_documentation", text.New("Mọi tài nguyên có mô tả", "Every resource is described"), documented, descriptor("resources[].description", "mô tả từng tài nguyên", "a text for each resource")),
	}
}

// inTime reports whether the dataset changed within the period it declares; one
// that promises nothing regular cannot be late, one that says nothing is not in time.
func inTime(s Subject, now time.Time) bool {
	days := map[string]int{"DAILY": 1, "WEEKLY": 7, "WEEKLY_2": 7, "WEEKLY_3": 7, "BIWEEKLY": 14, "MONTHLY": 31, "MONTHLY_2": 31, "MONTHLY_3": 31, "BIMONTHLY": 62,
		"QUARTERLY": 92, "ANNUAL_2": 184, "ANNUAL_3": 122, "ANNUAL": 366, "BIENNIAL": 731, "TRIENNIAL": 1096, "CONT": 1, "UPDATE_CONT": 1}
	if s.Frequency == "" {
		return false
	}
	n, regular := days[s.Frequency]
	// A week's grace, as nobody publishes on the very day.
	return !regular || now.Sub(s.Modified) <= time.Duration(n+7)*24*time.Hour
}

// Column is what the schema says of a column that does not hold for all rows.
type Column struct {
	Table    string    `json:"table"`
	Column   string    `json:"column"`
	Refused  int       `json:"refused"`
	Declared string    `json:"declared"`
	Fix      text.Text `json:"fix"`
}

// Schema is how the rows keep their table schema.
type Schema struct {
	// Valid is false if a value does not fit its declared type.
	Valid   bool     `json:"valid"`
	Tables  int      `json:"tables"`
	Rows    int      `json:"rows"`
	Columns []Column `json:"columns"`
	// Untitled counts columns without a title in one of the languages.
	Untitled int `json:"untitled"`
}

// Tables reports how the rows keep their table schemas, from the evidence that
// was taken from every row when the table was loaded.
func Tables(s Subject) Schema {
	out := Schema{Valid: true, Columns: []Column{}}
	for _, t := range s.Dataset.Tables {
		if t.State == nil {
			continue
		}
		v := t.State.Current()
		out.Tables, out.Rows = out.Tables+1, out.Rows+v.Rows
		for _, c := range v.Columns {
			out.column(t, c)
		}
	}
	return out
}

func (s *Schema) column(t metadata.Table, c table.Column) {
	if c.Title[text.VI] == "" || c.Title[text.EN] == "" {
		s.Untitled++
	}
	if c.Evidence.Refused == 0 {
		return
	}
	s.Valid = false
	s.Columns = append(s.Columns, Column{Table: t.Resource.Name, Column: c.Name, Refused: c.Evidence.Refused, Declared: c.Declared,
		Fix: text.New(fmt.Sprintf("%d giá trị không thuộc kiểu %s: sửa giá trị, hoặc khai kiểu string.", c.Evidence.Refused, c.Declared),
			fmt.Sprintf("%d values are no %s: mend them, or declare the type string.", c.Evidence.Refused, c.Declared))})
}
