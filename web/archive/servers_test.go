package archive_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"honglinh/catalog/proof"
	"honglinh/web/webtest"
)

type server struct {
	program, debian, config string
	args                    []string
}

// servers are the web servers that tables are written for: how each is started in a
// folder with the table in redirects.conf.
func servers() map[string]server {
	return map[string]server{
		"nginx": {"nginx", "nginx-light", "daemon off; pid DIR/pid; error_log DIR/error.log; events {}\nhttp { access_log off; client_body_temp_path DIR/b; proxy_temp_path DIR/p; fastcgi_temp_path DIR/f; uwsgi_temp_path DIR/u; scgi_temp_path DIR/s;\ninclude DIR/redirects.conf;\nserver { listen 127.0.0.1:PORT; return 301 $archived; } }\n",
			[]string{"-p", "DIR", "-c", "DIR/server.conf", "-e", "DIR/error.log"}},
		"apache": {"apache2", "apache2-bin", "ServerRoot DIR\nServerName localhost\nPidFile DIR/pid\nErrorLog DIR/error.log\nListen 127.0.0.1:PORT\nLoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\nLoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so\nLoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n<VirtualHost *:PORT>\nInclude DIR/redirects.conf\n</VirtualHost>\n",
			[]string{"-d", "DIR", "-f", "DIR/server.conf", "-DFOREGROUND"}},
		"caddy": {"caddy", "caddy", "{\n\tadmin off\n\tauto_https off\n}\nhttp://:PORT {\n\tbind 127.0.0.1\n\timport DIR/redirects.conf\n}\n", []string{"run", "--config", "DIR/server.conf", "--adapter", "caddyfile"}},
	}
}

// TestWebServersLeadOldAddressesOn has the servers themselves read their tables, and
// follows where they send each form of an old address.
func TestWebServersLeadOldAddressesOn(t *testing.T) {
	s := webtest.Shipped(t)
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	const page = "/portal/pages/2017/thi-xa-hong-linh-25-nam-mot-chang-duong.aspx"
	want := get("/archive?url=http://honglinh.hatinh.gov.vn" + page).Header().Get("Location")
	for name, srv := range servers() {
		t.Run(name, func(t *testing.T) {
			ask := serve(t, proof.Tool(t, srv.program, srv.debian), srv.config, srv.args, get("/archive/redirects."+name).Body.String())
			for _, c := range []struct {
				host, path string
				direct     bool
				status     int
			}{
				{"honglinh.hatinh.gov.vn", page, true, http.StatusOK},
				{"www.honglinh.hatinh.gov.vn", page, true, http.StatusOK},
				{"HongLinh.hatinh.gov.vn", strings.ToUpper(page), true, http.StatusOK},
				{"honglinh.hatinh.gov.vn", page + "/", true, http.StatusOK},
				{"honglinh.hatinh.gov.vn", page + "?print=1&PHPSESSID=a2", false, http.StatusMovedPermanently},
				{"honglinh.hatinh.gov.vn", page + ";jsessionid=AB12", false, http.StatusMovedPermanently},
				{"honglinh.hatinh.gov.vn", page + "?id=7&in=1", false, http.StatusNotFound},
				{"www.honglinh.hatinh.gov.vn", "/portal/pages/2019/chua-thien-tuong-123.aspx?a=b&c=d", false, http.StatusNotFound},
				{"honglinh.hatinh.gov.vn", "/", false, http.StatusNotFound},
			} {
				to := ask(t, c.host, c.path)
				rest, ours := strings.CutPrefix(to, webtest.Base)
				if !ours || c.direct != (rest == want) {
					t.Errorf("%s%s leads to %s", c.host, c.path, to)
					continue
				}
				if w := get(rest); w.Code != c.status || w.Code == http.StatusMovedPermanently && w.Header().Get("Location") != want {
					t.Errorf("%s%s leads to %s, which answers %d %s", c.host, c.path, rest, w.Code, w.Header().Get("Location"))
				}
			}
		})
	}
}

// serve starts a server and returns what asks it where an address leads.
func serve(t *testing.T, program, config string, args []string, table string) func(*testing.T, string, string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	dir, err := os.MkdirTemp("", "honglinh-old") // short, and not of the test's odd name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	_, port, _ := net.SplitHostPort(address)
	fill := strings.NewReplacer("DIR", dir, "PORT", port)
	for file, content := range map[string]string{"redirects.conf": table, "server.conf": fill.Replace(config)} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var full []string
	for _, a := range args {
		full = append(full, fill.Replace(a))
	}
	cmd := exec.Command(program, full...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr, cmd.Env = &said, &said, append(os.Environ(), "HOME="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() }) // with the workers it started
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func(t *testing.T, host, path string) string {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		for range 100 {
			answer, err := client.Do(r)
			if err == nil {
				answer.Body.Close()
				return fmt.Sprint(answer.Header.Get("Location"))
			}
			time.Sleep(50 * time.Millisecond)
		}
		log, _ := os.ReadFile(filepath.Join(dir, "error.log")) // it may have written none
		t.Fatalf("%s does not answer: %s %s", program, said.String(), log)
		return ""
	}
}
