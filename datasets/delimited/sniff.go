package delimited

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// sniffRows is how many rows are tried to tell the delimiter.
const sniffRows = 50

// sniffed is how well a delimiter parts the first rows.
type sniffed struct {
	delimiter string
	columns   int
	rows      int
	agree     int // rows with as many cells as the header
	parted    int // rows of several cells, whether or not they agree
}

func (s sniffed) share() float64 { return float64(s.agree) / float64(max(s.rows, 1)) }

// fits reports whether the sign parts the header and most rows alike.
func (s sniffed) fits() bool { return s.columns > 1 && s.share() >= 0.8 }

// parts reports whether the sign parts the header and most of the rows below it,
// however ragged these are.
func (s sniffed) parts() bool { return s.columns > 1 && 2*(s.parted-1) > s.rows-1 }

// delimiterOf finds out what parts the columns: the comma, unless another sign
// parts header and rows alike and the comma does not, or into more columns. Where
// the comma parts nothing, a sign that parts most rows will do: that some of them
// are ragged is told of each.
func delimiterOf(probe []byte, cut bool, d Dialect) (sniffed, bool) {
	best := try(probe, cut, d, ",")
	ragged := best.columns < 2
	for _, sign := range []string{";", "\t", "|"} {
		s := try(probe, cut, d, sign)
		if !s.fits() && !(ragged && s.parts()) {
			continue
		}
		if best.columns < 2 || s.share() > best.share() || s.share() == best.share() && s.columns > best.columns {
			best = s
		}
	}
	return best, best.delimiter != ","
}

func try(probe []byte, cut bool, d Dialect, sign string) sniffed {
	out := sniffed{delimiter: sign}
	d.Delimiter = sign
	sc := newScanner(bytes.NewReader(probe), "", d)
	last := 0
	if d.Headed() && len(d.HeaderRows) > 0 {
		last = slices.Max(d.HeaderRows) - 1
	}
	for out.rows < sniffRows {
		cells, err := sc.row()
		if _, bad := err.(*errRow); err != nil && !bad && err != errNotUTF8 {
			break
		}
		if cut && sc.start == sc.end && sc.eof {
			break // the probe ends in this row
		}
		if sc.number <= last || slices.Contains(d.CommentRows, sc.number) || err == nil && len(cells) == 1 && len(cells[0]) == 0 {
			continue
		}
		out.rows++
		if out.columns == 0 && err == nil {
			out.columns = len(cells)
		}
		if err == nil && len(cells) == out.columns {
			out.agree++
		}
		if len(cells) > 1 {
			out.parted++
		}
	}
	return out
}

// sayDelimiter notes a delimiter that was found out.
func sayDelimiter(file string, s sniffed) grid.Note {
	shown := fmt.Sprintf("%q", s.delimiter)
	return grid.Note{Code: "delimiter", File: file, Text: text.New(
		fmt.Sprintf("các cột được tách bằng %s: %d trong %d dòng đầu có %d ô như dòng tiêu đề; khai báo dialect.delimiter %s để khỏi phải đoán", shown, s.agree, s.rows, s.columns, shown),
		fmt.Sprintf("columns are parted by %s: %d of the first %d rows have %d cells like the header; declare dialect.delimiter %s so that nothing is guessed", shown, s.agree, s.rows, s.columns, shown))}
}

// saidInFile reads the line "sep=;" with which Excel writes files.
func saidInFile(probe []byte) (sign string, ok bool) {
	line, _, _ := strings.Cut(string(probe[:min(len(probe), 16)]), "\n")
	line = strings.TrimRight(line, "\r")
	if rest, found := strings.CutPrefix(strings.ToLower(line), "sep="); found && len(rest) == 1 {
		return rest, true
	}
	return "", false
}
