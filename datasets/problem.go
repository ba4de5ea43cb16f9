package datasets

import "fmt"

// Problem is what is wrong with a descriptor: Where is a path in it such as
// "resources[0].honglinh.titel", Fatal says that the package cannot be read.
type Problem struct {
	Where  string
	Reason string
	Fatal  bool
}

// Error returns the place and the reason.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s", p.Where, p.Reason) }
