// Package folder keeps files in a folder of this machine, each under its name.
//
// A file is written beside the others, under a name that no reader sees, forced to
// the disk, and then given its own name in one step.
package folder
