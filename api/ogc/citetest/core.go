package citetest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

const (
	core  = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
	oas30 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30"
	html  = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html"
)

const mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.0"

func coreChecks() []check {
	return []check{
		{core, "/req/core/http", text.New("Câu trả lời dùng HTTP/1.1 trở lên", "Answers speak HTTP/1.1 or later"), checkHTTP},
		{core, "/req/core/root-op", text.New("Trang gốc ở địa chỉ gốc, có hay không có dấu gạch chéo ở cuối", "The landing page is at the root, with and without a final slash"), checkRoot},
		{core, "/req/core/root-success", text.New("Trang gốc dẫn tới bản mô tả, các lớp tuân thủ và dữ liệu; mọi liên kết đều ghi kiểu nội dung", "The landing page links to the definition, the conformance classes and the data; every link has a media type"), checkRootLinks},
		{core, "/req/core/api-definition-success", text.New("Bản mô tả được gửi đúng kiểu nội dung mà liên kết ghi", "The definition is served as the media type that its link names"), checkAPI},
		{core, "/req/core/conformance-success", text.New("Các lớp tuân thủ được liệt kê", "The conformance classes are listed"), checkConformance},
		{core, "/req/core/fc-md-success", text.New("Danh sách tập hợp có liên kết tới chính nó và các dạng khác, mỗi liên kết ghi quan hệ và kiểu", "The list of collections has links to itself and its other forms, each with relation and type"), checkCollections},
		{core, "/req/core/fc-md-items", text.New("Mỗi tập hợp có mã, các liên kết, liên kết tới đối tượng cho từng dạng, và phạm vi trong CRS84", "Every collection has an id, links, items links for every form, and an extent in CRS84"), checkEntries},
		{core, "/req/core/sfc-md-success", text.New("Mỗi tập hợp tự mô tả giống như trong danh sách", "Every collection says the same of itself as the list does"), checkSame},
		{core, "/req/core/query-param-unknown", text.New("Tham số lạ bị từ chối ở mọi nơi", "Unknown parameters are refused everywhere"), checkUnknown},
		{core, "/req/core/query-param-invalid", text.New("Tham số sai dạng bị từ chối", "Malformed parameters are refused"), checkInvalid},
		{core, "/req/core/not-found", text.New("Cái không tồn tại trả lời 404", "What does not exist is 404"), checkMissing},
		{oas30, "/req/oas30/oas-definition-1", text.New("Bản mô tả là OpenAPI 3.0, có đường dẫn cho mọi thứ, máy chủ ghi trong đó là trang gốc", "The definition is OpenAPI 3.0 with paths for everything, and its server is the landing page"), checkPaths},
		{oas30, "/req/core/fc-bbox-definition", text.New("bbox được mô tả đúng như tiêu chuẩn", "bbox is written out as the standard has it"), checkBBoxDefinition},
		{oas30, "/req/core/fc-limit-definition", text.New("limit có giá trị nhỏ nhất, lớn nhất (từ 2500) và mặc định", "limit has a minimum, a maximum of at least 2500 and a default"), checkLimitDefinition},
		{oas30, "/req/core/fc-time-definition", text.New("datetime là chuỗi, kiểu form", "datetime is a string in form style"), checkTimeDefinition},
		{oas30, "/req/oas30/completeness", text.New("Lỗi được mô tả cho mọi thao tác", "Errors are described for every operation"), checkErrorsDescribed},
		{html, "/req/html/definition", text.New("Mọi trang có dạng HTML bằng cả hai thứ tiếng, đủ các liên kết của JSON", "Every page comes as HTML, in both languages, with all links of the JSON in the body"), checkHTML},
	}
}

func checkHTTP(s *session) error {
	r, err := s.get("")
	if err == nil && !strings.HasPrefix(r.proto, "HTTP/1.1") && !strings.HasPrefix(r.proto, "HTTP/2") {
		return wrong("protocol %s", r.proto)
	}
	return err
}

func checkRoot(s *session) error {
	for _, path := range []string{"?f=json", "/?f=json"} {
		if _, err := s.object(path); err != nil {
			return err
		}
	}
	r, err := s.get("/")
	if err == nil && !strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		return wrong("without f and Accept the landing page is %s, want application/json", r.header.Get("Content-Type"))
	}
	return err
}

func checkRootLinks(s *session) error {
	v, err := s.object("/")
	if err != nil {
		return err
	}
	for _, rel := range []string{"self", "alternate", "service-desc", "service-doc", "conformance", "data"} {
		if _, ok := linked(v, rel, ""); !ok {
			return wrong("no link with the relation %s", rel)
		}
	}
	for _, l := range list(v, "links") {
		if str(l, "href") == "" || str(l, "rel") == "" || str(l, "type") == "" {
			return wrong("a link lacks href, rel or type: %v", l)
		}
	}
	if _, ok := linked(v, "service-desc", mediaOpenAPI); !ok {
		return wrong("service-desc is not of type %s", mediaOpenAPI)
	}
	return nil
}

func (s *session) definition() (map[string]any, error) {
	v, err := s.object("/")
	if err != nil {
		return nil, err
	}
	l, ok := linked(v, "service-desc", mediaOpenAPI)
	if !ok {
		return nil, wrong("no service-desc of type %s", mediaOpenAPI)
	}
	return s.object(str(l, "href"))
}

func checkAPI(s *session) error {
	v, err := s.object("/")
	if err != nil {
		return err
	}
	for _, rel := range []string{"service-desc", "service-doc"} {
		l, _ := linked(v, rel, "")
		r, err := s.get(str(l, "href"))
		if err != nil {
			return err
		}
		got, want := plainMedia(r.header.Get("Content-Type")), plainMedia(str(l, "type"))
		if r.status != http.StatusOK || got != want && !strings.HasPrefix(got, want+";charset=") {
			return wrong("%s: status %d, type %q, want %q", rel, r.status, got, want)
		}
	}
	return nil
}

func checkConformance(s *session) error {
	v, err := s.object("/conformance")
	if err != nil {
		return err
	}
	declared := strs(v, "conformsTo")
	for _, want := range []string{core, oas30, html, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"} {
		if !slices.Contains(declared, want) {
			return wrong("%s is not declared", want)
		}
	}
	return nil
}

func checkCollections(s *session) error {
	v, err := s.object("/collections")
	if err != nil {
		return err
	}
	for _, want := range [][2]string{{"self", "application/json"}, {"alternate", "text/html"}} {
		if _, ok := linked(v, want[0], want[1]); !ok {
			return wrong("no %s link of type %s", want[0], want[1])
		}
	}
	for _, l := range list(v, "links") {
		if str(l, "rel") == "" || str(l, "type") == "" {
			return wrong("a link lacks rel or type: %v", l)
		}
	}
	return nil
}

func checkEntries(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		if id == "" {
			return wrong("no id")
		}
		for _, media := range []string{"application/geo+json", "text/html"} {
			if _, ok := linked(c, "items", media); !ok {
				return wrong("no items link of type %s", media)
			}
		}
		for _, l := range list(c, "links") {
			if str(l, "rel") == "items" && str(l, "type") == "" {
				return wrong("an items link has no type")
			}
		}
		if _, list := c["itemType"].(string); !list {
			return wrong("itemType is not a string; the official suite casts it to one")
		}
		b, ok := bbox(c)
		if ok && (len(b) != 4 || b[0] < -180 || b[1] < -90 || b[2] > 180 || b[3] > 90 || b[1] > b[3]) {
			return wrong("the extent %v is not a box in CRS84", b)
		}
		return nil
	})
}

func checkSame(s *session) error {
	all, err := s.collections("")
	if err != nil {
		return err
	}
	for _, c := range all {
		one, err := s.object("/collections/" + str(c, "id"))
		if err != nil {
			return err
		}
		for _, member := range []string{"id", "title", "description", "extent", "itemType", "crs", "links"} {
			if !reflect.DeepEqual(c[member], one[member]) {
				return wrong("collection %s: %s differs between the list and the collection", str(c, "id"), member)
			}
		}
	}
	return nil
}

func (s *session) pages() ([]string, error) {
	out := []string{"/", "/conformance", "/api", "/collections", "/functions", "/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", "/tiles", "/tiles/WebMercatorQuad", "/conformance-report"}
	all, err := s.collections("")
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		p := "/collections/" + str(c, "id")
		out = append(out, p, p+"/items", p+"/queryables", p+"/sortables")
		page, err := s.object(items(str(c, "id"), "limit", "1"))
		if err != nil {
			return nil, err
		}
		for _, f := range ids(page) {
			out = append(out, p+"/items/"+f)
		}
	}
	return out, nil
}

func checkUnknown(s *session) error {
	pages, err := s.pages()
	if err != nil {
		return err
	}
	for _, p := range pages {
		if err := s.expect(http.StatusBadRequest, p+"?unknownQueryParameter12345=1"); err != nil {
			return err
		}
	}
	return nil
}

func checkInvalid(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		for _, q := range [][2]string{{"limit", "unlimited"}, {"limit", "0"}, {"limit", "-1"}, {"limit", "1.5"}, {"offset", "-1"}, {"bbox", "1,2,3"}, {"bbox", "a,b,c,d"}, {"bbox", "0,10,1,5"},
			{"bbox", "0,-91,1,0"}, {"bbox", "NaN,0,1,1"}, {"datetime", "yesterday"}, {"datetime", "2025-13-01"}, {"datetime", "2025-07-01/2025-06-01"}, {"datetime", "1/2/3"},
			{"crs", "http://www.opengis.net/def/crs/EPSG/0/99999999"}, {"bbox-crs", "nonsense"}, {"f", "xml"}} {
			if err := s.expect(http.StatusBadRequest, items(id, q[0], q[1])); err != nil {
				return err
			}
		}
		return nil
	})
}

func checkMissing(s *session) error {
	for _, p := range []string{"/collections/no-such-collection", "/collections/no-such-collection/items", "/collections/units/items/no-such-feature", "/nowhere", "/tileMatrixSets/Nowhere", "/tiles/Nowhere"} {
		if err := s.expect(http.StatusNotFound, p); err != nil {
			return err
		}
	}
	return nil
}

func checkPaths(s *session) error {
	d, err := s.definition()
	if err != nil {
		return err
	}
	if !strings.HasPrefix(str(d, "openapi"), "3.0.") {
		return wrong("openapi is %q, want 3.0.x", str(d, "openapi"))
	}
	servers := list(d, "servers")
	if len(servers) == 0 || str(servers[0], "url") != s.root {
		return wrong("servers[0].url is not the landing page without its final slash: %v", servers)
	}
	if regexp.QuoteMeta(s.root) != strings.ReplaceAll(s.root, ".", `\.`) {
		return wrong("the address %s has characters that mean something in a regular expression", s.root)
	}
	paths, _ := d["paths"].(map[string]any)
	want := []string{"/", "/conformance", "/collections"}
	err = s.each(func(id string, _ map[string]any) error {
		want = append(want, "/collections/"+id, "/collections/"+id+"/items", "/collections/"+id+"/items/{featureId}")
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range want {
		if _, ok := paths[p]; !ok {
			return wrong("no path %s", p)
		}
	}
	b, err := json.Marshal(d)
	if err == nil && strings.Contains(string(b), `"enum":[]`) {
		return wrong("an empty enum makes the definition invalid")
	}
	return err
}

// parameter finds a parameter of the items of every collection and asks about it.
func (s *session) parameter(name string, ask func(map[string]any, map[string]any) error) error {
	d, err := s.definition()
	if err != nil {
		return err
	}
	paths, _ := d["paths"].(map[string]any)
	return s.each(func(id string, _ map[string]any) error {
		item, _ := paths["/collections/"+id+"/items"].(map[string]any)
		get, _ := item["get"].(map[string]any)
		for _, p := range list(get, "parameters") {
			if str(p, "name") == name {
				schema, _ := p["schema"].(map[string]any)
				if str(p, "in") != "query" || p["required"] == true || str(p, "style") != "form" || p["explode"] != false {
					return wrong("parameter %s is not an optional query parameter with style form and explode false: %v", name, p)
				}
				return ask(p, schema)
			}
		}
		return wrong("no parameter %s", name)
	})
}

func checkBBoxDefinition(s *session) error {
	return s.parameter("bbox", func(_, schema map[string]any) error {
		of, _ := schema["items"].(map[string]any)
		if str(schema, "type") != "array" || schema["minItems"] != 4.0 || schema["maxItems"] != 6.0 || str(of, "type") != "number" {
			return wrong("bbox is defined as %v", schema)
		}
		return nil
	})
}

func checkLimitDefinition(s *session) error {
	return s.parameter("limit", func(_, schema map[string]any) error {
		low, ok1 := schema["minimum"].(float64)
		high, ok2 := schema["maximum"].(float64)
		_, ok3 := schema["default"].(float64)
		if str(schema, "type") != "integer" || !ok1 || !ok2 || !ok3 || low < 1 || high < 2500 {
			return wrong("limit is defined as %v", schema)
		}
		return nil
	})
}

func checkTimeDefinition(s *session) error {
	return s.parameter("datetime", func(_, schema map[string]any) error {
		if str(schema, "type") != "string" {
			return wrong("datetime is defined as %v", schema)
		}
		return nil
	})
}

func checkErrorsDescribed(s *session) error {
	d, err := s.definition()
	if err != nil {
		return err
	}
	paths, _ := d["paths"].(map[string]any)
	for name, p := range paths {
		item, _ := p.(map[string]any)
		get, _ := item["get"].(map[string]any)
		answers, _ := get["responses"].(map[string]any)
		for _, status := range []string{"200", "400", "500"} {
			if _, ok := answers[status]; !ok {
				return wrong("%s does not describe the answer %s", name, status)
			}
		}
	}
	return nil
}

func checkHTML(s *session) error {
	pages, err := s.pages()
	if err != nil {
		return err
	}
	for _, p := range pages {
		doc, err := s.object(p + "?f=json&lang=en")
		if err != nil {
			return err
		}
		for _, lang := range []string{"vi", "en"} {
			r, err := s.get(p + "?f=html&lang=" + lang)
			if err != nil {
				return err
			}
			page := string(r.body)
			if r.status != http.StatusOK || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") || !strings.Contains(page, `<html lang="`+lang+`"`) {
				return wrong("%s as HTML in %s: status %d, type %s", p, lang, r.status, r.header.Get("Content-Type"))
			}
			for _, l := range list(doc, "links") {
				rel := str(l, "rel")
				if rel == "self" || rel == "alternate" { // these name the form and the language of the page they stand on
					continue
				}
				if bare, _, _ := strings.Cut(str(l, "href"), "?"); !strings.Contains(page, strings.ReplaceAll(bare, "{", "%7b")) && !strings.Contains(page, bare) && lang == "en" {
					return wrong("%s as HTML lacks the link %s to %s", p, rel, bare)
				}
			}
		}
	}
	return nil
}
