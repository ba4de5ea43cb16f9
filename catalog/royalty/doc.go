// Package royalty holds the rules of royalties: rates as the operator's decision
// sets them, items with shares that add up, and months that close for good. It
// ships no rates: they differ by decision (Decree 18/2014/NĐ-CP leaves them to the
// head of the agency; we did not read the act itself).
package royalty
