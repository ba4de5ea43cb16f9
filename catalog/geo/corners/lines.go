package corners

import "strings"

// byLine is the separator of tables that lost their columns: text copied from a PDF has one cell a line.
const byLine = "line"

// cellsOfLines makes rows of lines that hold one cell each: the northing and the easting of a corner follow each other, the number stands before them; or all
// numbers come first, then all northings, then all eastings.
func cellsOfLines(text string) []row {
	lines := split(text, separator{byLine, func(l string) []string { return []string{l} }})
	if rows, n := rowByRow(lines); n >= leastCorners {
		return rows
	}
	rows, _ := columnByColumn(lines)
	return rows
}

// of is the class of a line that is a number; other of all else.
func of(r row) class {
	if len(r.cells) == 0 {
		return other
	}
	if v, ok := number(r.cells[0], false); ok && classify(v) != other {
		return classify(v)
	}
	if v, ok := number(r.cells[0], true); ok {
		return classify(v)
	}
	return other
}

func fit(a, b class) bool {
	return a == northing && b == easting || a == easting && b == northing || a == latitude && b == longitude || a == longitude && b == latitude
}

// longestName is the longest line that may be the number of a corner.
const longestName = 12

func rowByRow(lines []row) (out []row, corners int) {
	named := true // the line before is no part of a corner, so that it may name the next
	for i := 0; i < len(lines); i++ {
		if i+1 >= len(lines) || !fit(of(lines[i]), of(lines[i+1])) {
			out = append(out, lines[i])
			named = true
			continue
		}
		name := ""
		if n := len(out); named && n > 0 && len(out[n-1].cells) == 1 && len([]rune(out[n-1].text)) <= longestName && !strings.Contains(out[n-1].text, " ") && !columnHead(out[n-1]) {
			name, out = out[n-1].text, out[:n-1]
		}
		out = append(out, joined(name, lines[i], lines[i+1]))
		corners++
		named = false
		i++
	}
	return out, corners
}

func joined(name string, x, y row) row {
	return row{x.line, strings.TrimSpace(name + " " + x.text + " " + y.text), []string{name, x.cells[0], y.cells[0]}}
}

// columnByColumn reads a run of northings that is followed by as many eastings, or the other way round, with as many names before them where they stand there.
func columnByColumn(lines []row) (out []row, corners int) {
	for i := 0; i < len(lines); {
		a := run(lines, i)
		j := i + a
		for j < len(lines) && of(lines[j]) == other { // the head of the second column
			j++
		}
		b := run(lines, j)
		if a < leastCorners || a != b || !fit(of(lines[i]), of(lines[j])) {
			out = append(out, lines[i:i+max(1, a)]...)
			i += max(1, a)
			continue
		}
		var names []row
		head := len(out)
		for head > 0 && columnHead(out[head-1]) {
			head--
		}
		if head >= a {
			names = append(names, out[head-a:head]...)
			out = append(out[:head-a], out[head:]...)
		}
		for k := range a {
			name := ""
			if names != nil && len([]rune(names[k].text)) <= longestName {
				name = names[k].text
			}
			out = append(out, joined(name, lines[i+k], lines[j+k]))
		}
		corners += a
		i = j + b
	}
	return out, corners
}

// run is how many lines from i on are numbers of one class.
func run(lines []row, i int) int {
	n := 0
	for i+n < len(lines) && of(lines[i+n]) != other && of(lines[i+n]) == of(lines[i]) {
		n++
	}
	return n
}
