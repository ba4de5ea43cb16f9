package corners

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/text/notice"
)

// Limits of a table: a decision prints some hundred corners; a megabyte holds 20,000.
const (
	MostBytes = 1 << 20
	MostRows  = 20_000
	mostCells = 64 // a sheet of paper has no more columns
)

// Errors of Read.
var (
	ErrTooLarge error = notice.Of("corners.large", MostBytes, MostRows)
	ErrNoPairs  error = notice.Of("corners.none")
)

// Table is what a table of corners says. Points are x = easting or longitude, y = northing or latitude, whatever the order in print; the first of a plot is not repeated at its end.
type Table struct {
	Points []orb.Point
	Names  []string // number or name of each corner as printed, "" where there is none
	Plots  []Plot   // at least one
	Report Report
}

// Report tells how a table was understood.
type Report struct {
	Separator  string // "tab", "semicolon", "bar", "comma", "space"; "line" for one cell a line
	Decimal    string // "comma", "point", "none"
	Thousands  bool   // single marks were taken for thousands
	Geographic bool   // degrees, not metres
	NorthFirst bool   // the northing or latitude column comes first (X is north), as survey tables have it
	Blocks     int    // groups of columns side by side
	Closed     bool   // the table repeats the first corner at the end
	Zone       int    // that all eastings have before them: 48 and 49 of UTM, 481 and others of 3 degrees; 0 for none
	Skipped    []Skip // rows without coordinates
}

// Skip is a row that holds no corner.
type Skip struct {
	Line int // from 1
	Text string
	// Column, from 1, holds what is no coordinate where the other of its pair is one; 0 where nothing is. Name is that of the corner.
	Column int
	Name   string
}

type row struct {
	line  int
	text  string
	cells []string
}

// Read understands a table. The error is ErrTooLarge, ErrNoPairs, or of the reader.
func Read(r io.Reader) (*Table, error) {
	text, err := slurp(r)
	if err != nil {
		return nil, err
	}
	var best *Table
	for _, sep := range separators() {
		rows := split(text, sep)
		for _, thousands := range []bool{false, true} {
			t := understand(rows, thousands)
			if t == nil || best != nil && len(t.Points) <= len(best.Points) {
				continue
			}
			t.Report.Separator = sep.name
			best = t
		}
	}
	lines := cellsOfLines(text)
	for _, thousands := range []bool{false, true} {
		if t := understand(lines, thousands); t != nil && (best == nil || len(t.Points) > len(best.Points)) {
			t.Report.Separator = byLine
			best = t
		}
	}
	if best == nil {
		return nil, ErrNoPairs
	}
	return best, nil
}

func slurp(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	if err != nil {
		return "", fmt.Errorf("read corner table: %w", err)
	}
	if len(b) > MostBytes || strings.Count(string(b), "\n") > MostRows {
		return "", ErrTooLarge
	}
	return strings.TrimPrefix(string(b), "\ufeff"), nil
}

type separator struct {
	name string
	cut  func(string) []string
}

// separators in order of preference: a comma last but one, since it may be the decimal mark.
func separators() []separator {
	at := func(s string) func(string) []string {
		return func(l string) []string { return strings.Split(l, s) }
	}
	return []separator{{"tab", at("\t")}, {"semicolon", at(";")}, {"bar", at("|")}, {"space", strings.Fields}, {"comma", at(",")}}
}

// unlabelled takes away the letters of "M1: X=2049310.25 Y=521650.40" and the blanks
// around their signs.
func unlabelled(l string) string {
	if !strings.Contains(l, "=") {
		return l
	}
	for _, letter := range []string{"X", "Y", "x", "y", "N", "E", "B", "L"} {
		for _, sign := range []string{letter + " = ", letter + " =", letter + "= ", letter + "="} {
			l = strings.ReplaceAll(l, sign, "")
		}
	}
	return l
}

func split(text string, sep separator) []row {
	var rows []row
	s := bufio.NewScanner(strings.NewReader(text))
	s.Buffer(nil, MostBytes+1)
	for n := 1; s.Scan(); n++ {
		l := strings.TrimSpace(s.Text())
		if l == "" {
			continue
		}
		cells := sep.cut(unlabelled(l))
		if len(cells) > mostCells {
			cells = cells[:mostCells]
		}
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
		}
		rows = append(rows, row{n, l, cells})
	}
	return rows
}
