package corners

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/paulmach/orb"
)

// Plot is one of the plots of a table: Points[From:To].
type Plot struct {
	Title    string // what stands above its corners, "" where nothing does
	From, To int
}

// leastCorners enclose land.
const leastCorners = 3

// part divides the corners into plots: one ends where its first corner is repeated, where the numbering begins again, or where a line of words stands between
// corners whose numbers do not go on. at are the rows of the corners, used the rows that hold one. The repeated corners are dropped.
func (t *Table) part(rows []row, used []bool, at []int) {
	var points []orb.Point
	var names []string
	plot := Plot{Title: titleOf(rows, used, at, 0)}
	done := false // the plot is closed, its next corner begins another
	end := func(next int) {
		if plot.To = len(points); plot.To > plot.From {
			t.Plots = append(t.Plots, plot)
		}
		plot, done = Plot{From: len(points)}, false
		if next < len(t.Points) {
			plot.Title = titleOf(rows, used, at, next)
		}
	}
	for i, p := range t.Points {
		n := len(points) - plot.From
		if n >= leastCorners && p == points[plot.From] && !done {
			t.Report.Closed, done = true, true
			continue
		}
		if n > 0 && (done || n >= leastCorners && begins(names[len(names)-1], t.Names[i], wordsBetween(rows, used, at, i))) {
			end(i)
		}
		points, names = append(points, p), append(names, t.Names[i])
	}
	end(len(t.Points))
	t.Points, t.Names = points, names
}

// begins tells whether a corner is the first of another plot by its number and by whether words stand before it.
func begins(before, name string, words bool) bool {
	a, ok1 := ending(before)
	b, ok2 := ending(name)
	if !ok1 || !ok2 {
		return words
	}
	return b == 1 && a != 0 || words && b != a+1
}

// ending is the number at the end of a corner's name: "M12".
func ending(name string) (int, bool) {
	digits := name[len(strings.TrimRightFunc(name, unicode.IsDigit)):]
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func wordsBetween(rows []row, used []bool, at []int, i int) bool {
	for r := at[i-1] + 1; r < at[i]; r++ {
		if !used[r] && strings.ContainsFunc(rows[r].text, unicode.IsLetter) {
			return true
		}
	}
	return false
}

// titleOf is the last line of words above a corner that is no head of columns.
func titleOf(rows []row, used []bool, at []int, i int) string {
	if i >= len(at) {
		return ""
	}
	for r := at[i] - 1; r >= 0 && !used[r]; r-- {
		if l := rows[r]; strings.ContainsFunc(l.text, unicode.IsLetter) && !columnHead(l) {
			return strings.TrimRight(l.text, ": ")
		}
	}
	return ""
}

// columnHead tells whether a line names columns of coordinates: two letters of axes, one with its unit at most, or the column of numbers.
func columnHead(r row) bool {
	axes, others := 0, 0
	for _, word := range strings.FieldsFunc(strings.ToUpper(r.text), func(c rune) bool { return !unicode.IsLetter(c) }) {
		switch word {
		case "STT", "TT":
			return true
		case "X", "Y", "N", "E", "B", "L":
			axes++
		case "M":
		default:
			others++
		}
	}
	return axes > 1 || axes == 1 && others == 0 && !strings.ContainsFunc(r.text, unicode.IsDigit)
}
