package encode

import (
	"cmp"
	"fmt"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

// readme explains a package in one language: what it is, what each table and
// column means, where it comes from and how it may be used.
func readme(p *datasets.Package, given []delivery, l text.Lang, base string) []byte {
	say := func(vi, en string) string { return text.New(vi, en)[l] }
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", best(p.Title, l), best(p.Description, l))
	fmt.Fprintf(&b, "- %s: %s\n- %s: %s/api/v1/datasets/%s\n", say("Phiên bản", "Version"), p.Version, say("Địa chỉ", "Address"), base, p.Name)
	for _, lic := range p.Licences {
		fmt.Fprintf(&b, "- %s: %s %s\n", say("Giấy phép", "Licence"), lic.Name, lic.Path)
	}
	fmt.Fprintf(&b, "- %s\n\n", say("Tổng kiểm của từng tệp: SHA256SUMS", "Checksums of every file: SHA256SUMS"))
	for i, r := range p.Resources {
		d := given[i]
		name := strings.Join(r.Paths, ", ")
		if d.how == asTable {
			name = d.file
		}
		fmt.Fprintf(&b, "## %s\n\n", cmp.Or(name, r.Name))
		if s := best(r.Title, l); s != "" {
			fmt.Fprintf(&b, "%s\n\n", s)
		}
		for _, t := range d.said() {
			fmt.Fprintf(&b, "%s\n\n", t[l])
		}
		if r.Tabular() && d.how != left {
			fmt.Fprintf(&b, "%s: %s/api/v1/datasets/%s/tables/%s/exports/csv\n\n", say("Bảng như đã công bố", "The table as published"), base, p.Name, r.Name)
		}
		if s := best(r.Description, l); s != "" {
			fmt.Fprintf(&b, "%s\n\n", s)
		}
		if len(r.Schema.Fields) > 0 {
			dictionary(&b, r.Schema, l)
		}
	}
	if len(p.Sources) > 0 {
		fmt.Fprintf(&b, "## %s\n\n", say("Nguồn", "Sources"))
		for _, s := range p.Sources {
			fmt.Fprintf(&b, "- %s %s\n", s.Title, s.Path)
		}
	}
	return []byte(b.String())
}

func dictionary(b *strings.Builder, s datasets.Schema, l text.Lang) {
	fmt.Fprintf(b, "| %s |\n|---|---|---|---|---|\n", text.New("cột | kiểu | đơn vị | tên | mô tả", "column | type | unit | title | description")[l])
	for _, f := range s.Fields {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(f.Name), f.Type, cell(f.Unit), cell(best(f.Title, l)), cell(best(f.Description, l)))
	}
	b.WriteString("\n")
}

// cell keeps text from breaking a Markdown table.
func cell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}

// licence says under which terms a package may be used and where they are
// written in full.
func licence(p *datasets.Package) []byte {
	var b strings.Builder
	for _, l := range p.Licences {
		fmt.Fprintf(&b, "%s\n%s\n%s\n\n", l.Name, l.Title, l.Path)
	}
	if len(p.Licences) == 0 {
		b.WriteString("Gói dữ liệu này không nêu giấy phép; hãy hỏi nơi công bố.\nThis package names no licence; ask its publisher.\n")
	}
	return []byte(b.String())
}

// said tells how many rows there are, and why a file is not the one that was received.
func (d delivery) said() []text.Text {
	var out []text.Text
	if d.file != "" {
		out = append(out, text.New(fmt.Sprintf("Số dòng: %d.", d.rows), fmt.Sprintf("Rows: %d.", d.rows)))
	}
	n := d.refused
	switch {
	case d.how == left:
		out = append(out, text.New("Tệp bị từ chối cả tệp nên không có ở đây.", "The file was refused as a whole and is not here."))
	case d.how == withoutSome:
		out = append(out, text.New(fmt.Sprintf("%d văn bản bị từ chối không có ở đây.", n), fmt.Sprintf("%d texts that were refused are not here.", n)))
	case d.how == asTable && n > 0:
		out = append(out, text.New(fmt.Sprintf("Tệp đã nhận có %d dòng bị từ chối; ở đây là bảng như đã công bố, không có các dòng ấy.", n),
			fmt.Sprintf("The file that was received has %d rows that were refused; here is the table as published, without them.", n)))
	case d.how == asTable:
		out = append(out, text.New("Tệp đã nhận có dòng của bảng khác bị từ chối; ở đây là bảng như đã công bố.", "The file that was received has rows of another table that were refused; here is the table as published."))
	}
	return out
}
