package frame

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/site"
)

//go:embed static
var staticFiles embed.FS

// asset is a static file under an address that names its content.
type asset struct {
	body  []byte
	br    []byte // the same in brotli, where a file with this ending stands beside it
	media string
	url   string
}

// assets are the static files by their name in the source tree and by address.
type assets struct {
	byName map[string]*asset
	byPath map[string]*asset
}

// reference finds the files a style sheet or a script names, relative to itself.
var reference = regexp.MustCompile(`(url\("|from "|import\(")(\./[^"]+)"`)

// brotliEnding is that of files that stand beside large ones of others, packed by hand: as much as brotli can takes seconds, and a fifth less on the way.
const brotliEnding = ".br"

// vendored files are served as they came: under a hashed address, and under
// their own name for the references among them.
const vendored = "vendor/"

// loadAssets reads the static files and gives each an address that holds a hash
// of its content, so that a browser may keep it for ever. References between
// files are rewritten; a cycle of references is an error.
func loadAssets() (*assets, error) {
	a := &assets{byName: map[string]*asset{}, byPath: map[string]*asset{}}
	return a, fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == brotliEnding {
			return err
		}
		_, err = a.load(strings.TrimPrefix(name, "static/"), nil)
		return err
	})
}

// kindScript is the script with what scripts know of kinds; it is made of the
// table of kinds and no file.
const kindScript = "kinds.js"

func readStatic(name string) ([]byte, error) {
	if name == kindScript {
		return kindsForScripts()
	}
	body, err := staticFiles.ReadFile("static/" + name)
	if err != nil || strings.HasPrefix(name, vendored) {
		return body, err
	}
	return fillKinds(body)
}

func (a *assets) load(name string, above []string) (*asset, error) {
	if f, ok := a.byName[name]; ok {
		return f, nil
	}
	if len(above) > 8 { // deeper than any import chain here: a cycle
		return nil, fmt.Errorf("static files refer in a circle: %s", strings.Join(above, " → "))
	}
	body, err := readStatic(name)
	if err != nil {
		return nil, fmt.Errorf("static file %s: %w", name, err)
	}
	if ext := path.Ext(name); !strings.HasPrefix(name, vendored) && (ext == ".css" || ext == ".js") {
		if body, err = a.resolve(name, body, append(above, name)); err != nil {
			return nil, err
		}
	}
	f := &asset{body: body, media: mediaOf(name), url: hashed(name, body)}
	f.br, _ = staticFiles.ReadFile("static/" + name + brotliEnding) // most have none
	a.byName[name], a.byPath[f.url] = f, f
	return f, nil
}

func (a *assets) resolve(name string, body []byte, above []string) ([]byte, error) {
	var failed error
	out := reference.ReplaceAllFunc(body, func(m []byte) []byte {
		parts := reference.FindSubmatch(m)
		f, err := a.load(path.Join(path.Dir(name), string(parts[2])), above)
		if err != nil {
			failed = err
			return m
		}
		return []byte(string(parts[1]) + f.url + `"`)
	})
	return out, failed
}

func hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	hash := base64.RawURLEncoding.EncodeToString(sum[:6])
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + hash + ext
}

func mediaOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	default:
		if m := mime.TypeByExtension(ext); m != "" {
			return m
		}
		return "text/plain; charset=utf-8"
	}
}

// url returns the address of the named file; the templates' tests find a
// mistyped name.
func (a *assets) url(name string) (string, error) {
	if f, ok := a.byName[name]; ok {
		return f.url, nil
	}
	return "", fmt.Errorf("no static file %q", name)
}

func (s *Frame) static(w http.ResponseWriter, r *http.Request) error {
	f, ok := s.assets.byPath[r.URL.Path]
	if !ok {
		if f, ok := s.assets.byName[strings.TrimPrefix(r.URL.Path, "/static/")]; ok && strings.HasPrefix(r.URL.Path, "/static/"+vendored) {
			return f.write(w, r, "public, max-age=86400")
		}
		return catalog.NewFault(catalog.NotFound, "", "Không có tệp này.", "There is no such file.")
	}
	return f.write(w, r, httpkit.CacheForever)
}

func (f *asset) write(w http.ResponseWriter, r *http.Request, keep string) error {
	v := httpkit.Validator{CacheControl: keep}
	if f.br != nil {
		return httpkit.WriteBrotli(w, r, f.media, f.body, f.br, v)
	}
	return httpkit.WriteBytes(w, r, f.media, f.body, v)
}

// icon is the site's own picture, or that of the program.
func (s *Frame) icon(w http.ResponseWriter, r *http.Request) error {
	if whose := s.Site(); whose.Picture != nil {
		return httpkit.WriteBytes(w, r, site.LogoMedia(whose.Logo), whose.Picture, httpkit.Validator{CacheControl: "public, max-age=3600"})
	}
	return s.File(w, r, "icon.svg", "public, max-age=86400")
}

// File answers with a static file under an address of its own.
func (s *Frame) File(w http.ResponseWriter, r *http.Request, name, cacheControl string) error {
	f, ok := s.assets.byName[name]
	if !ok {
		return fmt.Errorf("no static file %q", name)
	}
	return httpkit.WriteBytes(w, r, f.media, f.body, httpkit.Validator{CacheControl: cacheControl})
}

// Asset is the address of a static file; a mistyped name is logged.
func (s *Frame) Asset(name string) string {
	address, err := s.assets.url(name)
	if err != nil {
		s.Log.Error("static file", "op", "web.asset", "err", err)
	}
	return address
}
