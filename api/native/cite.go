package native

import (
	"net/http"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/cite"
)

func citeParam() httpkit.Param {
	p := httpkit.Param{Name: "format", Type: httpkit.String, Default: "text", Example: "bibtex", Help: text.New("Dạng trích dẫn.", "Form of the citation.")}
	for _, form := range cite.EntryFormats() {
		p.Enum = append(p.Enum, form.Name)
	}
	return p
}

func citeAnswers() []httpkit.Answer {
	var out []httpkit.Answer
	for _, form := range cite.EntryFormats() {
		out = append(out, httpkit.Answer{Media: bare(form.Media)})
	}
	return out
}

// cite prints a citation of a record in the reader's language.
func (f *Face) cite(w http.ResponseWriter, r *http.Request) error {
	id, err := recordID(r)
	if err != nil {
		return err
	}
	p := httpkit.Parsed(r)
	form, err := cite.Find(p.String("format"))
	if err != nil {
		return err
	}
	rec, err := f.find(r.Context(), id, p)
	if err != nil {
		return f.explain(r.Context(), id, err)
	}
	lang := httpkit.Lang(r)
	httpkit.AddVary(w.Header(), "Accept-Language")
	page := f.kit.URL("/" + string(lang) + "/" + rec.ID)
	if p.Has("version") {
		page += "?version=" + strconv.FormatInt(p.Int("version"), 10)
	}
	out := form.Print(cite.OfRecord(&rec, f.kit.Site().Publisher.Name, page), lang, f.now())
	return httpkit.WriteBytes(w, r, form.Media, []byte(out), httpkit.Validator{Modified: rec.Modified})
}
