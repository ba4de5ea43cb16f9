package ckan

import (
	"encoding/json"
	"honglinh/api/dialecttest"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const help = dialecttest.Base + "/api/3/action/help_show?name="

func TestErrorsAreExactlyCKANs(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		name, method, target, body string
		code                       int
		want                       string
	}{
		{"an unknown action is a bare string", "GET", "/api/3/action/packge_list", "", 400, `"Bad request: Action name not known: packge_list"`},
		{"a body that is no object", "POST", "/api/action/package_show", `["x"]`, 400, `"Bad request: JSON Error: Request data JSON decoded to something that is not a dictionary."`},
		{"a body that is no JSON", "POST", "/api/action/package_show", `{"id":`, 400, `"Bad request: JSON Error: Error decoding JSON data."`},
		{"a missing object", "POST", "/api/action/package_show", `{"id":"nothing"}`, 404,
			`{"error":{"__type":"Not Found Error","message":"Not found"},"help":"` + help + `package_show","success":false}`},
		{"a missing parameter has no message", "GET", "/api/3/action/package_show", "", 409,
			`{"error":{"__type":"Validation Error","id":["Missing value"]},"help":"` + help + `package_show","success":false}`},
		{"a bad number", "GET", "/api/3/action/package_search?rows=many", "", 409,
			`{"error":{"__type":"Validation Error","rows":["Invalid integer"]},"help":"` + help + `package_search","success":false}`},
		{"a parameter the search does not know", "GET", "/api/3/action/package_search?row=1", "", 400,
			`{"error":{"__type":"Search Query Error","message":"Search Query is invalid: 'Invalid search parameters: row; nearest: rows'"},"help":"` + help + `package_search","success":false}`},
		{"a parameter of an extension that is not there", "GET", "/api/3/action/package_search?ext_bbox=0,0,1,1&rows=0", "", 400,
			`{"error":{"__type":"Search Query Error","message":"Search Query is invalid: 'Invalid search parameters: ext_bbox'"},"help":"` + help + `package_search","success":false}`},
		{"a parameter that is near to none", "GET", "/api/3/action/package_search?zzzzzzzz=1", "", 400,
			`{"error":{"__type":"Search Query Error","message":"Search Query is invalid: 'Invalid search parameters: zzzzzzzz'"},"help":"` + help + `package_search","success":false}`},
		{"bad search syntax", "GET", "/api/3/action/package_search?fq=" + url.QueryEscape(`title:(a`), "", 400,
			`{"error":{"__type":"Search Query Error","message":"Search Query is invalid: 'a bracket is not closed'"},"help":"` + help + `package_search","success":false}`},
		{"writing is denied", "POST", "/api/action/package_create", `{"name":"x"}`, 403,
			`{"error":{"__type":"Authorization Error","message":"Access denied: this catalogue is read-only here"},"help":"` + help + `package_create","success":false}`},
		{"GET on a write action", "GET", "/api/3/action/datastore_upsert", "", 400, `"Bad request: JSON Error: No request body data"`},
		{"an unknown column", "POST", "/api/action/datastore_search", `{"resource_id":"projects/projects","fields":"nmae_vi"}`, 409,
			`{"error":{"__type":"Validation Error","fields":["field \"nmae_vi\" does not exist in this table; nearest: name_vi"]},"help":"` + help + `datastore_search","success":false}`},
		{"a wrong value", "POST", "/api/action/datastore_search", `{"resource_id":"projects/projects","filters":{"area_ha":"wide"}}`, 409,
			`{"error":{"__type":"Validation Error","filters":["the column \"area_ha\" wants a number such as 1234.5, not \"wide\""]},"help":"` + help + `datastore_search","success":false}`},
		{"a resource that is a file", "POST", "/api/action/datastore_search", `{"resource_id":"outlines/outlines"}`, 404,
			`{"error":{"__type":"Not Found Error","message":"Not found: Resource \"outlines/outlines\" is a file, not a table."},"help":"` + help + `datastore_search","success":false}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.do(tt.method, tt.target, tt.body, "application/json")
			if w.Code != tt.code || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("got %d %s, want %d", w.Code, w.Header().Get("Content-Type"), tt.code)
			}
			if diff := cmp.Diff(tt.want, strings.TrimSpace(w.Body.String())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBothAddressesAndAllWaysToSendParametersAreAlike(t *testing.T) {
	s := newStand(t)
	want := s.get("/api/3/action/package_show?id=projects").Body.String()
	if !strings.Contains(want, `"success":true`) {
		t.Fatal(want)
	}
	id := s.result("package_show", `{"id":"projects"}`)["id"].(string)
	tests := []struct{ name, method, target, body, media string }{
		{"without a version", "GET", "/api/action/package_show?id=projects", "", ""},
		{"by id", "GET", "/api/action/package_show?id=" + id, "", ""},
		{"by name_or_id", "GET", "/api/action/package_show?name_or_id=projects", "", ""},
		{"JSON", "POST", "/api/3/action/package_show", `{"id":"projects"}`, "application/json"},
		{"JSON sent as a form, as curl -d does", "POST", "/api/3/action/package_show", `{"id":"projects"}`, "application/x-www-form-urlencoded"},
		{"escaped JSON as a form, as old clients do", "POST", "/api/3/action/package_show", url.QueryEscape(`{"id":"projects"}`), "application/x-www-form-urlencoded"},
		{"a form", "POST", "/api/3/action/package_show", "id=projects", "application/x-www-form-urlencoded"},
	}
	for _, tt := range tests {
		if got := s.do(tt.method, tt.target, tt.body, tt.media).Body.String(); got != want {
			t.Errorf("%s: %.300s", tt.name, got)
		}
	}
	if got := s.get("/api/3/action/site_read?callback=on.done").Body.String(); got != `on.done({"help":"`+help+`site_read","success":true,"result":true});` {
		t.Error(got)
	}
	if w := s.get("/api/3/action/site_read?callback=alert(1)//"); w.Code != 409 {
		t.Errorf("a callback that is no name: %d", w.Code)
	}
	for target, want := range map[string]string{"/api": `{"version":3}`, "/api/3": `{"version":3}`, "/api/1/": `{"version":1}`} {
		if got := strings.TrimSpace(s.get(target).Body.String()); got != want {
			t.Errorf("%s: %s", target, got)
		}
	}
}

// TestPackagesPassWhatHarvestersDemand holds the keys that udata's CKAN
// harvester requires of every package.
func TestPackagesPassWhatHarvestersDemand(t *testing.T) {
	s := newStand(t)
	result := s.result("package_search", `{"rows":1000}`)
	results := result["results"].([]any)
	if len(results) < 14 || result["count"].(float64) != float64(len(results)) {
		t.Fatalf("%v of %v datasets", len(results), result["count"])
	}
	for _, x := range results {
		p := x.(map[string]any)
		for _, key := range []string{"id", "name", "title", "author", "author_email", "maintainer", "maintainer_email", "notes", "license_id", "license_title", "private", "state", "type",
			"url", "version", "tags", "num_tags", "groups", "resources", "num_resources", "extras", "owner_org", "creator_user_id", "relationships_as_subject", "relationships_as_object", "isopen"} {
			if _, ok := p[key]; !ok {
				t.Errorf("%v lacks %s", p["name"], key)
			}
		}
		if p["type"] != "dataset" || !timePattern(p["metadata_modified"]) || !timePattern(p["metadata_created"]) {
			t.Errorf("%v: %v %v", p["name"], p["type"], p["metadata_modified"])
		}
		for _, key := range []string{"id", "description", "image_url", "revision_id", "revision_timestamp", "approval_status", "title", "name", "state", "created"} {
			if _, ok := p["organization"].(map[string]any)[key].(string); !ok {
				t.Errorf("%v: the organisation's %s is no string", p["name"], key)
			}
		}
		for _, x := range p["resources"].([]any) {
			r := x.(map[string]any)
			if format, _ := r["format"].(string); format == "" || r["resource_type"] != "file" || !strings.HasPrefix(r["url"].(string), dialecttest.Base+"/") {
				t.Errorf("%v: %v", p["name"], r)
			}
		}
	}
}

func timePattern(v any) bool {
	s, _ := v.(string)
	return len(s) == len("2026-11-22T03:04:05.678901") && s[10] == 'T' && !strings.HasSuffix(s, "Z")
}

func names(result map[string]any) []string {
	out := []string{}
	for _, x := range result["results"].([]any) {
		out = append(out, x.(map[string]any)["name"].(string))
	}
	return out
}

func TestSearchSpeaksTheSolrSubset(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		name, body string
		want       []string
	}{
		{"a word of the title without marks", `{"q":"thu tuc hanh chinh cho"}`, []string{"procedures"}},
		{"a word of the English title", `{"q":"investors"}`, []string{"procedures", "journeys", "opportunities"}},
		{"part of a word", `{"q":"procedur","fq":"-name:documents"}`, []string{"procedures", "journeys", "incentives"}},
		{"the name of a column", `{"q":"boundary_vintage"}`, []string{"indicators"}},
		{"field and value", `{"fq":"name:projects"}`, []string{"projects"}},
		{"both of two filters", `{"fq_list":["groups:tourism","groups:history"]}`, []string{"places"}},
		{"alternatives", `{"fq":"name:(projects OR units)","sort":"name asc"}`, []string{"projects", "units"}},
		{"plus and minus", `{"fq":"+groups:investment -groups:(industry OR planning)","sort":"name desc"}`, []string{"procedures", "organisations", "journeys", "incentives", "articles"}},
		{"NOT", `{"fq":"groups:industry AND NOT groups:investment","sort":"name asc"}`, []string{"infrastructure", "plans"}},
		{"a phrase in a string field", `{"fq":"tags:\"Du lịch\"","sort":"name asc"}`, []string{"indicators", "places"}},
		{"a prefix", `{"fq":"name:pro*","sort":"name asc"}`, []string{"procedures", "profiles", "projects"}},
		{"a range of dates", `{"fq":"metadata_modified:[2026-11-22T00:00:00Z TO *] AND name:units"}`, []string{"units"}},
		{"date arithmetic", `{"fq":"metadata_modified:[NOW-1YEAR/DAY TO NOW] AND name:units"}`, []string{"units"}},
		{"an exclusive range that is empty", `{"fq":"metadata_modified:{2030-01-01T00:00:00Z TO *}"}`, []string{}},
		{"by format", `{"fq":"res_format:GeoJSON"}`, []string{"outlines"}},
		{"everything, by name, a page", `{"q":"*:*","sort":"name asc","rows":2,"start":1}`, []string{"costs", "distances"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, names(s.result("package_search", tt.body))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFacetsComeFromGETAndPOSTAlike(t *testing.T) {
	s := newStand(t)
	post := s.result("package_search", `{"facet.field":["groups"],"rows":0}`)
	var got struct{ Result map[string]any }
	w := s.get("/api/3/action/package_search?rows=0&facet.field=" + url.QueryEscape(`["groups"]`))
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(post, got.Result); diff != "" {
		t.Error(diff)
	}
	facet := post["search_facets"].(map[string]any)["groups"].(map[string]any)
	items := facet["items"].([]any)
	counts := post["facets"].(map[string]any)["groups"].(map[string]any)
	if facet["title"] != "groups" || len(items) < 5 || len(items) != len(counts) || counts["investment"].(float64) < 4 {
		t.Errorf("%v %v", facet, counts)
	}
	display := []string{}
	for _, it := range items {
		display = append(display, it.(map[string]any)["display_name"].(string))
	}
	if display[0] != "Xây dựng" || !slices.Contains(display, "Đầu tư") {
		t.Errorf("not in descending order of display names: %v", display)
	}
	if tags := s.result("package_search", `{"facet.field":["tags"],"facet.limit":3}`)["facets"].(map[string]any)["tags"]; len(tags.(map[string]any)) != 3 {
		t.Errorf("facet.limit: %v", tags)
	}
}

func TestCapsAreSilent(t *testing.T) {
	s := newStand(t)
	if got := s.result("package_search", `{"rows":5000}`); len(got["results"].([]any)) == 0 {
		t.Error("rows=5000 found nothing")
	}
	if got := s.result("datastore_search", `{"resource_id":"glossary/concepts","limit":40000}`); got["limit"].(float64) != 32000 {
		t.Errorf("limit=40000 echoes %v", got["limit"])
	}
}

func TestOtherActionsAnswer(t *testing.T) {
	s := newStand(t)
	for _, tt := range []struct{ target, want string }{
		{"package_list?limit=2&offset=1", `["costs","distances"]`},
		{"organization_list", `["nhom-bien-soan-du-lieu-hong-linh"]`},
		{"organization_show?id=nhom-bien-soan-du-lieu-hong-linh&include_datasets=true", `"packages":[{`},
		{"group_list?sort=name%20desc&limit=2", `["tourism","society"]`},
		{"group_list?all_fields=true&groups=land", `"title_translated":{"en":"Land","vi":"Đất đai"}`},
		{"group_show?id=land", `"package_count":`},
		{"group_package_show?id=culture", `"name":"places"`},
		{"tag_list?query=dau%20tu", `"Đầu tư"`},
		{"tag_autocomplete?query=touris", `["Tourism"]`},
		{"license_list", `"id":"CC-BY-4.0"`},
		{"status_show", `"ckan_version":"2.12.0"`},
		{"help_show?name=package_show", `:param id:`},
		{"package_autocomplete?q=du%20an", `"match_field":"title"`},
		{"format_autocomplete?q=c", `["csv"]`},
		{"resource_search?query=name:dự án", `"alias":"projects/projects"`},
		{"resource_show?id=projects/projects", `"datastore_active":true`},
		{"vocabulary_list", `[]`},
		{"datastore_info?resource_id=projects/projects", `"native_type":"numeric"`},
		{"datastore_search?resource_id=_table_metadata&limit=1", `"alias_of":null`},
	} {
		w := s.get("/api/3/action/" + strings.ReplaceAll(tt.target, " ", "%20")) // the rest is escaped already
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %.400s", tt.target, w.Code, w.Body)
		}
	}
	if w := s.get("/api/util/status"); !strings.Contains(w.Body.String(), `"ckan_version"`) || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
}
