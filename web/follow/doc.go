// Package follow is where readers ask to be told of changes, and say yes or leave.
package follow
