// Package journey puts procedures in order: which steps a situation needs, which may
// run side by side, which are alternatives, and how long all of it takes at least and
// at most.
//
// Working days and calendar days are never added to each other: their sum would be a
// figure of neither. Each is summed for itself along the way of steps that wait for
// each other; where ways run side by side the longer one counts, of alternatives the
// shortest for the least and the longest for the most. A step that is not known to be
// needed counts for the most only. What states no limit is counted apart.
package journey
