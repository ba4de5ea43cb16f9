package opensearch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddressesSayNodesPrefixAndUser(t *testing.T) {
	t.Setenv(PasswordVariable, "mật khẩu")
	for address, want := range map[string]config{
		"opensearch+http://127.0.0.1:9200":           {nodes: []string{"http://127.0.0.1:9200"}, prefix: "honglinh"},
		"opensearch+http://a,b:9201/tinh-ha-tinh":    {nodes: []string{"http://a:9200", "http://b:9201"}, prefix: "tinh-ha-tinh"},
		"opensearch+https://t%C3%ADm@tim.example.vn": {nodes: []string{"https://tim.example.vn:9200"}, prefix: "honglinh", user: "tím", password: "mật khẩu"},
		"opensearch+http://[::1]:9200/":              {nodes: []string{"http://[::1]:9200"}, prefix: "honglinh"},
	} {
		got, err := parse(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if secure := strings.HasPrefix(address, "opensearch+https"); secure != (got.tls != nil) {
			t.Errorf("%s: TLS is %v", address, got.tls)
		}
		got.tls = nil
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(config{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
}

func TestAddressesThatMeanNothingSayWhy(t *testing.T) {
	for address, want := range map[string]string{
		"opensearch+http://":                        "is no host",
		"opensearch+http://a:b@host":                PasswordVariable,
		"opensearch+http://host/Hoa":                "lower-case",
		"opensearch+http://host/a/b":                "lower-case",
		"opensearch+http://host?verify=no":          `no option "verify"`,
		"opensearch+http://host?ca=x":               "opensearch+https",
		"opensearch+https://host?ca=/none/such.pem": "certificates of ca",
		"opensearch+http://host:port":               "is no host",
		"opensearch+ftp://host":                     "opensearch+https://",
	} {
		if _, err := parse(address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://a,b:1/x", "https://u%20x@[::1]:9200/p?ca=", "http://a:b@c", "://", "http://@/?;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parse("opensearch+" + s)
		if err == nil && (len(c.nodes) == 0 || c.prefix == "" || strings.Contains(c.user, ":") && !strings.Contains(s, "%")) {
			t.Errorf("%q is %+v", s, c)
		}
	})
}
