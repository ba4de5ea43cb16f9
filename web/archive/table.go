package archive

import (
	"fmt"
	"regexp"
	"strings"
)

// table is redirects from addresses of hosts that are gone.
type table struct {
	hosts []string
	lines []redirect
	rest  string // the old address is appended for all others
}

// redirect leads from a path of a host, with or without www, to a record.
type redirect struct{ host, path, to string }

// text writes the table as a server reads it.
func (t table) text(form string) string {
	var b strings.Builder
	switch form {
	case "nginx":
		t.nginx(&b)
	case "apache":
		t.apache(&b)
	default:
		t.caddy(&b)
	}
	return b.String()
}

func (t table) nginx(b *strings.Builder) {
	fmt.Fprintf(b, "# In http { }: include this file. In the server { } of the old names: return 301 $archived;\n")
	fmt.Fprintf(b, "map $host$uri$is_args$args $archived {\n  default \"%s$scheme://$host$request_uri\";\n", t.rest)
	for _, r := range t.lines {
		fmt.Fprintf(b, "  \"~*^(www\\.)?%s/?$\" \"%s\";\n", regexp.QuoteMeta(r.host+r.path), r.to)
	}
	b.WriteString("}\n")
}

func (t table) apache(b *strings.Builder) {
	b.WriteString("# In the <VirtualHost> of the old names, or their .htaccess: mod_rewrite.\nRewriteEngine On\n")
	for _, r := range t.lines {
		fmt.Fprintf(b, "RewriteCond %%{HTTP_HOST} ^(www\\.)?%s(:\\d+)?$ [NC]\nRewriteCond %%{QUERY_STRING} ^$\nRewriteRule ^/?%s/?$ %s [R=301,NC,L]\n", regexp.QuoteMeta(r.host), regexp.QuoteMeta(strings.TrimPrefix(r.path, "/")), r.to)
	}
	for _, host := range t.hosts {
		on := fmt.Sprintf("RewriteCond %%{HTTP_HOST} ^(www\\.)?%s(:\\d+)?$ [NC]\n", regexp.QuoteMeta(host))
		fmt.Fprintf(b, "%sRewriteCond %%{QUERY_STRING} ^$\nRewriteRule ^ %s%%{REQUEST_SCHEME}://%%{HTTP_HOST}%%{REQUEST_URI} [R=301,L]\n", on, t.rest)
		fmt.Fprintf(b, "%sRewriteRule ^ %s%%{REQUEST_SCHEME}://%%{HTTP_HOST}%%{REQUEST_URI}?%%{QUERY_STRING} [R=301,L]\n", on, t.rest)
	}
}

func (t table) caddy(b *strings.Builder) {
	b.WriteString("# In the site block of the old names: import this file.\nmap {host}{path}?{query} {archived} {\n")
	for _, r := range t.lines {
		fmt.Fprintf(b, "\t`~(?i)^(www\\.)?%s/?\\?$` %q\n", regexp.QuoteMeta(r.host+r.path), r.to)
	}
	fmt.Fprintf(b, "\tdefault %q\n}\nredir {archived} 301\n", t.rest+"{scheme}://{host}{uri}")
}
