package httpkit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
)

func TestAPostedBodyIsReadStrictly(t *testing.T) {
	type body struct {
		Record string `json:"record"`
		Useful *bool  `json:"useful,omitempty"`
	}
	for name, c := range map[string]struct {
		media, body string
		kind        catalog.FaultKind
		where, near string
	}{
		"good":            {JSONMedia, `{"record":"a"}`, "", "", ""},
		"with a charset":  {JSONMedia + "; charset=utf-8", `{"record":"a"}`, "", "", ""},
		"a form":          {"application/x-www-form-urlencoded", `record=a`, UnsupportedMedia, "Content-Type", ""},
		"an unknown name": {JSONMedia, `{"rekord":"a"}`, catalog.Invalid, "rekord", "record"},
		"a wrong type":    {JSONMedia, `{"record":1}`, catalog.Invalid, "record", ""},
		"a list":          {JSONMedia, `[]`, catalog.Invalid, "body", ""},
		"null":            {JSONMedia, `null`, catalog.Invalid, "body", ""},
		"two":             {JSONMedia, `{}{}`, catalog.Invalid, "body", ""},
		"nothing":         {JSONMedia, ``, catalog.Invalid, "body", ""},
		"too long":        {JSONMedia, `{"record":"` + strings.Repeat("a", MaxPosted) + `"}`, catalog.TooLarge, "body", ""},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		var got body
		err := ReadJSON(httptest.NewRecorder(), r, &got)
		var f *catalog.Fault
		if errors.As(err, &f); catalog.KindOf(err) != c.kind || err != nil && (f.Where != c.where || f.Nearest != c.near) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAGateLetsEachNetworkThroughSoOften(t *testing.T) {
	now := time.Unix(0, 0)
	g, err := NewGate(GateOptions{Burst: 2, Every: time.Minute, All: 4, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	pass := func(from string) catalog.FaultKind {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = from
		return catalog.KindOf(g.Pass(httptest.NewRecorder(), r))
	}
	for i, c := range []struct {
		from string
		wait time.Duration
		want catalog.FaultKind
	}{
		{"192.0.2.1:1", 0, ""}, {"192.0.2.1:2", 0, ""}, {"192.0.2.1:3", 0, RateLimited},
		{"[2001:db8::1]:1", 0, ""}, {"[2001:db8::2]:1", 0, ""}, {"[2001:db8::3]:1", 0, RateLimited}, // one subscriber
		{"192.0.2.9:1", 0, catalog.Busy}, // everybody together
		{"192.0.2.1:4", time.Minute, ""}, {"192.0.2.1:5", 0, RateLimited},
	} {
		now = now.Add(c.wait)
		if got := pass(c.from); got != c.want {
			t.Errorf("%d: %s got %q, want %q", i, c.from, got, c.want)
		}
	}
}

func FuzzPostedBodies(f *testing.F) {
	for _, s := range []string{`{"record":"a"}`, `{`, `null`, `{"record":[]}`, "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got struct {
			Record string `json:"record"`
		}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(s))
		r.Header.Set("Content-Type", JSONMedia)
		if err := ReadJSON(httptest.NewRecorder(), r, &got); err != nil && catalog.KindOf(err) == catalog.Internal {
			t.Errorf("%q is no fault of ours: %v", s, err)
		}
	})
}
