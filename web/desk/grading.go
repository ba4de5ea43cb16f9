package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/royalty"
	"honglinh/web/frame"
)

// gradePart is what the royalties need of a published edition, for who may grade it;
// Genres and Grades are those of the rates.
type gradePart struct {
	Action, Shares string
	Genres, Grades []string
}

// gradeOf offers to grade an edition to who may and did not write it.
func (p *pages) gradeOf(r *http.Request, v *visit, id string, e *desk.Edition) (gradePart, error) {
	if published := e.State == desk.Published || e.State == desk.Corrected; !published || !account.Permitted("desk.edition.grade").Allows(v.Actor) || e.Wrote(v.Name) {
		return gradePart{}, nil
	}
	part := gradePart{Action: p.at("desk.edition.grade", v.l.Lang, "id", id), Shares: sharesOf(e)}
	rates, err := p.rates(r)
	for _, row := range rates.Rows {
		if !slices.Contains(part.Genres, row.Genre) {
			part.Genres = append(part.Genres, row.Genre)
		}
		if !slices.Contains(part.Grades, row.Grade) {
			part.Grades = append(part.Grades, row.Grade)
		}
	}
	return part, err
}

// rates are those that hold today, without rows where there are none.
func (p *pages) rates(r *http.Request) (royalty.Rates, error) {
	all, err := p.Rewards.Rates(r.Context())
	rates, _ := royalty.At(all, p.Now())
	return rates, err
}

// maxUngraded is how many editions are listed to be graded: a month of a busy board.
const maxUngraded = 200

// ungraded are the editions that were published in an open month and have no grade yet,
// for who may grade.
func (p *pages) ungraded(r *http.Request, v *visit, m royalty.Month) ([]frame.Link, error) {
	if m.State != royalty.Open || !account.Permitted("desk.edition.grade").Allows(v.Actor) {
		return nil, nil
	}
	from, err := time.ParseInLocation("2006-01", m.Name, vietnam())
	if err != nil {
		return nil, err
	}
	items, err := p.Editions.Published(r.Context(), from, from.AddDate(0, 1, 0), maxUngraded)
	if err != nil {
		return nil, err
	}
	var out []frame.Link
	for i := range items {
		graded, err := p.Rewards.Graded(r.Context(), items[i].ID)
		if err != nil {
			return nil, err
		}
		if !graded {
			out = append(out, frame.Link{Text: titleOf(&items[i].Value), URL: p.at("desk.edition", v.l.Lang, "id", items[i].ID) + "#grade"})
		}
	}
	return out, nil
}

// grade gives an edition genre, grade and shares: "lan 70; minh 30".
func (p *pages) grade(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	var shares []royalty.Share
	for _, part := range strings.Split(clean(r.PostFormValue("shares")), ";") {
		to, percent, _ := strings.Cut(strings.TrimSpace(part), " ")
		if to == "" {
			continue
		}
		n, _ := strconv.ParseInt(strings.TrimSpace(percent), 10, 64) // none is refused by the rules
		shares = append(shares, royalty.Share{To: to, Unit: it.Value.Unit, Percent: n})
	}
	err = p.Rewards.Grade(r.Context(), it, clean(r.PostFormValue("genre")), clean(r.PostFormValue("grade")), shares, v.Actor, v.roleFor(account.Secretary, account.Head))
	if err == nil {
		return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, err); !ok {
		return err
	}
	return p.showEdition(w, r, v, http.StatusBadRequest, it, err)
}

// sharesOf proposes equal shares for those who wrote the edition.
func sharesOf(e *desk.Edition) string {
	var out []string
	for i, name := range e.Writers {
		percent := 100 / len(e.Writers)
		if i == 0 {
			percent += 100 % len(e.Writers)
		}
		out = append(out, fmt.Sprintf("%s %d", name, percent))
	}
	return strings.Join(out, "; ")
}
