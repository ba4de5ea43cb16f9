package desk

import (
	"encoding/csv"
	"net/http"
	"strconv"

	"honglinh/catalog/store/private"
	"honglinh/web/frame"
)

// logPage is the newest lines of the log.
type logPage struct {
	base
	Rows  []logRow
	CSV   string
	Older frame.Link
}

type logRow struct {
	Seq                         int64
	At, Role, Action, Of, Whose string
}

// logRows is how many lines a page of the log has.
const logRows = 100

func (p *pages) log(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := logPage{base: p.newBase(r, v, "desk.log", v.l.T("desk.log")), CSV: p.at("desk.log.csv", v.l.Lang)}
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // none is the newest
	last, err := p.lastSeq(r)
	if err != nil {
		return err
	}
	if before <= 0 || before > last+1 {
		before = last + 1
	}
	from := max(0, before-1-logRows)
	entries, err := p.Accounts.Store.Entries(r.Context(), from, logRows)
	if err != nil {
		return err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if e := entries[i]; e.Seq < before {
			page.Rows = append(page.Rows, logRow{e.Seq, when(v.l, e.At), e.Role, e.Action, e.Target, e.Subject})
		}
	}
	if from > 0 {
		page.Older = frame.Link{Text: v.l.T("desk.log.older"), URL: frame.WithQuery(p.at("desk.log", v.l.Lang), map[string][]string{"before": {strconv.FormatInt(from+1, 10)}})}
	}
	return p.show(w, v, "desk-log", http.StatusOK, page)
}

// lastSeq finds the number of the newest line by doubling and halving: numbers
// have no gaps.
func (p *pages) lastSeq(r *http.Request) (int64, error) {
	has := func(seq int64) (bool, error) {
		e, err := p.Accounts.Store.Entries(r.Context(), seq-1, 1)
		return len(e) > 0, err
	}
	var low, high int64 = 0, 1
	for {
		ok, err := has(high)
		if err != nil {
			return 0, err
		}
		if !ok {
			break
		}
		low, high = high, high*2
	}
	for high-low > 1 {
		mid := (low + high) / 2
		ok, err := has(mid)
		if err != nil {
			return 0, err
		}
		if ok {
			low = mid
		} else {
			high = mid
		}
	}
	return low, nil
}

// logCSV is the whole log with the hashes of its chain.
func (p *pages) logCSV(w http.ResponseWriter, r *http.Request, v *visit) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="log.csv"`)
	out := csv.NewWriter(w)
	_ = out.Write([]string{"seq", "at", "role", "action", "target", "edition", "subject", "personal", "digest", "hash"}) // Error tells at the end
	for after := int64(0); ; {
		entries, err := p.Accounts.Store.Entries(r.Context(), after, private.MaxPage)
		if err != nil {
			return err
		}
		for _, e := range entries {
			digest, _ := e.Digest.MarshalText() // sums always write
			hash, _ := e.Hash.MarshalText()
			_ = out.Write([]string{strconv.FormatInt(e.Seq, 10), e.At.Format("2006-01-02T15:04:05.000000Z07:00"), e.Role, e.Action, e.Target, strconv.Itoa(e.Edition), e.Subject, string(e.Personal), string(digest), string(hash)})
			after = e.Seq
		}
		if len(entries) < private.MaxPage {
			out.Flush()
			return out.Error()
		}
	}
}
