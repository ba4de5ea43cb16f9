package datapackage

import (
	"fmt"
	"strings"

	"honglinh/datasets"
)

// dialect is a Table Dialect with its defaults filled in.
type dialect struct {
	delimiter, quote byte
	comment          string
	header           bool
	trimSpace        bool
}

func dialectOf(r datasets.Resource) dialect {
	d := dialect{delimiter: ',', quote: '"', comment: r.Dialect.CommentChar, header: true, trimSpace: r.Dialect.SkipInitialSpace}
	if r.Format == "tsv" {
		d.delimiter = '\t'
	}
	if s := r.Dialect.Delimiter; len(s) == 1 {
		d.delimiter = s[0]
	}
	if s := r.Dialect.QuoteChar; len(s) == 1 {
		d.quote = s[0]
	}
	if r.Dialect.Header != nil {
		d.header = *r.Dialect.Header
	}
	return d
}

// split cuts a record into its values (RFC 4180; two quotes in a quoted value
// are one). The error names the value at fault.
func (d dialect) split(rec string) ([]string, error) {
	out := make([]string, 0, 16)
	for {
		if d.trimSpace {
			rec = strings.TrimLeft(rec, " ")
		}
		if rec == "" || rec[0] != d.quote {
			value, rest, more := strings.Cut(rec, string(d.delimiter))
			if strings.IndexByte(value, d.quote) >= 0 {
				return nil, fmt.Errorf("value %d has a quote inside but is not quoted", len(out)+1)
			}
			out = append(out, value)
			if !more {
				return out, nil
			}
			rec = rest
			continue
		}
		value, rest, err := d.quoted(rec[1:])
		if err != nil {
			return nil, fmt.Errorf("value %d %w", len(out)+1, err)
		}
		out = append(out, value)
		if rest == "" {
			return out, nil
		}
		rec = rest[1:]
	}
}

// quoted reads up to the closing quote; rest begins with the delimiter or is empty.
func (d dialect) quoted(s string) (value, rest string, err error) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, d.quote)
		if i < 0 {
			return "", "", fmt.Errorf("opens a quote that is never closed")
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		if s != "" && s[0] == d.quote {
			b.WriteByte(d.quote)
			s = s[1:]
			continue
		}
		if s != "" && s[0] != d.delimiter {
			return "", "", fmt.Errorf("goes on after its closing quote")
		}
		return b.String(), s, nil
	}
}
