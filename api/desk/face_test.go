package desk_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	face "honglinh/api/desk"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	source "honglinh/indexer/desk"
)

// readers prove and get nothing.
type readers struct{}

func (readers) Proof(ctx context.Context, id string, fields map[string]string) (catalog.Record, error) {
	_, refused, err := source.Draft(ctx, source.Item{ID: id, Fields: fields}, catalog.Anywhere())
	if err == nil && refused != nil {
		err = catalog.NewFault(catalog.Invalid, refused.Column, refused.Reason, refused.Reason)
	}
	return catalog.Record{}, err
}
func (readers) Publish(context.Context, string, map[string]string) error { return nil }
func (readers) Retract(context.Context, string, text.Text) error         { return nil }
func (readers) Record(context.Context, string) (catalog.Record, error) {
	return catalog.Record{}, catalog.NewFault(catalog.NotFound, "record", "không có", "none")
}

func open(t *testing.T) (http.Handler, *accounts.Keeper, *face.Face) {
	t.Helper()
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	keys := accounts.New(accounts.Options{Store: st})
	f := face.New(face.Options{BaseURL: "https://h.example", Keys: keys, Editions: editions.New(editions.Options{Store: st, Publisher: readers{}}), Commissions: &commissions.Keeper{Store: st, Now: time.Now, Rand: rand.Reader}, Records: readers{}, Version: "0.0-test", Now: time.Now})
	return f, keys, f
}

func ask(h http.Handler, key, method, path, body string) (*httptest.ResponseRecorder, map[string]any) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var out map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &out) // not every answer is JSON
	return w, out
}

func TestAProgramOfAUnitSendsADraft(t *testing.T) {
	h, keys, _ := open(t)
	key, err := keys.AddKey(t.Context(), "bac-hong-linh", "phần mềm của phường", string(account.Admin))
	if err != nil {
		t.Fatal(err)
	}
	other, err := keys.AddKey(t.Context(), "nam-hong-linh", "khác", string(account.Admin))
	if err != nil {
		t.Fatal(err)
	}
	const draft = `{"kind":"opportunity","title":{"vi":"Khu chợ đêm","en":"Night market"},"fields":{"capital":"40","attr.contact_phone":"0239 1"},"send":true}`
	w, got := ask(h, key, http.MethodPost, "/desk/api/drafts", draft)
	if w.Code != http.StatusCreated || got["state"] != string(desk.Sent) || got["unit"] != "bac-hong-linh" || w.Header().Get("Access-Control-Allow-Origin") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s %v", w.Code, w.Body, w.Header())
	}
	id := got["id"].(string)
	for _, c := range []struct {
		name, key, method, path, body string
		want                          int
		says                          string
	}{
		{"without a key", "", "POST", "/desk/api/drafts", draft, http.StatusUnauthorized, "Bearer"},
		{"with a key that is none", "xyz", "GET", "/desk/api/drafts", "", http.StatusUnauthorized, ""},
		{"of another unit", other, "GET", "/desk/api/drafts/" + id, "", http.StatusNotFound, ""},
		{"a field that is none", key, "POST", "/desk/api/drafts", `{"kind":"place","title":{"vi":"x"},"fields":{"titel_vi":"y"}}`, http.StatusBadRequest, "title_vi"},
		{"a member that is none", key, "POST", "/desk/api/drafts", `{"kinds":"place"}`, http.StatusBadRequest, "kinds"},
		{"a kind that is none", key, "POST", "/desk/api/drafts", `{"kind":"unit","title":{"vi":"x"}}`, http.StatusBadRequest, ""},
		{"no title", key, "POST", "/desk/api/drafts", `{"kind":"place"}`, http.StatusBadRequest, "title"},
		{"a record that is none", key, "POST", "/desk/api/drafts", `{"record":"place/x"}`, http.StatusBadRequest, "record"},
		{"a number that is none", key, "POST", "/desk/api/drafts", `{"kind":"place","title":{"vi":"x"},"fields":{"lat":"y"},"send":true}`, http.StatusBadRequest, "lat"},
		{"far too much", key, "POST", "/desk/api/drafts", `{"title":{"vi":"` + strings.Repeat("x", 2<<20) + `"}}`, http.StatusRequestEntityTooLarge, ""},
		{"a parameter that is none", key, "GET", "/desk/api/drafts?stat=x", "", http.StatusBadRequest, "stat"},
		{"a change after it was sent", key, "PUT", "/desk/api/drafts/" + id, `{"rev":1,"fields":{"capital":"50"}}`, http.StatusBadRequest, ""},
		{"one of its own", key, "GET", "/desk/api/drafts/" + id, "", http.StatusOK, "Night market"},
		{"all of its own", key, "GET", "/desk/api/drafts", "", http.StatusOK, id},
	} {
		w, _ := ask(h, c.key, c.method, c.path, c.body)
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
	list, err := keys.Keys(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, k := range list {
		if err := keys.RevokeKey(t.Context(), k.ID, "admin"); err != nil {
			t.Fatal(err)
		}
	}
	if w, _ := ask(h, key, http.MethodGet, "/desk/api/drafts", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("a key that was revoked: %d", w.Code)
	}
}

func TestAUnitAnswersACommission(t *testing.T) {
	h, keys, f := open(t)
	key, err := keys.AddKey(t.Context(), "bac-hong-linh", "phần mềm của phường", string(account.Admin))
	if err != nil {
		t.Fatal(err)
	}
	other, err := keys.AddKey(t.Context(), "nam-hong-linh", "khác", string(account.Admin))
	if err != nil {
		t.Fatal(err)
	}
	secretary := account.Actor{Name: "thu.ky", Grants: []account.Grant{{Role: account.Secretary}}}
	due := catalog.Date(time.Now().AddDate(0, 0, 9).Format(time.DateOnly))
	asked, err := f.Commissions.Ask(t.Context(), commission.Commission{Topic: "Chợ đêm", Reason: commission.Thin, Unit: "bac-hong-linh", Due: due}, secretary, "secretary")
	if err != nil {
		t.Fatal(err)
	}
	_, draft := ask(h, key, http.MethodPost, "/desk/api/drafts", `{"kind":"article","title":{"vi":"Chợ đêm"}}`)
	at := "/desk/api/commissions/" + asked.ID
	for _, c := range []struct {
		name, key, method, path, body string
		want                          int
		says                          string
	}{
		{"without a key", "", "GET", "/desk/api/commissions", "", http.StatusUnauthorized, ""},
		{"another unit has none", other, "GET", "/desk/api/commissions", "", http.StatusOK, `"items":[]`},
		{"another unit answers", other, "POST", at, `{"act":"accept"}`, http.StatusNotFound, ""},
		{"its own", key, "GET", "/desk/api/commissions", "", http.StatusOK, asked.ID},
		{"delivered with nothing", key, "POST", at, `{"act":"deliver"}`, http.StatusBadRequest, "edition"},
		{"a draft that is none", key, "POST", at, `{"drafts":["x"]}`, http.StatusBadRequest, "drafts"},
		{"a record that is none", key, "POST", at, `{"records":["place/x"]}`, http.StatusBadRequest, "records"},
		{"a member that is none", key, "POST", at, `{"state":"accepted"}`, http.StatusBadRequest, "state"},
		{"linked and delivered at once", key, "POST", at, `{"act":"deliver","drafts":["` + draft["id"].(string) + `"]}`, http.StatusOK, `"delivered"`},
		{"it waits no more", key, "GET", "/desk/api/commissions", "", http.StatusOK, `"items":[]`},
	} {
		w, _ := ask(h, c.key, c.method, c.path, c.body)
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
}

func TestTheDescriptionIsOpenAPI(t *testing.T) {
	h, _, f := open(t)
	w, _ := ask(h, "", http.MethodGet, "/desk/api/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	for _, rt := range f.Routes() {
		if doc.Paths.Value(rt.Path) == nil {
			t.Errorf("%s is not described", rt.Path)
		}
	}
}
