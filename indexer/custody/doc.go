// Package custody keeps the store of people's data in order while the program serves: the secret by which links to it are made, and the removal of what its time is over for.
package custody
