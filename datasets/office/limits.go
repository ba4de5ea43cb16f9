package office

import "honglinh/datasets/grid"

// Limits of what a file may hold, each with its reason.
const (
	// MaxFile is the largest file in bytes: the widest sheet of a million rows
	// that we were shown has 180 MB.
	MaxFile = 256 << 20
	// MaxUnzipped is how many bytes one part may have once unzipped. Rows are
	// streamed, so this bounds time: a gigabyte is read in about half a minute.
	MaxUnzipped = 1 << 30
	// MaxRatio is how many times larger than its zipped bytes a part may be, once
	// it has more than ratioFrom: sheets of one repeated value reach about 200,
	// a bomb a thousand.
	MaxRatio  = 500
	ratioFrom = 8 << 20
	// MaxParts is how many files the container may hold; workbooks with a picture
	// in each row stay below.
	MaxParts = 20000
	// MaxSheets is how many sheets or tables a file may have.
	MaxSheets = 1000
	// MaxRows is a sheet's last row in every program of today.
	MaxRows = 1 << 20
	// MaxColumns is the last column read: as many as any table may have. A value
	// behind it is a fault, unless a range leaves it out.
	MaxColumns = grid.MaxColumns
	// MaxRepeated is how many cells of a sheet may stand in counts of repetitions
	// only: 100,000 equal rows of 50 columns. A file of 1.4 kB can name 17 billion.
	MaxRepeated = 5_000_000
	// lastColumn is the last column that spreadsheets have.
	lastColumn = 1 << 14
	// MaxCell is the longest text of a cell in bytes; spreadsheets hold 32,767
	// letters.
	MaxCell = 1 << 20
	// MaxStrings is how many bytes the texts that a workbook's cells share may
	// have: they are in memory.
	MaxStrings = 256 << 20
	// MaxStyles is how many cell styles are kept; programs stop at 65,490.
	MaxStyles = 1 << 17
	// MaxMerged is how many merged ranges of a sheet are followed, and maxMergedCells
	// how many cells one may cover.
	MaxMerged      = 200_000
	maxMergedCells = 1 << 20
	// maxToken is the longest piece of XML in bytes.
	maxToken = 16 << 20
)
