package invest

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
)

// Options of the face; Now may be left out.
type Options struct {
	Kit   *httpkit.Kit
	Rules *rulebook.Shelf
	Now   func() time.Time
}

// Face is the finder of incentives and the journeys.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Face{o}
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

func (f *Face) incentives(w http.ResponseWriter, r *http.Request) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	in, err := f.Rules.Incentives(r.Context())
	if err != nil {
		return err
	}
	p, err := in.Read(values, f.Now())
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, in.Ask(p, f.Now()), httpkit.Validator{})
}

// journeyDoc is a journey in the list of them.
type journeyDoc struct {
	Slug      string        `json:"slug"`
	Record    string        `json:"record"`
	Title     text.Text     `json:"title"`
	Summary   text.Text     `json:"summary,omitzero"`
	Investor  string        `json:"investor,omitempty"`
	Questions []questionDoc `json:"questions"`
	URL       string        `json:"url"`
}

// questionDoc is a parameter of a journey with its values.
type questionDoc struct {
	Name    string      `json:"name"`
	Title   text.Text   `json:"title"`
	Options []optionDoc `json:"options"`
}

type optionDoc struct {
	Value string    `json:"value"`
	Title text.Text `json:"title"`
}

func (f *Face) journeys(w http.ResponseWriter, r *http.Request) error {
	js, err := f.Rules.Journeys(r.Context())
	if err != nil {
		return err
	}
	out := struct {
		Items []journeyDoc `json:"items"`
	}{[]journeyDoc{}}
	for _, j := range js.All() {
		doc := journeyDoc{Slug: j.Record.Slug(), Record: j.Record.ID, Title: j.Record.Title, Summary: j.Record.Summary, Investor: j.Investor(), Questions: []questionDoc{},
			URL: f.Kit.URL("/api/v1/journeys/" + j.Record.Slug())}
		for _, x := range j.Questions {
			q := questionDoc{Name: x.Name, Title: x.Label, Options: []optionDoc{}}
			for _, o := range x.Options {
				q.Options = append(q.Options, optionDoc{o.Code, o.Label})
			}
			doc.Questions = append(doc.Questions, q)
		}
		out.Items = append(out.Items, doc)
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}

func (f *Face) journey(w http.ResponseWriter, r *http.Request) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	js, err := f.Rules.Journeys(r.Context())
	if err != nil {
		return err
	}
	slug, _ := httpkit.PathVar(r, "slug")
	j, err := js.Find(slug)
	if err != nil {
		return err
	}
	s, err := js.Read(j, values, f.Now())
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, js.Plan(j, s, f.Now()), httpkit.Validator{})
}
