package place

import (
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// maxAddress is how many parts of an address are looked at; the longest that
// Vietnamese forms ask for has seven (number, lane, street, group, ward, town, province).
const maxAddress = 12

// address returns what a full address can mean: its finest part that is a unit,
// inside all units that its coarser parts name, at whatever time ("phường Nam
// Hồng Lĩnh, thị xã Hồng Lĩnh" names today's ward and the town before it). Where
// it has commas, a house, a street or a hamlet at its beginning is passed over. A
// part that calls itself a unit and is none, or is none of the coarser one, makes
// all unknown.
func (r *Register) address(s string) []int {
	parts, marked := r.addressParts(s)
	if len(parts) < 2 || len(parts) > maxAddress {
		return nil
	}
	var within []int
	for i, part := range slices.Backward(parts) {
		found := r.names(part)
		if len(found) > 0 && within != nil {
			found = r.inside(found, within)
		}
		if len(found) > 0 {
			within = found
			continue
		}
		if calledUnit(part) || i == len(parts)-1 || !marked {
			return nil
		}
	}
	return within
}

// inside leaves the units that are or were part of one of the others.
func (r *Register) inside(units, others []int) []int {
	var out []int
	for _, u := range units {
		ids := map[string]bool{}
		for _, member := range r.Family(r.units[u].ID) {
			ids[member.ID] = true
			for _, above := range r.Ancestors(member.ID) {
				ids[above.ID] = true
			}
		}
		if slices.ContainsFunc(others, func(o int) bool { return ids[r.units[o].ID] }) {
			out = append(out, u)
		}
	}
	return out
}

// addressParts cuts an address at its marks, and where a word for a level begins
// the next part; the folded parts come finest first, without the country and
// without the words that tell a former name. Marked says that there were marks.
func (r *Register) addressParts(s string) (parts []string, marked bool) {
	var out []string
	cut := strings.FieldsFunc(strings.NewReplacer(" - ", ",", " – ", ",", "(", ",", ")", ",").Replace(s), func(r rune) bool { return strings.ContainsRune(",;\n/", r) })
	for _, part := range cut[:min(len(cut), maxAddress+1)] {
		part = text.Fold(part)
		if len(r.names(part)) > 0 { // "ha tinh province" has a word for a level inside
			out = append(out, part)
			continue
		}
		out = append(out, atLevels(part)...)
	}
	if n := len(out); n > 0 && (out[n-1] == "viet nam" || out[n-1] == "vietnam" || out[n-1] == "vn") {
		out = out[:n-1]
	}
	return out, len(cut) > 1
}

// atLevels cuts a folded text before each word for a level but the first.
func atLevels(folded string) []string {
	words := strings.Fields(folded)
	for len(words) > 0 && slices.Contains(formerWords(), words[0]) {
		words = words[1:]
	}
	var out []string
	from := 0
	for i := 0; i < len(words); i++ {
		n := levelAt(words[i:])
		if n > 0 && i > from {
			out = append(out, strings.Join(words[from:i], " "))
			from = i
		}
		i += max(0, n-1)
	}
	if from < len(words) {
		out = append(out, strings.Join(words[from:], " "))
	}
	return out
}

// formerWords stand before a name to say that it is another's now, or in front of
// a place: "nay là", "trước đây là", "thuộc", "tại", "địa bàn".
func formerWords() []string {
	return []string{"nay", "la", "thuoc", "tai", "truoc", "day", "dia", "ban", "now", "formerly", "in"}
}

// levelAt is how many words at the beginning are a Vietnamese word for a level.
func levelAt(words []string) int {
	if len(words) > 2 && slices.Contains([]string{"thanh pho", "thi xa", "thi tran"}, words[0]+" "+words[1]) {
		return 2
	}
	if len(words) > 1 && slices.Contains([]string{"phuong", "xa", "huyen", "tinh", "tx.", "tp.", "tt.", "tx", "tp", "tt", "p.", "ph.", "x.", "h."}, words[0]) {
		return 1
	}
	return 0
}

// calledUnit reports whether a folded part begins or ends with a word for a level.
func calledUnit(folded string) bool { return Bare(folded) != folded }
