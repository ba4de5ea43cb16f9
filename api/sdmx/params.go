package sdmx

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// query is a data query as sent.
type query struct {
	selection
	asOf, updatedAfter time.Time
}

// parseQuery reads the parameters of a data query, strictly.
func parseQuery(r *http.Request) (query, error) {
	var q query
	values, err := httpkit.RawParams(r)
	if err != nil {
		return q, err
	}
	if q.keys, err = parseKey(keyOf(r)); err != nil {
		return q, err
	}
	q.measure, q.attributes = true, every()
	for name, list := range values {
		if strings.HasPrefix(name, "c[") && strings.HasSuffix(name, "]") {
			for _, v := range list {
				c, err := parseCondition(name, v)
				if err != nil {
					return q, err
				}
				q.conditions = append(q.conditions, c)
			}
			continue
		}
		if len(list) > 1 {
			return q, catalog.NewFault(catalog.Invalid, name, "Tham số này chỉ được ghi một lần.", "This parameter may be given only once.")
		}
		if err := q.set(name, list[0]); err != nil {
			return q, err
		}
	}
	return q, nil
}

// keyOf returns the key of the path; it is not unescaped into slashes.
func keyOf(r *http.Request) string {
	if raw := rawVar(r, "key"); raw != "" {
		if s, err := url.PathUnescape(raw); err == nil {
			return s
		}
		return raw
	}
	return ""
}

func every() []int {
	out := make([]int, len(attributes()))
	for i := range out {
		out[i] = i
	}
	return out
}

func known() []string {
	return []string{"asOf", "attributes", "c[TIME_PERIOD]", "dimensionAtObservation", "endPeriod", "firstNObservations", "format", "includeHistory", "lang",
		"lastNObservations", "limit", "measures", "offset", "startPeriod", "updatedAfter"}
}

// maxCount bounds counts and offsets: more than a flow can hold.
const maxCount = MaxObservations * 2

func (q *query) set(name, value string) (err error) {
	switch name {
	case "firstNObservations":
		q.first, err = number(name, value, 1)
	case "lastNObservations":
		q.last, err = number(name, value, 1)
	case "offset":
		q.offset, err = number(name, value, 0)
	case "limit":
		q.limit, err = number(name, value, 1)
	case "asOf":
		q.asOf, err = instant(name, value, true)
	case "updatedAfter":
		q.updatedAfter, err = instant(name, value, false)
	case "startPeriod":
		return q.bound("ge:" + value)
	case "endPeriod":
		return q.bound("le:" + value)
	case "dimensionAtObservation":
		err = oneOf(name, value, timeDimension, "AllDimensions")
		q.all = value == "AllDimensions"
	case "measures":
		err = oneOf(name, value, "all", "none", measure)
		q.measure = value != "none"
	case "attributes":
		q.attributes, err = chosenAttributes(value)
	case "includeHistory":
		err = oneOf(name, value, "false")
	case "lang":
		err = oneOf(name, value, "vi", "en")
	case "format":
		// read by the negotiation
	default:
		return &catalog.Fault{Kind: catalog.Invalid, Where: name, Nearest: text.Nearest(name, known()),
			Detail: text.New("Không có tham số này; có: "+strings.Join(known(), ", ")+".", "There is no such parameter; there are: "+strings.Join(known(), ", ")+".")}
	}
	return err
}

func (q *query) bound(value string) error {
	c, err := parseCondition("c["+timeDimension+"]", value)
	q.conditions = append(q.conditions, c)
	return err
}

func number(name, value string, least int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > maxCount {
		return 0, catalog.NewFault(catalog.Invalid, name, fmt.Sprintf("Hãy viết một số nguyên từ %d đến %d.", least, maxCount), fmt.Sprintf("Write a whole number from %d to %d.", least, maxCount))
	}
	return n, nil
}

// instant reads a time, or a day: its end for asOf, its start else.
func instant(name, value string, end bool) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, strings.ReplaceAll(value, " ", "+")); err == nil {
		return t, nil
	}
	d, err := catalog.ParseDate(value)
	if err != nil || d == "" {
		return time.Time{}, catalog.NewFault(catalog.Invalid, name, "Hãy viết YYYY-MM-DD hoặc thời điểm RFC 3339.", "Write YYYY-MM-DD or an RFC 3339 time.")
	}
	if end {
		return d.End(), nil
	}
	return d.Start(), nil
}

func oneOf(name, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return &catalog.Fault{Kind: catalog.Invalid, Where: name, Nearest: text.Nearest(value, allowed),
		Detail: text.New("Giá trị: "+strings.Join(allowed, ", ")+".", "The values are: "+strings.Join(allowed, ", ")+".")}
}

// chosenAttributes reads all, dsd, none, or ids joined by commas.
func chosenAttributes(value string) ([]int, error) {
	switch value {
	case "all", "dsd", "obs":
		return every(), nil
	case "none", "msd", "dataset", "series":
		return nil, nil
	}
	var ids []string
	for _, a := range attributes() {
		ids = append(ids, a.id)
	}
	var out []int
	for _, id := range strings.Split(value, ",") {
		i := slices.Index(ids, id)
		if i < 0 {
			return nil, &catalog.Fault{Kind: catalog.Invalid, Where: "attributes", Nearest: text.Nearest(id, ids),
				Detail: text.New("Thuộc tính: "+strings.Join(ids, ", ")+", all, none.", "The attributes are: "+strings.Join(ids, ", ")+", all, none.")}
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, nil
}
