package inspect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/inspect"
	"honglinh/web/frame"
)

// maxFile is the largest file in bytes; larger ones are for the command. It is the
// bound of every request's body.
const maxFile = httpkit.DefaultBody - 16<<10 // the form around it

// patience is how long a file is looked at: the largest take a second.
const patience = 10 * time.Second

// maxCells is how many cells of a file are looked at: those of a megabyte of CSV with two
// bytes each, or of a workbook that unpacks to ten. They take about a second.
const maxCells = 500_000

// upload is the file that was sent and what is wanted of it.
type upload struct {
	name       string
	content    []byte
	descriptor bool
}

func (s *pages) inspect(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Page: s.NewPage(r, l.T("inspect_title"), l.T("inspect_lead"), s.Fixed(frame.RouteInspect)), Action: s.Local(frame.RouteInspect, lang) + "#outcome",
		Limits: l.T("inspect_limits", l.Num(maxFile>>10)), Accept: accepted()}
	if r.Method != http.MethodPost {
		if _, err := httpkit.RawParams(r); err != nil {
			return err
		}
		for name := range r.URL.Query() {
			return unknown(name)
		}
		return s.Show(w, r, "inspect", lang, p)
	}
	up, err := read(r)
	if err != nil {
		return err
	}
	if up.name == "" {
		p.Problem = l.T("inspect_no_file")
		return s.Show(w, r, "inspect", lang, p)
	}
	found, err := s.look(r, up)
	if err != nil {
		return err
	}
	if up.descriptor && found.Descriptor != nil {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Disposition", `attachment; filename="datapackage.json"`)
		w.Header().Set("Cache-Control", "no-store")
		_, err := w.Write(found.Descriptor)
		return err
	}
	p.NoIndex = true
	p.fill(l, found)
	return s.Show(w, r, "inspect", lang, p)
}

// look waits for its slot and looks at the file.
func (s *pages) look(r *http.Request, up upload) (inspect.Finding, error) {
	free, err := httpkit.Slot(r)
	if err != nil {
		return inspect.Finding{}, err
	}
	defer free()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	found, err := inspect.Within(ctx, inspect.Memory{Name: up.name, Content: up.content}, up.name, maxCells)
	if errors.Is(err, inspect.ErrTooMuch) {
		return found, catalog.NewFault(catalog.TooLarge, "file", fmt.Sprintf("Tệp có hơn %d ô; trang này xem nhiều nhất chừng ấy: hãy gửi một phần, hoặc dùng lệnh honglinh inspect.", maxCells),
			fmt.Sprintf("The file has more than %d cells, which is what this page looks at: send a part of it, or use the command honglinh inspect.", maxCells))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return found, catalog.NewFault(catalog.TooLarge, "file", "Tệp này cần nhiều thời gian hơn trang này dành cho một tệp; hãy dùng lệnh honglinh inspect.", "The file takes longer than this page spends on one; use the command honglinh inspect.")
	}
	return found, err
}

// formats are the endings of files that the page looks at: those that are read
// where they are, in memory.
func formats() []string {
	return []string{"csv", "tsv", "tab", "txt", "xlsx", "xlsm", "ods", "docx", "json", "jsonl", "ndjson", "geojson", "geojsonl", "kml", "gpx"}
}

func accepted() string { return "." + strings.Join(formats(), ",.") }

// read takes the file out of the form.
func read(r *http.Request) (upload, error) {
	err := r.ParseMultipartForm(httpkit.DefaultBody)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large) || errors.Is(err, multipart.ErrMessageTooLarge):
		return upload{}, tooLarge()
	case err != nil:
		return upload{}, catalog.NewFault(catalog.Invalid, "body", "Không đọc được biểu mẫu gửi lên; cần multipart/form-data với trường file.", "The form that was sent cannot be read; want multipart/form-data with the field file.")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // all of it is in memory
	for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.Value)) {
		if name != "file" && name != "want" {
			return upload{}, unknown(name)
		}
	}
	up := upload{descriptor: r.PostFormValue("want") == "descriptor"}
	for _, head := range r.MultipartForm.File["file"] {
		if head.Filename == "" {
			continue
		}
		if head.Size > maxFile {
			return upload{}, tooLarge()
		}
		f, err := head.Open()
		if err != nil {
			return upload{}, err
		}
		defer f.Close()
		if up.content, err = io.ReadAll(f); err != nil {
			return upload{}, err
		}
		up.name, err = fileName(head.Filename)
		return up, err
	}
	return up, nil
}

// fileName is the file's own name, of a format that the page looks at.
func fileName(sent string) (string, error) {
	name := path.Base(strings.ReplaceAll(sent, `\`, "/"))
	format := datasets.FormatOf(name)
	ending := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if format == "" && ending != "txt" || format != "" && !slices.Contains(formats(), format) {
		all := strings.Join(formats(), ", ")
		return "", catalog.NewFault(catalog.Invalid, "file", fmt.Sprintf("Trang này không xem tệp %q; các đuôi tệp: %s. Tệp khác: lệnh honglinh inspect.", ending, all), fmt.Sprintf("This page does not look at files ending in %q; the endings are %s. For others: the command honglinh inspect.", ending, all))
	}
	if strings.ContainsAny(name, "*?[") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		name = inspect.Clean(name) + "." + ending
	}
	return name, nil
}

func tooLarge() error {
	return catalog.NewFault(catalog.TooLarge, "file", "Tệp lớn quá: trang này xem tệp đến 1 MB; tệp lớn hơn: lệnh honglinh inspect.", "The file is too large: this page looks at files up to 1 MB; for larger ones use the command honglinh inspect.")
}

func unknown(name string) error {
	f := catalog.NewFault(catalog.Invalid, name, "Không có tham số này. Các tham số: file, want.", "There is no such parameter. The parameters are file and want.")
	f.Nearest = text.Nearest(name, []string{"file", "want"})
	return f
}

// in is a text in the reader's language, else in the other.
func in(l *frame.Locale, t text.Text) string {
	s, _ := t.Best(l.Lang)
	return s
}
