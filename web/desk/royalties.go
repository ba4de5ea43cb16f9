package desk

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/royalty"
	"honglinh/web/frame"
)

// royaltiesPage is a month: its lines, its sums, and what can be done with it.
type royaltiesPage struct {
	base
	Month, State, Decision      string
	Lines                       []lineRow
	Sum                         string
	Sheets                      []sheet
	CSV, XLSX                   string
	Closable, Payable, Writable bool
	Close, Pay, Correct, Decide string
	Rates                       string
	Ungraded                    []frame.Link // published in the month, for who may grade
}

type lineRow struct{ Title, To, Unit, Genre, Grade, Coefficient, Percent, Amount, Why string }

type sheet struct {
	Title string
	Rows  []lineRow
}

// sheets are the ways in which a month is added up.
func sheets() []struct {
	Key string
	Of  func(royalty.Line) string
} {
	return []struct {
		Key string
		Of  func(royalty.Line) string
	}{
		{"desk.royalty.by.person", func(l royalty.Line) string { return l.To }},
		{"desk.royalty.by.unit", func(l royalty.Line) string { return l.Unit }},
		{"desk.royalty.by.genre", func(l royalty.Line) string { return l.Genre }},
	}
}

func hundredths(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", n/100, n%100)
}

// month is the month of the address; without one it is the present.
func (p *pages) month(r *http.Request) (royalty.Month, error) {
	name := r.FormValue("month")
	if name == "" {
		name = royalty.MonthOf(p.Now())
	}
	m, err := p.Rewards.Month(r.Context(), name)
	if err != nil {
		return m, err
	}
	return p.called(r, m)
}

// called names the people of a month's lines as they are called, beside their accounts,
// which tell people of one name apart.
func (p *pages) called(r *http.Request, m royalty.Month) (royalty.Month, error) {
	all, err := p.Accounts.Accounts(r.Context())
	if err != nil {
		return m, err
	}
	names := map[string]string{}
	for _, a := range all {
		names[a.Name] = a.Person + " (" + a.Name + ")"
	}
	m.Lines = slices.Clone(m.Lines)
	for i := range m.Lines {
		m.Lines[i].To = cmp.Or(names[m.Lines[i].To], m.Lines[i].To)
	}
	return m, nil
}

func (p *pages) royalties(w http.ResponseWriter, r *http.Request, v *visit) error {
	m, err := p.month(r)
	if err != nil {
		return err
	}
	page, err := p.royaltiesPage(r, v, m, nil)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-royalties", http.StatusOK, page)
}

func (p *pages) royaltiesPage(r *http.Request, v *visit, m royalty.Month, failed error) (royaltiesPage, error) {
	l, err := v.l, error(nil)
	month := map[string][]string{"month": {m.Name}}
	page := royaltiesPage{base: p.newBase(r, v, "desk.royalties", l.T("desk.royalties")+" "+m.Name), Month: m.Name, State: l.T("desk.royalty.state." + string(m.State)), Decision: m.Decision, Sum: l.Num(float64(m.Sum())),
		CSV: frame.WithQuery(p.at("desk.royalties.csv", l.Lang), month), XLSX: frame.WithQuery(p.at("desk.royalties.xlsx", l.Lang), month),
		Closable: m.State == royalty.Open && m.Name < royalty.MonthOf(p.Now()) && v.Has(account.Secretary), Payable: m.State == royalty.Closed && v.Has(account.Accountant),
		Writable: m.State == royalty.Open && v.Has(account.Secretary), Close: p.at("desk.royalties.close", l.Lang), Pay: p.at("desk.royalties.pay", l.Lang), Correct: p.at("desk.royalties.correct", l.Lang), Decide: p.at("desk.royalties.rates", l.Lang)}
	if said, ok := wrong(v, failed); ok {
		page.Wrong = said
	}
	for _, x := range m.Lines {
		page.Lines = append(page.Lines, lineRow{x.Title, x.To, x.Unit, x.Genre, x.Grade, hundredths(x.Coefficient), strconv.FormatInt(x.Percent, 10), l.Num(float64(x.Amount)), x.Why})
	}
	if page.Ungraded, err = p.ungraded(r, v, m); err != nil {
		return page, err
	}
	for _, s := range sheets() {
		one := sheet{Title: l.T(s.Key)}
		for _, t := range m.By(s.Of) {
			one.Rows = append(one.Rows, lineRow{To: t.Name, Percent: l.Num(float64(t.Items)), Amount: l.Num(float64(t.Amount))})
		}
		page.Sheets = append(page.Sheets, one)
	}
	rates, err := p.rates(r)
	for _, row := range rates.Rows {
		page.Rates += fmt.Sprintf("%s; %s; %s\n", row.Genre, row.Grade, hundredths(row.Coefficient))
	}
	return page, err
}

// afterMonth leads back to the month, or shows what was wrong there.
func (p *pages) afterMonth(w http.ResponseWriter, r *http.Request, v *visit, failed error) error {
	name := r.PostFormValue("month")
	if failed == nil {
		q := map[string][]string{"month": {name}, "done": {"moved"}}
		return p.seeOther(w, r, frame.WithQuery(p.at("desk.royalties", v.l.Lang), q))
	}
	if _, ok := wrong(v, failed); !ok {
		return failed
	}
	m, err := p.month(r)
	if err != nil {
		return failed
	}
	page, err := p.royaltiesPage(r, v, m, failed)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-royalties", http.StatusBadRequest, page)
}

func (p *pages) closeMonth(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.afterMonth(w, r, v, p.Rewards.Close(r.Context(), r.PostFormValue("month"), v.Actor, string(account.Secretary)))
}

func (p *pages) payMonth(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.afterMonth(w, r, v, p.Rewards.Pay(r.Context(), r.PostFormValue("month"), v.Actor, string(account.Accountant)))
}

func (p *pages) correctMonth(w http.ResponseWriter, r *http.Request, v *visit) error {
	amount, err := strconv.ParseInt(strings.TrimSpace(r.PostFormValue("amount")), 10, 64)
	if err != nil {
		return p.afterMonth(w, r, v, catalog.NewFault(catalog.Invalid, "amount", "Số tiền là số đồng nguyên, ví dụ -50000.", "The amount is whole VND, such as -50000."))
	}
	line := royalty.Line{Title: clean(r.PostFormValue("title")), To: clean(r.PostFormValue("to")), Unit: clean(r.PostFormValue("unit")), Amount: amount, Why: clean(r.PostFormValue("why"))}
	return p.afterMonth(w, r, v, p.Rewards.Correct(r.Context(), r.PostFormValue("month"), line, v.Actor, string(account.Secretary)))
}

// decideRates reads a table of rates: a line "genre; grade; coefficient" each.
func (p *pages) decideRates(w http.ResponseWriter, r *http.Request, v *visit) error {
	rates := royalty.Rates{Decision: clean(r.PostFormValue("decision")), From: catalog.Date(clean(r.PostFormValue("from")))}
	rates.Unit, _ = strconv.ParseInt(clean(r.PostFormValue("unit")), 10, 64) // none is refused by the rules
	for n, row := range strings.Split(clean(r.PostFormValue("rows")), "\n") {
		parts := strings.Split(row, ";")
		if strings.TrimSpace(row) == "" {
			continue
		}
		c, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(parts[len(parts)-1]), ",", "."), 64)
		if len(parts) != 3 || err != nil || c <= 0 || c > 1000 {
			return p.afterMonth(w, r, v, catalog.NewFault(catalog.Invalid, "rows", fmt.Sprintf("Dòng %d: hãy viết “thể loại; bậc; hệ số”.", n+1), fmt.Sprintf("Line %d: write “genre; grade; coefficient”.", n+1)))
		}
		rates.Rows = append(rates.Rows, royalty.Rate{Genre: strings.TrimSpace(parts[0]), Grade: strings.TrimSpace(parts[1]), Coefficient: int64(c*100 + 0.5)})
	}
	return p.afterMonth(w, r, v, p.Rewards.Decide(r.Context(), rates, v.Actor, string(account.Secretary)))
}
