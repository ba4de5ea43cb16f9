package opensearch

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"honglinh/catalog/search"
)

// format is the version of what the engine writes. An index of another version is refused, so
// that it is built anew.
const format = "1"

// Format is the version of what this program writes into an index.
func Format() string { return format }

//go:embed template.json
var templateJSON []byte

// idFile holds, in the folder of the engine, what tells the indexes of one data folder from
// those of others with the same prefix.
const idFile = "opensearch.id"

// Factory makes engines in a cluster: an index for each name, "prefix-id-name", and the alias
// "prefix" for the one that was filled last.
type Factory struct {
	client *client
	dir    string
	id     func() (string, error)
}

var _ search.Factory = (*Factory)(nil)

// NewFactory returns the factory at an address such as
// opensearch+https://user@host:9200,host2:9200/prefix?ca=FILE; the password is in the variable
// PasswordVariable. dir is a folder for what tells this catalogue's indexes from others; "" keeps
// nothing. The cluster is not asked yet.
func NewFactory(address, dir string) (*Factory, error) {
	c, err := parse(address)
	if err != nil {
		return nil, err
	}
	f := &Factory{client: newClient(c), dir: dir}
	f.id = sync.OnceValues(f.readID)
	return f, nil
}

// readID reads the id of the folder, and makes one where there is none.
func (f *Factory) readID() (string, error) {
	fresh := make([]byte, 4)
	if _, err := rand.Read(fresh); err != nil {
		return "", err
	}
	id := hex.EncodeToString(fresh)
	if f.dir == "" {
		return id, nil
	}
	name := filepath.Join(f.dir, idFile)
	raw, err := os.ReadFile(name)
	if err == nil && len(strings.TrimSpace(string(raw))) > 0 {
		return strings.TrimSpace(string(raw)), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return id, errors.Join(os.MkdirAll(f.dir, 0o755), os.WriteFile(name, []byte(id+"\n"), 0o600))
}

// index is the index of the engine with the name.
func (f *Factory) index(name string) (string, error) {
	id, err := f.id()
	if err != nil {
		return "", fmt.Errorf("search index %s: %w", name, err)
	}
	return f.client.prefix + "-" + id + "-" + name, nil
}

// Create makes an empty index. The error is search.ErrAway when no node answers.
func (f *Factory) Create(ctx context.Context, name string) (search.Engine, error) {
	index, err := f.index(name)
	if err != nil {
		return nil, err
	}
	if err := f.template(ctx); err != nil {
		return nil, fmt.Errorf("create search index %s: %w", index, err)
	}
	// Waiting for the copy would wait for a second node that may never come.
	err = f.client.write(ctx, http.MethodPut, "/"+index+"?wait_for_active_shards=1", object{"aliases": object{writeAlias(index): object{}}}, nil)
	if err != nil {
		return nil, fmt.Errorf("create search index %s: %w", index, err)
	}
	e := newEngine(f.client, index)
	if err := e.mark(ctx, 0); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return open(ctx, e)
}

// Open opens an index. The error is search.ErrUnusable for one that is not there or of another
// version, and search.ErrAway when no node answers.
func (f *Factory) Open(ctx context.Context, name string) (search.Engine, error) {
	index, err := f.index(name)
	if err != nil {
		return nil, err
	}
	var said map[string]struct {
		Mappings struct {
			Meta struct{ Format string } `json:"_meta"`
		}
	}
	if err := f.client.ask(ctx, http.MethodGet, "/"+index+"/_mapping", nil, &said); is(err, http.StatusNotFound) {
		return nil, fmt.Errorf("open search index %s: %w: %w", index, search.ErrUnusable, err)
	} else if err != nil {
		return nil, fmt.Errorf("open search index %s: %w", index, err)
	}
	if got := said[index].Mappings.Meta.Format; got != format {
		return nil, fmt.Errorf("open search index %s: format %q, want %q: %w", index, got, format, search.ErrUnusable)
	}
	return open(ctx, newEngine(f.client, index))
}

// open shows an engine what its index holds.
func open(ctx context.Context, e *Engine) (search.Engine, error) {
	if err := e.publish(ctx); err != nil {
		return nil, fmt.Errorf("open search index %s: %w", e.index, err)
	}
	return e, nil
}

// Remove deletes an index.
func (f *Factory) Remove(ctx context.Context, name string) error {
	index, err := f.index(name)
	if err != nil {
		return err
	}
	err = f.client.write(ctx, http.MethodDelete, "/"+index, nil, nil)
	if err != nil && !is(err, http.StatusNotFound) {
		return fmt.Errorf("remove search index %s: %w", index, err)
	}
	return nil
}

// template puts what every index of the prefix is made by. An operator may put another one of a
// higher priority, with more copies say.
func (f *Factory) template(ctx context.Context) error {
	var about struct{ Version struct{ Number string } }
	if err := f.client.ask(ctx, http.MethodGet, "/", nil, &about); err != nil {
		return err
	}
	body, err := f.templateFor(about.Version.Number)
	if err != nil {
		return err
	}
	return f.client.write(ctx, http.MethodPut, "/_index_template/"+f.client.prefix, body, nil)
}

// firstModern is the first version whose BM25 leaves out the factor k1+1, which this engine
// reckons with; the one before is still there under another name.
const firstModern = 3

func (f *Factory) templateFor(version string) (map[string]any, error) {
	var body map[string]any
	if err := json.Unmarshal(templateJSON, &body); err != nil {
		return nil, fmt.Errorf("template of the search index: %w", err)
	}
	body["index_patterns"] = []string{f.client.prefix + "-*"}
	template := body["template"].(object)
	template["mappings"].(object)["_meta"] = object{"format": format}
	major, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(major); err == nil && n >= firstModern {
		template["settings"].(object)["index.similarity.default"].(object)["type"] = "LegacyBM25"
	}
	return body, nil
}
