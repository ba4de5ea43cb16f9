package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	source "honglinh/indexer/desk"
)

// sent is the body of a new draft.
type sent struct {
	Record string            `json:"record,omitempty"` // to change; else kind and title
	Kind   vocab.Kind        `json:"kind,omitempty"`
	Title  text.Text         `json:"title,omitzero"`
	Fields map[string]string `json:"fields,omitempty"`
	Send   bool              `json:"send,omitempty"`
}

// saved is the body of a change.
type saved struct {
	Rev    int               `json:"rev"`
	Fields map[string]string `json:"fields"`
}

// draft is an edition as programs see it.
type draft struct {
	ID       string            `json:"id"`
	Record   string            `json:"record"`
	Kind     vocab.Kind        `json:"kind"`
	Unit     string            `json:"unit"`
	State    desk.State        `json:"state"`
	Rev      int               `json:"rev"`
	Fields   map[string]string `json:"fields,omitempty"`
	Reason   string            `json:"reason,omitempty"` // of the last return
	Comments []desk.Comment    `json:"comments,omitempty"`
	Modified time.Time         `json:"modified"`
	URL      string            `json:"url"`
}

func (f *Face) told(it editions.Item, whole bool) draft {
	e := it.Value
	d := draft{ID: it.ID, Record: e.Record, Kind: e.Kind, Unit: e.Unit, State: e.State, Rev: e.Rev, Modified: e.Modified, URL: f.BaseURL + "/desk/vi/editions/" + it.ID}
	if whole {
		d.Fields, d.Comments = e.Fields, e.Comments
		for _, s := range slices.Backward(e.Steps) {
			if s.Act == desk.Return {
				d.Reason = s.Why
				break
			}
		}
	}
	return d
}

// read decodes a body strictly: an unknown member is a mistake that should be told.
func read(r *http.Request, to any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		return catalog.NewFault(catalog.Invalid, "body", "Không đọc được JSON: "+err.Error(), "The JSON cannot be read: "+err.Error())
	}
	return nil
}

// known refuses fields that no record has, and says what are the nearest.
func known(fields map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !source.Known(name) {
			f := catalog.NewFault(catalog.Invalid, "fields."+name, "Không có trường này; thuộc tính riêng của loại bắt đầu bằng attr.", "There is no such field; attributes of the kind begin with attr.")
			f.Nearest = text.Nearest(name, source.Core())
			return f
		}
	}
	return nil
}

func (f *Face) add(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	var in sent
	if err := read(r, &in); err != nil {
		return err
	}
	if err := known(in.Fields); err != nil {
		return err
	}
	fields := maps.Clone(in.Fields)
	if fields == nil {
		fields = map[string]string{}
	}
	id, base := in.Record, map[string]string(nil)
	if kind, _, _ := catalog.SplitID(id); kind == vocab.Dataset {
		return catalog.NewFault(catalog.Invalid, "record", "Dòng của bảng sửa ở trang “Bảng số liệu” của bàn biên tập, nơi dán được cả bảng tính.", "Rows of tables are changed on the page “Tables” of the desk, where whole spreadsheets are pasted.")
	}
	if id != "" {
		rec, err := f.Records.Record(r.Context(), id)
		if err != nil {
			return catalog.NewFault(catalog.Invalid, "record", "Không có bản ghi này.", "There is no such record.")
		}
		base = source.Fields(&rec)
		if live, there, err := f.Editions.Live(r.Context(), id); err != nil {
			return err
		} else if there {
			base = live.Value.Fields
		}
		over := maps.Clone(base)
		maps.Copy(over, fields)
		fields = over
	} else {
		for lang, s := range in.Title {
			fields["title_"+string(lang)] = s
		}
		slug := text.Slug(fields["title_vi"], 60)
		if slug == "" {
			return catalog.NewFault(catalog.Invalid, "title.vi", "Thiếu tên tiếng Việt.", "The Vietnamese title is missing.")
		}
		id = catalog.MakeID(in.Kind, fmt.Sprintf("%s-%s", slug, f.Now().UTC().Format("20060102-150405")))
	}
	e, err := desk.New(id, who.Units()[0], base, fields, who, f.Now().UTC())
	if err != nil {
		return err
	}
	it, err := f.Editions.Begin(r.Context(), e, "unit-key")
	if err == nil && in.Send {
		it, err = f.Editions.Do(r.Context(), it.ID, desk.Send, desk.With{}, who, "unit-key")
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, f.told(it, true))
}

func answer(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	w.WriteHeader(status)
	_, err = w.Write(b)
	return err
}

func (f *Face) found(r *http.Request, who account.Actor) (editions.Item, error) {
	id, _ := httpkit.PathVar(r, "id")
	it, err := f.Editions.Find(r.Context(), id)
	if err == nil && !it.Value.MayRead(who) {
		err = catalog.NewFault(catalog.NotFound, "id", "Không có bản thảo này.", "There is no such draft.")
	}
	return it, err
}

func (f *Face) one(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	it, err := f.found(r, who)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, f.told(it, true))
}

func (f *Face) list(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	items, more, err := f.Editions.List(r.Context(), "unit", who.Units()[0]+"/", 200)
	if err != nil {
		return err
	}
	out := struct {
		Items []draft `json:"items"`
		More  bool    `json:"more"`
	}{Items: []draft{}, More: more}
	for _, it := range items {
		out.Items = append(out.Items, f.told(it, false))
	}
	return answer(w, http.StatusOK, out)
}

func (f *Face) save(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	it, err := f.found(r, who)
	if err != nil {
		return err
	}
	var in saved
	if err := read(r, &in); err != nil {
		return err
	}
	if err := known(in.Fields); err != nil {
		return err
	}
	mine, _ := it.Value.AtRev(in.Rev)
	if mine == nil {
		mine = map[string]string{}
	}
	maps.Copy(mine, in.Fields)
	it, conflicts, err := f.Editions.Write(r.Context(), it.ID, in.Rev, mine, who, "unit-key")
	if err != nil {
		return err
	}
	if len(conflicts) > 0 {
		c := conflicts[0]
		return catalog.NewFault(catalog.Invalid, "fields."+c.Field, "Người khác đã đổi trường này thành “"+c.Theirs+"”; đọc lại rồi gửi từ rev mới.", "Somebody else changed this field to “"+c.Theirs+"”; read it again and send from the new rev.")
	}
	return answer(w, http.StatusOK, f.told(it, true))
}

func (f *Face) send(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	it, err := f.found(r, who)
	if err != nil {
		return err
	}
	if it, err = f.Editions.Do(r.Context(), it.ID, desk.Send, desk.With{}, who, "unit-key"); err != nil {
		return err
	}
	return answer(w, http.StatusOK, f.told(it, true))
}
