package brief

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"

	"honglinh/datasets/font"
)

// Sizes in millimetres and points.
const (
	margin     = 16.0
	line       = 3.9
	perSheet   = 6    // records that a comparison sets side by side
	maxCell    = 400  // characters of a cell of the comparison; the record's page has all
	maxSummary = 6000 // characters of a summary, over the longest that is taken
)

// sheet is a PDF under way.
type sheet struct {
	*fpdf.Fpdf
	doc    *Document
	across bool    // the sheets under way are landscape
	scale  float64 // of letters and lines; 0 is 1
	trial  *sheet  // on which records are measured
}

// PDF writes the documents one after the other into one file: letters and marks of
// Vietnamese are in the font that goes with it. The library writes no structure tags;
// the file has its language, title, outline and links.
func PDF(w io.Writer, at time.Time, docs ...Document) error {
	f := blank(fpdf.InitType{OrientationStr: "P", UnitStr: "mm", SizeStr: "A4"})
	f.SetAutoPageBreak(true, margin+4)
	trial := &sheet{Fpdf: blank(fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: 210, Ht: trialHeight}})}
	trial.SetAutoPageBreak(false, 0)
	f.SetCreationDate(at)
	f.SetModificationDate(at)
	for i := range docs {
		s := &sheet{Fpdf: f, doc: &docs[i], trial: trial}
		if i == 0 {
			f.SetTitle(titles(docs), true)
			f.SetAuthor(s.doc.Site, true)
			f.SetLang(string(s.doc.Lang))
		}
		s.write()
	}
	return f.Output(w)
}

// blank is a file with the letters of all of Vietnamese.
func blank(of fpdf.InitType) *fpdf.Fpdf {
	f := fpdf.NewCustom(&of)
	f.AddUTF8FontFromBytes(font.Family, "", font.Regular())
	f.AddUTF8FontFromBytes(font.Family, "B", font.Semibold())
	f.SetMargins(margin, margin, margin)
	return f
}

// titles are the titles of all languages: a file has one title and one language, that of
// its first part.
func titles(docs []Document) string {
	var out []string
	for i := range docs {
		out = append(out, docs[i].Title)
	}
	return strings.Join(out, " / ")
}

func (s *sheet) write() {
	s.SetFooterFunc(func() {
		s.SetY(-margin)
		s.font("", 8)
		s.SetTextColor(85, 96, 90)
		s.CellFormat(0, 5, clean(fmt.Sprintf("%s · %s · %s %d", s.doc.Site, s.doc.Day, s.doc.Words.Page, s.PageNo())), "", 0, "C", false, 0, "")
		s.SetTextColor(26, 33, 30)
	})
	s.AddPage()
	s.Bookmark(clean(s.doc.Title), 0, -1)
	s.heading(s.doc.Title, 20)
	s.text(s.doc.Note, "", 9)
	s.link(s.doc.URL, 8)
	s.heading(s.doc.Words.Records, 13)
	for i := range s.doc.Records {
		r := &s.doc.Records[i]
		s.text(r.Letter+"  "+r.Title, "", 10)
	}
	s.locator()
	for i := range s.doc.Records {
		s.record(&s.doc.Records[i])
	}
	s.comparison()
}

// of is a size at the scale of the page under way.
func (s *sheet) of(size float64) float64 {
	if s.scale == 0 {
		return size
	}
	return size * s.scale
}

func (s *sheet) font(style string, size float64) { s.SetFont(font.Family, style, s.of(size)) }

func (s *sheet) heading(t string, size float64) {
	s.Ln(s.of(size * 0.14))
	s.font("B", size)
	s.MultiCell(0, s.of(size*0.48), clean(t), "", "L", false)
	s.Ln(s.of(1))
}

func (s *sheet) text(t, style string, size float64) {
	if t == "" {
		return
	}
	s.font(style, size)
	s.MultiCell(0, s.of(size*0.52), clean(t), "", "L", false)
	s.Ln(s.of(1))
}

func (s *sheet) link(url string, size float64) {
	if url == "" {
		return
	}
	s.font("", size)
	s.SetTextColor(11, 93, 78)
	s.WriteLinkString(s.of(size*0.5), clean(url), url)
	s.SetTextColor(26, 33, 30)
	s.Ln(s.of(size * 0.6))
}

func (s *sheet) group(g Group) {
	s.heading(g.Title, 9)
	width, _ := s.GetPageSize()
	label := 60.0
	for _, f := range g.Facts {
		s.font("", 8.5)
		names, values := s.SplitText(clean(f.Label), label-2), s.SplitText(clean(f.Value), width-2*margin-label)
		for i := range max(len(names), len(values)) {
			line := s.of(line)
			s.room(line)
			s.SetTextColor(85, 96, 90)
			s.CellFormat(label, line, at(names, i), "", 0, "L", false, 0, "")
			s.SetTextColor(26, 33, 30)
			s.CellFormat(0, line, at(values, i), "", 1, "L", false, 0, "")
		}
	}
	if len(g.Missing) > 0 {
		s.SetTextColor(85, 96, 90)
		s.text(s.doc.Words.Unknown+": "+strings.Join(g.Missing, " · "), "", 6.5)
		s.SetTextColor(26, 33, 30)
	}
}

// room begins a new page where less than h is left.
func (s *sheet) room(h float64) {
	_, height := s.GetPageSize()
	switch {
	case s.GetY()+h <= height-margin-4:
	case s.across:
		s.AddPageFormat("L", s.GetPageSizeStr("A4"))
	default:
		s.AddPage()
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// clean keeps what the font and the library can print: they know the first plane only.
func clean(t string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\u200b' || r == '\ufeff':
			return -1
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case r > 0xffff || r < ' ' && r != '\n':
			return '□'
		}
		return r
	}, strings.ToValidUTF8(t, "□"))
}

func clip(t string, n int) string {
	if r := []rune(t); len(r) > n {
		return string(r[:n]) + " …"
	}
	return t
}
