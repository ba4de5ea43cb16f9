package desk

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/royalty"
	"honglinh/datasets/export"
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
	Other                       []frame.Link
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
	return p.Rewards.Month(r.Context(), name)
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
	l := v.l
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
	for _, s := range sheets() {
		one := sheet{Title: l.T(s.Key)}
		for _, t := range m.By(s.Of) {
			one.Rows = append(one.Rows, lineRow{To: t.Name, Percent: l.Num(float64(t.Items)), Amount: l.Num(float64(t.Amount))})
		}
		page.Sheets = append(page.Sheets, one)
	}
	all, err := p.Rewards.Rates(r.Context())
	if rates, there := royalty.At(all, p.Now()); there && err == nil {
		for _, row := range rates.Rows {
			page.Rates += fmt.Sprintf("%s; %s; %s\n", row.Genre, row.Grade, hundredths(row.Coefficient))
		}
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
	return p.show(w, v, "desk-edition", http.StatusBadRequest, p.editionPage(r, v, it, err))
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

// royaltyColumns are those of the exported lines.
func royaltyColumns(l *frame.Locale) []string {
	var out []string
	for _, key := range []string{"title", "to", "unit", "genre", "grade", "coefficient", "percent", "amount", "why"} {
		out = append(out, l.T("desk.royalty."+key))
	}
	return out
}

func royaltyCells(x royalty.Line) []any {
	percent := any("")
	if x.Percent > 0 {
		percent = x.Percent
	}
	return []any{harmless(x.Title), harmless(x.To), x.Unit, x.Genre, x.Grade, hundredths(x.Coefficient), percent, x.Amount, harmless(x.Why)}
}

// harmless keeps a spreadsheet from taking a text for a formula (OWASP: CSV
// injection).
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (p *pages) royaltiesCSV(w http.ResponseWriter, r *http.Request, v *visit) error {
	m, err := p.month(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+m.Name+`.csv"`)
	if _, err := w.Write([]byte("\ufeff")); err != nil { // Excel takes UTF-8 by it
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(royaltyColumns(v.l)) // Error tells at the end
	for _, x := range m.Lines {
		var row []string
		for _, c := range royaltyCells(x) {
			row = append(row, fmt.Sprint(c))
		}
		_ = out.Write(row)
	}
	_ = out.Write([]string{v.l.T("desk.royalty.sum"), "", "", "", "", "", "", strconv.FormatInt(m.Sum(), 10), ""})
	out.Flush()
	return out.Error()
}

func (p *pages) royaltiesXLSX(w http.ResponseWriter, r *http.Request, v *visit) error {
	m, err := p.month(r)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := fillBook(f, v.l, m); err != nil {
		return fmt.Errorf("royalties %s: %w", m.Name, err)
	}
	w.Header().Set("Content-Type", export.WorkbookMedia)
	w.Header().Set("Content-Disposition", `attachment; filename="`+m.Name+`.xlsx"`)
	_, err = f.WriteTo(w)
	return err
}

// fillBook writes a sheet of lines and one for each way of adding up; each ends
// with the same sum.
func fillBook(f *excelize.File, l *frame.Locale, m royalty.Month) error {
	rows := [][]any{}
	for _, x := range m.Lines {
		rows = append(rows, royaltyCells(x))
	}
	rows = append(rows, []any{l.T("desk.royalty.sum"), "", "", "", "", "", "", m.Sum(), ""})
	if err := f.SetSheetName("Sheet1", l.T("desk.royalty.lines")); err != nil {
		return err
	}
	if err := fillSheet(f, l.T("desk.royalty.lines"), royaltyColumns(l), rows); err != nil {
		return err
	}
	for _, s := range sheets() {
		name, sum := l.T(s.Key), int64(0)
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		rows := [][]any{}
		for _, t := range m.By(s.Of) {
			sum += t.Amount
			rows = append(rows, []any{harmless(t.Name), t.Items, t.Amount})
		}
		rows = append(rows, []any{l.T("desk.royalty.sum"), "", sum})
		if err := fillSheet(f, name, []string{name, l.T("desk.royalty.items"), l.T("desk.royalty.amount")}, rows); err != nil {
			return err
		}
	}
	return nil
}

func fillSheet(f *excelize.File, name string, head []string, rows [][]any) error {
	if err := f.SetSheetRow(name, "A1", &head); err != nil {
		return err
	}
	for i, row := range rows {
		if err := f.SetSheetRow(name, "A"+strconv.Itoa(i+2), &row); err != nil {
			return err
		}
	}
	return nil
}
