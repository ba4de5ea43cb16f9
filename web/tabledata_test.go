package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
	"honglinh/web/webtest"
)

// dataPaths are pages of rows, figures and use, in a language.
func dataPaths(lang text.Lang) []string {
	var out []string
	for _, p := range []string{"/dataset/opportunities", "/dataset/profiles", "/dataset/outlines", "/dataset/units/units", "/dataset/units/units?order=-valid_from&q=ward&limit=20",
		"/dataset/places/places", "/dataset/glossary/concepts?limit=20", "/dataset/indicators/indicators?unit=%25&value__ge=5&order=-value", "/dataset/indicators/indicators?group_by=unit",
		"/dataset/indicators/indicators?select=indicator_id&select=value", "/dataset/indicators/indicators?q=khongco", "/dataset/opportunities/opportunities?facets=auto&status=calling", "/dataset/indicators/indicators/column/value", "/dataset/indicators/indicators/column/unit",
		"/dataset/indicators/indicators/column/obs_id", "/dataset/units/units/diff", "/explore", "/explore?indicator=population", "/explore?indicator=population&as=bar",
		"/explore?indicator=population&as=multiples", "/explore?indicator=population&from=2024&to=2026", "/usage"} {
		out = append(out, "/"+string(lang)+p)
	}
	return out
}

func TestTheDataPagesAreSound(t *testing.T) {
	s := webtest.Shipped(t)
	for _, lang := range text.Langs() {
		for _, path := range dataPaths(lang) {
			w := s.Get(t, path)
			if w.Code != http.StatusOK {
				t.Errorf("%s: status %d: %.300s", path, w.Code, w.Body)
				continue
			}
			d := checkPage(t, lang, path, w.Body.Bytes())
			d.Each("form", func(a map[string]string, _ string) {
				if m := a["method"]; m != "" && m != "get" {
					t.Errorf("%s: a form that posts cannot be shared", path)
				}
			})
		}
	}
}

func TestBadQuestionsGetReadableAnswers(t *testing.T) {
	s := webtest.Shipped(t)
	tests := []struct {
		name, path, want string
		code             int
	}{
		{"an unknown parameter names the nearest column", "/en/dataset/indicators/indicators?valu=5", "value", 400},
		{"words where a number is due", "/vi/dataset/indicators/indicators?value__ge=nhieu", "nhieu", 400},
		{"too long a page", "/vi/dataset/indicators/indicators?limit=5000", "500 dòng", 400},
		{"a cursor of another query", "/en/dataset/indicators/indicators?cursor=abc", "cursor", 400},
		{"an unknown table names the nearest", "/en/dataset/units/unitz", "units", 404},
		{"a dataset that is not there", "/vi/dataset/unit/units", "units", 404},
		{"an unknown column", "/en/dataset/units/units/column/nam", "", 404},
		{"a version that never was", "/en/dataset/units/units?version=9.9.9", "9.9.9", 404},
		{"a difference from a version that never was", "/en/dataset/units/units/diff?from=1.0.9", "1.1.0", 400},
		{"an unknown indicator names the nearest", "/en/explore?indicator=populatio", "population", 400},
		{"a kind of chart there is not", "/vi/explore?as=lines", "line", 400},
		{"years the wrong way round", "/en/explore?indicator=population&from=2020&to=2010", "first year", 400},
		{"a year that is none", "/vi/explore?from=abc", "1900", 400},
		{"an area without figures", "/en/explore?indicator=population&area=mars", "no figures", 400},
		{"an unknown parameter of the explorer", "/en/explore?indicators=population", "indicator", 400},
		{"a chart that is not there", "/en/explore.svg?indicator=population&n=99", "no such chart", 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.Get(t, tt.path, "Accept", "text/html")
			if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.want) {
				t.Errorf("got %d, want %d with %q: %.600s", w.Code, tt.code, tt.want, webtest.Parse(t, w.Body.Bytes()).Text())
			}
		})
	}
}

func TestPagesOfATableHoldEveryRowOnce(t *testing.T) {
	s := webtest.Shipped(t)
	path, seen, pages := "/vi/dataset/indicators/indicators?limit=100&select=obs_id&order=period", map[string]int{}, 0
	for path != "" && pages < 20 {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		path = ""
		d := webtest.Parse(t, w.Body.Bytes())
		d.Each("th", func(a map[string]string, text string) {
			if a["scope"] == "row" {
				seen[text]++
			}
		})
		d.Each("a", func(a map[string]string, _ string) {
			if a["rel"] == "next" {
				path = a["href"]
			}
		})
		pages++
	}
	ids := 0
	for id, n := range seen {
		switch n {
		case 1:
			ids++
		case pages: // the headings below the rows
		default:
			t.Errorf("%s came %d times", id, n)
		}
	}
	if pages != 11 || ids != 1039 {
		t.Errorf("%d rows on %d pages, want 1039 on 11", ids, pages)
	}
}

// rowsAPI answers as the API's exports do, from the same engine.
func rowsAPI(t *testing.T, s *webtest.Stand) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/datasets/{slug}/tables/{table}/exports/{format}", func(w http.ResponseWriter, r *http.Request) {
		ref := table.Ref{Dataset: r.PathValue("slug"), Table: r.PathValue("table")}
		e := s.Tables.(*duck.Engine)
		v, err := e.Version(ref, r.URL.Query().Get("version"), "")
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		q, err := table.ParseValues(r.URL.Query(), v)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		f, err := export.Find(export.Tables, r.PathValue("format"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		q.Ref = ref
		w.Header().Set("Content-Type", f.Media)
		if _, err := (encode.Encoder{}).Table(r.Context(), f, e, q, export.About{}, export.Options{}, w); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// The code on the page is taken from the page and run by what it is written for.
func TestTheCodeOnThePageRuns(t *testing.T) {
	s := webtest.Shipped(t)
	server := rowsAPI(t, s)
	w := s.Get(t, "/vi/dataset/indicators/indicators?unit=%25&value__ge=5&order=-value&q=ha+tinh")
	if w.Code != http.StatusOK {
		t.Fatal(w.Code)
	}
	code := map[string]string{}
	webtest.Parse(t, w.Body.Bytes()).Each("pre", func(a map[string]string, text string) {
		code[strings.TrimPrefix(a["id"], "code-")] = strings.ReplaceAll(text, webtest.Base, server.URL)
	})
	want := wantRows(t, s)
	if want < 20 {
		t.Fatalf("the query finds %d rows; the test wants a real answer", want)
	}
	tests := []struct {
		name, program string
		args          []string
	}{
		{"curl", "sh", []string{"-c"}}, {"python", "python3", []string{"-c"}}, {"javascript", "node", []string{"--input-type=module", "-e"}}, {"r", "Rscript", []string{"-e"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			need := tt.program
			if tt.name == "curl" {
				need = "curl"
			}
			if _, err := exec.LookPath(need); err != nil {
				t.Skipf("SKIPPED: no %s on this machine", need)
			}
			cmd := exec.CommandContext(t.Context(), tt.program, append(tt.args, code[tt.name])...)
			cmd.Dir = t.TempDir()
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s\n%s", err, out, code[tt.name])
			}
			switch tt.name {
			case "curl":
				body, err := os.ReadFile(cmd.Dir + "/indicators-indicators.csv")
				if err != nil {
					t.Fatal(err)
				}
				if lines, err := csv.NewReader(bytes.NewReader(body)).ReadAll(); err != nil || len(lines)-1 != want {
					t.Errorf("%d rows, %v; want %d", len(lines)-1, err, want)
				}
			case "r":
				if !strings.Contains(string(out), fmt.Sprintf("%d rows", want)) {
					t.Errorf("got %s, want %d rows", out, want)
				}
			default:
				if got := strings.TrimSpace(string(out)); got != fmt.Sprintf("%d rows", want) {
					t.Errorf("got %q, want %d rows", got, want)
				}
			}
		})
	}
}

func wantRows(t *testing.T, s *webtest.Stand) int {
	t.Helper()
	ref := table.Ref{Dataset: "indicators", Table: "indicators"}
	v, err := s.Tables.Version(ref, "", "")
	if err != nil {
		t.Fatal(err)
	}
	q, err := table.ParseValues(url.Values{"unit": {"%"}, "value__ge": {"5"}, "q": {"ha tinh"}}, v)
	if err != nil {
		t.Fatal(err)
	}
	q.Ref, q.Total, q.Limit = ref, true, 1
	res, err := s.Tables.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Close()
	return res.Total
}

// The checksum in a citation is that of the file the cited address gives.
func TestTheCitationsChecksumIsThatOfTheFile(t *testing.T) {
	s := webtest.Shipped(t)
	server := rowsAPI(t, s)
	for _, query := range []string{"", "?unit=%25&order=-value"} {
		body := s.Get(t, "/en/dataset/indicators/indicators"+query).Body.Bytes()
		var csl struct {
			URL  string `json:"URL"`
			Note string `json:"note"`
		}
		var all string
		webtest.Parse(t, body).Each("pre", func(a map[string]string, text string) {
			if a["id"] == "cite-csl-json" {
				all = text
			}
		})
		var list []json.RawMessage
		if err := json.Unmarshal([]byte(all), &list); err == nil && len(list) == 1 {
			all = string(list[0])
		}
		if err := json.Unmarshal([]byte(all), &csl); err != nil || csl.URL == "" {
			t.Fatalf("CSL: %v: %s", err, all)
		}
		res, err := http.Get(strings.Replace(csl.URL, webtest.Base, server.URL, 1))
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		_, err = file.ReadFrom(res.Body)
		res.Body.Close()
		if sum := fmt.Sprintf("%x", sha256.Sum256(file.Bytes())); err != nil || !bytes.Contains(body, []byte(sum)) {
			t.Errorf("%q: the page does not show %s, the checksum of the file (%v)", query, sum, err)
		}
	}
}

func TestATableNamesTheUnitsWhoseIdsItHolds(t *testing.T) {
	s := webtest.Shipped(t)
	for lang, name := range map[string]string{"en": "Bac Hong Linh Ward", "vi": "Phường Bắc Hồng Lĩnh"} {
		page := webtest.Parse(t, s.Get(t, "/"+lang+"/dataset/opportunities/opportunities?limit=100").Body.Bytes())
		named := false
		page.Each("a", func(attrs map[string]string, said string) {
			named = named || strings.HasPrefix(attrs["href"], "/"+lang+"/unit/phuong-bac-hong-linh") && said == name
		})
		if !named {
			t.Errorf("%s: no link to %s", lang, name)
		}
		page.Each("td", func(_ map[string]string, said string) {
			if strings.HasPrefix(said, "unit/") {
				t.Errorf("%s: a cell says %q", lang, said)
			}
		})
	}
}

func TestATableCountsItsValuesWhereAskedTo(t *testing.T) {
	s := webtest.Shipped(t)
	const path = "/en/dataset/opportunities/opportunities"
	asks := func(path string) (out map[string]string) {
		out = map[string]string{}
		webtest.Parse(t, s.Get(t, path).Body.Bytes()).Each("a", func(attrs map[string]string, said string) { out[attrs["href"]] = said })
		return out
	}
	if asks(path)[path+"?facets=auto"] == "" {
		t.Error("nothing leads to the counts")
	}
	counted := asks(path + "?facets=status")
	said := counted[path+"?facets=status&status=existing"]
	if !strings.HasPrefix(said, "Existing") {
		t.Errorf("no value to choose in %v", counted)
	}
	said = said[strings.LastIndexByte(said, ' ')+1:]
	if chosen := s.Get(t, path+"?facets=status&status=existing").Body.String(); !strings.Contains(chosen, ">"+said+" of ") {
		t.Errorf("not %s are found", said)
	}
	if again := asks(path + "?facets=status&status=existing"); again[path+"?facets=status"] == "" {
		t.Errorf("the value cannot be taken away: %v", again)
	}
	if w := s.Get(t, path+"?facets=nothing"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown column: status %d", w.Code)
	}
}
