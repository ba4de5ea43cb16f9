// Package replica is how a reader follows what another process publishes: what is published,
// how it is handed over by HTTP, and how it is fetched so that whatever breaks off goes on
// where it ended.
//
// A publication names what readers are shown at one moment: up to which change the records go,
// and the checksums of what stands beside them. A reader fetches what it lacks of it (changes
// by their numbers, files by their content) and then shows all of it at once.
package replica
