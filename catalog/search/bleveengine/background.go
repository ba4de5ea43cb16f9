package bleveengine

import (
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// retryPause is how long what the index does in the background waits after a failure.
const retryPause = 500 * time.Millisecond

// afterFailure is the name by which scorch finds what is called after a failure in the background,
// in a registry that is written before any index is open.
var afterFailure = func() string {
	const name = "honglinh"
	scorch.RegistryAsyncErrorCallbacks[name] = pause
	return name
}()

// whileOpen are the settings of one index. They are its own: Bleve writes the place of the index
// into them, and another one would be opened there.
func whileOpen() map[string]any { return map[string]any{"asyncErrorCallbackName": afterFailure} }

// pause lets time pass after a failed merge or write. Scorch tries again at once, which on a
// full disk, or over a folder that is gone, takes a whole processor until the index is closed.
// What failed is told by the next change that is to be made durable.
func pause(error, string) { time.Sleep(retryPause) }
