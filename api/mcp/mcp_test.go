package mcp

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"honglinh/api/httpkit"
	"honglinh/catalog/place"
	"honglinh/datasets"
	"honglinh/datasets/rulebook"
	"honglinh/datasets/table"
	"honglinh/indexer/indexertest"
	"honglinh/indexer/live"
)

const base = "https://honglinh.example"

// connect starts the face over everything that ships with the program and calls
// it with the SDK's own client over HTTP.
func connect(t *testing.T) (*sdk.ClientSession, *live.State, string) {
	t.Helper()
	state := indexertest.Shipped(t, true)
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true})
	router := kit.NewRouter()
	library := func() *datasets.Library { return state.Library }
	rules := rulebook.New(rulebook.Options{Store: state.Records, Tables: state.Tables, Library: library, Places: func() *place.Register { return state.Places }, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	New(Options{Kit: kit, Finder: state.Finder, Records: state.Records, Tables: state.Tables, Version: "test", Now: time.Now, Library: library, Rules: rules}).Mount(router)
	server := httptest.NewServer(kit.Wrap(router))
	t.Cleanup(server.Close)
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: server.URL + Path, DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() }) // a stateless server has nothing to close
	return session, state, server.URL
}

// call calls a tool; a refusal is returned as its words.
func call(t *testing.T, s *sdk.ClientSession, tool string, args map[string]any) (map[string]any, string) {
	t.Helper()
	res, err := s.CallTool(context.Background(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		return nil, err.Error()
	}
	words := ""
	for _, c := range res.Content {
		if x, ok := c.(*sdk.TextContent); ok {
			words += x.Text
		}
	}
	if res.IsError {
		return nil, words
	}
	out, ok := res.StructuredContent.(map[string]any)
	if !ok || len(words) > 450 && args["as_text"] == nil {
		t.Fatalf("%s: %T beside %d bytes of text, want the answer once: %.200s", tool, res.StructuredContent, len(words), words)
	}
	return out, ""
}

// TestOverHTTP runs all over one catalogue: taking it in takes seconds.
func TestOverHTTP(t *testing.T) {
	s, service, address := connect(t)
	t.Run("a client searches, reads, asks and cites", func(t *testing.T) { searchesReadsAsksAndCites(t, s, service) })
	t.Run("tables answer typed queries", func(t *testing.T) { answersTypedQueries(t, s) })
	t.Run("forty questions", func(t *testing.T) { fortyQuestions(t, s) })
	t.Run("clients that read only text", func(t *testing.T) { olderClients(t, address) })
	t.Run("refusals say what would be right", func(t *testing.T) { refusesWithWords(t, s, address) })
}

func searchesReadsAsksAndCites(t *testing.T, s *sdk.ClientSession, state *live.State) {
	tools, err := s.ListTools(t.Context(), nil)
	if err != nil || len(tools.Tools) != 9 {
		t.Fatalf("%d tools, %v", len(tools.Tools), err)
	}
	for _, tool := range tools.Tools {
		if !tool.Annotations.ReadOnlyHint || tool.Description == "" {
			t.Errorf("%s is not marked as read-only", tool.Name)
		}
		if schema, ok := tool.OutputSchema.(map[string]any); !ok || len(schema["properties"].(map[string]any)) == 0 {
			t.Errorf("%s does not say what its answers are: %v", tool.Name, tool.OutputSchema)
		}
		if schema, ok := tool.InputSchema.(map[string]any); !ok || schema["examples"] == nil {
			t.Errorf("%s shows no example: %v", tool.Name, tool.InputSchema)
		}
	}
	found, refused := call(t, s, "search", map[string]any{"query": "cum cong nghiep", "kind": []string{"opportunity", "plan"}, "limit": 3})
	items, _ := found["results"].([]any)
	if refused != "" || len(items) != 3 || found["total"].(float64) < 3 {
		t.Fatalf("search: %v %s", found, refused)
	}
	first := items[0].(map[string]any)
	id := first["id"].(string)
	if first["source"] == "" || first["url"] != base+"/en/"+id {
		t.Errorf("a hit without a source or an address: %v", first)
	}
	read, refused := call(t, s, "fetch", map[string]any{"id": id, "lang": "en"})
	if text, _ := read["text"].(string); refused != "" || read["id"] != id || read["url"] != base+"/en/"+id || !strings.Contains(text, "Sources:") || len(text) > 8<<10 {
		t.Errorf("fetch: %v %s", read, refused)
	}
	if _, words := call(t, s, "fetch", map[string]any{"id": "unit/nowhere"}); !strings.Contains(words, "not-found") {
		t.Errorf("fetch of nothing: %s", words)
	}
	rec, refused := call(t, s, "get_record", map[string]any{"id": id})
	if refused != "" || rec["record"].(map[string]any)["id"] != id || len(rec["sources"].([]any)) == 0 {
		t.Errorf("get_record: %v %s", rec, refused)
	}
	list, _ := call(t, s, "list_datasets", nil)
	if got, want := len(list["items"].([]any)), len(state.Library.All()); got != want {
		t.Errorf("%d datasets, want %d", got, want)
	}
	schema, _ := call(t, s, "dataset_schema", map[string]any{"dataset": "indicators"})
	v, err := state.Tables.Version(table.Ref{Dataset: "indicators", Table: "indicators"}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(schema["columns"].([]any)) != len(v.Columns) || schema["sha256"] != v.SHA256 {
		t.Errorf("schema: %v", schema)
	}
	cited, _ := call(t, s, "cite", map[string]any{"dataset": "indicators"})
	for _, want := range []string{"@misc{", v.Number} {
		if !strings.Contains(cited["bibtex"].(string), want) {
			t.Errorf("bibtex lacks %s: %s", want, cited["bibtex"])
		}
	}
	if txt := cited["text"].(map[string]any); txt["vi"] == "" || txt["en"] == "" || txt["vi"] == txt["en"] || cited["sha256"] != v.SHA256 {
		t.Errorf("citation: %v", cited)
	}
}

func answersTypedQueries(t *testing.T, s *sdk.ClientSession) {
	ask := func(args map[string]any) map[string]any {
		t.Helper()
		args["dataset"] = "indicators"
		out, refused := call(t, s, "query_table", args)
		if refused != "" {
			t.Fatalf("%v: %s", args, refused)
		}
		return out
	}
	all := ask(map[string]any{"limit": 1})["total"].(float64)
	one := ask(map[string]any{"filter": map[string]any{"and": []any{
		map[string]any{"column": "indicator_id", "value": "area-total"}, map[string]any{"column": "value", "op": "gt", "value": 5000}}}, "select": []string{"area", "value"}, "order": []string{"-value"}})
	rows := one["rows"].([]any)
	if one["total"].(float64) >= all || len(rows) == 0 || len(rows[0].([]any)) != 2 || rows[0].([]any)[1].(float64) < rows[len(rows)-1].([]any)[1].(float64) {
		t.Errorf("filter and order: %v", one)
	}
	if link := one["links"].(map[string]any)["csv"].(string); !strings.HasPrefix(link, base+"/api/v1/datasets/indicators/tables/indicators/exports/csv?") || !strings.Contains(link, "version=") {
		t.Errorf("the address of the answer: %s", link)
	}
	groups := ask(map[string]any{"group_by": []string{"confidence"}, "select": []string{"confidence", "count()"}})
	sum := 0.0
	for _, r := range groups["rows"].([]any) {
		sum += r.([]any)[1].(float64)
	}
	if sum != all {
		t.Errorf("groups add up to %v, the table has %v", sum, all)
	}
	seen, cursor := 0.0, ""
	for range 10 {
		p := ask(map[string]any{"limit": 200, "cursor": cursor})
		seen += float64(len(p["rows"].([]any)))
		if cursor, _ = p["next"].(string); cursor == "" {
			break
		}
	}
	if seen != all {
		t.Errorf("pages hold %v rows, want %v", seen, all)
	}
}

func refusesWithWords(t *testing.T, s *sdk.ClientSession, address string) {
	for _, tc := range []struct {
		name, tool string
		args       map[string]any
		want       string
	}{
		{"an unknown dataset", "query_table", map[string]any{"dataset": "indicator"}, `"indicators"`},
		{"an unknown table", "dataset_schema", map[string]any{"dataset": "units", "table": "unit"}, `"units"`},
		{"an unknown column", "query_table", map[string]any{"dataset": "units", "filter": map[string]any{"column": "nam", "value": 1}}, "nam"},
		{"an unknown operator", "query_table", map[string]any{"dataset": "units", "filter": map[string]any{"column": "code", "op": "equals", "value": 1}}, "eq"},
		{"SQL is no filter", "query_table", map[string]any{"dataset": "units", "filter": "1=1; DROP TABLE units"}, "filter"},
		{"SQL is no column", "query_table", map[string]any{"dataset": "units", "select": []string{"code from x; --"}}, "select"},
		{"too many rows", "query_table", map[string]any{"dataset": "units", "limit": 501}, "500"},
		{"too many hits", "search", map[string]any{"limit": 51}, "50"},
		{"an unknown kind", "search", map[string]any{"kind": []string{"oportunity"}}, "opportunity"},
		{"an id that is none", "get_record", map[string]any{"id": "../../etc/passwd"}, "kind/slug"},
		{"a record that is not there", "get_record", map[string]any{"id": "unit/nowhere"}, "not-found"},
		{"an argument that is not known", "search", map[string]any{"words": "x"}, "query"},
		{"words twice", "search", map[string]any{"query": "x", "q": "y"}, "give one"},
		{"an argument of the wrong type", "search", map[string]any{"q": 5}, "q"},
		{"a whole number that no type holds", "search", map[string]any{"limit": json.Number("1e20")}, "limit: want a whole number (1 to 50, default 10; fewer are given where they would be too long, next has the others), not 1e20"},
		{"a number as words", "query_table", map[string]any{"dataset": "units", "limit": "many"}, `limit: want a whole number (1 to 500, default 20; fewer are given where they would be too long, next has the others), not "many"`},
		{"a list that is none", "search", map[string]any{"kind": "plan"}, "kind: want a list, each text"},
		{"a needed argument that is missing", "get_record", map[string]any{}, "id: is missing; want text (kind/slug"},
		{"a tool that is not there", "drop_table", nil, "drop_table"},
	} {
		if _, got := call(t, s, tc.tool, tc.args); !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q, want %q in it", tc.name, got, tc.want)
		}
	}
	for _, body := range []string{"", "{", "[]", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":5}`, strings.Repeat("x", maxBody+1)} {
		res, err := http.Post(address+Path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil || res.StatusCode < 200 || res.StatusCode >= 500 {
			t.Errorf("%.60q: %d, %v", body, res.StatusCode, err)
		}
	}
}

// fortyQuestions asks what people ask, and prints calls and bytes: a list of ten fits in
// four kilobytes and twenty rows in eight, whole answers with all that stands around them.
func fortyQuestions(t *testing.T, s *sdk.ClientSession) {
	raw, err := os.ReadFile("testdata/questions.json")
	if err != nil {
		t.Fatal(err)
	}
	var questions []struct {
		Question string
		Calls    []struct {
			Tool      string
			Arguments map[string]any
		}
	}
	if err := json.Unmarshal(raw, &questions); err != nil || len(questions) != 40 {
		t.Fatalf("%d questions, %v", len(questions), err)
	}
	calls, sum := 0, 0
	for _, q := range questions {
		all := 0
		for _, c := range q.Calls {
			res, err := s.CallTool(t.Context(), &sdk.CallToolParams{Name: c.Tool, Arguments: c.Arguments})
			if err != nil || res.IsError {
				t.Errorf("%s: %s %v: %v %v", q.Question, c.Tool, c.Arguments, err, res)
				continue
			}
			body, err := json.Marshal(res)
			if err != nil {
				t.Fatal(err)
			}
			most := 8 << 10
			switch n, _ := c.Arguments["limit"].(float64); {
			case c.Tool == "search" && n <= 10, c.Tool == "list_datasets":
				most = 4 << 10
			case c.Tool == "get_record":
				most = 64 << 10 // a whole record, at whatever length it is
			}
			if len(body) > most {
				t.Errorf("%s: %s %v has %d bytes, want at most %d", q.Question, c.Tool, c.Arguments, len(body), most)
			}
			if out, _ := res.StructuredContent.(map[string]any); out["total"] == 0.0 {
				t.Errorf("%s: %s %v finds nothing", q.Question, c.Tool, c.Arguments)
			}
			all += len(body)
		}
		calls, sum = calls+len(q.Calls), sum+all
		t.Logf("%5d bytes in %d calls: %s", all, len(q.Calls), q.Question)
	}
	t.Logf("%d questions, %d calls, %d bytes", len(questions), calls, sum)
}

// olderClients reads answers as a client from before structured answers does.
func olderClients(t *testing.T, address string) {
	ask := func(version, arguments string) (text string, structured bool) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+Path, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":`+arguments+`}}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		if version != "" {
			req.Header.Set("Mcp-Protocol-Version", version)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var out struct {
			Result struct {
				Content           []struct{ Text string }
				StructuredContent any
			}
		}
		if err := json.NewDecoder(res.Body).Decode(&out); err != nil || len(out.Result.Content) != 1 {
			t.Fatalf("%d, %v, %v", res.StatusCode, err, out)
		}
		return out.Result.Content[0].Text, out.Result.StructuredContent != nil
	}
	for _, c := range []struct{ version, arguments string }{{"2025-03-26", `{"q":"chợ"}`}, {"", `{"q":"chợ"}`}, {"2025-06-18", `{"q":"chợ","as_text":true}`}} {
		text, _ := ask(c.version, c.arguments)
		var out searchOut
		if json.Unmarshal([]byte(text), &out) != nil || len(out.Results) == 0 || out.Results[0].URL == "" {
			t.Errorf("version %q, %s: the text is not the answer: %.200s", c.version, c.arguments, text)
		}
	}
	if text, structured := ask("2025-06-18", `{"q":"chợ"}`); !structured || !strings.Contains(text, "1. ") || !strings.Contains(text, "as_text") {
		t.Errorf("a client of today: %v, %s", structured, text)
	}
}

func TestEachCallOfABatchCostsAToken(t *testing.T) {
	limiter, err := httpkit.NewLimiter(httpkit.LimiterOptions{Anonymous: httpkit.Rate{PerMinute: 60, Burst: 100}, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	kit := httpkit.New(httpkit.Options{BaseURL: "http://x", Limits: httpkit.Limits{Limiter: limiter}})
	h := kit.Wrap(kit.Admit(httpkit.Page, kit.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if err := charge(r); err != nil {
			return err
		}
		_, err := io.Copy(w, r.Body)
		return err
	})))
	call := `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
	for _, step := range []struct {
		body, left string
		status     int
	}{
		{call, "99", 200},
		{"[" + call + strings.Repeat(","+call, 79) + "]", "19", 200},
		{"[" + call + strings.Repeat(","+call, 29) + "]", "18", 429},
		{"[" + call + strings.Repeat(","+call, 100) + "]", "17", 413},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(step.body)))
		if left := w.Header().Get("RateLimit-Remaining"); w.Code != step.status || left != step.left {
			t.Errorf("%d bytes: %d, %s left, want %d and %s", len(step.body), w.Code, left, step.status, step.left)
		}
		if w.Code == 200 && w.Body.String() != step.body {
			t.Error("the call is lost")
		}
	}
}

func TestACallOfNoMethodIsAnsweredAsJSONRPC(t *testing.T) {
	_, _, url := connect(t)
	for body, want := range map[string]string{
		`{"jsonrpc":"2.0","id":1,"method":"nope"}`:         `{"error":{"code":-32601,"message":"method \"nope\" is not known"},"id":1,"jsonrpc":"2.0"}`,
		`{"jsonrpc":"2.0","id":"a","method":"tools/lits"}`: `{"error":{"code":-32601,"message":"method \"tools/lits\" is not known; nearest: \"tools/list\""},"id":"a","jsonrpc":"2.0"}`,
		`{"jsonrpc":"2.0","id":2}`:                         `{"error":{"code":-32600,"message":"a request names its method"},"id":2,"jsonrpc":"2.0"}`,
	} {
		res, err := http.Post(url+Path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		if err != nil || res.Body.Close() != nil {
			t.Fatal(err)
		}
		if s := strings.TrimSpace(string(got)); s != want || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s, want %s", body, res.StatusCode, s, want)
		}
	}
}
