package suggest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/indexer/suggest"
)

func register() *place.Register {
	unit := func(id, level, vi, en, parent, from, to string) place.Unit {
		return place.Unit{ID: "unit/" + id, Level: level, Name: text.New(vi, en), Parent: parent, From: from, To: to}
	}
	return place.NewRegister([]place.Unit{
		unit("ha-tinh", "province", "Tỉnh Hà Tĩnh", "Ha Tinh Province", "", "1991", ""),
		unit("nam-hong-linh", "ward", "Phường Nam Hồng Lĩnh", "Nam Hong Linh Ward", "unit/ha-tinh", "2025-07-01", ""),
		unit("bac-hong-linh", "ward", "Phường Bắc Hồng Lĩnh", "Bac Hong Linh Ward", "unit/ha-tinh", "2025-07-01", ""),
		unit("dau-lieu", "ward", "Phường Đậu Liêu", "Dau Lieu Ward", "", "2009", "2025-06-30"),
		unit("thuan-loc", "commune", "Xã Thuận Lộc", "Thuan Loc Commune", "", "1992", "2025-06-30"),
	})
}

// judged is a sentence with what a careful reader would put down.
type judged struct {
	sentence string
	want     []string
}

func judgements(t *testing.T) []judged {
	t.Helper()
	b, err := os.ReadFile("testdata/judged.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []judged
	for para := range strings.SplitSeq(string(b), "\n\n") {
		var one judged
		for line := range strings.Lines(para) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case one.sentence == "":
				one.sentence = line
			default:
				one.want = append(one.want, line)
			}
		}
		if one.sentence != "" {
			out = append(out, one)
		}
	}
	return out
}

func told(list []suggest.Suggestion) []string {
	var out []string
	for _, s := range list {
		one := s.Field + " = " + s.Value
		if s.About != "" {
			one += " @" + s.About
		}
		out = append(out, one)
	}
	return out
}

func lang(s string) string {
	if text.Fold(s) == strings.ToLower(s) {
		return "en"
	}
	if strings.HasPrefix(s, "Decision") {
		return "en"
	}
	return "vi"
}

func TestWhatIsSuggestedIsWhatACarefulReaderWouldPutDown(t *testing.T) {
	t.Parallel()
	right, wrong, missed := 0, 0, 0
	for _, j := range judgements(t) {
		got := told(suggest.Read(j.sentence, suggest.Options{Lang: lang(j.sentence), Places: register(), On: "2025-09-01"}))
		for _, one := range got {
			if slices.Contains(j.want, one) {
				right++
				continue
			}
			wrong++
			t.Errorf("%s\n\tsuggests %s, want %q", j.sentence, one, j.want)
		}
		for _, one := range j.want {
			if !slices.Contains(got, one) {
				missed++
				t.Logf("%s\n\tdoes not suggest %s", j.sentence, one)
			}
		}
	}
	t.Logf("%d right, %d wrong, %d missed", right, wrong, missed)
	if wrong > 0 || right*10 < (right+missed)*9 {
		t.Errorf("precision %d of %d, want all; recall %d of %d, want nine of ten", right, right+wrong, right, right+missed)
	}
}

func TestATextOfSeveralSentencesSaysWhereEachValueStands(t *testing.T) {
	t.Parallel()
	const body = "## Phê duyệt dự án, diện tích 99 ha\n\nUBND TP. Hà Tĩnh họp sáng nay. Dự án có **diện tích 12,5 ha** tại\nphường Nam Hồng Lĩnh; tổng mức đầu tư là 80 tỷ đồng.\n\n| Diện tích 7 ha | x |\n|---|---|\n\n- Căn cứ Quyết định số 7/QĐ-UBND;\n"
	got := suggest.Read(body, suggest.Options{Lang: "vi", Places: register(), On: "2025-09-01"})
	if want := []string{"area = 12.5", "place = unit/nam-hong-linh", "capital = 80", "link.legal_basis = 7qdubnd"}; !slices.Equal(told(got), want) {
		t.Fatalf("got %q, want %q", told(got), want)
	}
	for i, want := range []struct{ printed, begins string }{{"12,5 ha", "Dự án"}, {"phường Nam Hồng Lĩnh", "Dự án"}, {"80 tỷ đồng", "tổng mức"}, {"7/QĐ-UBND", "Căn cứ"}} {
		s := got[i]
		if s.Printed() != want.printed || !strings.HasPrefix(s.Sentence, want.begins) || !strings.HasPrefix(body[s.At:], want.begins) {
			t.Errorf("%s: %q in %q at %q", s.Field, s.Printed(), s.Sentence, body[s.At:min(s.At+20, len(body))])
		}
	}
}

func TestATextThatSaysTwoThingsOfOneFieldSuggestsNeither(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"two areas":                {"Tổng diện tích 60 ha. Diện tích đất 20 ha.", nil},
		"the same area twice":      {"Tổng diện tích 60 ha. Dự án có diện tích 60 ha.", []string{"area = 60"}},
		"two documents are a list": {"Theo Quyết định số 7/QĐ-UBND. Theo Quyết định số 8/QĐ-UBND.", []string{"link.document = 7qdubnd", "link.document = 8qdubnd"}},
		"its own number":           {"Quyết định số 9/QĐ-UBND có hiệu lực từ ngày 1/2/2025.", []string{"valid_from = 2025-02-01"}},
	} {
		got := told(suggest.Read(c.body, suggest.Options{Lang: "vi", Own: []string{"9qdubnd"}}))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func FuzzAnyTextIsReadAndOffsetsHold(f *testing.F) {
	for _, s := range []string{"Diện tích 12,5 ha tại phường Nam Hồng Lĩnh.", "a; b. C\n\n- x\n|y|", "Tổng mức đầu tư: 1.2.3 tỷ", "\xff. \xff", "Căn cứ 1/QĐ-UBND; ngày 31/02/2025"} {
		f.Add(s)
	}
	places := register()
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range []string{"vi", "en"} {
			for _, one := range suggest.Read(s, suggest.Options{Lang: l, Places: places}) {
				if one.From < 0 || one.From >= one.To || one.To > len(one.Sentence) || one.At < 0 || one.At >= len(s) || one.Value == "" || one.Field == "" {
					t.Errorf("%q: %+v", s, one)
				}
			}
		}
	})
}
