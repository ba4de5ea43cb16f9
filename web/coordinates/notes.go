package coordinates

import (
	"strconv"
	"strings"
	"unicode"

	"honglinh/catalog/geo/corners"
	"honglinh/web/frame"
)

// readNotes tell how the table was understood, so that a person can check it.
func readNotes(l *frame.Locale, t *corners.Table) []string {
	r := t.Report
	axes := "coord_read_east"
	if r.NorthFirst {
		axes = "coord_read_north"
	}
	out := []string{l.T(axes), l.T("coord_read_columns", l.T("coord_sep_"+r.Separator), l.T("coord_dec_"+r.Decimal))}
	if r.Thousands {
		out = append(out, l.T("coord_read_thousands"))
	}
	if len(t.Plots) > 1 {
		out = append(out, l.T("coord_read_plots", len(t.Plots)))
	}
	if r.Blocks > 1 {
		out = append(out, l.T("coord_read_blocks", r.Blocks))
	}
	if r.Closed {
		out = append(out, l.T("coord_read_closed"))
	}
	return out
}

// mostSkipped rows are named; a table with more is no table of corners.
const mostSkipped = 20

// skippedNotes name the rows that look like corners and cannot be read, with the column that stops it; heads and notes are passed over.
func skippedNotes(l *frame.Locale, r corners.Report) []string {
	var out []string
	for _, skip := range r.Skipped {
		cells := cellsOf(skip.Text, r.Separator)
		if skip.Column > 0 && skip.Column <= len(cells) && len(out) < mostSkipped {
			name := skip.Name
			if name == "" {
				name = "–"
			}
			out = append(out, l.T("coord_skipped_corner", skip.Line, name, skip.Column, frame.ClipText(cells[skip.Column-1], 40)))
			continue
		}
		if !looksLikeCorner(cells) || len(out) == mostSkipped {
			continue
		}
		for i, cell := range cells {
			if i > 0 && !numeric(cell) || i == len(cells)-1 {
				out = append(out, l.T("coord_skipped", skip.Line, i+1, frame.ClipText(cell, 40)))
				break
			}
		}
	}
	return out
}

// suspectNotes name the corners with a digit that is probably wrong.
func suspectNotes(l *frame.Locale, t *corners.Table) []string {
	var out []string
	for _, s := range t.Suspects() {
		name, axis := t.Names[s.Index], "Y"
		if name == "" {
			name = strconv.Itoa(s.Index + 1)
		}
		if s.North {
			axis = "X"
		}
		said := l.T("coord_suspect", name, axis, metres(s.Read), l.Num(frame.Round(s.Away, 0)))
		if s.Likely != 0 {
			said += " " + l.T("coord_suspect_likely", metres(s.Likely))
		}
		out = append(out, said)
	}
	return out
}

func cellsOf(line, separator string) []string {
	marks := map[string]string{"tab": "\t", "semicolon": ";", "bar": "|", "comma": ","}
	if mark, ok := marks[separator]; ok {
		return strings.Split(line, mark)
	}
	return strings.Fields(line)
}

// looksLikeCorner: a row with a number of six digits, as a northing has them.
func looksLikeCorner(cells []string) bool {
	for _, c := range cells {
		digits := strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, c)
		if len(digits) >= 6 && len(digits) >= len(strings.TrimSpace(c))/2 {
			return true
		}
	}
	return false
}

func numeric(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.Trim(s, "0123456789.,+-°'\"′″ ") == ""
}
