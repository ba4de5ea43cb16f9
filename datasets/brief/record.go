package brief

import "strings"

// The record's page: letters are made smaller down to these before anything else gives way, and leastSummary is what
// then stays of a text too long for it at the least.
const (
	pageHeight   = 297 - 2*margin - 4
	trialHeight  = 4000
	leastSummary = 600
)

func scales() []float64 { return []float64{1, 0.93, 0.86, 0.8} }

// record is a page: smaller letters make room, then a long text ends where the page does and says where it
// goes on. Only facts that fill more than a page of the smallest letters take a second one.
func (s *sheet) record(r *Record) {
	scale, summary := s.fit(r)
	s.AddPage()
	s.Bookmark(clean(r.Letter+" "+r.Title), 1, -1)
	s.scale = scale
	s.body(r, summary)
	s.scale = 0
}

// fit finds the letters and the length of text with which the record takes one page.
func (s *sheet) fit(r *Record) (scale float64, summary string) {
	summary = clip(r.Summary, maxSummary)
	least := 1.0
	for _, least = range scales() {
		if s.height(r, summary, least) <= pageHeight {
			return least, summary
		}
	}
	low, high := 0, len([]rune(summary))
	for high-low > 40 { // a dozen trials at most
		mid := (low + high) / 2
		if s.height(r, s.cut(summary, mid), least) <= pageHeight {
			low = mid
		} else {
			high = mid
		}
	}
	return least, s.cut(summary, max(low, leastSummary))
}

// cut ends a text at a word and says where the rest is.
func (s *sheet) cut(text string, n int) string {
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	kept := string(r[:n])
	if i := strings.LastIndexByte(kept, ' '); i > 0 {
		kept = kept[:i]
	}
	return kept + " … [" + s.doc.Words.Whole + "]"
}

// height is what a record takes of a sheet without an end.
func (s *sheet) height(r *Record, summary string, scale float64) float64 {
	t := s.trial
	t.doc, t.scale = s.doc, scale
	t.AddPage()
	t.body(r, summary)
	return t.GetY() - margin
}

func (s *sheet) body(r *Record, summary string) {
	s.text(strings.Trim(r.Kind+" · "+r.Status, " ·"), "", 9)
	s.heading(r.Letter+"  "+r.Title, 15)
	s.text(r.Other, "", 10)
	s.link(r.URL, 8)
	for _, n := range r.Notices {
		s.text("! "+n, "B", 9)
	}
	s.text(summary, "", 10)
	for _, g := range r.Groups {
		if !g.Further {
			s.group(g)
		}
	}
	if len(r.Sources) > 0 {
		s.heading(s.doc.Words.Sources, 9)
		for _, src := range r.Sources {
			s.text(src, "", 7)
		}
	}
}
