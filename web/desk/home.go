package desk

import (
	"net/http"
	"strings"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/web/frame"
)

// homePage is the work lists of who is signed in.
type homePage struct {
	base
	Roles  []string
	Groups []workGroup
	None   bool
	Vain   []frame.Fact // what was searched for without a result
}

// workGroup is the lists of somebody, of a unit or of the board.
type workGroup struct {
	ID, Title string
	Lists     []workList
}

// workList is what waits for the same thing.
type workList struct {
	ID, Title, Count string
	All              string // address of the whole list
	Late             bool   // the list is of what is overdue
	Rows             []workRow
}

type workRow struct {
	ID, URL, Title, Kind, Unit, Since, State string
	Late                                     bool
	Public                                   string
}

// homeRows is how many rows of a list the first page shows, homeMost up to what it
// counts, vainRows how many searches in vain it tells.
const (
	homeRows = 5
	homeMost = 1000
	vainRows = 10
)

func (p *pages) home(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := homePage{base: p.newBase(r, v, "desk.home", v.l.T("desk.home"))}
	for _, g := range v.Grants {
		page.Roles = append(page.Roles, p.grantText(v.l, g))
	}
	for _, work := range desk.WorkOf(v.Actor) {
		list, err := p.workList(r, v, work)
		if err != nil {
			return err
		}
		if list.Count != "" {
			page.add(p, v, work, list)
		}
	}
	list, err := p.proposed(r, v)
	if err != nil {
		return err
	}
	if list.Count != "" {
		page.add(p, v, desk.Work{Group: desk.Board}, list)
	}
	if list, _, err = p.suggestedList(r, v, "", homeRows); err != nil {
		return err
	}
	if len(list.Rows) > 0 {
		page.add(p, v, desk.Work{Group: desk.Board}, list)
	}
	if err := p.commissioned(r, v, &page); err != nil {
		return err
	}
	if account.Permitted("desk.handovers").Allows(v.Actor) {
		if err := p.handedOver(r, v, &page); err != nil {
			return err
		}
	}
	page.None = len(page.Groups) == 0
	if p.Vain != nil && account.Permitted("desk.new").Allows(v.Actor) {
		for _, one := range p.Vain(vainRows) {
			page.Vain = append(page.Vain, frame.Fact{Label: one.Text, Items: frame.Words(v.l.Num(float64(one.Count)))})
		}
	}
	return p.show(w, v, "desk-home", http.StatusOK, page)
}

// add adds a list to its group.
func (page *homePage) add(p *pages, v *visit, work desk.Work, list workList) {
	id := string(work.Group)
	if work.Unit != "" {
		id += "-" + work.Unit
	}
	for i := range page.Groups {
		if page.Groups[i].ID == id {
			page.Groups[i].Lists = append(page.Groups[i].Lists, list)
			return
		}
	}
	title := v.l.T("desk.group."+string(work.Group), p.unitName(v.l, work.Unit))
	page.Groups = append(page.Groups, workGroup{id, title, []workList{list}})
}

// workList is the begin of a list with its count; without one nothing waits.
func (p *pages) workList(r *http.Request, v *visit, work desk.Work) (workList, error) {
	n, err := p.count(r, v, work)
	if err != nil || n == 0 {
		return workList{}, err
	}
	rows, _, err := p.rows(r, v, work, narrowed{}, "", homeRows)
	list := workList{ID: strings.ReplaceAll(work.Name(), ".", "-") + "-" + work.Unit, Title: v.l.T("desk.list." + string(work.Wait)), Count: v.l.Num(float64(min(n, homeMost-1))), Late: late(work), Rows: rows, All: p.listPath(v.l.Lang, work, narrowed{})}
	if n >= homeMost {
		list.Count += "+"
	}
	return list, err
}

// late reports whether all of the list is overdue.
func late(work desk.Work) bool { return work.Wait == desk.WaitOverdue || work.Wait == desk.WaitLate }
