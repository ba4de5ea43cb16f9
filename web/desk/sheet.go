package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/uploads"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	source "honglinh/indexer/desk"
	"honglinh/indexer/inspect"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Limits of a spreadsheet that a unit drops: what a person fills in by hand.
const (
	maxSheet     = 5 << 20 // bytes
	maxSheetRows = 500
)

// sheetRow is what became of one row.
type sheetRow struct {
	Number int
	Title  string
	Wrong  string // what is wrong and how to mend it; "" for a row that is right
	URL    string
	fields map[string]string
}

// sheetColumns are the fields that the columns of a spreadsheet of a kind may be, in the
// order of the form.
func sheetColumns(kind vocab.Kind) []string {
	out := []string{"title_vi", "title_en", "summary_vi", "summary_en", "place", "lat", "lon", "status", "capital", "area", "sector", "date", "valid_from", "valid_to", "source_title", "source_url", "source_date", "body_vi", "body_en", "aliases", "topics", "licence"}
	for _, section := range facts.SheetOf(kind) {
		for _, f := range section.Fields {
			if !coreField(f.Key) {
				out = append(out, source.Attr+f.Key)
			}
		}
	}
	return out
}

// headings are how a column may be called: by the field's name, or as the form calls it
// in either language.
func (p *pages) headings(kind vocab.Kind) map[string]string {
	out := map[string]string{}
	for _, name := range sheetColumns(kind) {
		out[text.Fold(name)] = name
		out[text.Fold(strings.TrimPrefix(name, source.Attr))] = name
		for _, lang := range text.Langs() {
			if label := text.Fold(fieldLabel(p.Locale(lang), name)); out[label] == "" {
				out[label] = name
			}
		}
	}
	return out
}

// openSheet opens the content of an uploaded or pasted file as a table. Fault: Invalid for another
// type of file, or one that cannot be read.
func openSheet(name string, content []byte) (grid.Reader, error) {
	ending := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if !slices.Contains(sheetEndings(), ending) {
		return nil, catalog.NewFault(catalog.Invalid, "file", "Hãy gửi tệp .csv, .tsv, .xlsx hoặc .ods.", "Send a file ending in .csv, .tsv, .xlsx or .ods.")
	}
	file := "upload." + ending
	in, err := datasets.OpenTable(inspect.Memory{Name: file, Content: content}, []string{file}, datasets.Resource{Name: "upload", Paths: []string{file}, Format: ending}, func(string) string { return inspect.Clean(name) })
	if err != nil {
		return nil, unreadable(err)
	}
	return in, nil
}

// readSheet reads a file into rows of fields. Fault: Invalid, TooLarge for a file that
// cannot be read, or whose columns are none of the kind's.
func (p *pages) readSheet(name string, content []byte, kind vocab.Kind) ([]sheetRow, error) {
	in, err := openSheet(name, content)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	columns, err := p.columns(in.About().Columns, kind)
	if err != nil {
		return nil, err
	}
	var out []sheetRow
	for {
		row, err := in.Next()
		if err == io.EOF {
			break
		}
		if bad, ok := grid.AsBad(err); ok {
			out = append(out, sheetRow{Number: bad.Number, Wrong: bad.Reason[text.VI] + " " + bad.Remedy[text.VI]})
			continue
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if len(out) == maxSheetRows {
			return nil, catalog.NewFault(catalog.TooLarge, "file", fmt.Sprintf("Tệp có hơn %d dòng; hãy chia thành nhiều tệp, mỗi tệp một liên kết.", maxSheetRows), fmt.Sprintf("The file has over %d rows; split it, a link for each file.", maxSheetRows))
		}
		one := sheetRow{Number: row.Number, fields: map[string]string{}}
		for i, cell := range row.Cells {
			if v := clean(string(cell)); v != "" && columns[i] != "" {
				one.fields[columns[i]] = v
			}
		}
		if one.Title = one.fields["title_vi"]; len(one.fields) > 0 {
			out = append(out, one)
		}
	}
	if len(out) == 0 {
		return nil, catalog.NewFault(catalog.Invalid, "file", "Tệp không có dòng nào dưới dòng tiêu đề.", "The file has no row below its heading.")
	}
	return out, nil
}

// unreadable is the fault of a file that cannot be read.
func unreadable(err error) error {
	var f *catalog.Fault
	if errors.As(err, &f) && f.Kind != catalog.Internal {
		return err
	}
	return catalog.NewFault(catalog.Invalid, "file", "Không đọc được tệp: "+err.Error()+". Hãy lưu lại thành CSV UTF-8 hoặc XLSX.", "The file cannot be read: "+err.Error()+". Save it again as CSV UTF-8 or XLSX.")
}

// columns finds the field of each column. One that is none is a fault, so that nothing
// that a unit wrote is dropped in silence.
func (p *pages) columns(names []string, kind vocab.Kind) ([]string, error) {
	headings := p.headings(kind)
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = headings[text.Fold(strings.TrimSpace(name))]
		if out[i] == "" {
			f := catalog.NewFault(catalog.Invalid, "file", "Không biết cột “"+name+"”; hãy dùng tên cột của tệp mẫu.", "The column “"+name+"” is not known; use the names of the template.")
			f.Nearest = text.Nearest(name, sheetColumns(kind))
			return nil, f
		}
		if j := slices.Index(out[:i], out[i]); j >= 0 {
			return nil, catalog.NewFault(catalog.Invalid, "file", "Hai cột “"+names[j]+"” và “"+name+"” là một.", "The columns “"+names[j]+"” and “"+name+"” are the same.")
		}
	}
	if !slices.Contains(out, "title_vi") {
		return nil, catalog.NewFault(catalog.Invalid, "file", "Thiếu cột tên tiếng Việt (title_vi); hãy bắt đầu từ tệp mẫu.", "The column of the Vietnamese title (title_vi) is missing; begin with the template.")
	}
	return out, nil
}

// judge holds the rows against the rules of records and makes editions, sent to the
// unit's check, of those that are right.
func (p *pages) judge(r *http.Request, l *frame.Locale, link uploads.Link, rows []sheetRow) ([]desk.Edition, error) {
	var out []desk.Edition
	taken := map[string]bool{}
	for i := range rows {
		row := &rows[i]
		if row.Wrong != "" {
			continue
		}
		e, err := p.fromRow(r, link, row.fields, taken)
		if err == nil {
			taken[e.Record] = true
			out = append(out, e)
			continue
		}
		var f *catalog.Fault
		if !errors.As(err, &f) || f.Kind == catalog.Internal {
			return nil, err
		}
		row.Wrong = l.Pick(f.Detail).Text
		if f.Where != "" {
			row.Wrong = fieldLabel(l, f.Where) + ": " + row.Wrong
		}
	}
	return out, nil
}

func (p *pages) fromRow(r *http.Request, link uploads.Link, fields map[string]string, taken map[string]bool) (desk.Edition, error) {
	who, now := link.Actor(), p.Now().UTC()
	slug := text.Slug(fields["title_vi"], maxSlug)
	if slug == "" {
		return desk.Edition{}, catalog.NewFault(catalog.Invalid, "title_vi", "Thiếu tên tiếng Việt.", "The Vietnamese title is missing.")
	}
	for n := 1; taken[catalog.MakeID(link.Kind, slug)]; n++ {
		slug = fmt.Sprintf("%s-%d", text.Slug(fields["title_vi"], maxSlug), n)
	}
	id, err := p.freeID(r, link.Kind, slug)
	if err != nil {
		return desk.Edition{}, err
	}
	if _, err := p.Editions.Publisher.Proof(context.WithoutCancel(r.Context()), id, fields); err != nil {
		return desk.Edition{}, err
	}
	e, err := desk.New(id, link.Unit, nil, fields, who, now)
	if err != nil {
		return e, err
	}
	return e, e.Do(desk.Send, who, desk.With{}, now)
}

// sheetEndings are the endings of spreadsheets that are taken.
func sheetEndings() []string { return []string{"csv", "tsv", "xlsx", "ods"} }
