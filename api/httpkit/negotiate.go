package httpkit

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Format is one form an answer can take.
type Format struct {
	Name  string // value of ?format and file extension: "csv"
	Media string // media type sent: "text/csv; charset=utf-8"
}

// maxAccept bounds the work of parsing; browsers send under 300 bytes.
const maxAccept = 2000

// Negotiate chooses a format: by ?format or ?f, else by Accept, else the first.
// An unknown name is Invalid with the nearest; an Accept that excludes all is
// NotAcceptable. The answer must vary on Accept: Negotiate adds it.
func Negotiate(w http.ResponseWriter, r *http.Request, offers []Format) (Format, error) {
	AddVary(w.Header(), "Accept")
	for _, param := range []string{"format", "f"} {
		if name := r.URL.Query().Get(param); name != "" {
			return formatNamed(param, name, offers)
		}
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" || len(accept) > maxAccept {
		return offers[0], nil
	}
	ranges := parseAccept(accept)
	best, bestQ := Format{}, 0.0
	for _, offer := range offers {
		if q := quality(ranges, offer.Media); q > bestQ {
			best, bestQ = offer, q
		}
	}
	if bestQ == 0 {
		f := catalog.NewFault(NotAcceptable, "Accept", "Địa chỉ này có: "+mediaList(offers)+".", "This address has: "+mediaList(offers)+".")
		f.Nearest = bareMedia(offers[0].Media)
		return Format{}, f
	}
	return best, nil
}

func formatNamed(param, name string, offers []Format) (Format, error) {
	names := make([]string, len(offers))
	for i, o := range offers {
		if o.Name == name {
			return o, nil
		}
		names[i] = o.Name
	}
	return Format{}, unknownName(param, text.New("Định dạng", "Format"), name, names)
}

type mediaRange struct {
	major, minor string
	q            float64
}

// parseAccept reads the media ranges of an Accept header; what cannot be read is
// left out. Parameters other than q do not narrow: our formats have one form each.
func parseAccept(header string) []mediaRange {
	var ranges []mediaRange
	for _, part := range strings.Split(header, ",") {
		media, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		major, minor, ok := strings.Cut(media, "/")
		if err != nil || !ok {
			continue
		}
		q := 1.0
		if s, given := params["q"]; given {
			if q, err = strconv.ParseFloat(s, 64); err != nil || q < 0 || q > 1 {
				continue
			}
		}
		ranges = append(ranges, mediaRange{major, minor, q})
	}
	return ranges
}

// quality returns the weight of the most specific range that covers media
// (RFC 9110, 12.5.1); 0 when none does.
func quality(ranges []mediaRange, media string) float64 {
	major, minor, _ := strings.Cut(bareMedia(media), "/")
	best, q := -1, 0.0
	for _, r := range ranges {
		specific := 0
		switch {
		case r.major == major && r.minor == minor:
			specific = 2
		case r.major == major && r.minor == "*":
			specific = 1
		case r.major != "*" || r.minor != "*":
			continue
		}
		if specific > best {
			best, q = specific, r.q
		}
	}
	return q
}

func bareMedia(media string) string {
	bare, _, _ := strings.Cut(media, ";")
	return strings.TrimSpace(bare)
}

func mediaList(offers []Format) string {
	list := make([]string, len(offers))
	for i, o := range offers {
		list[i] = bareMedia(o.Media)
	}
	return strings.Join(list, ", ")
}
