package citetest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

const records = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"

func recordChecks() []check {
	return []check{
		{records + "record-collection", "/req/record-collection/mandatory", text.New("Danh mục là tập hợp bản ghi, có kiểu nội dung riêng khi được hỏi", "The catalogue is a collection of records, with its own media type on request"), checkCatalogue},
		{records + "record-core", "/req/record-core/mandatory", text.New("Bản ghi có id, type, time, geometry, title, một liên kết collection và một liên kết profile", "Records have id, type, time, geometry, title, one collection link and a profile link"), checkRecords},
		{records + "record-core", "/req/record-core/licence", text.New("Giấy phép là tên SPDX hoặc other, kèm liên kết", "Licences are SPDX names or other, with a link"), checkLicences},
		{records + "record-core-query-parameters", "/req/record-core-query-parameters/param-q", text.New("q: dấu phẩy là hoặc, khoảng trắng là cụm từ, không phân biệt hoa thường", "q: commas are alternatives, white space is a phrase, letter case does not matter"), checkQ},
		{records + "record-core-query-parameters", "/req/record-core-query-parameters/param-type", text.New("type, ids và externalIds", "type, ids and externalIds"), checkIdentity},
		{records + "record-core-query-parameters", "/req/record-core-query-parameters/param-all", text.New("Mọi tham số phải cùng thoả", "All parameters have to hold"), checkTogether},
		{records + "sorting", "/req/sorting/sortby", text.New("sortby xếp tăng và giảm, qua cả các trang; thuộc tính lạ bị từ chối", "sortby orders up and down, over pages too; unknown properties are refused"), checkSorting},
		{records + "searchable-catalog-sorting", "/req/sorting/sortables", text.New("Thuộc tính nào trong danh sách sắp xếp cũng sắp xếp được; thứ tự mặc định dùng chúng", "Everything listed as sortable can be sorted by; the default order is of them"), checkSortables},
		{records + "record-core", "/req/record-core/times", text.New("Thời điểm ở giờ UTC; người liên hệ có tên; mẫu liên kết có địa chỉ", "Instants are in UTC, contacts have a name, link templates an address"), checkRecordParts},
		{records + "searchable-catalog-filtering", "/req/filtering/filter", text.New("Bản ghi lọc được bằng CQL2", "Records are filtered with CQL2"), checkRecordFilter},
		{records + "autodiscovery", "/req/autodiscovery/links", text.New("Trang gốc dẫn tới danh mục", "The landing page leads to the catalogue"), checkDiscovery},
		{records + "local-resources-catalog", "/req/local-resources-catalog/query", text.New("Tìm tập hợp bằng q và bbox", "Collections are searched with q and bbox"), checkLocal},
	}
}

// catalogue is the id of the first collection of records.
func (s *session) catalogue() (string, error) {
	all, err := s.collections("record")
	if err != nil {
		return "", err
	}
	return str(all[0], "id"), nil
}

func checkCatalogue(s *session) error {
	id, err := s.catalogue()
	if err != nil {
		return err
	}
	r, err := s.get("/collections/"+id, "Accept", "application/ogc-catalog+json")
	if err != nil {
		return err
	}
	if r.status != http.StatusOK || r.header.Get("Content-Type") != "application/ogc-catalog+json" {
		return wrong("asked for application/ogc-catalog+json: status %d, type %q", r.status, r.header.Get("Content-Type"))
	}
	v, err := s.object("/collections/" + id)
	if err == nil && (str(v, "type") != "Collection" || str(v, "itemType") != "record") {
		return wrong("type %q, itemType %q", str(v, "type"), str(v, "itemType"))
	}
	return err
}

// anyRecords are records from everywhere in the catalogue.
func (s *session) anyRecords() (string, []map[string]any, error) {
	id, err := s.catalogue()
	if err != nil {
		return "", nil, err
	}
	all, err := s.everything(id)
	if err == nil && len(all) == 0 {
		err = wrong("the catalogue is empty")
	}
	return id, all, err
}

func checkRecords(s *session) error {
	id, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	for i, r := range all {
		if err := checkRecord(r); err != nil {
			return fmt.Errorf("record %s: %w", str(r, "id"), err)
		}
		if i%50 == 0 {
			one, err := s.object("/collections/" + id + "/items/" + url.PathEscape(str(r, "id")) + "?f=json")
			if err != nil {
				return err
			}
			if err := checkRecord(one); err != nil {
				return fmt.Errorf("record %s alone: %w", str(r, "id"), err)
			}
		}
	}
	return nil
}

func checkRecord(r map[string]any) error {
	p, _ := r["properties"].(map[string]any)
	if str(r, "id") == "" || str(r, "type") != "Feature" || str(p, "type") == "" || str(p, "title") == "" {
		return wrong("id, type or title is missing")
	}
	for _, member := range []string{"time", "geometry"} {
		if _, ok := r[member]; !ok {
			return wrong("no member %s", member)
		}
	}
	n := map[string]int{}
	for _, l := range list(r, "links") {
		n[str(l, "rel")]++
	}
	if n["collection"] != 1 || n["profile"] != 1 || n["self"] != 1 {
		return wrong("%d collection links, %d profile links, %d self links; want one of each", n["collection"], n["profile"], n["self"])
	}
	if u := str(p, "updated"); u != "" && !strings.HasSuffix(u, "Z") {
		return wrong("updated %q is not in UTC", u)
	}
	if t, ok := r["time"].(map[string]any); ok && t["date"] == nil && t["timestamp"] == nil && len(strs(t, "interval")) != 2 {
		return wrong("time %v is none of date, timestamp and interval", t)
	}
	return nil
}

func checkLicences(s *session) error {
	_, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	looked := false
	for _, r := range all {
		p, _ := r["properties"].(map[string]any)
		if str(p, "license") == "" {
			continue
		}
		looked = true
		if _, ok := linked(r, "license", ""); !ok {
			return wrong("record %s has the licence %q and no link to it", str(r, "id"), str(p, "license"))
		}
	}
	if !looked {
		return skip("no record names a licence")
	}
	return nil
}

// phrase is the first three words of a title that stand side by side without a sign, with the id of the collection of records.
func (s *session) phrase() (id string, words []string, err error) {
	id, all, err := s.anyRecords()
	if err != nil {
		return "", nil, err
	}
	for _, r := range all {
		p, _ := r["properties"].(map[string]any)
		if w := strings.Fields(str(p, "title")); len(w) >= 3 && !strings.ContainsAny(strings.Join(w[:3], ""), ",()-–“”\"./:") {
			return id, w[:3], nil
		}
	}
	return id, nil, skip("no title has three plain words")
}

func checkQ(s *session) error {
	id, w, err := s.phrase()
	if err != nil {
		return err
	}
	n := map[string]int{}
	for name, q := range map[string]string{"phrase": strings.Join(w, " "), "upper": strings.ToUpper(strings.Join(w, " ")), "spaced": strings.Join(w, "   "), "reversed": w[2] + " " + w[1] + " " + w[0],
		"first": w[0], "either": w[0] + ",qqqqzzzz", "nothing": "qqqqzzzz", "gap": w[0] + " " + w[2] + " qqqqzzzz"} {
		if n[name], err = s.counted(id, "q", q); err != nil {
			return err
		}
	}
	switch {
	case n["phrase"] == 0 || n["upper"] != n["phrase"] || n["spaced"] != n["phrase"]:
		return wrong("the phrase %v finds %v", w, n)
	case n["reversed"] >= n["phrase"] && n["reversed"] > 0 && w[0] != w[2]:
		return wrong("the words in another order find as much: %v", n)
	case n["either"] != n["first"] || n["nothing"] != 0 || n["gap"] != 0:
		return wrong("alternatives and phrases: %v", n)
	}
	return s.expect(http.StatusBadRequest, items(id, "q", " , "))
}

func checkIdentity(s *session) error {
	id, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	first, last := all[0], all[len(all)-1]
	p, _ := first["properties"].(map[string]any)
	want := 0
	for _, r := range all {
		q, _ := r["properties"].(map[string]any)
		if q["type"] == p["type"] {
			want++
		}
	}
	external := list(p, "externalIds")
	if len(external) == 0 {
		return wrong("record %s has no external id", str(first, "id"))
	}
	scheme, value := str(external[0], "scheme"), str(external[0], "value")
	for _, q := range []struct {
		name, value string
		want        int
	}{{"type", str(p, "type"), want}, {"type", str(p, "type") + ",nothing", want}, {"type", "nothing", 0}, {"ids", str(first, "id") + "," + str(last, "id"), 2}, {"ids", "", 0}, {"ids", "nothing", 0},
		{"externalIds", scheme + ":" + value, 1}, {"externalIds", value, 1}, {"externalIds", scheme + ":", len(all)}, {"externalIds", "nothing:" + value, 0}} {
		got, err := s.counted(id, q.name, q.value)
		if err != nil {
			return err
		}
		if got != q.want {
			return wrong("%s=%s finds %d, want %d", q.name, q.value, got, q.want)
		}
	}
	return nil
}

func checkTogether(s *session) error {
	id, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	p, _ := all[0]["properties"].(map[string]any)
	one, err := s.counted(id, "ids", str(all[0], "id"), "type", str(p, "type"))
	if err != nil {
		return err
	}
	none, err := s.counted(id, "ids", str(all[0], "id"), "type", "nothing")
	if err == nil && (one != 1 || none != 0) {
		return wrong("ids and type that fit find %d, that do not fit %d", one, none)
	}
	return err
}

func checkSorting(s *session) error {
	id, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	v, err := s.object("/collections/" + id + "/sortables")
	if err != nil {
		return err
	}
	if props, _ := v["properties"].(map[string]any); props["title_vi"] == nil {
		return wrong("title_vi is not sortable")
	}
	up, err := s.everything(id, "sortby", "id")
	if err != nil {
		return err
	}
	down, err := s.everything(id, "sortby", "-id")
	if err != nil {
		return err
	}
	a, b := ids(map[string]any{"features": anys(up)}), ids(map[string]any{"features": anys(down)})
	slices.Reverse(b)
	if !slices.IsSorted(a) || !slices.Equal(a, b) || len(a) != len(all) {
		return wrong("sortby=id and sortby=-id are not one another's reverse")
	}
	third, err := s.object(items(id, "sortby", "-id", "limit", "2", "offset", "1"))
	if err != nil {
		return err
	}
	if got, want := ids(third), ids(map[string]any{"features": anys(down[1:3])}); !slices.Equal(got, want) {
		return wrong("the second page of sortby=-id has %v, want %v", got, want)
	}
	return s.expect(http.StatusBadRequest, items(id, "sortby", "nothing"))
}

func checkRecordFilter(s *session) error {
	id, all, err := s.anyRecords()
	if err != nil {
		return err
	}
	p, _ := all[0]["properties"].(map[string]any)
	typed, err := s.counted(id, "type", str(p, "type"))
	if err != nil {
		return err
	}
	got, err := s.filtered(id, "kind = "+quoted(str(p, "type")))
	if err == nil && got != typed {
		return wrong("a filter on the type finds %d, the parameter %d", got, typed)
	}
	return err
}

func checkDiscovery(s *session) error {
	v, err := s.object("/")
	if err != nil {
		return err
	}
	l, ok := linked(v, "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog", "")
	if !ok {
		return wrong("no link with the relation ogc-catalog")
	}
	_, err = s.object(str(l, "href"))
	return err
}

func checkLocal(s *session) error {
	all, err := s.collections("")
	if err != nil {
		return err
	}
	title := str(all[0], "title")
	v, err := s.object("/collections?" + url.Values{"q": {title}}.Encode())
	if err != nil {
		return err
	}
	found := list(v, "collections")
	if len(found) == 0 || len(found) >= len(all) && len(all) > 1 || !slices.ContainsFunc(found, func(c map[string]any) bool { return c["id"] == all[0]["id"] }) {
		return wrong("q=%s finds %d of %d collections", title, len(found), len(all))
	}
	far, err := s.object("/collections?bbox=-60,-40,-59,-39")
	if err != nil {
		return err
	}
	for _, c := range list(far, "collections") {
		if _, ok := bbox(c); ok {
			return wrong("the collection %s has an extent and is found in the South Atlantic", str(c, "id"))
		}
	}
	return nil
}
