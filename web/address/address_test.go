package address

import "testing"

func TestASourceIsNamedByItsHostOrItsTitle(t *testing.T) {
	for name, c := range map[string]struct{ address, title, want string }{
		"a page":                         {"https://www.hatinh.gov.vn/a", "Cổng thông tin", "hatinh.gov.vn"},
		"a copy in a code repository":    {"https://github.com/a/b", "Nghị quyết 1665", "Nghị quyết 1665"},
		"such a copy that has no title":  {"https://github.com/a/b", "", "github.com"},
		"a title without an address":     {"", "Niên giám", "Niên giám"},
		"an address that is no web page": {"ftp://x.example/a", "Niên giám", "Niên giám"},
	} {
		if got := Name(c.address, c.title); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
