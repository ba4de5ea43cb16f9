package frame

import (
	"strconv"
	"strings"
	"testing"
)

func TestACodeHasItsThreeFindersInsideTheQuietZone(t *testing.T) {
	code := qrOf("https://honglinh.example/vi/opportunity/ccn-nam-hong")
	far := code.Size - quietZone - 7
	for _, run := range []string{
		"M4 4h7v1", "M4 10h7v1", // the finder at the top left, seven modules wide
	} {
		if !strings.Contains(code.Path, run) {
			t.Errorf("no %s in %s", run, code.Path[:120])
		}
	}
	for _, run := range []string{"M4 %dh7v1", "M%d 4h7v1"} {
		if want := strings.ReplaceAll(run, "%d", strconv.Itoa(far)); !strings.Contains(code.Path, want) {
			t.Errorf("no %s", want)
		}
	}
	if long := qrOf("https://honglinh.example/?q=" + strings.Repeat("x", maxQR)); long.Size != 0 {
		t.Errorf("an address too long has a code of %d modules", long.Size)
	}
}
