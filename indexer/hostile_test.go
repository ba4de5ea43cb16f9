package indexer_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/indexer"
)

// everything maps every text that a record can have.
const everything = `{"name":"tat-ca","title":"<b>Tất cả</b>","resources":[{"name":"bang","path":"bang.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"name"},{"name":"tom_tat"},{"name":"than"},{"name":"khac"},{"name":"noi"},{"name":"ghi_chu"},{"name":"nguon"},{"name":"dia_chi"},{"name":"nguoi"}]},
"honglinh":{"kind":"opportunity","id":"id","title":{"vi":"ten","en":"name"},"summary":{"vi":"tom_tat"},"body":{"vi":"than"},"aliases":"khac","place":"noi",
"source_title":"nguon","source_url":"dia_chi","confirmed_by":"nguoi"}}]}`

func TestScriptInEveryTextStaysTextAndOutOfMarkdown(t *testing.T) {
	const script = `<script>alert(1)</script><img src=x onerror=alert(1)>`
	src := t.TempDir()
	write(t, filepath.Join(src, "tat-ca"), map[string]string{"datapackage.json": everything,
		"bang.csv": "id,ten,name,tom_tat,than,khac,noi,ghi_chu,nguon,dia_chi,nguoi\na" + strings.Repeat(","+script, 10) + "\n"})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	if rep := ingest(t, s); len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	r := record(t, s, "opportunity/a")
	for where, got := range map[string]string{"title": r.Title[text.VI], "title in English": r.Title[text.EN], "summary": r.Summary[text.VI], "alias": r.Aliases[0],
		"place": r.Places[0].Name[text.VI], "attribute": fmt.Sprint(r.Attributes["ghi_chu"]), "source": r.Provenance[0].Title, "address": r.Provenance[0].URL, "confirmed by": r.Provenance[0].ConfirmedBy} {
		if got != script {
			t.Errorf("%s: %q; plain text is kept as it was written", where, got)
		}
	}
	if got := r.Body[text.VI]; strings.ContainsAny(got, "<>") {
		t.Errorf("body: %q; Markdown holds no HTML", got)
	}
}

func TestWhatActsOnTheScreenIsInNoTextOfARecordAndIsTold(t *testing.T) {
	const turned = "Ph\u202eường\u200b \u2066Nam\u2069\x1b[31m"
	src := t.TempDir()
	write(t, filepath.Join(src, "tat-ca"), map[string]string{"datapackage.json": strings.Replace(everything, "<b>Tất cả</b>", `T\u202eất cả`, 1),
		"bang.csv": "id,ten,name,tom_tat,than,khac,noi,ghi_chu,nguon,dia_chi,nguoi\na" + strings.Repeat(","+turned, 10) + "\nb" + strings.Repeat(","+turned, 10) + "\n"})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	for _, id := range []string{"opportunity/a", "dataset/tat-ca"} {
		b, err := json.Marshal(record(t, s, id))
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(string(b), text.Unseen) || strings.Contains(string(b), `\u001b`) {
			t.Errorf("%s acts on the screen: %q", id, b)
		}
	}
	if got := record(t, s, "opportunity/a").Title[text.VI]; got != "Phường Nam[31m" {
		t.Errorf("the title is %q", got)
	}
	told := map[string]string{}
	for _, w := range rep.Warnings {
		told[w.Code+" "+w.Column] = w.Reason
	}
	if got := told["unseen-removed ten"]; !strings.Contains(got, `(2 times, such as "Ph\\u202eường`) {
		t.Errorf("of the title's column: %q", got)
	}
	if got := told["descriptor title"]; !strings.Contains(got, "1 characters") {
		t.Errorf("of the package's title: %q", got)
	}
}

func TestAnIdThatChangesItsKindIsANewRecordAndTheOldIsGone(t *testing.T) {
	src := t.TempDir()
	dir := filepath.Join(src, "diem")
	write(t, dir, map[string]string{"datapackage.json": placesPackage, "diem.csv": places(1, 0)})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	ingest(t, s)
	write(t, dir, map[string]string{"datapackage.json": strings.Replace(placesPackage, `"kind":"place"`, `"kind":"project"`, 1)})
	if rep := ingest(t, s); rep.Added != 1 || rep.Removed != 1 {
		t.Errorf("%s, want one added, one removed", rep.Summary())
	}
	if _, err := s.Store().Record(t.Context(), "place/p0"); catalog.KindOf(err) != catalog.Gone {
		t.Errorf("the place: %v, want it gone", err)
	}
	record(t, s, "project/p0")
	write(t, dir, map[string]string{"diem.csv": "id,ten,lat,lon\nplace/p0,Đền,18.5,105.7\n"})
	rep := ingest(t, s)
	if len(rep.Held) != 1 || len(rep.Refused) != 2 || rep.Refused[1].Column != "id" || !strings.Contains(rep.Refused[1].Reason, "another kind") || rep.Refused[1].Remedy == "" {
		t.Errorf("refused %v", rep.Refused)
	}
}

func TestAFolderWithoutADescriptorIsNamedAndTheOthersGoIn(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"la/x.csv": "a\n1\n", "diem/datapackage.json": placesPackage, "diem/diem.csv": places(2, 0)})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if rep.Added != 3 || len(rep.Refused) != 1 || !strings.HasSuffix(rep.Refused[0].File, "la/datapackage.json") || !strings.Contains(rep.Refused[0].Reason, "no datapackage.json") {
		t.Errorf("%s %v", rep.Summary(), rep.Refused)
	}
}

func TestADescriptorWithUnknownKeysIsReadAndTheKeysAreNamed(t *testing.T) {
	src := t.TempDir()
	write(t, filepath.Join(src, "diem"), map[string]string{"datapackage.json": strings.Replace(placesPackage, `"lat":"lat"`, `"latt":"lat","lat":"lat"`, 1), "diem.csv": places(2, 0)})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if rep.Added != 3 || len(rep.Refused) > 0 || len(rep.Warnings) != 1 || rep.Warnings[0].Column != "resources[0].honglinh.latt" || !strings.Contains(rep.Warnings[0].Reason, `"lat"`) {
		t.Errorf("%s %v %v", rep.Summary(), rep.Refused, rep.Warnings)
	}
}

// A file that goes away between the list of the files and their reading is one
// whose directory entry leads nowhere.
func TestAFileThatVanishesWhileItIsReadKeepsWhatWasStored(t *testing.T) {
	src := t.TempDir()
	dir := filepath.Join(src, "diem")
	files := map[string]string{"datapackage.json": strings.Replace(placesPackage, `"diem.csv"`, `"*.csv"`, 1), "a.csv": places(3, 0)}
	write(t, dir, files)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	ingest(t, s)
	remove(t, filepath.Join(dir, "a.csv"))
	if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "a.csv")); err != nil {
		t.Fatal(err)
	}
	rep := ingest(t, s)
	if len(rep.Refused) != 1 || !strings.Contains(rep.Refused[0].Remedy, "kept") {
		t.Errorf("refused %v", rep.Refused)
	}
	if n, err := s.Store().Counts(t.Context()); err != nil || n["place"] != 3 {
		t.Errorf("%d places, %v, want the 3 of before", n["place"], err)
	}
	remove(t, filepath.Join(dir, "a.csv"))
	write(t, dir, files)
	if rep := ingest(t, s); len(rep.Refused) > 0 || rep.Unchanged != 4 {
		t.Errorf("%s %v, want all unchanged once the file is back", rep.Summary(), rep.Refused)
	}
}
