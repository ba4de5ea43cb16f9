package gpkg

import (
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"honglinh/catalog/text/notice"
)

// unread tells why SQLite does not read a file, in its own words only where there are
// none of ours; the error behind is kept, so that an end by the context is known as one.
func unread(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return notice.Of("geopackage-unread", err).Because(err)
	}
	switch e.Code() & 0xff { // the rest tells which sort of it
	case sqlite3.SQLITE_NOTADB:
		return notice.Of("geopackage-unread.other").Because(err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR:
		return notice.Of("geopackage-unread.damaged").Because(err)
	case sqlite3.SQLITE_AUTH:
		return notice.Of("geopackage-unread.program").Because(err)
	case sqlite3.SQLITE_TOOBIG:
		return notice.Of("geopackage-unread.large", mostCell>>20).Because(err)
	case sqlite3.SQLITE_INTERRUPT:
		return notice.Of("geopackage-unread.late").Because(err)
	}
	return notice.Of("geopackage-unread", err).Because(err)
}

// mostSaid is how many characters of a name, and names of a list, are told.
const mostSaid = 60

func clipped(s string) string {
	if r := []rune(s); len(r) > mostSaid {
		return string(r[:mostSaid]) + "…"
	}
	return s
}

// listed writes the first names of a list.
func listed(names []string) string {
	var out []string
	for _, n := range names[:min(len(names), 12)] {
		out = append(out, fmt.Sprintf("%q", clipped(n)))
	}
	if len(names) > len(out) {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}
