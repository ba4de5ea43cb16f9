package usage

import (
	"net/http"
	"testing"
	"time"

	"honglinh/api/httpkit"
)

func TestUseIsCountedInSumsOnly(t *testing.T) {
	now := time.Date(2027, 1, 31, 20, 0, 0, 0, time.UTC) // already February in Viet Nam
	var kept []byte
	u := NewCounter(func() time.Time { return now }, func(b []byte) { kept = b })
	for _, a := range []httpkit.Used{
		{Method: http.MethodGet, Status: 200, Use: httpkit.UsePage},
		{Method: http.MethodGet, Status: 304, Use: httpkit.UsePage},
		{Method: http.MethodGet, Status: 404, Use: httpkit.UsePage},
		{Method: http.MethodHead, Status: 200, Use: httpkit.UsePage},
		{Method: http.MethodPost, Status: 303, Use: httpkit.UsePage},
		{Method: http.MethodPost, Status: 200, Use: httpkit.UseAPI},
		{Method: http.MethodGet, Status: 200, Use: httpkit.UseDownload, Dataset: "units"},
		{Method: http.MethodGet, Status: 200, Use: httpkit.UseDownload},
	} {
		u.Count(a)
	}
	u.Flush()
	want := `{"days":[{"day":"2027-02-01","counts":{"api":1,"downloads":2,"pages":2}}],"datasets":{"units":1}}`
	if string(kept) != want {
		t.Errorf("got %s\nwant %s", kept, want)
	}
	again := NewCounter(func() time.Time { return now }, nil)
	if err := again.Load(kept); err != nil || again.Days()[0].Counts["pages"] != 2 {
		t.Errorf("loaded %+v, %v", again.Days(), err)
	}
}
