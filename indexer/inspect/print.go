package inspect

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"honglinh/catalog/text"
)

// words are what the printed report calls its parts.
func words() map[string]text.Text {
	return map[string]text.Text{
		"sheet":     text.New("trang tính", "sheet"),
		"header":    text.New("tiêu đề ở dòng", "header in row"),
		"encoding":  text.New("bảng mã", "encoding"),
		"delimiter": text.New("dấu phân cách", "delimiter"),
		"rows":      text.New("dòng", "rows"),
		"refused":   text.New("bị từ chối", "refused"),
		"row":       text.New("dòng", "row"),
		"column":    text.New("CỘT", "COLUMN"),
		"type":      text.New("KIỂU", "TYPE"),
		"filled":    text.New("CÓ", "FILLED"),
		"empty":     text.New("THIẾU", "EMPTY"),
		"why":       text.New("VÌ SAO", "WHY"),
		"note":      text.New("ghi chú", "note"),
		"doubt":     text.New("nghi vấn", "doubt"),
		"times":     text.New("lần", "times"),
		"warning":   text.New("cảnh báo", "warning"),
		"cannot":    text.New("không đọc được", "cannot be read"),
	}
}

// Print writes a finding for a terminal. Nothing of a file steers the terminal.
func Print(w io.Writer, f Finding, lang text.Lang) error {
	var b bytes.Buffer
	p := printer{out: &b, lang: lang, words: words()}
	p.line(f.Path)
	if f.Fault != nil {
		p.line("  " + p.word("cannot") + ": " + p.in(f.Fault))
	}
	for _, t := range f.Tables {
		p.table(t)
	}
	for _, x := range f.Warnings {
		p.line("  " + p.word("warning") + ": " + x.Line(p.lang))
	}
	for _, x := range f.Refused {
		p.line("  " + p.word("refused") + ": " + x.Line(p.lang))
	}
	_, err := w.Write(b.Bytes())
	return err
}

type printer struct {
	out   *bytes.Buffer
	lang  text.Lang
	words map[string]text.Text
}

func (p *printer) word(key string) string { return p.words[key][p.lang] }

func (p *printer) in(t text.Text) string {
	s, _ := t.Best(p.lang)
	return text.Visible(s)
}

func (p *printer) line(s string) { fmt.Fprintln(p.out, s) }

func (p *printer) table(t Table) {
	head := "  " + text.Visible(t.File)
	if t.Sheet != "" {
		head += fmt.Sprintf(", %s %q", p.word("sheet"), t.Sheet)
	}
	if t.Fault != nil {
		p.line(head + ": " + p.word("cannot") + ": " + p.in(t.Fault))
		return
	}
	facts := []string{t.Format, fmt.Sprintf("%d %s", t.Rows, p.word("rows"))}
	if t.Encoding != "" {
		facts = append(facts, p.word("encoding")+" "+t.Encoding)
	}
	if t.Delimiter != "" {
		facts = append(facts, fmt.Sprintf("%s %q", p.word("delimiter"), t.Delimiter))
	}
	if len(t.HeaderRows) > 0 {
		facts = append(facts, p.word("header")+" "+list(t.HeaderRows))
	}
	if t.RefusedTotal > 0 {
		facts = append(facts, fmt.Sprintf("%d %s", t.RefusedTotal, p.word("refused")))
	}
	p.line(head + ": " + strings.Join(facts, ", "))
	p.columns(t.Fields)
	for _, n := range t.Notes {
		s := "    " + p.word("note") + " " + n.Code + ": " + p.in(n.Text)
		if n.Row > 0 {
			s += fmt.Sprintf(" (%s %d", p.word("row"), n.Row)
			if n.Count > 1 {
				s += fmt.Sprintf(", %d %s", n.Count, p.word("times"))
			}
			s += ")"
		}
		if n.Example != "" {
			s += fmt.Sprintf(": %q", clip(n.Example))
		}
		p.line(s)
	}
	for _, r := range t.Refused {
		p.line(fmt.Sprintf("    %s %s %d: %s; %s", p.word("refused"), p.word("row"), r.Row, p.in(r.Reason), p.in(r.Remedy)))
	}
}

func (p *printer) columns(columns []Column) {
	w := tabwriter.NewWriter(p.out, 0, 2, 2, ' ', 0)
	fmt.Fprintf(w, "    %s\t%s\t%s\t%s\t%s\n", p.word("column"), p.word("type"), p.word("filled"), p.word("empty"), p.word("why"))
	for _, c := range columns {
		typ := c.Type
		if c.Format != "" {
			typ += " " + c.Format
		}
		fmt.Fprintf(w, "    %s\t%s\t%d\t%d\t%s\n", text.Visible(c.Name), typ, c.Filled, c.Empty, p.in(c.Evidence))
	}
	w.Flush() // into memory
	for _, c := range columns {
		for _, d := range c.Doubts {
			s := fmt.Sprintf("    %s %q: %s", p.word("doubt"), c.Name, p.in(d.Text))
			if d.Row > 0 {
				s += fmt.Sprintf(" (%s %d: %q)", p.word("row"), d.Row, d.Example)
			}
			p.line(s)
		}
	}
}

func list(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}
