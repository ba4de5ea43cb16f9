package jsonfault_test

import (
	"encoding/json"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
)

func TestWhatIsNoJSONIsToldInItsOwnWords(t *testing.T) {
	for _, c := range []struct{ in, vi, en string }{
		{`{"a":NaN}`, "NaN và Infinity không phải số JSON", "NaN and Infinity are no JSON numbers"},
		{`{"a":1,}`, "ký tự '}' không đứng được", "the character '}' cannot stand where it does"},
		{`{'a':1}`, "dấu nháy kép", "double quotes"},
		{`{"a":`, "hết giữa chừng", "ends too early"},
		{``, "hết giữa chừng", "ends too early"},
		{`{"a":["x"]}`, "a: cần một số, gặp một chuỗi", "a: want a number, got a text"},
		{`{"a":5}`, "a: cần một danh sách, gặp một số", "a: want a list, got a number"},
		{`[]`, "cần một đối tượng, gặp một danh sách", "want an object, got a list"},
	} {
		var to struct {
			A []float64 `json:"a"`
		}
		err := json.Unmarshal([]byte(c.in), &to)
		if err == nil {
			t.Fatalf("%s is read", c.in)
		}
		got := jsonfault.Reason(err)
		if !strings.Contains(got[text.VI], c.vi) || !strings.Contains(got[text.EN], c.en) {
			t.Errorf("%s: got %q, want %q and %q", c.in, got, c.vi, c.en)
		}
		for _, s := range got {
			if strings.Contains(s, "looking for") || strings.Contains(s, "unmarshal") || strings.Contains(s, "Go ") {
				t.Errorf("%s: %q speaks of the decoder", c.in, s)
			}
		}
	}
}
