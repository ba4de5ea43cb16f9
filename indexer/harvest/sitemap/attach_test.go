package sitemap_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/sitemap"
)

// letter is a DOCX of one paragraph.
func letter(t *testing.T, s string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, part := range map[string]string{"_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<w:document xmlns:w="w"><w:p><w:t>` + s + `</w:t></w:p></w:document>`} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(part))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rows reads a file of the package that the source published.
func rows(t *testing.T, s *harvesttest.Stand, file string) []map[string]any {
	t.Helper()
	dirs, err := harvest.Packages(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dirs[s.Source.Name], s.Source.Name, file))
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for line := range strings.Lines(string(b)) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

func TestFilesBesideATextAreKeptAndTheirTextIsFound(t *testing.T) {
	t.Parallel()
	content, down := letter(t, "Thu hồi 2 * 3 ha đất tại ô A1"), true
	rig := harvesttest.Rig{Protocol: sitemap.Protocol{}, Source: harvest.Source{Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet", Keep: harvest.Whole}, Items: 1,
		Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/sitemap.xml":
				fmt.Fprint(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/tin/1.html</loc></url></urlset>`)
			case "/tin/1.html":
				fmt.Fprint(w, `<html lang="vi"><body><div id="news_detail"><h1>Thông báo thu hồi đất</h1><div class="bodytext"><p>Nội dung trong tệp.</p><p><a href="/tep/qd.doc">Quyết định</a> <a href="/tep/gone.pdf">Bản vẽ</a></p></div></div></body></html>`)
			case "/tep/qd.doc":
				if down {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				_, _ = w.Write(content) // to a recorder of the test
			default:
				http.NotFound(w, r)
			}
		})}
	s := harvesttest.New(t, rig)
	first := s.Run(t, 0)
	if first.Added != 1 || first.RefusedCount != 2 {
		t.Fatalf("got %+v", first)
	}
	down = false
	if rep := s.Run(t, 0); rep.Changed != 1 || !rep.Written || rep.RefusedCount != 1 {
		t.Fatalf("a file that could not be had is asked for again: %+v", rep)
	}
	row := rows(t, s, "article.jsonl")[0]
	body, _ := row["body_vi"].(string)
	if !strings.Contains(body, "Nội dung trong tệp.") || !strings.Contains(body, "## Quyết định\n\nThu hồi 2 \\* 3 ha đất tại ô A1") {
		t.Errorf("the body is %q", body)
	}
	files := rows(t, s, "attachments.jsonl")
	if len(files) != 2 || files[0]["text"] != "read" || !strings.HasSuffix(files[0]["media"].(string), "wordprocessingml.document") || files[0]["bytes"] != float64(len(content)) || files[1]["text"] != "missing" {
		t.Errorf("its files are %v", files)
	}
	kept, err := os.ReadFile(filepath.Join(harvest.Folder(s.Data, s.Source.Name), "blobs", files[0]["sha256"].(string)))
	if err != nil || !bytes.Equal(kept, content) {
		t.Errorf("the file is not kept as it was: %v", err)
	}
	if rep := s.Run(t, 0); rep.Unchanged != 1 || rep.Written || s.Asked.Load() != 2 {
		t.Errorf("a run over what is unchanged: %+v, %d requests", rep, s.Asked.Load())
	}
	at := row["source_url"].(string)
	s.Source.Removed = []harvest.Removal{{Address: at, Reason: "theo yêu cầu", On: "2026-11-30"}}
	if rep := s.Run(t, 0); rep.Items != 0 || !rep.Written || s.Asked.Load() > 1 {
		t.Errorf("it was taken out: %+v, %d requests", rep, s.Asked.Load())
	}
	for _, words := range []string{"Thu hồi", "thu hồi", "/tep/qd.doc", string(content)} {
		if names := s.Holding(t, words); len(names) > 0 {
			t.Errorf("%.20q is still in %v", words, names)
		}
	}
}
