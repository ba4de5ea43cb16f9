package datasets

import (
	"fmt"

	"honglinh/catalog/text/notice"
)

// Problem is what is wrong with a descriptor: Where is a path in it such as
// "resources[0].honglinh.titel", Why says it in every language, Fatal that the package
// cannot be read.
type Problem struct {
	Where string
	Why   *notice.Notice
	Fatal bool
}

// Error returns the place and the reason.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s", p.Where, p.Why.Error()) }
