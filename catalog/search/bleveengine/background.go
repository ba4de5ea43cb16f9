package bleveengine

import (
	"maps"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// retryPause is how long what the index does in the background waits after a failure.
const retryPause = 500 * time.Millisecond

// background are the settings of an index while it is open. Scorch finds what is called after a
// failure in the background by name, in a registry that is written before any index is open.
var background = func() map[string]any {
	const name = "honglinh"
	scorch.RegistryAsyncErrorCallbacks[name] = pause
	return map[string]any{"asyncErrorCallbackName": name}
}()

// whileOpen are the settings for one index: Bleve writes the place of the index into them, and
// another one would be opened there.
func whileOpen() map[string]any { return maps.Clone(background) }

// pause lets time pass after a failed merge or write. Scorch tries again at once, which on a
// full disk, or over a folder that is gone, takes a whole processor until the index is closed.
// What failed is told by the next change that is to be made durable.
func pause(error, string) { time.Sleep(retryPause) }
