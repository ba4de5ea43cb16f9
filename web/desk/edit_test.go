package desk_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"honglinh/catalog/account"
)

// form reads the fields of the page's edit form as a browser would send them.
func form(page string) url.Values {
	out := url.Values{}
	_, page, _ = strings.Cut(page, `id="edit"`)
	page, _, _ = strings.Cut(page, "</form>")
	for _, m := range regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]*>`).FindAllStringSubmatch(page, -1) {
		if strings.Contains(m[0], `type="checkbox"`) && !strings.Contains(m[0], "checked") {
			continue
		}
		value := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(m[0])
		if value != nil {
			out.Add(m[1], unescape(value[1]))
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(page, -1) {
		out.Set(m[1], unescape(m[2]))
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(page, -1) {
		on := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[2])
		if on != nil {
			out.Set(m[1], on[1])
		}
	}
	return out
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(s)
}

// begin begins an edition and returns its address.
func (c *caller) begin(t *testing.T, values url.Values) string {
	t.Helper()
	w := c.post(t, "/desk/vi/new", values)
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/desk/vi/editions/") {
		t.Fatalf("%s begins: %d %s\n%s", c.name, w.Code, at, w.Body)
	}
	return at
}

// save sends the form with changes, as it is shown.
func (c *caller) save(t *testing.T, at string, change map[string]string) int {
	t.Helper()
	values := form(c.get(t, at).Body.String())
	for k, v := range change {
		values.Set(k, v)
	}
	return c.post(t, at, values).Code
}

func (c *caller) act(t *testing.T, at, act string, more ...string) int {
	t.Helper()
	values := url.Values{"act": {act}}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return c.post(t, at+"/act", values).Code
}

func TestAnOpportunityGoesFromTheWardToReaders(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	stranger := d.as(t, "la", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	at := writer.begin(t, url.Values{"unit": {unit}, "kind": {"opportunity"}, "title": {"Khu du lịch suối Tiên"}})
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"a stranger reads it", stranger.get(t, at).Code, http.StatusNotFound},
		{"a wrong number is told by its field", writer.save(t, at, map[string]string{"f.capital": "nhiều"}), http.StatusSeeOther},
		{"it is not sent with it", writer.act(t, at, "send"), http.StatusBadRequest},
		{"it is mended", writer.save(t, at, map[string]string{"f.capital": "85", "f.summary_vi": "Một suối. ", "f.attr.contact_phone": "0239 3 000 000", "f.src.attr.contact_phone": "UBND phường", "f.asof.attr.contact_phone": "2026-11-30", "f.source_title": "Phường Bắc Hồng Lĩnh"}), http.StatusSeeOther},
		{"it is sent", writer.act(t, at, "send"), http.StatusSeeOther},
		{"its writer cannot check it", writer.act(t, at, "check"), http.StatusBadRequest},
		{"the unit head checks it", head.act(t, at, "check"), http.StatusSeeOther},
		{"an editor takes it", editor.act(t, at, "take"), http.StatusSeeOther},
		{"asks back without a reason", editor.act(t, at, "return"), http.StatusBadRequest},
		{"translates it", editor.save(t, at, map[string]string{"f.title_en": "Tien stream resort"}), http.StatusSeeOther},
		{"does not approve it", editor.act(t, at, "approve"), http.StatusBadRequest},
		{"the secretary approves it", secretary.act(t, at, "approve"), http.StatusSeeOther},
		{"and publishes it", secretary.act(t, at, "publish"), http.StatusSeeOther},
		{"once", secretary.act(t, at, "publish"), http.StatusBadRequest},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	got := d.has["opportunity/khu-du-lich-suoi-tien"]
	if got["capital"] != "85" || got["title_en"] != "Tien stream resort" || got["summary_vi"] != "Một suối." || got["attr.contact_phone"] == "" {
		t.Errorf("readers have %v", got)
	}
	for name, c := range map[string]*caller{"the writer": writer, "the secretary": secretary} {
		if w := c.get(t, "/desk/en/"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "⟦") {
			t.Errorf("%s sees %d", name, w.Code)
		}
	}
	if w := secretary.get(t, strings.Replace(at, "/vi/", "/en/", 1)+"/preview"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Tien stream resort") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the preview: %d %v", w.Code, w.Header())
	}
}

func TestWhatIsPastedIsPlainText(t *testing.T) {
	d := open(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	at := editor.begin(t, url.Values{"kind": {"article"}, "title": {"Tin"}})
	editor.save(t, at, map[string]string{
		"f.title_vi":   `<script>alert(1)</script>Tin <b onclick="x()">vui</b>`,
		"f.body_vi":    "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p.MsoNormal{mso-style-parent:\"\"}</style><p class=MsoNormal>Diện tích < 5 ha &amp; đẹp</p></html>",
		"f.summary_vi": "ẩn\u200b\u202e chữ\u00a0và Hồng",
	})
	w := editor.get(t, at)
	got := form(w.Body.String())
	want := map[string]string{"f.title_vi": "Tin vui", "f.body_vi": "Diện tích < 5 ha &amp; đẹp", "f.summary_vi": "ẩn chữ và Hồng"}
	for name, v := range want {
		if got.Get(name) != v {
			t.Errorf("%s is %q, want %q", name, got.Get(name), v)
		}
	}
	if strings.Contains(w.Body.String(), "<script>alert") {
		t.Error("a script reached the page")
	}
}

func TestTheSecondOfTwoEditorsSeesTheDifference(t *testing.T) {
	d := open(t)
	a, b := d.as(t, "a.a", account.Grant{Role: account.Editor}), d.as(t, "b.b", account.Grant{Role: account.Editor})
	at := a.begin(t, url.Values{"kind": {"article"}, "title": {"Tin"}})
	mine, theirs := form(a.get(t, at).Body.String()), form(b.get(t, at).Body.String())
	mine.Set("f.title_vi", "Tin của A")
	theirs.Set("f.title_vi", "Tin của B")
	theirs.Set("f.summary_vi", "Tóm tắt của B")
	if w := a.post(t, at, mine); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	w := b.post(t, at, theirs)
	for _, want := range []string{"Tin của A", "Tin của B", "Tóm tắt của B"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page of the conflict lacks %q", want)
		}
	}
	if w.Code != http.StatusConflict {
		t.Errorf("a conflict is %d", w.Code)
	}
	again := form(w.Body.String())
	merged := maps.Clone(again)
	merged.Set("f.title_vi", "Tin của A và B")
	if w := b.post(t, at, merged); w.Code != http.StatusSeeOther {
		t.Fatalf("merged: %d", w.Code)
	}
	now := form(a.get(t, at).Body.String())
	if now.Get("f.title_vi") != "Tin của A và B" || now.Get("f.summary_vi") != "Tóm tắt của B" {
		t.Errorf("it is %q, %q", now.Get("f.title_vi"), now.Get("f.summary_vi"))
	}
}

func TestCornersOfADecisionBecomeTheShape(t *testing.T) {
	d := open(t)
	lan := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	w := lan.post(t, "/desk/vi/new", url.Values{"unit": {"bac-hong-linh"}, "kind": {"opportunity"}, "title": {"Khu đất có bảng góc"}})
	path := w.Header().Get("Location")
	form := url.Values{"rev": {"1"}, "f.title_vi": {"Khu đất có bảng góc"}, "corners_crs": {"EPSG:9209"},
		"corners": {"1\t2049000,00\t521000,00\n2\t2049000,00\t521200,00\n3\t2048800,00\t521200,00\n4\t2048800,00\t521000,00"}}
	if w := lan.post(t, path, form); w.Code != http.StatusSeeOther {
		t.Fatalf("corners: %d %s", w.Code, w.Body)
	}
	id := path[strings.LastIndexByte(path, '/')+1:]
	it, err := d.Editions.Find(t.Context(), id)
	if f := it.Value.Fields; err != nil || !strings.HasPrefix(f["geometry"], `{"type":"Polygon","coordinates":[[[105.`) || f["geometry_quality"] != "surveyed" || f["lat"] != "" {
		t.Fatalf("%v %v", it.Value.Fields, err)
	}
	if page := lan.get(t, path).Body.String(); !strings.Contains(page, "Polygon, 4 góc") {
		t.Error("the form does not tell of the shape")
	}
	for name, c := range map[string][2]string{
		"edges that cross":  {"EPSG:9209", "1 2049000 521000\n2 2048800 521200\n3 2049000 521200\n4 2048800 521000"},
		"no corners at all": {"EPSG:9209", "đất ở tổ dân phố 5"},
		"an unknown system": {"EPSG:1", "1 2049000 521000\n2 2049000 521200\n3 2048800 521200"},
	} {
		form := url.Values{"rev": {"2"}, "f.title_vi": {"Khu đất có bảng góc"}, "corners_crs": {c[0]}, "corners": {c[1]}}
		if w := lan.post(t, path, form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), c[1]) {
			t.Errorf("%s: %d, and what was pasted stays: %v", name, w.Code, strings.Contains(w.Body.String(), c[1]))
		}
	}
	w = lan.post(t, path, url.Values{"rev": {"2"}, "f.title_vi": {"Khu đất có bảng góc"}, "corners_crs": {"EPSG:9209"}, "corners": {"1 2049000 521000"}})
	if it, err = d.Editions.Find(t.Context(), id); err != nil || w.Code != http.StatusSeeOther || it.Value.Fields["geometry"] != "" || !strings.HasPrefix(it.Value.Fields["lat"], "18.5") {
		t.Errorf("one corner: %d %v %v", w.Code, it.Value.Fields, err)
	}
}

func TestAFormSavesByItselfAndOverwritesNobody(t *testing.T) {
	d := open(t)
	lan := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	hoa := d.as(t, "hoa", account.Grant{Role: account.UnitHead, Unit: "bac-hong-linh"})
	path := lan.post(t, "/desk/vi/new", url.Values{"unit": {"bac-hong-linh"}, "kind": {"article"}, "title": {"Tin"}}).Header().Get("Location")
	id := path[strings.LastIndexByte(path, '/')+1:]
	for i, title := range []string{"Tin m", "Tin mớ", "Tin mới"} {
		w := lan.post(t, path, url.Values{"auto": {"true"}, "rev": {strconv.Itoa(i + 1)}, "f.title_vi": {title}})
		if want := fmt.Sprintf(`{"rev":%d}`, i+2); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != want {
			t.Fatalf("autosave %d: %d %s, want %s", i, w.Code, w.Body, want)
		}
	}
	it, err := d.Editions.Find(t.Context(), id)
	if err != nil || len(it.Value.Revisions) != 2 || it.Value.Revisions[1].Before["title_vi"] != "Tin" {
		t.Errorf("three in a row are one revision: %+v %v", it.Value.Revisions, err)
	}
	if was, known := it.Value.AtRev(1); !known || was["title_vi"] != "Tin" {
		t.Errorf("what it was before: %v %v", was, known)
	}
	if w := hoa.post(t, path, url.Values{"rev": {"4"}, "f.title_vi": {"Tin của Hoà"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("hoa saves: %d", w.Code)
	}
	if w := lan.post(t, path, url.Values{"auto": {"true"}, "rev": {"4"}, "f.title_vi": {"Tin của Lan"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Người khác") {
		t.Errorf("autosave over hoa: %d %s", w.Code, w.Body)
	}
	if it, err := d.Editions.Find(t.Context(), id); err != nil || it.Value.Fields["title_vi"] != "Tin của Hoà" {
		t.Errorf("%v %v", it.Value.Fields, err)
	}
}
