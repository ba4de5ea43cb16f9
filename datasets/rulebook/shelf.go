package rulebook

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Store is what is read of the record store.
type Store interface {
	Seq(ctx context.Context) (int64, error)
	Kind(ctx context.Context, kind string) ([]catalog.Record, error)
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
}

// Tables are the rows of the datasets.
type Tables interface {
	Version(ref table.Ref, number string, asOf catalog.Date) (*table.Version, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
}

// Options of a Shelf; all but Log and Now are needed.
type Options struct {
	Store   Store
	Tables  Tables
	Library func() *datasets.Library
	Places  func() *place.Register
	Now     func() time.Time
	Log     *slog.Logger
}

// Shelf holds the rules and journeys of the catalogue as it is now. It is safe for
// concurrent use.
type Shelf struct {
	Options
	mu   sync.Mutex
	last *edition
}

// edition is what was published at one time.
type edition struct {
	key        string
	incentives *Incentives
	journeys   *Journeys
}

// New returns a shelf, which reads nothing before it is asked.
func New(o Options) *Shelf {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Shelf{Options: o}
}

// Incentives are the rules of the catalogue as it is.
func (s *Shelf) Incentives(ctx context.Context) (*Incentives, error) {
	e, err := s.edition(ctx)
	if err != nil {
		return nil, err
	}
	return e.incentives, nil
}

// Journeys are the journeys of the catalogue as it is.
func (s *Shelf) Journeys(ctx context.Context) (*Journeys, error) {
	e, err := s.edition(ctx)
	if err != nil {
		return nil, err
	}
	return e.journeys, nil
}

// edition reads the catalogue anew when it has changed.
func (s *Shelf) edition(ctx context.Context) (*edition, error) {
	seq, err := s.Store.Seq(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := fmt.Sprintf("%d %p", seq, s.Places()); s.last != nil && s.last.key == key+s.versions() {
		return s.last, nil
	}
	e := &edition{}
	if e.incentives, err = s.readIncentives(ctx); err != nil {
		return nil, err
	}
	if e.journeys, err = s.readJourneys(ctx); err != nil {
		return nil, err
	}
	s.last = e
	e.key = fmt.Sprintf("%d %p", seq, s.Places()) + s.versions()
	return e, nil
}

// versions names the state of the tables that are read beside the records.
func (s *Shelf) versions() string {
	var b strings.Builder
	for _, p := range s.Library().All() {
		for _, r := range p.Resources {
			if !Beside(r.Name) {
				continue
			}
			if v, err := s.Tables.Version(table.Ref{Dataset: p.Name, Table: r.Name}, "", ""); err == nil {
				fmt.Fprintf(&b, " %s/%s@%s", p.Name, r.Name, v.Number)
			}
		}
	}
	return b.String()
}

// Beside reports whether a table of the name may be read beside the records.
func Beside(name string) bool {
	switch name {
	case tableVariables, tableOptions, tableSectors, tableAreas, tableChoices:
		return true
	}
	return false
}

// The tables that are read beside the records.
const (
	tableVariables = "variables"
	tableOptions   = "options"
	tableSectors   = "sectors"
	tableAreas     = "areas"
	tableChoices   = "choices"
)

// rows are the rows of a table by column; a table that is not there has none.
func (s *Shelf) rows(ctx context.Context, dataset, name string) ([]map[string]string, error) {
	ref := table.Ref{Dataset: dataset, Table: name}
	if _, err := s.Tables.Version(ref, "", ""); err != nil {
		if catalog.KindOf(err) == catalog.NotFound {
			return nil, nil
		}
		return nil, err
	}
	result, err := s.Tables.Query(ctx, table.Query{Ref: ref, Limit: table.Unlimited})
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", ref, err)
	}
	columns := result.Columns
	all, err := result.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", ref, err)
	}
	var out []map[string]string
	for _, row := range all {
		m := map[string]string{}
		for i, c := range columns {
			if row[i] != nil {
				m[c.Name] = fmt.Sprint(row[i])
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// datasetsOf are the datasets that publish the records, in the order met.
func datasetsOf(recs []catalog.Record) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range recs {
		if r.Table != nil && !seen[r.Table.Dataset] {
			seen[r.Table.Dataset] = true
			out = append(out, r.Table.Dataset)
		}
	}
	return out
}

// texts are the two languages of an attribute: name_vi and name_en.
func texts(attributes map[string]any, name string) text.Text {
	vi, _ := attributes[name+"_vi"].(string)
	en, _ := attributes[name+"_en"].(string)
	return text.New(vi, en)
}

// said is an attribute that is one text.
func said(attributes map[string]any, name string) string {
	s, _ := attributes[name].(string)
	return s
}

// number is an attribute that is a number, nil where it is not.
func number(attributes map[string]any, name string) *float64 {
	switch n := attributes[name].(type) {
	case float64:
		return &n
	case int:
		f := float64(n)
		return &f
	case int64:
		f := float64(n)
		return &f
	}
	return nil
}

// split are the parts of a list that is written with semicolons.
func split(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// byID are the records of the ids.
func (s *Shelf) byID(ctx context.Context, ids []string) (map[string]*catalog.Record, error) {
	out := map[string]*catalog.Record{}
	const most = 400 // under the store's bound on variables of a statement
	for len(ids) > 0 {
		n := min(len(ids), most)
		recs, err := s.Store.Records(ctx, ids[:n])
		if err != nil {
			return nil, err
		}
		for i := range recs {
			out[recs[i].ID] = &recs[i]
		}
		ids = ids[n:]
	}
	return out, nil
}

// labelOf names a code of a column, the code itself where nothing is declared.
func (s *Shelf) labelOf(ref *catalog.TableRef, column, code string) text.Text {
	if ref != nil {
		if f, ok := s.Library().Column(ref.Dataset, ref.Table, column); ok {
			if label := f.Labels[code]; !label.IsZero() {
				return label
			}
		}
	}
	return text.New(code, code)
}

var _ = vocab.Incentive
