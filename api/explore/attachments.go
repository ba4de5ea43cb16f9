package explore

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/table/clause"
)

// attachedTo lists the files of the dataset's package that are no tables.
func (f *Face) attachedTo(e entry, l text.Lang) []attached {
	out := []attached{}
	if f.files == nil {
		return out
	}
	for _, r := range e.pack.Resources {
		if r.Tabular() {
			continue
		}
		for _, p := range r.Paths {
			title, _ := r.Title.Best(l)
			media := r.MediaType
			if media == "" {
				media = mime.TypeByExtension(path.Ext(p))
			}
			if media == "" {
				media = "application/octet-stream"
			}
			id := path.Base(p)
			out = append(out, attached{id, title + " (" + id + ")", media, f.kit.URL(Base + "/catalog/datasets/" + e.id + "/attachments/" + id)})
		}
	}
	return out
}

func (f *Face) attachments(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.find(id)
	if err != nil {
		return err
	}
	type item struct {
		Href  string         `json:"href"`
		Metas map[string]any `json:"metas"`
		Links []link         `json:"links"`
	}
	list := []item{}
	for _, a := range f.attachedTo(e, o.lang) {
		list = append(list, item{a.URL, map[string]any{"mime-type": a.Mime, "title": a.Title, "id": a.ID}, []link{{"self", a.URL}}})
	}
	self := f.kit.URL(Base + "/catalog/datasets/" + e.id + "/attachments")
	return httpkit.WriteJSON(w, r, map[string]any{"links": []link{{"self", self}}, "attachments": list}, httpkit.Validator{Modified: e.modified()})
}

func (f *Face) attachment(w http.ResponseWriter, r *http.Request) error {
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.find(id)
	if err != nil {
		return err
	}
	name, _ := httpkit.PathVar(r, "attachment")
	for _, a := range f.attachedTo(e, text.VI) {
		if a.ID != name {
			continue
		}
		for _, res := range e.pack.Resources {
			for _, p := range res.Paths {
				if path.Base(p) == name && !res.Tabular() {
					return f.sendFile(w, r, e, p, a.Mime)
				}
			}
		}
	}
	return noResource("The requested attachment %s does not exist.", clause.Short(name))
}

func (f *Face) sendFile(w http.ResponseWriter, r *http.Request, e entry, file, media string) error {
	in, err := f.files.Open(e.pack.Name, file)
	if errors.Is(err, fs.ErrNotExist) {
		return noResource("The requested attachment does not exist.")
	}
	if err != nil {
		return err
	}
	defer in.Close()
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(file)}))
	if httpkit.NotModified(w, r, httpkit.Validator{ETag: httpkit.ETag(e.id, file, e.modified().String()), Modified: e.modified()}) {
		return nil
	}
	_, err = io.Copy(w, in)
	return err
}
