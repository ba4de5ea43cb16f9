package desk

import (
	"net/http"
	"strconv"
)

// helpPage is the handbook: two pages on paper.
type helpPage struct {
	base
	Parts []helpPart
}

// helpPart is a thing that people do, in steps, with a picture of where.
type helpPart struct {
	ID, Title, Lead string
	Steps           []string
	Picture, Alt    string // "" for none
}

// helpParts are the parts of the handbook with the number of their steps.
func helpParts() []struct {
	id    string
	steps int
	shown bool
} {
	return []struct {
		id    string
		steps int
		shown bool
	}{{"write", 5, true}, {"check", 3, true}, {"edit", 5, true}, {"tables", 4, true}, {"after", 4, false}}
}

// help shows the handbook.
func (p *pages) help(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := helpPage{base: p.newBase(r, v, "desk.help", v.l.T("desk.help"))}
	for _, part := range helpParts() {
		key := "desk.help." + part.id
		one := helpPart{ID: part.id, Title: v.l.T(key), Lead: v.l.T(key + ".lead")}
		for n := 1; n <= part.steps; n++ {
			one.Steps = append(one.Steps, v.l.T(key+"."+strconv.Itoa(n)))
		}
		if part.shown {
			one.Picture, one.Alt = p.Asset("desk-help-"+part.id+".png"), v.l.T(key+".alt")
		}
		page.Parts = append(page.Parts, one)
	}
	return p.show(w, v, "desk-help", http.StatusOK, page)
}
