package desk

import "net/http"

// homePage is the work lists of who is signed in.
type homePage struct {
	base
	Roles []string
}

func (p *pages) home(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := homePage{base: p.newBase(r, v, "desk.home", v.l.T("desk.home"))}
	for _, g := range v.Grants {
		page.Roles = append(page.Roles, grantText(v.l, g))
	}
	return p.show(w, v, "desk-home", http.StatusOK, page)
}
