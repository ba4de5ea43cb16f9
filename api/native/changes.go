package native

import (
	"fmt"
	"net/http"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/vocab"
)

// vietnam is the offset of Vietnamese civil time from UTC; there is no summer time.
const vietnam = 7 * time.Hour

// changeList is a page of the change feed. Next is the since of the following
// page; at the end of the feed it stays where it is, to be asked again later.
type changeList struct {
	Items []store.Change `json:"items"`
	Next  int64          `json:"next"`
	// More says that the feed goes on now.
	More bool `json:"more"`
}

// changes is the feed of everything published and removed, oldest first.
func (f *Face) changes(w http.ResponseWriter, r *http.Request) error {
	p := httpkit.Parsed(r)
	since, limit := p.Int("since"), int(p.Int("limit"))
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	if since > state.seq {
		return catalog.NewFault(catalog.Invalid, "since",
			fmt.Sprintf("Thay đổi mới nhất là %d; nếu kho dữ liệu đã được dựng lại, hãy bắt đầu lại từ since=0.", state.seq),
			fmt.Sprintf("The last change is %d; if the catalogue has been rebuilt, start again from since=0.", state.seq))
	}
	found, err := f.src.Store.Changes(r.Context(), since, limit)
	if err != nil {
		return err
	}
	page := changeList{Items: list(found).Items, Next: since}
	if n := len(found); n > 0 {
		page.Next = found[n-1].Seq
	}
	page.More = page.Next < state.seq
	for i := range page.Items {
		if rec := page.Items[i].Record; rec != nil {
			*rec = whole(*rec)
		}
	}
	if page.More {
		w.Header().Add("Link", fmt.Sprintf(`<%s?since=%d&limit=%d>; rel="next"`, f.kit.URL("/api/v1/changes"), page.Next, limit))
	}
	return httpkit.WriteJSON(w, r, page, httpkit.Validator{Modified: state.modified})
}

// status is what the catalogue holds and how fresh it is.
type status struct {
	Version  string         `json:"version"`
	Seq      int64          `json:"seq"`
	Modified *time.Time     `json:"modified"`
	Ingested *time.Time     `json:"ingested"`
	Total    int            `json:"total"`
	Records  map[string]int `json:"records"`
	Datasets int            `json:"datasets"`
	Units    int            `json:"units"`
}

func (f *Face) status(w http.ResponseWriter, r *http.Request) error {
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	counts, err := f.src.Store.Counts(r.Context())
	if err != nil {
		return err
	}
	s := status{Version: f.numbers.Program, Seq: state.seq, Modified: moment(state.modified), Records: map[string]int{},
		Datasets: len(f.src.Library().All()), Units: len(f.src.Places().All())}
	for _, kind := range vocab.Kinds().Codes() {
		s.Records[kind] = counts[kind]
		s.Total += counts[kind]
	}
	if f.src.Ingested != nil {
		s.Ingested = moment(f.src.Ingested())
	}
	return httpkit.WriteJSON(w, r, s, httpkit.Validator{Modified: state.modified})
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
