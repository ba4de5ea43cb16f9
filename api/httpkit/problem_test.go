package httpkit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func newKit(t *testing.T, log io.Writer) *Kit {
	t.Helper()
	if log == nil {
		log = io.Discard
	}
	return New(Options{BaseURL: "https://honglinh.example/", CORS: true, Log: slog.New(slog.NewJSONHandler(log, nil))})
}

func serve(k *Kit, h Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	k.Wrap(k.Handle(h)).ServeHTTP(w, r)
	return w
}

func failing(err error) Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func TestEveryFaultKindOfTheCatalogueHasARow(t *testing.T) {
	rows := map[catalog.FaultKind]ProblemKind{}
	for _, row := range ProblemKinds() {
		if _, twice := rows[row.Kind]; twice {
			t.Errorf("%s has two rows", row.Kind)
		}
		rows[row.Kind] = row
		for _, l := range text.Langs() {
			if row.Title.In(l) == "" || row.Help.In(l) == "" {
				t.Errorf("%s lacks title or help in %s", row.Kind, l)
			}
		}
	}
	for _, kind := range catalog.FaultKinds() {
		if rows[kind].Status < 400 {
			t.Errorf("%s: status %d", kind, rows[kind].Status)
		}
	}
}

func TestErrorsBecomeStatuses(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want int
	}{
		{"nil is fine", nil, 200},
		{"a wrapped fault keeps its kind", fmt.Errorf("record: %w", catalog.NotFoundf("id", "no")), 404},
		{"a removed record is gone", &catalog.Fault{Kind: catalog.Gone}, 410},
		{"a deadline is busy", fmt.Errorf("store: %w", context.DeadlineExceeded), 503},
		{"an overlong body is too large", &http.MaxBytesError{Limit: 1}, 413},
		{"an unknown kind is ours to answer for", &catalog.Fault{Kind: "no-such-kind"}, 500},
		{"any other error is internal", errors.New("disk on fire"), 500},
		{"an extended fault keeps its kind", WithMembers(&catalog.Fault{Kind: catalog.Gone}, map[string]any{"a": 1}), 410},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Status(tt.err); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestARecordOrAFolderIsNoParameter(t *testing.T) {
	for where, want := range map[string]string{"place/chua": "", "/var/data": "", "limit": "limit"} {
		p := newKit(t, nil).Problem(httptest.NewRequest("GET", "/x", nil), catalog.NewFault(catalog.Gone, where, "Hết.", "Gone."))
		if p.Parameter != want {
			t.Errorf("%s: parameter %q, want %q", where, p.Parameter, want)
		}
	}
}

func TestProblemDocument(t *testing.T) {
	fault := catalog.NewFault(catalog.Invalid, "limitt", "Tham số lạ.", "Unknown parameter.")
	fault.Nearest = "limit"
	r := httptest.NewRequest("GET", "/api/v1/search?limitt=5&q=b%C3%AD+m%E1%BA%ADt", nil)
	r.Header.Set("Accept-Language", "fr, en-GB;q=0.8, vi;q=0.2")
	r.Header.Set("X-Request-Id", "proxy-1234")
	w := serve(newKit(t, nil), failing(WithMembers(fault, map[string]any{"hint": "a<b", "status": 7})), r)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": "https://honglinh.example/problems/invalid", "title": "Invalid request", "status": 400.0, "detail": "Unknown parameter.",
		"instance": "/api/v1/search", "title_vi": "Yêu cầu không hợp lệ", "title_en": "Invalid request", "detail_vi": "Tham số lạ.",
		"detail_en": "Unknown parameter.", "parameter": "limitt", "nearest": "limit", "request_id": "proxy-1234", "hint": "a<b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
	headers := map[string]string{"Content-Type": ProblemMedia, "Content-Language": "en", "Cache-Control": "no-store", "X-Request-Id": "proxy-1234"}
	for name, want := range headers {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if strings.Contains(w.Body.String(), `\u003c`) {
		t.Error("JSON is HTML-escaped")
	}
}

func TestInternalErrorsStayInTheLog(t *testing.T) {
	var log strings.Builder
	w := serve(newKit(t, &log), failing(errors.New("open /secret/path: denied")), httptest.NewRequest("GET", "/x?q=tieng+long", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "/secret/path") {
		t.Errorf("the error is not in the log: %s", &log)
	}
	w = serve(newKit(t, nil), failing(catalog.NewFault(catalog.Internal, "/secret/place", "bí mật", "secret words")), httptest.NewRequest("GET", "/x", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("an internal fault tells its words: %s", w.Body)
	}
	for _, private := range []string{"tieng", "192.0.2.1"} {
		if strings.Contains(log.String(), private) {
			t.Errorf("the log holds %q: %s", private, &log)
		}
	}
}

func TestPanicsAreProblems(t *testing.T) {
	var log strings.Builder
	w := serve(newKit(t, &log), func(http.ResponseWriter, *http.Request) error { panic("boom") }, httptest.NewRequest("GET", "/", nil))
	if w.Code != 500 || w.Header().Get("Content-Type") != ProblemMedia || strings.Contains(w.Body.String(), "boom") {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "boom") {
		t.Error("the panic is not in the log")
	}
}

func TestAnAnswerAlreadyBegunIsCutOff(t *testing.T) {
	h := func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("broke")
	}
	k := newKit(t, nil)
	srv := httptest.NewServer(k.Wrap(k.Handle(h)))
	defer srv.Close()
	resp, err := http.Get(srv.URL)
	if err != nil {
		return // cut off before the header: just as clear
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("half an answer looks whole: %q", b)
	}
}

func TestAReaderWhoHungUpIsNoFault(t *testing.T) {
	var log strings.Builder
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := serve(newKit(t, &log), failing(fmt.Errorf("search: %w", context.Canceled)), httptest.NewRequest("GET", "/", nil).WithContext(ctx))
	if w.Body.Len() != 0 {
		t.Errorf("wrote %q", w.Body)
	}
	if !strings.Contains(log.String(), `"status":499`) || strings.Contains(log.String(), `"ERROR"`) {
		t.Errorf("log: %s", &log)
	}
}
