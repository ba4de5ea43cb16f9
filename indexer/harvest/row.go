package harvest

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text"
	"honglinh/indexer/harvest/journal"
)

// object is a JSON object that is written.
type object = map[string]any

// maxAbstract is how much of a text an abstract may be, in characters: what
// newspapers print above a text.
const maxAbstract = 500

// row is an item as a row of its table. A cell that is not known is left out.
func (v *Visit) row(e journal.Entry, it Item) object {
	lang := string(it.Lang)
	if lang == "" {
		lang = v.Source.Language
	}
	summary, body := it.Summary, withFiles(it.Body, it.Attachments)
	switch v.Source.Keep {
	case Title:
		summary, body = "", ""
	case Abstract:
		summary, body = shorten(summary, maxAbstract), ""
	}
	row := object{}
	set := func(column, value string) {
		if value != "" {
			row[column] = value
		}
	}
	set("id", e.ID)
	set("title_"+lang, it.Title)
	set("summary_"+lang, summary)
	set("body_"+lang, body)
	set("date", string(it.Date))
	set("date_printed", it.Printed)
	set("place", cmp.Or(it.Place, v.Source.Unit))
	set("number", it.Number)
	set("topics", strings.Join(it.Topics, ";"))
	set("section", it.Section)
	set("author", it.Author)
	set("licence", cmp.Or(licence(it.Rights), v.Source.Licence))
	set("licence_stated", it.Rights)
	set("source_title", cmp.Or(v.Source.Publisher, v.Source.Title))
	set("source_url", it.Address)
	set("source_date", string(it.Date))
	set("retrieved", string(it.Retrieved))
	set("geometry", string(it.Geometry))
	set("content_sha256", e.Sum)
	var files, kept, pictures []string
	for _, a := range it.Attachments {
		files = append(files, a.Address)
		if s := a.told(); s != "" {
			kept = append(kept, strings.ReplaceAll(s, ";", ","))
		}
	}
	for _, p := range it.Pictures {
		pictures = append(pictures, p.Address)
	}
	set("attachments", list(files))
	set("attachment_files", strings.Join(kept, "; "))
	set("pictures", list(pictures))
	set("also_at", list(it.Also))
	return row
}

// list writes addresses as one cell. One with a ';' would fall apart.
func list(addresses []string) string {
	for i, a := range addresses {
		addresses[i] = strings.ReplaceAll(a, ";", "%3B")
	}
	return strings.Join(addresses, "; ")
}

// shorten cuts a text at the end of a word.
func shorten(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)[:most]
	cut := string(r)
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// column is a column of the table of items.
type column struct {
	name string
	text text.Text
	long bool // HTML is never in it, but it may be a whole text
}

func columns() []column {
	return []column{
		{"id", text.New("Mã bản ghi", "Record"), false},
		{"title_vi", text.New("Tiêu đề (tiếng Việt)", "Title (Vietnamese)"), false},
		{"title_en", text.New("Tiêu đề (tiếng Anh)", "Title (English)"), false},
		{"summary_vi", text.New("Tóm tắt (tiếng Việt)", "Summary (Vietnamese)"), false},
		{"summary_en", text.New("Tóm tắt (tiếng Anh)", "Summary (English)"), false},
		{"body_vi", text.New("Nội dung (tiếng Việt)", "Text (Vietnamese)"), true},
		{"body_en", text.New("Nội dung (tiếng Anh)", "Text (English)"), true},
		{"date", text.New("Ngày", "Date"), false},
		{"date_printed", text.New("Ngày như nguồn in", "Date as printed"), false},
		{"place", text.New("Đơn vị hành chính", "Administrative unit"), false},
		{"number", text.New("Số, ký hiệu", "Number"), false},
		{"topics", text.New("Chủ đề", "Topics"), false},
		{"section", text.New("Chuyên mục", "Section"), false},
		{"author", text.New("Tác giả", "Author"), false},
		{"licence", text.New("Giấy phép", "Licence"), false},
		{"licence_stated", text.New("Bản quyền như nguồn ghi", "Rights as stated"), false},
		{"source_title", text.New("Nguồn", "Source"), false},
		{"source_url", text.New("Địa chỉ nguồn", "Address of the source"), false},
		{"source_date", text.New("Ngày của nguồn", "Date of the source"), false},
		{"retrieved", text.New("Ngày lấy", "Retrieved"), false},
		{"geometry", text.New("Hình học", "Geometry"), false},
		{"content_sha256", text.New("Mã kiểm tra nội dung", "Checksum of the content"), false},
		{"attachments", text.New("Tệp kèm theo", "Attachments"), false},
		{"attachment_files", text.New("Tệp kèm theo: kiểu, cỡ, mã kiểm tra", "Attached files: type, size, checksum"), false},
		{"pictures", text.New("Ảnh", "Pictures"), false},
		{"also_at", text.New("Cũng có tại", "Also at"), false},
	}
}
