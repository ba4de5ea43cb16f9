package inspect

import (
	"strconv"
	"strings"

	"honglinh/indexer/inspect"
	"honglinh/web/frame"
)

// page tells what was understood of a file.
type page struct {
	frame.Page
	Action, Limits, Accept string
	Problem                string // why nothing was looked at
	File                   string
	Tables                 []table
	Warnings               []string
	Descriptor             string
}

// table is a table of the file, ready to print.
type table struct {
	ID, Title string
	Facts     []frame.Fact
	Problem   string
	Columns   []column
	Notes     []string
	Doubts    []string
	Refused   []refusal
	More      string // refusals that are counted only
}

type column struct{ Name, Type, Filled, Empty, Evidence, Examples string }

type refusal struct{ Row, Reason, Remedy string }

// shownRefusals are printed row by row; the command prints more.
const shownRefusals = 20

func (p *page) fill(l *frame.Locale, f inspect.Finding) {
	if f.Fault == nil {
		p.File = f.Path
	} else {
		p.Problem = l.T("inspect_cannot", f.Path, in(l, f.Fault))
	}
	for i, t := range f.Tables {
		p.Tables = append(p.Tables, tableOf(l, t, i+1))
	}
	for _, w := range f.Warnings[:min(len(f.Warnings), shownRefusals)] {
		p.Warnings = append(p.Warnings, w.Line(l.Lang))
	}
	p.Descriptor = string(f.Descriptor)
}

func tableOf(l *frame.Locale, t inspect.Table, n int) table {
	out := table{ID: "table-" + strconv.Itoa(n), Title: t.File}
	if t.Sheet != "" {
		out.Title = l.T("inspect_sheet", t.Sheet)
	}
	if t.Fault != nil {
		out.Problem = in(l, t.Fault)
		return out
	}
	fact := func(key, value string) {
		if value != "" {
			out.Facts = append(out.Facts, frame.Fact{Key: key, Label: l.T(key), Items: frame.Words(value)})
		}
	}
	fact("inspect_format", t.Format)
	fact("inspect_rows", l.Num(float64(t.Rows)))
	fact("inspect_header", rows(t.HeaderRows))
	fact("inspect_encoding", t.Encoding)
	fact("inspect_delimiter", delimiter(l, t.Delimiter))
	for _, c := range t.Fields {
		typ := c.Type
		if c.Format != "" {
			typ += " " + c.Format
		}
		if name := in(l, inspect.TypeName(c.Type)); name != "" {
			typ = name + " (" + typ + ")"
		}
		out.Columns = append(out.Columns, column{c.Name, typ, l.Num(float64(c.Filled)), l.Num(float64(c.Empty)), in(l, c.Evidence), strings.Join(c.Examples, " · ")})
		for _, d := range c.Doubts {
			s := l.T("inspect_doubt", c.Name, in(l, d.Text))
			if d.Row > 0 {
				s = l.T("inspect_doubt_row", c.Name, in(l, d.Text), l.Num(float64(d.Row)), d.Example)
			}
			out.Doubts = append(out.Doubts, s)
		}
	}
	for _, note := range t.Notes {
		s := in(l, note.Text)
		if note.Row > 0 {
			s = l.T("inspect_note", s, l.Num(float64(note.Row)), l.Num(float64(note.Count)))
		}
		if note.Column != "" {
			s = l.T("inspect_doubt", note.Column, s)
		}
		out.Notes = append(out.Notes, s)
	}
	for _, r := range t.Refused[:min(len(t.Refused), shownRefusals)] {
		out.Refused = append(out.Refused, refusal{l.Num(float64(r.Row)), in(l, r.Reason), in(l, r.Remedy)})
	}
	if t.RefusedTotal > len(out.Refused) {
		out.More = l.T("inspect_more", l.Num(float64(t.RefusedTotal-len(out.Refused))))
	}
	return out
}

func rows(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}

func delimiter(l *frame.Locale, d string) string {
	if d == "\t" {
		return l.T("inspect_tab")
	}
	return d
}
