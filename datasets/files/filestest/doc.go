// Package filestest is the suite that every store of files passes.
package filestest
